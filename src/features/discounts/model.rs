//! The tables of discounts, and of what they took off sales.

use super::terms::{Method, Terms};
use crate::db::Conn;
use crate::error::{OnUnique, Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::schema::{discounts, products, sale_discounts};
use crate::values::{At, Cents, DiscountId, LocationId, ProductId, SaleDiscountId, SaleId, UserId};
use diesel::prelude::*;

/// A discount of a shop.
#[derive(Debug, Clone)]
pub struct Discount {
    pub method: Method,
    /// In upper case.
    pub code: Option<String>,
    pub terms: Terms,
    /// A manager says yes to each use.
    pub needs_approval: bool,
    pub active: bool,
}

type Row = (Method, Option<String>, String, bool, bool);

impl Discount {
    fn of((method, code, terms, needs_approval, active): Row) -> Result<Self> {
        Ok(Self { method, code, terms: serde_json::from_str(&terms)?, needs_approval, active })
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: DiscountId) -> Result<Self> {
        let here = discounts::table.find(id).filter(discounts::location_id.eq(location));
        Self::of(here.select(COLUMNS).first(conn)?)
    }

    /// Those in use first, each group by name.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = discounts::table.filter(discounts::location_id.eq(location)).order((discounts::active.desc(), discounts::name));
        all.select(COLUMNS).load(conn)?.into_iter().map(Self::of).collect()
    }

    pub(super) fn in_use(conn: &mut Conn, location: LocationId, method: Method) -> Result<Vec<Self>> {
        let all = discounts::table
            .filter(discounts::location_id.eq(location))
            .filter(discounts::active.eq(true))
            .filter(discounts::method.eq(method))
            .order(discounts::name);
        all.select(COLUMNS).load(conn)?.into_iter().map(Self::of).collect()
    }

    /// Those that a budtender may choose.
    pub fn to_choose(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        Self::in_use(conn, location, Method::Chosen)
    }

    /// Whatever the case it is typed in.
    pub fn of_code(conn: &mut Conn, location: LocationId, code: &str) -> Result<Self> {
        let typed = code.trim();
        let code = typed.to_uppercase();
        let found: Option<Row> = discounts::table
            .filter(discounts::location_id.eq(location))
            .filter(discounts::active.eq(true))
            .filter(discounts::code.eq(&code))
            .select(COLUMNS)
            .first(conn)
            .optional()?;
        match found {
            Some(row) => Self::of(row),
            None => rule(format!("No discount here has the code “{typed}”. Check it, or choose a discount from the list.")),
        }
    }

    /// Refuses to put one on a cart that comes by itself, and one with a code that was not typed.
    pub fn must_be_askable(&self, code: Option<&str>) -> Result<()> {
        let name = &self.terms.name;
        let typed = code.map(|code| code.trim().to_uppercase());
        match self.method {
            Method::Chosen if typed.is_none() => Ok(()),
            Method::Code if typed.is_some() && typed == self.code => Ok(()),
            Method::Automatic => rule(format!("“{name}” comes by itself to whatever it is for. It cannot be chosen.")),
            Method::Chosen => rule(format!("“{name}” has no code any more. Choose it from the list.")),
            Method::Code => rule(format!("“{name}” comes by its code alone. Type the code.")),
        }
    }

    pub fn insert(&self, tx: &mut Conn, location: LocationId, by: UserId, at: At) -> Result<()> {
        diesel::insert_into(discounts::table)
            .values((
                discounts::id.eq(self.terms.id),
                discounts::location_id.eq(location),
                discounts::name.eq(&self.terms.name),
                discounts::method.eq(self.method),
                discounts::code.eq(&self.code),
                discounts::terms.eq(serde_json::to_string(&self.terms)?),
                discounts::needs_approval.eq(self.needs_approval),
                discounts::active.eq(self.active),
                discounts::created_by.eq(by),
                discounts::created_at.eq(at),
            ))
            .execute(tx)
            .on_unique(|| self.code_is_taken())?;
        Ok(())
    }

    pub fn save(&self, tx: &mut Conn) -> Result<()> {
        diesel::update(discounts::table.find(self.terms.id))
            .set((
                discounts::name.eq(&self.terms.name),
                discounts::method.eq(self.method),
                discounts::code.eq(&self.code),
                discounts::terms.eq(serde_json::to_string(&self.terms)?),
                discounts::needs_approval.eq(self.needs_approval),
                discounts::active.eq(self.active),
            ))
            .execute(tx)
            .on_unique(|| self.code_is_taken())?;
        Ok(())
    }

    fn code_is_taken(&self) -> crate::error::Error {
        let words = format!("Another discount in use has the code “{}”.", self.code.as_deref().unwrap_or_default());
        crate::error::Error::Invalid(crate::error::Problems::one("code", words))
    }

    /// How it comes into a cart, in words.
    pub fn method_words(&self) -> String {
        match &self.code {
            Some(code) => format!("Code {code}"),
            None => self.method.label().to_owned(),
        }
    }
}

