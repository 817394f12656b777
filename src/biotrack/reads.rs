//! What can be asked of the state: rooms, what is on its way, stock; in the files beside this one its registers, its ledgers, its
//! manifests, the laboratories' results and the sums of its tables. Only questions; a "none" that the state words as an error is an
//! empty list here.

mod labs;
mod ledgers;
mod looks;
mod manifests;
mod places;
mod tables;

pub use labs::{LabResult, LabSample};
pub use ledgers::{Adjustment, SaleRow, SampleGiven, TaxReport, Transfer};
pub use looks::Look;
pub use manifests::{Manifest, ManifestItem, ManifestStop, Returned};
pub use places::{StateEmployee, StateVehicle, Transporter, Vendor};
pub use tables::{SumAnswer, SumAsked, Table, Window};

use super::client::Biotrack;
use super::loose::Row;
use super::replay::fields;
use super::wire::Said;
use super::{ReadError, Silence};
use crate::values::{Amount, At, Barcode, License, ManifestNumber, Quantity};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A room as the state has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateRoom {
    /// Rooms that the state itself made may have none.
    pub room: Option<i64>,
    pub name: String,
    pub quarantine: bool,
}

/// A shipment to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingManifest {
    pub manifest: ManifestNumber,
    pub item_count: i64,
    pub sender: License,
    pub sender_name: String,
    pub transfer_on: Option<NaiveDate>,
}

/// One package on a shipment to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncomingLine {
    pub barcode: Barcode,
    pub inventory_type: i64,
    pub strain: Option<String>,
    pub product: Option<String>,
    pub description: Option<String>,
    pub quantity: Quantity,
    pub usable_weight: Option<String>,
    /// What the patient's order is debited per unit, in the order's unit (invented: `florida-additions.md`).
    pub med_usable: Option<Amount>,
    pub sample: Option<String>,
    pub is_medical: bool,
    pub is_sample: bool,
    pub is_return: bool,
}

/// A package of ours as the state has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub barcode: Barcode,
    pub location: Option<License>,
    pub inventory_type: Option<i64>,
    pub strain: Option<String>,
    pub product: Option<String>,
    pub remaining: Quantity,
    pub room: Option<i64>,
    /// 1: scheduled for destruction.
    pub status: Option<i64>,
    /// When its wait is over.
    pub status_at: Option<At>,
    pub med_usable: Option<Amount>,
    pub parents: Vec<String>,
    pub is_sample: bool,
    pub deleted: bool,
    pub transaction: i64,
}

/// What anybody may see of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub barcode: Barcode,
    pub inventory_type: i64,
    pub quantity: Quantity,
    pub usable_weight: Option<String>,
    pub strain: Option<String>,
    pub product: Option<String>,
    /// As of [`IncomingLine`].
    pub med_usable: Option<Amount>,
}

impl Biotrack {
    /// Our licences, each that the state has a room for, in the order of their numbers.
    pub async fn licenses(&self) -> Result<Vec<License>, ReadError> {
        let said = self.read("sync_inventory_room", fields(json!({ "active": 1 }))).await?;
        let rooms = Row::all(said.body.get("inventory_room")).filter(|row| !row.flag("deleted"));
        let licenses = rooms.filter_map(|row| row.parsed("location").transpose()).collect::<Result<BTreeSet<_>, _>>()?;
        Ok(licenses.into_iter().collect())
    }

    /// The rooms of a licence.
    pub async fn rooms(&self, location: &License) -> Result<Vec<StateRoom>, ReadError> {
        let said = self.read("sync_inventory_room", fields(json!({ "active": 1 }))).await?;
        let here = |row: &Row| row.text("location").is_none_or(|text| text == location.as_str());
        Ok(Row::all(said.body.get("inventory_room"))
            .filter(|row| here(row) && !row.flag("deleted"))
            .map(room)
            .collect::<Result<_, _>>()?)
    }

    /// The shipments that wait for this licence.
    pub async fn incoming(&self, location: &License) -> Result<Vec<IncomingManifest>, ReadError> {
        let question = json!({ "location": location.as_str() });
        let Some(said) = self.read_unless("inventory_manifest_lookup", question, "no inbound transfers").await? else {
            return Ok(Vec::new());
        };
        Ok(Row::all(said.body.get("data")).map(incoming).collect::<Result<_, _>>()?)
    }

