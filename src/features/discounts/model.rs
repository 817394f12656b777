//! The tables of discounts and of what was chosen for a cart.

use super::pricing::{Asked, Offer};
use super::terms::{Method, Terms};
use crate::db::Conn;
use crate::error::{OnUnique, Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::schema::{cart_discounts, discounts, products, sale_discounts};
use crate::values::{At, CartDiscountId, CartId, Cents, DiscountId, LocationId, ProductId, SaleDiscountId, SaleId, UserId};
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

    fn in_use(conn: &mut Conn, location: LocationId, method: Method) -> Result<Vec<Self>> {
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
        let code = code.trim().to_uppercase();
        let found: Option<Row> = discounts::table
            .filter(discounts::location_id.eq(location))
            .filter(discounts::active.eq(true))
            .filter(discounts::code.eq(&code))
            .select(COLUMNS)
            .first(conn)
            .optional()?;
        match found {
            Some(row) => Self::of(row),
            None => rule(format!("No discount here has the code “{code}”. Check it, or choose a discount from the list.")),
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

/// A discount that somebody chose for a cart, or typed the code of.
#[derive(Debug, Clone)]
pub struct Wish {
    pub id: CartDiscountId,
    pub discount: DiscountId,
    pub name: String,
    /// None: for the whole cart.
    pub line: Option<String>,
    pub approved_by: Option<UserId>,
}

impl Wish {
    pub fn of_cart(conn: &mut Conn, cart: CartId) -> Result<Vec<Self>> {
        type Row = (CartDiscountId, DiscountId, String, Option<String>, Option<UserId>);
        let rows: Vec<Row> = cart_discounts::table
            .inner_join(discounts::table)
            .filter(cart_discounts::cart_id.eq(cart))
            .order(cart_discounts::id)
            .select((
                cart_discounts::id,
                cart_discounts::discount_id,
                discounts::name,
                cart_discounts::line,
                cart_discounts::approved_by,
            ))
            .load(conn)?;
        let wish = |(id, discount, name, line, approved_by): Row| Self { id, discount, name, line, approved_by };
        Ok(rows.into_iter().map(wish).collect())
    }

    /// Once is enough: the same for the same line again changes nothing.
    pub fn add(tx: &mut Conn, cart: CartId, wanted: &Self, by: UserId, at: At) -> Result<()> {
        let all = Self::of_cart(tx, cart)?;
        if all.iter().any(|one| one.discount == wanted.discount && one.line == wanted.line) {
            return rule(format!("“{}” is on this cart already.", wanted.name));
        }
        diesel::insert_into(cart_discounts::table)
            .values((
                cart_discounts::id.eq(wanted.id),
                cart_discounts::cart_id.eq(cart),
                cart_discounts::discount_id.eq(wanted.discount),
                cart_discounts::line.eq(&wanted.line),
                cart_discounts::added_by.eq(by),
                cart_discounts::approved_by.eq(wanted.approved_by),
                cart_discounts::added_at.eq(at),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// The cart that it is on.
    pub fn cart_of(conn: &mut Conn, id: CartDiscountId) -> Result<CartId> {
        Ok(cart_discounts::table.find(id).select(cart_discounts::cart_id).first(conn)?)
    }

    pub fn remove(tx: &mut Conn, id: CartDiscountId) -> Result<()> {
        diesel::delete(cart_discounts::table.find(id)).execute(tx)?;
        Ok(())
    }

    /// What was chosen for a line goes with the line.
    pub fn forget_line(tx: &mut Conn, cart: CartId, line: &str) -> Result<()> {
        let of_line = cart_discounts::table.filter(cart_discounts::cart_id.eq(cart)).filter(cart_discounts::line.eq(line));
        diesel::delete(of_line).execute(tx)?;
        Ok(())
    }
}

/// Every discount that comes into question for a cart: those that come by themselves, and those that were asked for.
pub fn offers(conn: &mut Conn, location: LocationId, wishes: &[Wish]) -> Result<Vec<Offer>> {
    let mut offers = Vec::new();
    for discount in Discount::in_use(conn, location, Method::Automatic)? {
        offers.push(Offer { terms: discount.terms, asked: Asked::ByItself });
    }
    for wish in wishes {
        let discount = Discount::find(conn, location, wish.discount)?;
        if discount.active {
            let asked = wish.line.clone().map_or(Asked::ForTheCart, Asked::ForLine);
            offers.push(Offer { terms: discount.terms, asked });
        }
    }
    Ok(offers)
}

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
