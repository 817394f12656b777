//! Goods: what lies where, how it was tested, how its count was corrected.

use crate::sandbox::profile;
use crate::sandbox::state::{Row, as_text};
use crate::values::{Amount, OrderType, Quantity};
use serde::{Deserialize, Serialize};

/// An inventory item: one 16-digit identifier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Item {
    pub id: String,
    pub inventorytype: i64,
    pub strain: String,
    pub productname: String,
    #[serde(with = "as_text")]
    pub remaining_quantity: Quantity,
    pub usable_weight: String,
    pub rec_usableweight: Option<String>,
    /// What an order is debited for one unit; set with the lab result.
    pub med_usableweight: Option<String>,
    pub net_package: Option<String>,
    pub currentroom: Option<i64>,
    pub location: String,
    pub plantid: Vec<String>,
    pub parentid: Vec<String>,
    pub inventoryparentid: Vec<String>,
    pub source_id: Option<String>,
    /// Invented: the label it carried before it was in the state's books (`inventory_initial`).
    #[serde(default)]
    pub source_label: Option<String>,
    pub is_sample: i64,
    pub is_medical: i64,
    pub seized: i64,
    pub wet: i64,
    pub in_process: i64,
    /// Invented: 1 once a failed item was treated and may be tested again.
    #[serde(default)]
    pub remediated: i64,
    /// 1: scheduled for destruction.
    pub inventorystatus: Option<i64>,
    /// The earliest moment it may be destroyed.
    pub inventorystatustime: Option<i64>,
    /// The sample that speaks for it, its own or its parent's.
    #[serde(rename = "_sample")]
    pub sample: Option<String>,
    /// The other sample of a re-test.
    #[serde(rename = "_second_sample", default)]
    pub second_sample: Option<String>,
    /// It was tested with success and may be tested again all the same.
    #[serde(rename = "_retest_approved", default)]
    pub retest_approved: bool,
    /// The manifest that it is on and that is not completed.
    #[serde(rename = "_manifest")]
    pub manifest: Option<String>,
    /// It has left the sender and nobody has it yet.
    #[serde(rename = "_in_transit", default)]
    pub in_transit: bool,
    #[serde(rename = "_order_type")]
    pub order_type: OrderType,
    #[serde(rename = "_customer_return")]
    pub customer_return: bool,
    #[serde(rename = "_destroyed")]
    pub destroyed: bool,
    #[serde(rename = "_destroy_reason")]
    pub destroy_reason: Option<String>,
    /// How it was remediated.
    #[serde(rename = "_remediation", default)]
    pub remediation: Option<String>,
}

impl Row for Item {
    const KIND: &'static str = "inventory";
    fn id(&self) -> String {
        self.id.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.destroyed || self.in_transit
    }
}

impl Item {
    /// A new identifier with nothing yet but its type and its place: no strain, no name, no quantity, no sample.
    pub fn new(id: String, inventorytype: i64, location: &str) -> Self {
        Self {
            id,
            inventorytype,
            strain: String::new(),
            productname: String::new(),
            remaining_quantity: Quantity::ZERO,
            usable_weight: String::new(),
            rec_usableweight: None,
            med_usableweight: None,
            net_package: None,
            currentroom: None,
            location: location.to_owned(),
            plantid: Vec::new(),
            parentid: Vec::new(),
            inventoryparentid: Vec::new(),
            source_id: None,
            source_label: None,
            is_sample: 0,
            is_medical: 0,
            seized: 0,
            wet: 0,
            in_process: 0,
            remediated: 0,
            inventorystatus: None,
            inventorystatustime: None,
            sample: None,
            second_sample: None,
            retest_approved: false,
            manifest: None,
            in_transit: false,
            order_type: profile::order_type(inventorytype),
            customer_return: false,
            destroyed: false,
            destroy_reason: None,
            remediation: None,
        }
    }

    /// A new identifier for part of this one: the same goods, the same sample, on no manifest.
    pub fn child(&self, id: String, quantity: Quantity) -> Self {
        let inventoryparentid = vec![self.id.clone()];
        Self { id, remaining_quantity: quantity, inventoryparentid, manifest: None, in_transit: false, ..self.clone() }
    }

    /// The samples that speak for it, the later one last.
    pub fn samples(&self) -> impl Iterator<Item = &String> {
        self.sample.iter().chain(&self.second_sample)
    }

    pub fn is_scheduled(&self) -> bool {
        self.inventorystatus == Some(1)
    }

    pub fn debit(&self) -> Option<Amount> {
        self.med_usableweight.as_deref().and_then(|text| Amount::parse(text).ok())
    }
}

/// A corrected count.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Adjustment {
    #[serde(rename = "_key")]
    pub key: String,
    pub inventoryid: String,
    pub atype: i64,
    #[serde(with = "as_text")]
    pub previous_quantity: Quantity,
    #[serde(with = "as_text")]
    pub new_quantity: Quantity,
    pub reason: String,
    pub location: String,
}

impl Row for Adjustment {
    const KIND: &'static str = "inventory_adjust";
    fn id(&self) -> String {
        self.key.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
}

/// What was made of what, so that it can be taken back. Not a table of the state's: it is never sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Conversion {
    pub derivative: String,
    pub waste: Option<String>,
    /// What was taken from each source.
    pub sources: Vec<(String, Quantity)>,
    pub location: String,
    #[serde(rename = "_undone", default)]
    pub undone: bool,
}

impl Row for Conversion {
    const KIND: &'static str = "conversion";
    fn id(&self) -> String {
        self.derivative.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.undone
    }
}