    /// What is on a shipment and not received yet.
    pub async fn transfer_lines(&self, location: &License, manifest: ManifestNumber) -> Result<Vec<IncomingLine>, ReadError> {
        let question = json!({ "location": location.as_str(), "manifest_id": manifest.as_str() });
        let Some(said) = self.read_unless("inventory_transfer_lookup", question, "no outstanding inbound").await? else {
            return Ok(Vec::new());
        };
        Ok(Row::all(said.body.get("data")).map(line).collect::<Result<_, _>>()?)
    }

    /// The packages that changed on this transaction or later, gone ones included.
    pub async fn inventory_since(&self, transaction: i64) -> Result<Vec<Item>, ReadError> {
        self.inventory(json!({ "transaction_start": transaction })).await
    }

    /// A look at packages before they are received: it works on those of others too.
    pub async fn check(&self, barcodes: &[Barcode]) -> Result<Vec<Checked>, ReadError> {
        let said = self.read("inventory_check", fields(json!({ "barcodeid": barcodes }))).await?;
        Ok(Row::all(said.body.get("data")).map(checked).collect::<Result<_, _>>()?)
    }

    /// The packages that we have, at all our licences.
    pub async fn items(&self) -> Result<Vec<Item>, ReadError> {
        self.inventory(json!({ "active": 1 })).await
    }

    async fn inventory(&self, question: Value) -> Result<Vec<Item>, ReadError> {
        let said = self.read("sync_inventory", fields(question)).await?;
        Ok(Row::all(said.body.get("inventory")).map(item).collect::<Result<_, _>>()?)
    }

    /// `None` when the state refuses in the words that mean there is none.
    async fn read_unless(&self, action: &str, question: Value, none: &str) -> Result<Option<Said>, ReadError> {
        match self.read(action, fields(question)).await {
            Ok(said) => Ok(Some(said)),
            Err(ReadError::Refused(refusal)) if refusal.says(none) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

fn room(row: Row) -> Result<StateRoom, Silence> {
    Ok(StateRoom { room: row.whole("roomid"), name: row.need_text("name")?, quarantine: row.flag("quarantine") })
}

fn incoming(row: Row) -> Result<IncomingManifest, Silence> {
    Ok(IncomingManifest {
        manifest: row.need("manifest_id")?,
        item_count: row.need_whole("item_count")?,
        sender: row.need("license_number")?,
        sender_name: row.text("trade_name").unwrap_or_default(),
        transfer_on: row.date("transfer_date")?,
    })
}

fn line(row: Row) -> Result<IncomingLine, Silence> {
    Ok(IncomingLine {
        barcode: row.need("barcode_id")?,
        inventory_type: row.need_whole("inventorytype")?,
        strain: row.text("strain"),
        product: row.text("product"),
        description: row.text("description"),
        quantity: row.need_quantity("quantity")?,
        usable_weight: row.text("usableweight"),
        med_usable: row.amount("med_usableweight")?,
        sample: row.text("sample_id"),
        is_medical: row.flag("is_medical"),
        is_sample: row.flag("is_sample"),
        is_return: row.flag("is_return"),
    })
}

fn item(row: Row) -> Result<Item, Silence> {
    Ok(Item {
        barcode: row.need("id")?,
        location: row.parsed("location")?,
        inventory_type: row.whole("inventorytype"),
        strain: row.text("strain"),
        product: row.text("productname"),
        remaining: row.need_quantity("remaining_quantity")?,
        room: row.whole("currentroom"),
        status: row.whole("inventorystatus"),
        status_at: row.at("inventorystatustime"),
        med_usable: row.amount("med_usableweight")?,
        parents: row.texts("inventoryparentid"),
        is_sample: row.flag("is_sample"),
        deleted: row.flag("deleted"),
        transaction: row.need_whole("transactionid")?,
    })
}

fn checked(row: Row) -> Result<Checked, Silence> {
    Ok(Checked {
        barcode: row.need("barcode_id")?,
        inventory_type: row.need_whole("invtype")?,
        quantity: row.need_quantity("quantity")?,
        usable_weight: row.text("usableweight"),
        strain: row.text("strain"),
        product: row.text("product"),
        med_usable: row.amount("med_usableweight")?,
    })
}
