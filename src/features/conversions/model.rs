//! A conversion, read back from the ledger: what went in, and what came of it.

use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::Package;
use crate::features::products::Product;
use crate::schema::packages;
use crate::stock::{self, MoveLine, Place};
use crate::values::{FilingId, LocationId, PackageId, Quantity};
use diesel::prelude::*;

/// See the module.
#[derive(Debug, Clone)]
pub struct Conversion {
    pub filing: FilingId,
    pub source: Package,
    pub used: Quantity,
    /// The thing itself first, then its waste.
    pub made: Vec<(Package, Quantity)>,
}

/// The move with which a conversion made a package, if one did.
fn birth(history: &[MoveLine]) -> Option<(FilingId, Quantity)> {
    let first = history.first().filter(|line| line.from == Place::Converted)?;
    Some((first.filing?, first.quantity))
}

/// Whether a conversion made it and nothing else has happened to it. Waste goes back with what it was lost from.
pub fn may_be_undone(package: &Package, history: &[MoveLine]) -> bool {
    package.inventory_type != super::filings::WASTE.0 && history.len() == 1 && birth(history).is_some()
}

/// The strains of a product: its own, or of its packages where the catalog says none; at most a few.
pub fn strains_of(conn: &mut Conn, product: &Product) -> Result<Vec<String>> {
    if !product.strain.is_empty() {
        return Ok(vec![product.strain.clone()]);
    }
    let of_product = packages::table.filter(packages::product_id.eq(product.id)).filter(packages::strain.ne(""));
    Ok(of_product.select(packages::strain).distinct().order(packages::strain).limit(5).load(conn)?)
}

impl Conversion {
    /// The one that made `package`; none if it came otherwise.
    pub fn that_made(conn: &mut Conn, location: LocationId, package: PackageId) -> Result<Option<Self>> {
        let made = Package::find(conn, location, package)?;
        let (Some((filing, quantity)), Some(parent)) = (birth(&stock::history(conn, package)?), made.parent_id) else {
            return Ok(None);
        };
        let source = Package::find(conn, location, parent)?;
        let went_in = |line: &&MoveLine| line.filing == Some(filing) && line.to == Place::Converted;
        let used = stock::history(conn, parent)?.iter().find(went_in).map_or(Quantity::ZERO, |line| line.quantity);
        let siblings: Vec<Package> = packages::table
            .filter(packages::parent_id.eq(parent))
            .filter(packages::id.ne(package))
            .order(packages::id)
            .select(Package::as_select())
            .load(conn)?;
        let mut all = vec![(made, quantity)];
        for sibling in siblings {
            if let Some((same, quantity)) = birth(&stock::history(conn, sibling.id)?)
                && same == filing
            {
                all.push((sibling, quantity));
            }
        }
        Ok(Some(Self { filing, source, used, made: all }))
    }
}
