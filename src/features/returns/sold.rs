//! The lines of a ticket, and how much of each may still come back.

use super::super::sales::SaleLine;
use super::worth::worth;
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{packages, sale_lines};
use crate::values::{Barcode, Cents, Quantity, SaleId, SaleLineId};
use diesel::prelude::*;

/// See the module.
#[derive(Debug, Clone)]
pub struct Sold {
    pub line: SaleLine,
    pub barcode: Barcode,
    pub returned: Quantity,
}

impl Sold {
    /// In the order of the ticket.
    pub fn of_sale(conn: &mut Conn, sale: SaleId) -> Result<Vec<Self>> {
        let all: Vec<(SaleLine, Barcode, Quantity)> = sale_lines::table
            .inner_join(packages::table)
            .filter(sale_lines::sale_id.eq(sale))
            .order(sale_lines::item_number)
            .select((SaleLine::as_select(), packages::barcode, sale_lines::returned))
            .load(conn)?;
        Ok(all.into_iter().map(|(line, barcode, returned)| Self { line, barcode, returned }).collect())
    }

    pub fn left(&self) -> Quantity {
        self.line.quantity.minus(self.returned)
    }

    /// Beside the field in which it is said how many come back.
    pub fn of_left(&self) -> String {
        format!("of {}", self.left())
    }

    pub fn is_left(&self) -> bool {
        self.left().is_positive()
    }

    /// What so much of what is left cost.
    pub fn worth(&self, part: Quantity) -> Cents {
        worth(self.line.total_cents, self.line.quantity, self.returned, part)
    }

    /// What all that is left cost.
    pub fn worth_of_rest(&self) -> Cents {
        self.worth(self.left())
    }

    /// So much comes back. False: no longer so much is left, and nothing was written.
    pub fn take_back(tx: &mut Conn, line: SaleLineId, part: Quantity) -> Result<bool> {
        let with_room = sale_lines::table.find(line).filter((sale_lines::returned + part.0).le(sale_lines::quantity));
        Ok(diesel::update(with_room).set(sale_lines::returned.eq(sale_lines::returned + part.0)).execute(tx)? == 1)
    }

    /// The state said no: so much did not come back after all.
    pub fn undo(tx: &mut Conn, line: SaleLineId, part: Quantity) -> Result<()> {
        let done = diesel::update(sale_lines::table.find(line))
            .set(sale_lines::returned.eq(sale_lines::returned - part.0))
            .execute(tx)?;
        if done == 1 { Ok(()) } else { Err(internal(format!("{line} is no line of a sale"))) }
    }
}
