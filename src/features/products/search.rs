//! Finding products by name, code or filter, a page at a time.

use super::amounts::Differing;
use super::model::{Goods, Product};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::products;
use crate::values::{LocationId, OrderType, ProductId};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use crate::web::query::{Chip, Pairs};
use diesel::prelude::*;
use serde::Deserialize;

/// What a person looks for, as it stands in the address; empty text is "any".
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub category: String,
    pub brand: String,
    pub order_type: String,
    pub tag: String,
    /// Not empty: the retired ones instead.
    pub retired: String,
    /// Not empty: those of which a package takes something else from an order than the catalog says.
    pub differs: String,
}

/// The query of a search, before its order: one expression for a page and for a whole spreadsheet.
macro_rules! found {
    ($search:expr, $conn:expr, $location:expr) => {{
        let search: &Search = $search;
        let mut found =
            products::table.filter(products::active.eq(!search.is_retired())).select(Product::as_select()).into_boxed();
        let typed = search.q.trim();
        if !typed.is_empty() {
            let (name, code) = (containing(&typed.to_lowercase()), containing(&typed.to_uppercase()));
            let coded = products::sku.like(code.clone()).escape('\\').or(products::upc.like(code).escape('\\'));
            found = found.filter(products::name_lower.like(name).escape('\\').or(coded));
        }
        if !search.category.is_empty() {
            found = found.filter(products::category.eq(search.category.clone()));
        }
        if !search.brand.is_empty() {
            found = found.filter(products::brand.eq(search.brand.clone()));
        }
        if !search.order_type.is_empty() {
            found = found.filter(products::order_type.eq(search.order_type.clone()));
        }
        if !search.tag.is_empty() {
            // Tags stand with ", " between them; both ends are made alike, so that "new" is not found in "newest".
            let tags = format!("%, {}, %", escaped(&search.tag));
            let ends = ", ".into_sql::<diesel::sql_types::Text>().concat(products::tags).concat(", ");
            found = found.filter(ends.like(tags).escape('\\'));
        }
        if search.is_differing() {
            found = found.filter(products::id.eq_any(Differing::products($conn, $location)?));
        }
        found
    }};
}

impl Search {
    pub fn pairs(&self) -> Pairs {
        Pairs::of([
            ("q", &self.q),
            ("category", &self.category),
            ("brand", &self.brand),
            ("order_type", &self.order_type),
            ("tag", &self.tag),
            ("retired", &self.retired),
            ("differs", &self.differs),
        ])
    }

    /// As the query of an address.
    pub fn query(&self) -> String {
        self.pairs().query()
    }

    pub fn is_retired(&self) -> bool {
        !self.retired.is_empty()
    }

    pub fn is_differing(&self) -> bool {
        !self.differs.is_empty()
    }

    /// Whether anything narrows the list.
    pub fn is_narrow(&self) -> bool {
        !self.pairs().is_empty()
    }

    /// What is set, each to be taken off.
    pub fn chips(&self) -> Vec<Chip> {
        let (pairs, url) = (self.pairs(), "/products");
        let order_type = |value: &str| match value.parse::<OrderType>() {
            Ok(order_type) => order_type.label().to_owned(),
            Err(_) => value.to_owned(),
        };
        [
            pairs.chip(url, "q", |value| format!("“{value}”")),
            pairs.chip(url, "category", str::to_owned),
            pairs.chip(url, "brand", str::to_owned),
            pairs.chip(url, "order_type", order_type),
            pairs.chip(url, "tag", |value| format!("Tag: {value}")),
            pairs.chip(url, "retired", |_| "Retired".to_owned()),
            pairs.chip(url, "differs", |_| "The lab says another amount".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// A page of the products found, by name.
    pub fn run(&self, conn: &mut Conn, location: LocationId, cursor: &Cursor) -> Result<Paged<Product>> {
        let mut found = found!(self, conn, location);
        if let Some((name, id)) = place(conn, cursor.older.as_deref())? {
            found =
                found.filter(products::name_lower.gt(name.clone()).or(products::name_lower.eq(name).and(products::id.gt(id))));
        } else if let Some((name, id)) = place(conn, cursor.newer.as_deref())? {
            found =
                found.filter(products::name_lower.lt(name.clone()).or(products::name_lower.eq(name).and(products::id.lt(id))));
        }
        let rows = if cursor.is_backwards() {
            found.order((products::name_lower.desc(), products::id.desc())).limit(PAGE_AND_ONE).load(conn)?
        } else {
            found.order((products::name_lower, products::id)).limit(PAGE_AND_ONE).load(conn)?
        };
        Ok(Paged::new(rows, cursor, |product| product.id.to_string()))
    }

    /// Every product found, by name.
    pub fn all(&self, conn: &mut Conn, location: LocationId) -> Result<Vec<Product>> {
        Ok(found!(self, conn, location).order((products::name_lower, products::id)).load(conn)?)
    }
}

impl Product {
    /// Those of a kind that the register may sell, whose name or code has this in it; in stock or not.
    pub fn offered(conn: &mut Conn, typed: &str, goods: Goods, most: i64) -> Result<Vec<Self>> {
        let (name, code) = (containing(&typed.to_lowercase()), containing(&typed.to_uppercase()));
        let coded = products::sku.like(code.clone()).escape('\\').or(products::upc.like(code).escape('\\'));
        let offered = products::table
            .filter(products::active.eq(true).and(products::on_register.eq(true)))
            .filter(products::goods.eq(goods))
            .filter(products::name_lower.like(name).escape('\\').or(coded))
            .order((products::name_lower, products::id))
            .limit(most);
        Ok(offered.select(Self::as_select()).load(conn)?)
    }
}

/// Where in the order a cursor stands; a key that is none begins at the top.
fn place(conn: &mut Conn, key: Option<&str>) -> Result<Option<(String, ProductId)>> {
    let Some(Ok(id)) = key.map(str::parse::<ProductId>) else { return Ok(None) };
    Ok(products::table.find(id).select((products::name_lower, products::id)).first(conn).optional()?)
}

fn containing(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// For LIKE: the person's own `%` and `_` are letters.
fn escaped(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
