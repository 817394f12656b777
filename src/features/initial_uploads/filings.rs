//! What BioTrack is told of a package that was on the shelf before it knew of the store.

use super::columns::Cells;
use super::judge::{Says, judge};
use super::known::Known;
use super::model::{RowStatus, Status, Upload};
use crate::biotrack::messages::{InitialLine, InventoryInitial};
use crate::biotrack::{Message, NewPackages, Receipt, Trace, Write};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::inventory::{Change, NewPackage, Package, Status as Standing, Unit, words};
use crate::features::locations::Location;
use crate::features::rooms::Room;
use crate::filing::{Action, Filing, NEVER_SENT, Opening, Row, claims};
use crate::may;
use crate::schema::{initial_upload_rows as rows, packages};
use crate::stock::{self, Effect};
use crate::values::{
    At, Barcode, Cents, FilingId, InitialUploadId, License, LocationId, PackageId, ProductId, Quantity, RoomId, UserId,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// Another process has the row.
pub const TAKEN: &str = "This row is being reported already.";

/// One row of an initial upload becomes a package.
#[derive(Clone, Serialize, Deserialize)]
pub struct TakeOver {
    pub upload: InitialUploadId,
    pub line: i64,
    /// Known when the filing opens.
    pub prepared: Option<Prepared>,
}

/// The row, as it was read when the filing opened.
#[derive(Clone, Serialize, Deserialize)]
pub struct Prepared {
    /// The upload's, as people call it.
    pub number: i64,
    pub location: LocationId,
    pub license: License,
    pub label: String,
    pub product: ProductId,
    pub product_name: String,
    /// As the state is told.
    pub state_name: String,
    pub strain: String,
    pub inventory_type: i64,
    pub quantity: Quantity,
    pub cost: Option<Cents>,
    pub room: RoomId,
    pub state_room: i64,
    pub expires_on: Option<NaiveDate>,
    pub batch: Option<String>,
    /// What the search looks in, but for the new identifier.
    pub search_text: String,
    pub by: UserId,
    pub at: At,
}

impl Prepared {
    fn of(says: Says<'_>, upload: &Upload, license: License, opening: &Opening<'_>) -> Self {
        let product = says.product;
        let state_name = product.state_name.clone().unwrap_or_else(|| product.name.clone());
        let batch = says.batch.as_deref().unwrap_or_default();
        let words = [product.name.as_str(), &product.sku, &product.strain, &says.strain, &state_name, batch, &says.label];
        Self {
            number: upload.number,
            location: upload.location_id,
            license,
            search_text: words.join(" ").to_lowercase(),
            label: says.label,
            product: product.id,
            product_name: product.name.clone(),
            state_name,
            strain: says.strain,
            inventory_type: says.inventory_type,
            quantity: says.quantity,
            cost: says.cost,
            room: says.room.id,
            state_room: says.room.state_room,
            expires_on: says.expires_on,
            batch: says.batch,
            by: opening.clerk.user,
            at: opening.now,
        }
    }

    fn message(&self) -> InventoryInitial {
        let line = InitialLine {
            inventorytype: self.inventory_type,
            strain: self.strain.clone(),
            productname: self.state_name.clone(),
            quantity: self.quantity,
            room: self.state_room,
            source_label: self.label.clone(),
        };
        InventoryInitial { location: self.license.clone(), data: vec![line] }
    }

    /// Untested: no laboratory of the state's has seen it.
    fn package(&self, barcode: Barcode) -> NewPackage {
        NewPackage {
            id: PackageId::new(),
            location_id: self.location,
            barcode,
            product_id: self.product,
            room_id: self.room,
            status: Standing::Active,
            inventory_type: self.inventory_type,
            state_name: self.state_name.clone(),
            strain: self.strain.clone(),
            lot_name: self.batch.clone(),
            cost_cents: self.cost,
            med_usable: None,
            sample_id: None,
            lab_result: None,
            lab_license: None,
            lab_tests: None,
            lab_read_at: None,
            expires_on: self.expires_on,
            manifest_id: None,
            parent_id: None,
            customer_return: false,
            received_at: self.at,
            search_text: format!("{} {barcode}", self.search_text),
            inventory_status_id: None,
        }
    }
}

impl TakeOver {
    pub fn new(upload: InitialUploadId, line: i64) -> Self {
        Self { upload, line, prepared: None }
    }

    fn prepared(&self) -> Result<&Prepared> {
        self.prepared.as_ref().ok_or_else(|| internal(format!("line {} of {} was never opened", self.line, self.upload)))
    }

    /// The row makes itself this filing's own: whoever comes second, from whichever process, finds it taken.
    fn claim_row(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        let waiting = rows::table.find((self.upload, self.line)).filter(rows::status.eq(RowStatus::Waiting));
        let taken = (rows::status.eq(RowStatus::Filing), rows::filing_id.eq(filing), rows::refusal.eq(None::<String>));
        if diesel::update(waiting).set(taken).execute(tx)? == 1 { Ok(()) } else { rule(TAKEN) }
    }
}

impl Filing for TakeOver {
    const ACTION: Action = Action::TakeOver;
    type Needs = may::UploadStock;
    type Answer = NewPackages;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        self.claim_row(tx, opening.filing)?;
        let location = opening.clerk.location;
        let upload = Upload::find(tx, location, self.upload)?;
        if upload.status != Status::Running {
            return rule(TAKEN);
        }
        let cells: String = rows::table.find((self.upload, self.line)).select(rows::cells).first(tx)?;
        let cells: Cells = serde_json::from_str(&cells)?;
        // Neither another upload nor a person at a package's page gives the label away meanwhile.
        claims::alone(tx, opening.filing, &[format!("label:{location}:{}", cells.label_key())])?;
        let known = Known::of(tx, location, Some(self.upload), Some(&cells), opening.now)?;
        let judged = judge(&cells, self.line, &known);
        let Some(says) = judged.says else { return rule(judged.words.join(" ")) };
        claims::share(tx, opening.filing, &[Room::subject(says.room.id)])?;
        let license = Location::find(tx, location)?.license;
        let prepared = Prepared::of(says, &upload, license, opening);
        let message = prepared.message();
        self.prepared = Some(prepared);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<NewPackages>) -> Result<PackageId> {
        let prepared = self.prepared()?;
        let [barcode] = receipt.answer().0.as_slice() else {
            return Err(internal(format!("one package was told, the state made {}", receipt.answer().0.len())));
        };
        let package = prepared.package(*barcode);
        package.insert(tx)?;
        diesel::update(packages::table.find(package.id)).set(packages::external_barcode.eq(&prepared.label)).execute(tx)?;
        words::note_package(tx, package.id)?;
        let into = Effect::TakenOver { into: prepared.room };
        stock::post(tx, receipt, into, &[(package.id, prepared.quantity)], prepared.at)?;
        claims::note(tx, receipt.filing(), &Package::subject(package.id))?;
        let new = format!("{}, from upload {}, line {}", prepared.label, prepared.number, self.line);
        let (by, filing) = (prepared.by, Some(receipt.filing()));
        Change { package: package.id, property: "External package id", old: "", new: &new, by, filing, at: prepared.at }
            .note(tx)?;
        let accepted = (rows::status.eq(RowStatus::Accepted), rows::package_id.eq(package.id));
        diesel::update(rows::table.find((self.upload, self.line))).set(accepted).execute(tx)?;
        Ok(package.id)
    }

    /// What never left waits again; what the state refused says so.
    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        let words = Row::find(tx, filing)?.refusal.unwrap_or_default();
        let row = rows::table.find((self.upload, self.line)).filter(rows::filing_id.eq(filing));
        if words.starts_with(NEVER_SENT) {
            diesel::update(row).set(rows::status.eq(RowStatus::Waiting)).execute(tx)?;
        } else {
            diesel::update(row).set((rows::status.eq(RowStatus::Refused), rows::refusal.eq(words))).execute(tx)?;
        }
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        self.prepared.as_ref().map_or_else(|| Trace::in_table("inventory"), |prepared| prepared.message().trace())
    }

    fn summary(&self) -> String {
        match &self.prepared {
            Some(prepared) => {
                let unit = Unit::of(prepared.inventory_type).words();
                format!("Take over {} {unit} of {}, label {}", prepared.quantity, prepared.product_name, prepared.label)
            }
            None => Self::ACTION.label().to_owned(),
        }
    }

    fn form_url(&self) -> String {
        format!("/go-live/uploads/{}", self.upload)
    }

    fn result_url(&self, package: &PackageId) -> String {
        format!("/inventory/{package}")
    }
}
