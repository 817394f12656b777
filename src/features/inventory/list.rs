//! The list of packages: what of each is on one row, and how it is searched.

use super::lab::Lab;
use super::model::Status;
use super::unit::Unit;
use crate::db::Conn;
use crate::error::Result;
use crate::features::destructions;
use crate::schema::{destructions as destruction_rows, packages, products, rooms, stock};
use crate::stock::Balance;
use crate::values::{At, Barcode, Cents, LocationId, OrderType, PackageId, Quantity, Route};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;

/// What is asked for; empty text is "any".
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub q: String,
    pub room: String,
    pub category: String,
    pub status: String,
    /// `passed`, `failed`, `pending`, `rejected` or `none`.
    pub lab: String,
    /// Sold out and destroyed packages, too.
    pub zero_quantity: String,
}

/// One row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = packages, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct PackageLine {
    pub id: PackageId,
    pub barcode: Barcode,
    pub external_barcode: Option<String>,
    #[diesel(select_expression = products::name)]
    pub product: String,
    #[diesel(select_expression = products::sku)]
    pub sku: String,
    #[diesel(select_expression = products::category)]
    pub category: String,
    pub strain: String,
    pub lot_name: Option<String>,
    #[diesel(select_expression = rooms::name)]
    pub room: String,
    #[diesel(select_expression = stock::on_hand.nullable())]
    on_hand: Option<Quantity>,
    #[diesel(select_expression = stock::held.nullable())]
    held: Option<Quantity>,
    inventory_type: i64,
    pub status: Status,
    lab_result: Option<i64>,
    /// When its 72 hours end, if it is scheduled.
    #[diesel(select_expression = destruction_rows::due_at.nullable())]
    pub due_at: Option<At>,
    pub cost_cents: Option<Cents>,
    #[diesel(select_expression = products::price_cents)]
    pub price_cents: Cents,
    pub received_at: At,
    pub expires_on: Option<NaiveDate>,
    #[diesel(select_expression = products::order_type)]
    pub order_type: Option<OrderType>,
    #[diesel(select_expression = products::route)]
    pub route: Option<Route>,
}

impl PackageLine {
    /// The packages of a location, the newest first: at most a page and one more.
    pub fn listed(conn: &mut Conn, location: LocationId, filter: &Filter, cursor: &Cursor) -> Result<Vec<Self>> {
        let here = stock::package_id.eq(packages::id).and(stock::place_id.eq(packages::room_id));
        let scheduled =
            destruction_rows::package_id.eq(packages::id).and(destruction_rows::status.eq(destructions::Status::Scheduled));
        let mut query = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .left_join(stock::table.on(here))
            .left_join(destruction_rows::table.on(scheduled))
            .filter(packages::location_id.eq(location))
            .select(Self::as_select())
            .limit(PAGE_AND_ONE)
            .into_boxed();
        for pattern in filter.patterns() {
            let in_words = packages::search_text.like(pattern.clone()).escape('\\');
            query = query.filter(in_words.or(packages::external_barcode.like(pattern).escape('\\')));
        }
        if !filter.room.is_empty() {
            query = query.filter(packages::room_id.eq(filter.room.clone()));
        }
        if !filter.category.is_empty() {
            query = query.filter(products::category.eq(filter.category.clone()));
        }
        if !filter.status.is_empty() {
            query = query.filter(packages::status.eq(filter.status.clone()));
        }
        match filter.lab.as_str() {
            "passed" => query = query.filter(packages::lab_result.eq(1)),
            "failed" => query = query.filter(packages::lab_result.eq(-1)),
            "pending" => query = query.filter(packages::lab_result.eq(0)),
            "rejected" => query = query.filter(packages::lab_result.eq(2)),
            "none" => query = query.filter(packages::lab_result.is_null()),
            _ => {}
        }
        if !filter.shows_zero() {
            query = query.filter(stock::on_hand.gt(Quantity::ZERO));
        }
        let query = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => query.filter(packages::id.lt(key.clone())).order(packages::id.desc()),
            (None, Some(key)) => query.filter(packages::id.gt(key.clone())).order(packages::id.asc()),
            (None, None) => query.order(packages::id.desc()),
        };
        Ok(query.load(conn)?)
    }

    /// Every category of the catalog, whether or not something of it is here.
    pub fn categories(conn: &mut Conn) -> Result<Vec<String>> {
        Ok(products::table.select(products::category).distinct().order(products::category).load(conn)?)
    }

    pub fn balance(&self) -> Balance {
        Balance { on_hand: self.on_hand.unwrap_or_default(), held: self.held.unwrap_or_default() }
    }

    /// What stands under its id: the older label, the lot when it is not the id again, the strain.
    pub fn beside_id(&self) -> String {
        let lot = self.lot_name.as_deref().filter(|lot| *lot != self.barcode.as_str());
        let parts = [self.external_barcode.as_deref(), lot, Some(self.strain.as_str())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.inventory_type).words()
    }

    pub fn lab(&self) -> Lab {
        Lab::of(self.lab_result)
    }

    pub fn is_sold_out(&self) -> bool {
        self.status == Status::Active && !self.balance().on_hand.is_positive()
    }
}

impl Filter {
    pub fn shows_zero(&self) -> bool {
        // Whoever asks for the destroyed asks for what is at zero.
        !self.zero_quantity.is_empty() || self.status == Status::Destroyed.as_str()
    }

    /// One pattern for each word; digits with blanks between them, as a package id is shown, are one word.
    fn patterns(&self) -> Vec<String> {
        let typed = self.q.trim().to_lowercase();
        let is_number =
            typed.chars().any(|c| c.is_ascii_digit()) && typed.chars().all(|c| c.is_ascii_digit() || " -".contains(c));
        let words: Vec<String> = if is_number {
            vec![typed.chars().filter(char::is_ascii_digit).collect()]
        } else {
            typed.split_whitespace().map(str::to_owned).collect()
        };
        let escaped = |word: String| word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        words.into_iter().map(|word| format!("%{}%", escaped(word))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_id_is_found_as_it_is_shown_and_signs_are_only_signs() {
        let patterns = |q: &str| Filter { q: q.into(), ..Filter::default() }.patterns();
        assert_eq!(patterns("6853 2967 8957"), ["%685329678957%"]);
        assert_eq!(patterns(" Blue DREAM 100%"), ["%blue%", "%dream%", "%100\\%%"]);
        assert!(patterns("  ").is_empty());
    }
}
