//! What our own books say, as far as it is compared with the state's or must be right by itself.

use crate::db::Conn;
use crate::error::Result;
use crate::features::drivers::Driver;
use crate::features::initial_uploads::Upload;
use crate::features::inventory::Status as Standing;
use crate::features::locations::Location;
use crate::features::products::{Goods, Product};
use crate::features::receiving::Manifest;
use crate::features::rooms::Room;
use crate::features::vehicles::Vehicle;
use crate::filing::Counts;
use crate::schema::{packages, products, stock};
use crate::values::{At, Barcode, InitialUploadId, LocationId, PackageId, Quantity};
use diesel::prelude::*;
use std::collections::HashMap;

/// A package of ours.
#[derive(Debug, Clone)]
pub struct Held {
    pub id: PackageId,
    pub barcode: Barcode,
    pub on_hand: Quantity,
}

/// See the module.
#[derive(Debug)]
pub struct Own {
    pub location: Location,
    pub rooms: Vec<Room>,
    pub drivers: Vec<Driver>,
    pub vehicles: Vec<Vehicle>,
    pub products: Vec<Product>,
    pub packages: Vec<Held>,
    pub incoming: Vec<Manifest>,
    pub filings: Counts,
    pub uploads: Vec<Upload>,
    /// Rows that became no package: upload, its number, the line.
    pub left_behind: Vec<(InitialUploadId, i64, i64)>,
}

impl Own {
    pub fn read(conn: &mut Conn, location: LocationId, now: At) -> Result<Self> {
        let of_catalog = products::table.filter(products::active.eq(true)).filter(products::goods.eq(Goods::Cannabis));
        Ok(Self {
            location: Location::find(conn, location)?,
            rooms: Room::listed(conn, location)?,
            drivers: Driver::listed(conn, location)?.into_iter().filter(Driver::is_active).collect(),
            vehicles: Vehicle::listed(conn, location)?.into_iter().filter(Vehicle::is_active).collect(),
            products: of_catalog.order(products::name_lower).select(Product::as_select()).load(conn)?,
            packages: held(conn, location)?,
            incoming: Manifest::open(conn, location)?,
            filings: Counts::of(conn, location, now)?,
            uploads: Upload::unfinished(conn, location)?,
            left_behind: Upload::left_behind(conn, location)?,
        })
    }
}

/// What is not destroyed, with what is on hand of it.
fn held(conn: &mut Conn, location: LocationId) -> Result<Vec<Held>> {
    let here = packages::table.filter(packages::location_id.eq(location));
    let balances: Vec<(PackageId, Quantity)> = stock::table
        .inner_join(packages::table)
        .filter(packages::location_id.eq(location))
        .select((stock::package_id, stock::on_hand))
        .load(conn)?;
    let mut sums: HashMap<PackageId, Quantity> = HashMap::new();
    for (package, on_hand) in balances {
        let sum = sums.entry(package).or_default();
        *sum = sum.plus(on_hand);
    }
    let all: Vec<(PackageId, Barcode)> = here
        .filter(packages::status.ne(Standing::Destroyed))
        .order(packages::id)
        .select((packages::id, packages::barcode))
        .load(conn)?;
    let held = |(id, barcode)| Held { id, barcode, on_hand: sums.get(&id).copied().unwrap_or_default() };
    Ok(all.into_iter().map(held).collect())
}
