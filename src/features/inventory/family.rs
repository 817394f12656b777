//! What was made of a package, and what it was made of: sublots and conversions.

use super::model::{NewPackage, Package, Status};
use super::unit::{Unit, type_name};
use super::{Change, Lab};
use crate::db::Conn;
use crate::error::Result;
use crate::filing::claims;
use crate::schema::{packages, products};
use crate::stock::{self, Balance};
use crate::values::{At, Barcode, FilingId, LocationId, PackageId, Quantity, UserId};
use diesel::prelude::*;

/// A package beside the one whose page it stands on.
#[derive(Debug, Clone)]
pub struct Relative {
    pub id: PackageId,
    pub barcode: Barcode,
    pub product: String,
    pub inventory_type: i64,
    pub status: Status,
    pub customer_return: bool,
    pub balance: Balance,
}

/// Both directions.
#[derive(Debug, Clone)]
pub struct Family {
    pub parent: Option<Relative>,
    /// The oldest first.
    pub children: Vec<Relative>,
}

impl Relative {
    pub fn unit(&self) -> &'static str {
        Unit::of(self.inventory_type).words()
    }

    /// A sublot is of its source's type; whatever else was made of it is told by its own.
    pub fn made(&self, of: &Package) -> String {
        if self.customer_return && !of.customer_return {
            "Brought back by a customer".to_owned()
        } else if self.inventory_type == of.inventory_type {
            "Sublot".to_owned()
        } else {
            format!("Conversion: {}", type_name(self.inventory_type))
        }
    }
}

impl Family {
    pub fn of(conn: &mut Conn, location: LocationId, package: &Package) -> Result<Self> {
        let parent = match package.parent_id {
            Some(id) => relatives(conn, location, Which::Itself(id))?.pop(),
            None => None,
        };
        Ok(Self { parent, children: relatives(conn, location, Which::MadeOf(package.id))? })
    }

    pub fn is_empty(&self) -> bool {
        self.parent.is_none() && self.children.is_empty()
    }
}

enum Which {
    Itself(PackageId),
    MadeOf(PackageId),
}

fn relatives(conn: &mut Conn, location: LocationId, which: Which) -> Result<Vec<Relative>> {
    type Row = (PackageId, Barcode, String, i64, Status, bool);
    let all = packages::table.inner_join(products::table).filter(packages::location_id.eq(location)).order(packages::id);
    let all = all.select((
        packages::id,
        packages::barcode,
        products::name,
        packages::inventory_type,
        packages::status,
        packages::customer_return,
    ));
    let rows: Vec<Row> = match which {
        Which::Itself(id) => all.filter(packages::id.eq(id)).load(conn)?,
        Which::MadeOf(id) => all.filter(packages::parent_id.eq(id)).load(conn)?,
    };
    rows.into_iter()
        .map(|(id, barcode, product, inventory_type, status, customer_return)| {
            let balance = stock::of_package(conn, id)?;
            Ok(Relative { id, barcode, product, inventory_type, status, customer_return, balance })
        })
        .collect()
}

impl Package {
    /// Something is sold as tested only when the lab had spoken before it was split off (product-spec §6.9). What it rejected stays
    /// rejected in parts.
    pub fn lab_has_spoken(&self) -> bool {
        matches!(Lab::of(self.lab_result), Lab::Passed | Lab::Failed | Lab::Rejected)
    }

    /// What is split off it, as the state does it: everything is its source's, not the catalog's. The lab's word comes along only
    /// if it was `spoken` when the state was asked (not said: as it is now); what comes later reaches the source alone.
    pub fn offspring(&self, tx: &mut Conn, barcode: Barcode, spoken: Option<bool>) -> Result<NewPackage> {
        let search_text: String = packages::table.find(self.id).select(packages::search_text).first(tx)?;
        let spoken = spoken.unwrap_or_else(|| self.lab_has_spoken());
        Ok(NewPackage {
            id: PackageId::new(),
            location_id: self.location_id,
            barcode,
            product_id: self.product_id,
            room_id: self.room_id,
            status: Status::Active,
            inventory_type: self.inventory_type,
            state_name: self.state_name.clone(),
            strain: self.strain.clone(),
            lot_name: self.lot_name.clone(),
            cost_cents: self.cost_cents,
            med_usable: self.med_usable.filter(|_| spoken),
            sample_id: self.sample_id.clone().filter(|_| spoken),
            lab_result: self.lab_result.filter(|_| spoken),
            lab_license: self.lab_license.as_deref().filter(|_| spoken).map(str::parse).transpose()?,
            lab_tests: self.lab_tests.clone().filter(|_| spoken),
            lab_read_at: self.lab_read_at.filter(|_| spoken),
            expires_on: self.expires_on,
            manifest_id: self.manifest_id,
            parent_id: Some(self.id),
            customer_return: self.customer_return,
            received_at: self.received_at,
            search_text: search_text.replace(self.barcode.as_str(), barcode.as_str()),
            inventory_status_id: self.inventory_status_id,
        })
    }
}

/// A birth, for the journals of both: who did it, when, and with which filing.
#[derive(Debug, Clone, Copy)]
pub struct Birth {
    pub by: UserId,
    pub filing: FilingId,
    pub at: At,
}

impl Birth {
    /// Writes `child` down, with a line in its own journal and one in its source's, and the filing on its page.
    pub fn write(&self, tx: &mut Conn, source: &Package, child: &NewPackage, given: Quantity, made: Quantity) -> Result<()> {
        child.insert(tx)?;
        claims::note(tx, self.filing, &Package::subject(child.id))?;
        let taken = format!("{given} {} of {}", Unit::of(source.inventory_type).words(), source.barcode.grouped());
        let became = format!("{made} {} as {}", Unit::of(child.inventory_type).words(), child.barcode.grouped());
        let is_same = child.inventory_type == source.inventory_type;
        let word = if child.customer_return && !source.customer_return {
            "Customer return"
        } else if is_same {
            "Sublot"
        } else {
            "Conversion"
        };
        for (package, property, new) in [(child.id, "Made from", &taken), (source.id, word, &became)] {
            let filing = Some(self.filing);
            Change { package, property, old: "", new, by: self.by, filing, at: self.at }.note(tx)?;
        }
        Ok(())
    }
}
