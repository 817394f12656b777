//! Finding products by name or SKU, a page at a time.

use super::model::Product;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::products;
use crate::values::ProductId;
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use diesel::prelude::*;
use serde::Deserialize;

/// What a person looks for, as it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Search {
    #[serde(default)]
    pub q: String,
    /// Present: the retired ones instead.
    pub retired: Option<String>,
}

impl Search {
    pub fn is_retired(&self) -> bool {
        self.retired.is_some()
    }

    /// Whether anything narrows the list.
    pub fn is_narrow(&self) -> bool {
        self.is_retired() || !self.q.trim().is_empty()
    }

    /// The products found, by name.
    pub fn run(&self, conn: &mut Conn, cursor: &Cursor) -> Result<Paged<Product>> {
        let mut found = products::table.filter(products::active.eq(!self.is_retired())).select(Product::as_select()).into_boxed();
        if !self.q.trim().is_empty() {
            let (name, sku) = (containing(&self.q.trim().to_lowercase()), containing(&self.q.trim().to_uppercase()));
            found = found.filter(products::name_lower.like(name).escape('\\').or(products::sku.like(sku).escape('\\')));
        }
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
}

/// Where in the order a cursor stands; a key that is none begins at the top.
fn place(conn: &mut Conn, key: Option<&str>) -> Result<Option<(String, ProductId)>> {
    let Some(Ok(id)) = key.map(str::parse::<ProductId>) else { return Ok(None) };
    Ok(products::table.find(id).select((products::name_lower, products::id)).first(conn).optional()?)
}

/// A pattern for LIKE in which the person's own `%` and `_` are letters.
fn containing(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
