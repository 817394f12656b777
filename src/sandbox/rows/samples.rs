//! Samples: what was drawn for a laboratory with what it found, and what was given away to be tried.

use crate::sandbox::state::{Row, as_text};
use crate::values::Quantity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A sample at a laboratory, and its result: −1 failed, 0 pending, 1 passed, 2 rejected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sample {
    #[serde(rename = "inventoryid")]
    pub id: String,
    pub parentid: String,
    pub inventorytype: i64,
    pub strain: String,
    pub lab_license: String,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    pub result: i64,
    pub sample_use: i64,
    pub location: String,
    #[serde(rename = "_tests")]
    pub tests: Vec<Value>,
    /// The samples that spoke for the item before this one was drawn.
    #[serde(rename = "_replaced", default)]
    pub replaced: Vec<String>,
    #[serde(rename = "_voided", default)]
    pub voided: bool,
}

impl Row for Sample {
    const KIND: &'static str = "inventory_qa_sample";
    fn id(&self) -> String {
        self.id.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.voided
    }
}

/// A sample for a vendor or an employee; `inventoryid` is the sample's own identifier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GivenSample {
    #[serde(rename = "inventoryid")]
    pub id: String,
    pub vendor_license: Option<String>,
    pub employee_id: Option<String>,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    /// 1 for a vendor, 2 for an employee.
    pub sample_type: i64,
    pub educational_sample: i64,
    pub location: String,
}

impl Row for GivenSample {
    const KIND: &'static str = "inventory_sample";
    fn id(&self) -> String {
        self.id.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
}
