//! Shipments: the manifest, its stops, what is on them, and what became of it.

use super::Patient;
use crate::sandbox::state::{Row, as_text};
use crate::values::{Cents, Quantity};
use serde::{Deserialize, Serialize};

/// A manifest: one vehicle, one origin, one or more stops.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    #[serde(rename = "manifestid")]
    pub id: String,
    pub completion_date: Option<i64>,
    /// 1: the sender has transferred the goods; they may be received.
    pub fulfilled: i64,
    pub stopcount: i64,
    pub total_item_count: i64,
    pub origination_license_number: String,
    pub origination_name: String,
    pub origination_street: String,
    pub origination_city: String,
    pub origination_state: String,
    pub origination_zip: String,
    pub origination_phone: String,
    pub transporter_id: String,
    pub transporter_name: String,
    pub transporter_dob: String,
    pub transporter_vehicle_details: String,
    pub transporter_vehicle_identification: String,
    /// The other driver, where two must go.
    #[serde(rename = "_second_transporter_id", default)]
    pub second_transporter_id: Option<String>,
    #[serde(rename = "_filed_at", default)]
    pub filed_at: i64,
    #[serde(rename = "_transferred_at")]
    pub transferred_at: Option<i64>,
    #[serde(rename = "_voided", default)]
    pub voided: bool,
}

impl Row for Manifest {
    const KIND: &'static str = "manifest";
    fn id(&self) -> String {
        self.id.clone()
    }
    fn owner(&self) -> String {
        self.origination_license_number.clone()
    }
    fn deleted(&self) -> bool {
        self.voided
    }
}

/// One stop of a manifest. `license_number` is the receiver's licence; a stop at a patient's has none.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stop {
    pub manifestid: String,
    pub stopnumber: i64,
    pub license_number: String,
    pub name: String,
    pub street: String,
    pub city: String,
    pub state: String,
    pub zip: String,
    pub phone: String,
    pub depart_time: i64,
    pub arrive_time: i64,
    pub travel_route: String,
    pub item_count: i64,
    /// Invented: the patient that a delivery is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card_id: Option<String>,
    /// Invented: when the driver was marked as arrived.
    pub arrived_at: Option<i64>,
    /// When nothing was left to receive, or to deliver.
    #[serde(rename = "_received_at")]
    pub received_at: Option<i64>,
    #[serde(rename = "_voided", default)]
    pub voided: bool,
}

impl Stop {
    /// Whose the deliveries to a patient are, in the books.
    pub fn patients(card_id: &str) -> String {
        format!("card/{}", Patient::key(card_id))
    }

    /// Whether something is still on its way there.
    pub fn is_open(&self) -> bool {
        !self.voided && self.received_at.is_none()
    }
}

impl Row for Stop {
    const KIND: &'static str = "manifest_stop";
    fn id(&self) -> String {
        format!("{}/{}", self.manifestid, self.stopnumber)
    }
    fn owner(&self) -> String {
        self.card_id.as_deref().map_or_else(|| self.license_number.clone(), Self::patients)
    }
    fn deleted(&self) -> bool {
        self.voided
    }
}

/// One item of a stop. Its owner is the manifest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StopItem {
    pub manifestid: String,
    pub stopnumber: i64,
    pub inventoryid: String,
    pub description: String,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    pub requiresweighing: i64,
    /// What it was transferred for.
    #[serde(rename = "_price", with = "as_text", default)]
    pub price: Cents,
    /// What was sold of it at a patient's door.
    #[serde(rename = "_sold", with = "as_text", default)]
    pub sold: Quantity,
    /// It was received, in whatever quantity, or refused.
    #[serde(rename = "_received", default)]
    pub received: bool,
    #[serde(rename = "_voided", default)]
    pub voided: bool,
}

impl StopItem {
    /// What is still on its way.
    pub fn outstanding(&self) -> Quantity {
        if self.voided || self.received { Quantity::ZERO } else { self.quantity.minus(self.sold) }
    }
}

impl Row for StopItem {
    const KIND: &'static str = "manifest_stop_item";
    fn id(&self) -> String {
        format!("{}/{}/{}", self.manifestid, self.stopnumber, self.inventoryid)
    }
    fn owner(&self) -> String {
        self.manifestid.clone()
    }
    fn deleted(&self) -> bool {
        self.voided
    }
}

/// Goods that left. `outbound_license` is where they went.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outbound {
    #[serde(rename = "_key")]
    pub key: String,
    pub inventoryid: String,
    pub inventorytype: i64,
    pub strain: String,
    pub manifestid: String,
    pub manifest_stop: i64,
    pub outbound_license: String,
    #[serde(with = "as_text")]
    pub price: Cents,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    pub location: String,
    /// Invented: the sender's number of the invoice that the transfer is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    #[serde(rename = "_transferred_at", default)]
    pub transferred_at: i64,
    #[serde(rename = "_voided", default)]
    pub voided: bool,
}

impl Row for Outbound {
    const KIND: &'static str = "inventory_transfer";
    fn id(&self) -> String {
        self.key.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.voided
    }
}

/// Goods that arrived, or did not: the quantity accepted, down to 0. `outbound_license` is where they came from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inbound {
    #[serde(rename = "_key")]
    pub key: String,
    pub inventoryid: String,
    pub inventorytype: i64,
    pub strain: String,
    pub manifestid: String,
    pub manifest_stop: i64,
    pub outbound_license: String,
    #[serde(with = "as_text")]
    pub price: Cents,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    pub reject_reason: Option<String>,
    pub is_refund: i64,
    pub refund_amount: Option<String>,
    pub location: String,
    #[serde(rename = "_received_at", default)]
    pub received_at: i64,
}

impl Row for Inbound {
    const KIND: &'static str = "inventory_transfer_inbound";
    fn id(&self) -> String {
        self.key.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
}

/// What was refused or did not arrive: the sender's from then on, without a manifest, until the sender takes it into stock.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Returned {
    pub barcode_id: String,
    pub manifest_id: String,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    pub inventorytype: i64,
    pub strain: String,
    pub product: String,
    pub reject_reason: Option<String>,
    /// Who did not accept it.
    #[serde(rename = "_refused_by", default)]
    pub refused_by: String,
    #[serde(rename = "_location")]
    pub location: String,
    #[serde(rename = "_taken", default)]
    pub taken: bool,
}

impl Row for Returned {
    const KIND: &'static str = "transfer_return";
    fn id(&self) -> String {
        format!("{}/{}", self.manifest_id, self.barcode_id)
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.taken
    }
}
