//! Opening stock: what a shop had before the state's system knew of it (invented).

use crate::biotrack::ReadError;
use crate::biotrack::answer::NewPackages;
use crate::biotrack::client::Biotrack;
use crate::biotrack::messages::{Write, decimal};
use crate::biotrack::replay::fields;
use crate::biotrack::trace::Trace;
use crate::values::{License, Quantity};
use serde::Serialize;
use serde_json::json;

/// The state's code for what a location is not allowed.
const NOT_ALLOWED: i64 = 62;

/// `inventory_initial` (invented): only while the location is onboarding.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryInitial {
    pub location: License,
    pub data: Vec<InitialLine>,
}

/// A package with its label of before (invented).
#[derive(Debug, Clone, Serialize)]
pub struct InitialLine {
    pub inventorytype: i64,
    pub strain: String,
    pub productname: String,
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
    pub room: i64,
    /// Ours, and no two packages' the same: it is how a lost answer is found again.
    pub source_label: String,
}

impl Write for InventoryInitial {
    const ACTION: &'static str = "inventory_initial";
    type Answer = NewPackages;

    fn trace(&self) -> Trace {
        let row = |trace: Trace, line: &InitialLine| {
            trace.row([
                ("location", self.location.to_string()),
                ("inventorytype", line.inventorytype.to_string()),
                ("source_label", line.source_label.clone()),
            ])
        };
        self.data.iter().fold(Trace::in_table("inventory"), row).made().and_nothing_else()
    }
}

impl Biotrack {
    /// Whether opening stock may be reported at this location now. The question is the message without a line: there is nothing that
    /// could be done, and the refusal says which of the two is missing, the permission or the lines.
    pub async fn takes_opening_stock(&self, location: &License) -> Result<bool, ReadError> {
        match self.read("inventory_initial", fields(json!({ "location": location.as_str(), "data": [] }))).await {
            Ok(_) => Ok(true),
            Err(ReadError::Refused(refusal)) if refusal.code == Some(NOT_ALLOWED) => Ok(false),
            Err(ReadError::Refused(refusal)) if refusal.says("data") => Ok(true),
            Err(error) => Err(error),
        }
    }
}
