//! The tables of printed labels: insert only.

use crate::db::Conn;
use crate::error::{Error, Result, not_found};
use crate::features::inventory::{Package, Unit};
use crate::features::products::Product;
use crate::schema::{label_print_lines, label_prints, packages, products, users};
use crate::stock;
use crate::values::{At, LabelPrintId, LabelPrintLineId, LocationId, PackageId, Quantity, UserId, text_enum};
use diesel::prelude::*;

text_enum! {
    /// The paper.
    Size {
        Small = "2x1", "2 × 1 in label";
        Large = "4x2", "4 × 2 in label";
        Sheet = "letter", "Letter sheet of 30 labels";
    }
}

/// A package on a sheet, and how many labels of it.
#[derive(Debug, Clone)]
pub struct Labelled {
    pub package: Package,
    pub product: Product,
    pub copies: i64,
    /// How many times labels of it had been printed before.
    pub printed_before: i64,
    pub on_hand: Quantity,
}

/// One press of the button.
#[derive(Debug, Clone)]
pub struct LabelPrint {
    pub id: LabelPrintId,
    pub size: Size,
    pub printed_at: At,
    pub by: String,
    pub lines: Vec<Labelled>,
}

/// How many times labels of a package were printed.
pub fn printed(conn: &mut Conn, package: PackageId) -> Result<i64> {
    Ok(label_print_lines::table.filter(label_print_lines::package_id.eq(package)).count().first(conn)?)
}

impl Labelled {
    pub fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    /// Those of these packages that are here, in this order, with what was printed of each so far.
    pub fn wanted(conn: &mut Conn, location: LocationId, wanted: &[(PackageId, i64)]) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for (id, copies) in wanted {
            match Package::with_place(conn, location, *id) {
                Ok((package, product, _)) => {
                    let (printed_before, on_hand) = (printed(conn, *id)?, stock::of_package(conn, *id)?.on_hand);
                    all.push(Self { package, product, copies: *copies, printed_before, on_hand });
                }
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }
}

impl LabelPrint {
    /// Writes one press down; how many times each package had been printed before.
    pub fn insert(
        tx: &mut Conn,
        location: LocationId,
        by: UserId,
        size: Size,
        lines: &[(PackageId, i64)],
        now: At,
    ) -> Result<(LabelPrintId, Vec<i64>)> {
        let id = LabelPrintId::new();
        let print = (
            label_prints::id.eq(id),
            label_prints::location_id.eq(location),
            label_prints::user_id.eq(by),
            label_prints::size.eq(size),
            label_prints::printed_at.eq(now),
        );
        diesel::insert_into(label_prints::table).values(print).execute(tx)?;
        let mut before = Vec::new();
        for (package, copies) in lines {
            let printed_before = printed(tx, *package)?;
            let line = (
                label_print_lines::id.eq(LabelPrintLineId::new()),
                label_print_lines::print_id.eq(id),
                label_print_lines::package_id.eq(*package),
                label_print_lines::copies.eq(*copies),
                label_print_lines::printed_before.eq(printed_before),
            );
            diesel::insert_into(label_print_lines::table).values(line).execute(tx)?;
            before.push(printed_before);
        }
        Ok((id, before))
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: LabelPrintId) -> Result<Self> {
        let (size, printed_at, by): (Size, At, String) = label_prints::table
            .inner_join(users::table)
            .filter(label_prints::id.eq(id))
            .filter(label_prints::location_id.eq(location))
            .select((label_prints::size, label_prints::printed_at, users::name))
            .first(conn)?;
        let rows: Vec<(Package, Product, i64, i64)> = label_print_lines::table
            .inner_join(packages::table.inner_join(products::table))
            .filter(label_print_lines::print_id.eq(id))
            .order(label_print_lines::id)
            .select((Package::as_select(), Product::as_select(), label_print_lines::copies, label_print_lines::printed_before))
            .load(conn)?;
        if rows.is_empty() {
            return not_found();
        }
        let mut lines = Vec::with_capacity(rows.len());
        for (package, product, copies, printed_before) in rows {
            let on_hand = stock::of_package(conn, package.id)?.on_hand;
            lines.push(Labelled { package, product, copies, printed_before, on_hand });
        }
        Ok(Self { id, size, printed_at, by, lines })
    }
}
