//! Samples: given away, and sent to a laboratory. The repeated test after a failed one and the treatment of failed goods are in
//! `super::super::florida`.

use super::{Uom, Write, decimal};
use crate::biotrack::answer::{NewSample, OneBarcode, Plain};
use crate::biotrack::trace::Trace;
use crate::values::{Barcode, EmployeeNumber, License, Quantity};
use serde::Serialize;

/// Gives a part of a package away as a sample.
#[derive(Debug, Clone, Serialize)]
pub struct InventorySample {
    pub barcodeid: Barcode,
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
    pub quantity_uom: Uom,
    #[serde(flatten)]
    to: SampleFor,
    /// 1 and the vendor's licence, or 2 and the employee's number.
    sample_type: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    educational_sample: Option<u8>,
}

/// Who gets a sample.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum SampleFor {
    Vendor { vendor_license: License },
    Employee { employee_id: EmployeeNumber },
}

impl InventorySample {
    /// So much of a package, for them.
    pub fn of(barcodeid: Barcode, quantity: Quantity, quantity_uom: Uom, to: SampleFor) -> Self {
        let sample_type = match to {
            SampleFor::Vendor { .. } => 1,
            SampleFor::Employee { .. } => 2,
        };
        Self { barcodeid, quantity, quantity_uom, to, sample_type, educational_sample: None }
    }

    /// For the receiver to learn about the goods.
    pub fn educational(self) -> Self {
        Self { educational_sample: Some(1), ..self }
    }
}

/// Sends a part of a package to a laboratory: the test that it must pass.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryQaSample {
    pub barcodeid: Barcode,
    pub lab_id: License,
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
    pub quantity_uom: Uom,
    /// Of a flower lot: 1 if it will be usable flower, 0 if it will be extracted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#use: Option<u8>,
}

/// Sends a part of a package to a laboratory for our own knowledge.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryQaSampleNonMandatory {
    pub barcodeid: Barcode,
    pub lab_id: License,
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
    pub quantity_uom: Uom,
}

/// Takes a sample back before it is tested.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryQaSampleVoid {
    /// The sample's.
    pub transactionid: i64,
}

/// The sample that a part of a package became.
pub(in crate::biotrack) fn at_the_lab(trace: Trace, parent: Barcode, lab: &License, quantity: Quantity) -> Trace {
    trace.row([("parentid", parent.to_string()), ("lab_license", lab.to_string()), ("quantity", quantity.wire())])
}

impl Write for InventorySample {
    const ACTION: &'static str = "inventory_sample";
    type Answer = OneBarcode;

    fn trace(&self) -> Trace {
        let (parent, quantity) = (self.barcodeid.to_string(), self.quantity.wire());
        let sample = [("inventoryparentid", parent), ("remaining_quantity", quantity), ("is_sample", "1".to_owned())];
        Trace::in_table("inventory").row(sample).made().and_nothing_else()
    }
}

impl Write for InventoryQaSample {
    const ACTION: &'static str = "inventory_qa_sample";
    type Answer = NewSample;

    fn trace(&self) -> Trace {
        let trace = Trace::in_table("inventory_qa_sample").made().and_nothing_else();
        at_the_lab(trace, self.barcodeid, &self.lab_id, self.quantity)
    }
}

impl Write for InventoryQaSampleNonMandatory {
    const ACTION: &'static str = "inventory_qa_sample_non_mandatory";
    type Answer = NewSample;

    fn trace(&self) -> Trace {
        let trace = Trace::in_table("inventory_qa_sample").made().and_nothing_else();
        at_the_lab(trace, self.barcodeid, &self.lab_id, self.quantity)
    }
}

impl Write for InventoryQaSampleVoid {
    const ACTION: &'static str = "inventory_qa_sample_void";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("inventory_qa_sample").row([("transactionid_original", self.transactionid), ("deleted", 1)])
    }
}
