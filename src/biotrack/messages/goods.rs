//! What is done to packages in the shop: moved, split, counted anew, destroyed.

use super::{Uom, action, decimal};
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

/// Each line makes one new package out of a part of another.
#[derive(Debug, Clone, Serialize)]
pub struct InventorySplit {
    pub data: Vec<SplitLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<License>,
}

/// What is taken out of which package.
#[derive(Debug, Clone, Serialize)]
pub struct SplitLine {
    pub barcodeid: Barcode,
    #[serde(serialize_with = "decimal")]
    pub remove_quantity: Quantity,
    /// Left out, it is the unit that the state keeps the package in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remove_quantity_uom: Option<Uom>,
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

action! {
    InventoryAdjust => "inventory_adjust";
    InventoryMove => "inventory_move";
    InventorySplit => "inventory_split";
    InventoryDestroySchedule => "inventory_destroy_schedule";
    InventoryDestroyScheduleUndo => "inventory_destroy_schedule_undo";
    InventoryDestroy => "inventory_destroy";
}
