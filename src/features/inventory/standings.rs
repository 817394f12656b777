//! What a person says of packages, and the state is not told: their batch, their inventory status, their older label.

use super::changes::Change;
use super::model::Package;
use super::words;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result, rule};
use crate::features::products::Product;
use crate::features::statuses::InventoryStatus;
use crate::filing::claims;
use crate::may;
use crate::schema::packages;
use crate::values::{Barcode, InventoryStatusId, PackageId};
use diesel::prelude::*;
use serde::Serialize;

/// These packages are of one batch from now on; none: of no batch.
#[derive(Serialize)]
pub struct AssignBatch {
    pub packages: Vec<PackageId>,
    pub batch: Option<String>,
}

impl Record for AssignBatch {
    const ACT: &'static str = "assign_batch";
    type Needs = may::EditPackages;
    type Done = usize;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<usize> {
        for id in &self.packages {
            let (package, product, _) = Package::with_place(tx, by.clerk.location, *id)?;
            package.must_be_editable()?;
            let text = search_text(&package, &product, self.batch.as_deref(), package.external_barcode.as_deref());
            diesel::update(packages::table.find(id))
                .set((packages::lot_name.eq(&self.batch), packages::search_text.eq(text)))
                .execute(tx)?;
            words::note_package(tx, *id)?;
            note(tx, by, *id, "Batch", package.lot_name.as_deref(), self.batch.as_deref())?;
        }
        Ok(self.packages.len())
    }
}

/// What the search looks in, as receiving writes it, and the older label.
fn search_text(package: &Package, product: &Product, batch: Option<&str>, label: Option<&str>) -> String {
    let (batch, label) = (batch.unwrap_or_default(), label.unwrap_or_default());
    let words = [product.name.as_str(), &product.sku, &product.strain, &package.strain, &package.state_name, batch, label];
    format!("{} {}", words.join(" ").to_lowercase(), package.barcode)
}

/// These packages have this inventory status from now on; none: they have none.
#[derive(Serialize)]
pub struct AssignStatus {
    pub packages: Vec<PackageId>,
    pub status: Option<InventoryStatusId>,
}

impl Record for AssignStatus {
    const ACT: &'static str = "assign_status";
    type Needs = may::EditPackages;
    type Done = usize;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<usize> {
        let all = InventoryStatus::all(tx, by.clerk.location)?;
        let named = |id: Option<InventoryStatusId>| all.iter().find(|status| Some(status.id) == id);
        let new = named(self.status);
        match (self.status, new) {
            (Some(_), None) => return rule("That inventory status is not here. Choose one of the list."),
            (_, Some(status)) if !status.active => {
                return rule(format!("“{}” is out of use. Choose another inventory status.", status.name));
            }
            _ => {}
        }
        for id in &self.packages {
            let package = Package::find(tx, by.clerk.location, *id)?;
            package.must_be_editable()?;
            diesel::update(packages::table.find(id)).set(packages::inventory_status_id.eq(self.status)).execute(tx)?;
            let old = named(package.inventory_status_id).map(|status| status.name.as_str());
            note(tx, by, *id, "Inventory status", old, new.map(|status| status.name.as_str()))?;
        }
        Ok(self.packages.len())
    }
}

/// The older label that a package carries beside its 16 digits, and why it is written down; none: it carries none.
#[derive(Serialize)]
pub struct LinkLabel {
    pub package: PackageId,
    pub label: Option<String>,
    pub reason: String,
}

impl Record for LinkLabel {
    const ACT: &'static str = "link_label";
    type Needs = may::EditPackages;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let (package, product, _) = Package::with_place(tx, by.clerk.location, self.package)?;
        package.must_be_editable()?;
        if package.external_barcode == self.label {
            return rule("That is its External package id already: there is nothing to change.");
        }
        if let Some(label) = &self.label
            && let Some(words) = taken(tx, by, &package, label)?
        {
            return Err(Error::Invalid(Problems::one("label", words)));
        }
        let text = search_text(&package, &product, package.lot_name.as_deref(), self.label.as_deref());
        diesel::update(packages::table.find(package.id))
            .set((packages::external_barcode.eq(&self.label), packages::search_text.eq(text)))
            .execute(tx)
            .on_unique(|| {
                Error::Invalid(Problems::one(
                    "label",
                    "Another package was given that id at this moment. A scan must find one package only.",
                ))
            })?;
        words::note_package(tx, package.id)?;
        let new =
            self.label.as_ref().map_or_else(|| format!("none: {}", self.reason), |label| format!("{label}: {}", self.reason));
        note(tx, by, package.id, "External package id", package.external_barcode.as_deref(), Some(&new))
    }
}

/// A scan must find one package only.
fn taken(tx: &mut Conn, by: &By<'_>, package: &Package, label: &str) -> Result<Option<String>> {
    // As an initial upload claims it.
    if claims::is_claimed(tx, &format!("label:{}:{}", by.clerk.location, label.to_lowercase()))? {
        return Ok(Some(
            "A package with that id is just being reported to the state. Look at it when that is settled.".to_owned(),
        ));
    }
    if label.parse::<Barcode>().is_ok_and(|barcode| barcode == package.barcode) {
        return Ok(Some("That is its own BioTrack id. The External package id is the older label beside it.".to_owned()));
    }
    let other = Package::find_by_code(tx, by.clerk.location, label)?.filter(|other| other.id != package.id);
    Ok(other.map(|other| format!("Package {} has that id. A scan must find one package only.", other.barcode.grouped())))
}

fn note(tx: &mut Conn, by: &By<'_>, package: PackageId, property: &str, old: Option<&str>, new: Option<&str>) -> Result<()> {
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    Change { package, property, old, new, by: by.clerk.user, filing: None, at: by.now }.note(tx)
}
