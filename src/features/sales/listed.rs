//! The list of sales: newest first, by day, and found by number, package or the state's transaction.

use super::model::{Sale, sees_all};
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::schema::{packages, patients, sale_lines, sales, users};
use crate::values::{Barcode, SaleId};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;

/// What is asked for in the address.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Filter {
    /// A business day.
    #[serde(default)]
    pub on: String,
    #[serde(default)]
    pub q: String,
}

/// One row of the list: never a patient's name.
pub struct Listed {
    pub sale: Sale,
    pub clerk: String,
    pub card: String,
}

impl Filter {
    pub fn day(&self) -> Option<NaiveDate> {
        ["%Y-%m-%d", "%m/%d/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(self.on.trim(), form).ok())
    }

    pub fn words(&self) -> &str {
        self.q.trim()
    }

    pub fn is_empty(&self) -> bool {
        self.words().is_empty() && self.on.trim().is_empty()
    }

    /// The filter as part of an address.
    pub fn query(&self) -> String {
        let plain =
            |text: &str| text.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect::<String>();
        let parts = [("on", self.day().map(|day| day.to_string()).unwrap_or_default()), ("q", plain(self.words()))];
        let said: Vec<String> =
            parts.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={value}")).collect();
        said.join("&")
    }
}

impl Listed {
    pub fn page(conn: &mut Conn, clerk: &Clerk, filter: &Filter, cursor: &Cursor) -> Result<Paged<Self>> {
        let mut query = sales::table
            .inner_join(patients::table)
            .inner_join(users::table.on(users::id.eq(sales::user_id)))
            .filter(sales::location_id.eq(clerk.location))
            .select((Sale::as_select(), users::name, patients::card_id))
            .limit(PAGE_AND_ONE)
            .into_boxed();
        if !sees_all(clerk) {
            query = query.filter(sales::user_id.eq(clerk.user));
        }
        if let Some(day) = filter.day() {
            query = query.filter(sales::business_date.eq(day));
        }
        if let Ok(barcode) = filter.words().parse::<Barcode>() {
            let with =
                sale_lines::table.inner_join(packages::table).filter(packages::barcode.eq(barcode)).select(sale_lines::sale_id);
            query = query.filter(sales::id.eq_any(with));
        } else if !filter.words().is_empty() {
            // What is no number is the number of no sale.
            let number: i64 = filter.words().trim_start_matches('#').parse().unwrap_or(-1);
            query = query.filter(sales::number.eq(number).or(sales::state_transaction.eq(number)));
        }
        query = match (key(&cursor.older)?, key(&cursor.newer)?) {
            (Some(older), _) => query.filter(sales::id.lt(older)).order(sales::id.desc()),
            (None, Some(newer)) => query.filter(sales::id.gt(newer)).order(sales::id.asc()),
            (None, None) => query.order(sales::id.desc()),
        };
        let rows: Vec<(Sale, String, String)> = query.load(conn)?;
        let rows = rows.into_iter().map(|(sale, clerk, card)| Self { sale, clerk, card: super::super::patients::masked(&card) });
        Ok(Paged::new(rows.collect(), cursor, |row| row.sale.id.to_string()))
    }
}

fn key(text: &Option<String>) -> Result<Option<SaleId>> {
    Ok(text.as_deref().map(str::parse).transpose()?)
}
