//! The lines of a ticket, of whatever class, and how much of each may still come back.

use super::super::sales::{SaleLine, SaleSupply};
use super::worth::worth;
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{packages, sale_lines, sale_supplies};
use crate::values::{Barcode, Cents, Goods, PackageId, Quantity, SaleId, SaleLineId};
use diesel::prelude::*;

/// See the module.
#[derive(Debug, Clone)]
pub struct Sold {
    pub line: SaleLineId,
    pub item_number: i64,
    pub name: String,
    pub goods: Goods,
    /// The package it was taken from; devices and merchandise have none.
    pub package: Option<(PackageId, Barcode)>,
    pub quantity: Quantity,
    pub total: Cents,
    pub tax: Cents,
    pub returned: Quantity,
}

impl Sold {
    /// In the order of the ticket: packages, devices, merchandise.
    pub fn of_sale(conn: &mut Conn, sale: SaleId) -> Result<Vec<Self>> {
        let packages: Vec<(SaleLine, Barcode, Quantity)> = sale_lines::table
            .inner_join(packages::table)
            .filter(sale_lines::sale_id.eq(sale))
            .order(sale_lines::item_number)
            .select((SaleLine::as_select(), packages::barcode, sale_lines::returned))
            .load(conn)?;
        let supplies: Vec<(SaleSupply, Quantity)> = sale_supplies::table
            .filter(sale_supplies::sale_id.eq(sale))
            .order(sale_supplies::item_number)
            .select((SaleSupply::as_select(), sale_supplies::returned))
            .load(conn)?;
        let of_package = packages.into_iter().map(|(line, barcode, returned)| Self {
            line: line.id,
            item_number: line.item_number,
            name: line.product_name,
            goods: Goods::Cannabis,
            package: Some((line.package_id, barcode)),
            quantity: line.quantity,
            total: line.total_cents,
            tax: line.tax_cents,
            returned,
        });
        let of_supply = supplies.into_iter().map(|(line, returned)| Self {
            line: line.id,
            item_number: line.item_number,
            name: line.product_name,
            goods: line.goods,
            package: None,
            quantity: line.quantity,
            total: line.total_cents,
            tax: line.tax_cents,
            returned,
        });
        Ok(of_package.chain(of_supply).collect())
    }

    pub fn left(&self) -> Quantity {
        self.quantity.minus(self.returned)
    }

    /// Beside the field in which it is said how many come back.
    pub fn of_left(&self) -> String {
        format!("of {}", self.left())
    }

    pub fn is_left(&self) -> bool {
        self.left().is_positive()
    }

    pub fn is_package(&self) -> bool {
        self.package.is_some()
    }

    /// The state keeps no books of it.
    pub fn is_merchandise(&self) -> bool {
        self.goods == Goods::Merchandise
    }

    /// What so much of what is left cost, with its tax.
    pub fn worth(&self, part: Quantity) -> Cents {
        worth(self.total, self.quantity, self.returned, part)
    }

    /// The same before tax: what the state is told.
    pub fn worth_before_tax(&self, part: Quantity) -> Cents {
        worth(self.total.minus(self.tax), self.quantity, self.returned, part)
    }

    /// What all that is left cost.
    pub fn worth_of_rest(&self) -> Cents {
        self.worth(self.left())
    }

    /// So much comes back. False: no longer so much is left, and nothing was written.
    pub fn take_back(tx: &mut Conn, line: SaleLineId, is_package: bool, part: Quantity) -> Result<bool> {
        let done = if is_package {
            let free = sale_lines::table.find(line).filter((sale_lines::returned + part.0).le(sale_lines::quantity));
            diesel::update(free).set(sale_lines::returned.eq(sale_lines::returned + part.0)).execute(tx)?
        } else {
            let free = sale_supplies::table.find(line).filter((sale_supplies::returned + part.0).le(sale_supplies::quantity));
            diesel::update(free).set(sale_supplies::returned.eq(sale_supplies::returned + part.0)).execute(tx)?
        };
        Ok(done == 1)
    }

    /// The state said no: so much did not come back after all.
    pub fn undo(tx: &mut Conn, line: SaleLineId, is_package: bool, part: Quantity) -> Result<()> {
        let done = if is_package {
            let row = diesel::update(sale_lines::table.find(line));
            row.set(sale_lines::returned.eq(sale_lines::returned - part.0)).execute(tx)?
        } else {
            let row = diesel::update(sale_supplies::table.find(line));
            row.set(sale_supplies::returned.eq(sale_supplies::returned - part.0)).execute(tx)?
        };
        if done == 1 { Ok(()) } else { Err(internal(format!("{line} is no line of a sale"))) }
    }
}
