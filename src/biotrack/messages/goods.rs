//! What is done to packages in the shop: counted anew, moved, renamed, begun, destroyed.

use super::{Uom, Write, decimal, decimal_if_any, fields};
use crate::biotrack::answer::{NewPackages, Plain};
use crate::biotrack::trace::Trace;
use crate::values::{Barcode, License, Quantity};
use serde::Serialize;

/// Sets a package to a new absolute quantity.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryAdjust {
    pub data: Vec<AdjustLine>,
}

/// A package and what is in it now.
#[derive(Debug, Clone, Serialize)]
pub struct AdjustLine {
    pub barcodeid: Barcode,
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
    pub quantity_uom: Uom,
    /// One of `inventory_adjust_reasons`.
    pub r#type: i64,
    pub reason: String,
}

/// Corrects the usable weight of each piece of a package.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryAdjustUsable {
    pub barcodeid: Barcode,
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
}

/// Moves whole packages; for a part, split first.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryMove {
    pub data: Vec<MoveLine>,
}

/// A package and the room it goes to.
#[derive(Debug, Clone, Serialize)]
pub struct MoveLine {
    pub barcodeid: Barcode,
    pub room: i64,
}

/// Changes what a package is called or is; at least one of these. Nothing can be blanked.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryModify {
    pub barcodeid: Barcode,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub productname: Option<String>,
    #[serde(serialize_with = "decimal_if_any", skip_serializing_if = "Option::is_none")]
    pub net_package: Option<Quantity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_package_uom: Option<Uom>,
    /// 0 or 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_process: Option<u8>,
}

impl InventoryModify {
    /// No change yet.
    pub fn of(barcodeid: Barcode) -> Self {
        Self { barcodeid, strain: None, productname: None, net_package: None, net_package_uom: None, in_process: None }
    }
}

/// Begins packages of seeds, clones, tissue or plants (a grower's).
#[derive(Debug, Clone, Serialize)]
pub struct InventoryNew {
    pub location: License,
    pub data: Vec<NewLine>,
}

/// What is begun, and from what.
#[derive(Debug, Clone, Serialize)]
pub struct NewLine {
    pub strain: String,
    pub quantity: i64,
    pub invtype: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<Barcode>,
}

/// Starts the 72 hours of whole packages.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryDestroySchedule {
    pub barcodeid: Vec<Barcode>,
    /// One of `inventory_destroy_reasons`; 0 asks for the text.
    pub reason_extended: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Takes packages back before they are destroyed.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryDestroyScheduleUndo {
    pub barcodeid: Vec<Barcode>,
}

/// Only after the wait.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryDestroy {
    pub barcodeid: Vec<Barcode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The package's row, as the write leaves it.
fn package(trace: Trace, barcode: Barcode, state: &[(&'static str, &str)]) -> Trace {
    let state = state.iter().map(|(name, value)| (*name, (*value).to_owned()));
    trace.row(std::iter::once(("id", barcode.to_string())).chain(state))
}

fn packages(barcodes: &[Barcode], state: &[(&'static str, &str)]) -> Trace {
    barcodes.iter().fold(Trace::in_table("inventory"), |trace, barcode| package(trace, *barcode, state))
}

impl Write for InventoryAdjust {
    const ACTION: &'static str = "inventory_adjust";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        let row = |trace: Trace, line: &AdjustLine| {
            let (inventoryid, new_quantity) = (line.barcodeid.to_string(), line.quantity.wire());
            trace.row([("inventoryid", inventoryid), ("new_quantity", new_quantity), ("reason", line.reason.clone())])
        };
        self.data.iter().fold(Trace::in_table("inventory_adjust"), row).made().and_nothing_else()
    }
}

impl Write for InventoryAdjustUsable {
    const ACTION: &'static str = "inventory_adjust_usable";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        packages(&[self.barcodeid], &[("usable_weight", &self.quantity.wire())])
    }
}

impl Write for InventoryMove {
    const ACTION: &'static str = "inventory_move";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        let row = |trace, line: &MoveLine| package(trace, line.barcodeid, &[("currentroom", &line.room.to_string())]);
        self.data.iter().fold(Trace::in_table("inventory"), row)
    }
}

impl Write for InventoryModify {
    const ACTION: &'static str = "inventory_modify";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("inventory").row(fields(
            [("id", self.barcodeid.to_string())],
            [
                ("strain", self.strain.clone()),
                ("productname", self.productname.clone()),
                ("net_package", self.net_package.map(Quantity::wire)),
                ("in_process", self.in_process.map(|flag| flag.to_string())),
            ],
        ))
    }
}

impl Write for InventoryNew {
    const ACTION: &'static str = "inventory_new";
    type Answer = NewPackages;

    fn trace(&self) -> Trace {
        let row = |trace: Trace, line: &NewLine| {
            trace.row(fields(
                [
                    ("location", self.location.to_string()),
                    ("inventorytype", line.invtype.to_string()),
                    ("strain", line.strain.clone()),
                    ("remaining_quantity", line.quantity.to_string()),
                ],
                [("source_id", line.source_id.map(|source| source.to_string()))],
            ))
        };
        self.data.iter().fold(Trace::in_table("inventory"), row).made().and_nothing_else()
    }
}

impl Write for InventoryDestroySchedule {
    const ACTION: &'static str = "inventory_destroy_schedule";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        packages(&self.barcodeid, &[("inventorystatus", "1"), ("deleted", "0")])
    }
}

impl Write for InventoryDestroyScheduleUndo {
    const ACTION: &'static str = "inventory_destroy_schedule_undo";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        packages(&self.barcodeid, &[("inventorystatus", "0"), ("deleted", "0")])
    }
}

impl Write for InventoryDestroy {
    const ACTION: &'static str = "inventory_destroy";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        packages(&self.barcodeid, &[("remaining_quantity", "0"), ("deleted", "1")])
    }
}
