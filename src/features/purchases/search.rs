//! The list of purchases.

use super::line::Totals;
use super::model::{Purchase, Status};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{products, purchases};
use crate::values::LocationId;
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use crate::web::query::{Chip, Pairs};
use diesel::prelude::*;
use serde::Deserialize;

/// The list's own address.
pub const URL: &str = "/receiving/purchases";

/// What a person looks for, as it stands in the address; empty text is "any".
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    pub q: String,
    pub status: String,
}

impl Search {
    pub fn pairs(&self) -> Pairs {
        Pairs::of([("q", &self.q), ("status", &self.status)])
    }

    /// What is set, each to be taken off.
    pub fn chips(&self) -> Vec<Chip> {
        let pairs = self.pairs();
        let status = |value: &str| match value.parse::<Status>() {
            Ok(status) => status.label().to_owned(),
            Err(_) => value.to_owned(),
        };
        [pairs.chip(URL, "q", |value| format!("“{value}”")), pairs.chip(URL, "status", status)].into_iter().flatten().collect()
    }

    /// A page, the newest first, each with its totals.
    pub fn run(&self, conn: &mut Conn, location: LocationId, cursor: &Cursor) -> Result<Paged<(Purchase, Totals)>> {
        let mut query = purchases::table
            .filter(purchases::location_id.eq(location))
            .select(Purchase::as_select())
            .limit(PAGE_AND_ONE)
            .into_boxed();
        let typed = self.q.trim();
        if !typed.is_empty() {
            // SQLite's LIKE does not mind the case of a letter, PostgreSQL's does: each spelling that people use.
            let spellings = [typed.to_owned(), typed.to_lowercase(), typed.to_uppercase(), capital(typed)];
            let [a, b, c, d] = spellings.map(|word| format!("%{}%", escaped(&word)));
            let vendor = |word: String| purchases::vendor.like(word).escape('\\');
            let invoice =
                purchases::invoice_number.like(a.clone()).escape('\\').or(purchases::invoice_number.like(c.clone()).escape('\\'));
            query = query.filter(vendor(a).or(vendor(b)).or(vendor(c)).or(vendor(d)).or(invoice));
        }
        if !self.status.is_empty() {
            query = query.filter(purchases::status.eq(self.status.clone()));
        }
        let query = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => query.filter(purchases::id.lt(key.clone())).order(purchases::id.desc()),
            (None, Some(key)) => query.filter(purchases::id.gt(key.clone())).order(purchases::id.asc()),
            (None, None) => query.order(purchases::id.desc()),
        };
        let found = query.load(conn)?;
        let totals = Totals::of_each(conn, &found)?;
        let rows = found.into_iter().map(|one| (totals.get(&one.id).copied().unwrap_or_default(), one));
        Ok(Paged::new(rows.map(|(totals, one)| (one, totals)).collect(), cursor, |(one, _)| one.id.to_string()))
    }
}

/// Vendors that are known: of the catalog and of earlier purchases.
pub fn vendors(conn: &mut Conn, location: LocationId) -> Result<Vec<String>> {
    let of_catalog = products::table.filter(products::vendor.ne("")).select(products::vendor).distinct();
    let mut all: Vec<String> = of_catalog.load(conn)?;
    let earlier = purchases::table.filter(purchases::location_id.eq(location)).select(purchases::vendor).distinct();
    all.extend(earlier.load::<String>(conn)?);
    all.sort_by_key(|vendor| vendor.to_lowercase());
    all.dedup();
    Ok(all)
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

/// For LIKE: the person's own `%` and `_` are letters.
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
