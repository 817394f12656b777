//! How much of a product lies on the shelves, for the page that asks before it is retired.

use super::super::inventory::Status;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{packages, stock};
use crate::values::{PackageId, ProductId, Quantity};
use diesel::prelude::*;
use std::collections::HashSet;

/// What is left of a product, at every location.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stocked {
    pub packages: i64,
    pub quantity: Quantity,
}

impl Stocked {
    pub fn of(conn: &mut Conn, product: ProductId) -> Result<Self> {
        let rows: Vec<(PackageId, Quantity)> = stock::table
            .inner_join(packages::table)
            .filter(packages::product_id.eq(product))
            .filter(packages::status.ne(Status::Destroyed))
            .filter(stock::on_hand.gt(0_i64))
            .select((stock::package_id, stock::on_hand))
            .load(conn)?;
        let distinct: HashSet<PackageId> = rows.iter().map(|(package, _)| *package).collect();
        let quantity = rows.iter().fold(Quantity::ZERO, |sum, (_, on_hand)| sum.plus(*on_hand));
        Ok(Self { packages: i64::try_from(distinct.len()).unwrap_or(i64::MAX), quantity })
    }
}
