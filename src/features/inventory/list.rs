//! The list of packages: what of each is on one row, and how it is searched.

use super::filter::Filter;
use super::finding;
use super::lab::Lab;
use super::model::Status;
use super::unit::Unit;
use crate::db::Conn;
use crate::error::Result;
use crate::features::destructions;
use crate::schema::{destructions as destruction_rows, inventory_statuses, packages, products, rooms, stock};
use crate::stock::Balance;
use crate::values::{At, Barcode, Cents, LocationId, OrderType, PackageId, Quantity, Route};
use crate::web::paging::Cursor;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

/// Ids of one question to the database.
const PART: usize = 500;

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
    #[diesel(select_expression = products::brand)]
    pub brand: String,
    #[diesel(select_expression = products::vendor)]
    pub vendor: String,
    pub strain: String,
    pub lot_name: Option<String>,
    #[diesel(select_expression = rooms::name)]
    pub room: String,
    #[diesel(select_expression = stock::on_hand.nullable())]
    on_hand: Option<Quantity>,
    #[diesel(select_expression = stock::held.nullable())]
    held: Option<Quantity>,
    pub inventory_type: i64,
    pub status: Status,
    /// The shop's own word for its standing.
    #[diesel(select_expression = inventory_statuses::name.nullable())]
    pub standing: Option<String>,
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

/// Whose list is asked for, and on which day.
#[derive(Debug, Clone)]
pub struct Asked {
    pub location: LocationId,
    pub filter: Filter,
    pub today: NaiveDate,
}

impl PackageLine {
    /// The packages of a location, the newest first: at most `limit`, after or before the cursor's key.
    pub fn listed(conn: &mut Conn, asked: &Asked, cursor: &Cursor, limit: i64) -> Result<Vec<Self>> {
        let ids = finding::ids(conn, asked, cursor, limit)?;
        Self::all(conn, &ids)
    }

    /// These, in their order.
    fn all(conn: &mut Conn, ids: &[PackageId]) -> Result<Vec<Self>> {
        let mut lines: HashMap<PackageId, Self> = HashMap::new();
        for part in ids.chunks(PART) {
            let here = stock::package_id.eq(packages::id).and(stock::place_id.eq(packages::room_id));
            let scheduled =
                destruction_rows::package_id.eq(packages::id).and(destruction_rows::status.eq(destructions::Status::Scheduled));
            let rows: Vec<Self> = packages::table
                .inner_join(products::table)
                .inner_join(rooms::table)
                .left_join(inventory_statuses::table)
                .left_join(stock::table.on(here))
                .left_join(destruction_rows::table.on(scheduled))
                .filter(packages::id.eq_any(part.to_vec()))
                .select(Self::as_select())
                .load(conn)?;
            lines.extend(rows.into_iter().map(|line| (line.id, line)));
        }
        Ok(ids.iter().filter_map(|id| lines.remove(id)).collect())
    }

    pub fn balance(&self) -> Balance {
        Balance { on_hand: self.on_hand.unwrap_or_default(), held: self.held.unwrap_or_default() }
    }

    /// Its batch, when that is not only its id again.
    pub fn lot(&self) -> &str {
        self.lot_name.as_deref().filter(|lot| *lot != self.barcode.as_str()).unwrap_or_default()
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

    /// It is here, whole or in part, and nothing of the state's stands in the way of working with it.
    pub fn is_here(&self) -> bool {
        self.status == Status::Active && self.balance().on_hand.is_positive()
    }
}
