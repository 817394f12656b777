//! What follows a failed test: two more samples, or a treatment (invented).

use crate::biotrack::answer::{Plain, RetestSamples};
use crate::biotrack::messages::{Uom, Write, at_the_lab, decimal};
use crate::biotrack::trace::Trace;
use crate::values::{Barcode, License, Quantity};
use serde::Serialize;

/// `inventory_qa_retest` (invented): only after a failed result; the package passes when both samples do.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryQaRetest {
    pub barcodeid: Barcode,
    pub lab_id: License,
    pub data: [RetestPart; 2],
}

/// One of the two samples (invented).
#[derive(Debug, Clone, Copy, Serialize)]
pub struct RetestPart {
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
    pub quantity_uom: Uom,
}

/// `inventory_remediate` (invented): a failed package is treated and goes back to untested.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryRemediate {
    pub barcodeid: Barcode,
    pub method: String,
    pub note: String,
}

impl Write for InventoryQaRetest {
    const ACTION: &'static str = "inventory_qa_retest";
    type Answer = RetestSamples;

    fn trace(&self) -> Trace {
        let row = |trace, part: &RetestPart| at_the_lab(trace, self.barcodeid, &self.lab_id, part.quantity);
        self.data.iter().fold(Trace::in_table("inventory_qa_sample"), row).made().and_nothing_else()
    }
}

impl Write for InventoryRemediate {
    const ACTION: &'static str = "inventory_remediate";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("inventory").row([("id", self.barcodeid.as_str()), ("remediated", "1"), ("deleted", "0")])
    }
}