const COLUMNS: (discounts::method, discounts::code, discounts::terms, discounts::needs_approval, discounts::active) =
    (discounts::method, discounts::code, discounts::terms, discounts::needs_approval, discounts::active);

/// Keeps what a discount took off a line of a sale, as it was called then.
pub fn keep(
    tx: &mut Conn,
    sale: SaleId,
    line: &str,
    (discount, name, cents): (DiscountId, &str, Cents),
    approved_by: Option<UserId>,
) -> Result<()> {
    diesel::insert_into(sale_discounts::table)
        .values((
            sale_discounts::id.eq(SaleDiscountId::new()),
            sale_discounts::sale_id.eq(sale),
            sale_discounts::line.eq(line),
            sale_discounts::discount_id.eq(discount),
            sale_discounts::name.eq(name),
            sale_discounts::cents.eq(cents),
            sale_discounts::approved_by.eq(approved_by),
        ))
        .execute(tx)?;
    Ok(())
}

/// What was taken off a sale: the line, the discount as it was called, and how much.
pub fn of_sale(conn: &mut Conn, sale: SaleId) -> Result<Vec<(String, String, Cents)>> {
    let all = sale_discounts::table
        .filter(sale_discounts::sale_id.eq(sale))
        .order(sale_discounts::id)
        .select((sale_discounts::line, sale_discounts::name, sale_discounts::cents))
        .load(conn)?;
    Ok(all)
}

impl Watched for Discount {
    const CATEGORY: Category = Category::Discounts;
    type Id = DiscountId;

    fn picture(conn: &mut Conn, location: LocationId, id: &DiscountId) -> Result<Picture> {
        let Self { method, code, terms, needs_approval, active } = Self::find(conn, location, *id)?;
        let skus = skus(conn, &terms.scope.products)?;
        Ok(Picture::of(id, &terms.name)
            .with("Name", &terms.name)
            .with("How it comes", method.label())
            .maybe("Code", code)
            .with("Gives", terms.gives.words())
            .with("SKUs", skus)
            .with("Categories", terms.scope.categories.join(", "))
            .with("Brands", terms.scope.brands.join(", "))
            .with("Tags", terms.scope.tags.join(", "))
            .yes("Goes with others", terms.stacks)
            .with("Least units", terms.least_units)
            .with("Least spend", terms.least_spend)
            .with("When", terms.when_words())
            .yes("Needs approval", needs_approval)
            .yes("In use", active)
            .gone(!active))
    }
}

/// What these products are called by, in order.
pub(super) fn skus(conn: &mut Conn, of: &[ProductId]) -> Result<String> {
    if of.is_empty() {
        return Ok(String::new());
    }
    let named = products::table.filter(products::id.eq_any(of.to_vec())).order(products::sku).select(products::sku);
    Ok(named.load::<String>(conn)?.join(", "))
}
