//! Florida's additions to the wire. **All of it is invented** (`florida-additions.md`): the request bodies of Florida's own
//! interface are not public. When they are, this file, those beside it, [`super::registry`] and the sandbox's `florida.rs` change.

mod deliveries;
mod holds;
mod initial;
mod labs;

pub use deliveries::{HandedOver, PatientStop};
pub use holds::{HeldLine, HoldLine, HoldStatus, RegistryHold, RegistryHoldRelease, StateHold};
pub use initial::{InitialLine, InventoryInitial};
pub use labs::{InventoryQaRetest, InventoryRemediate, RetestPart};

use super::answer::Plain;
use super::client::Biotrack;
use super::loose::Row;
use super::messages::{self, Write, epoch, money, seconds};
use super::replay::fields;
use super::trace::Trace;
use super::{ReadError, Silence};
use crate::values::{At, Cents, HoldNumber, License, ManifestNumber, Route, text_enum};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

text_enum! {
    /// How goods reach the patient (invented).
    Fulfilment {
        WalkIn = "walk_in", "Walk-in";
        Pickup = "pickup", "Pickup";
        Delivery = "delivery", "Delivery";
    }
}

text_enum! {
    /// What the registry lets a member of staff do (invented).
    StaffRole {
        Dispenser = "dispenser", "Dispenser";
        Deliverer = "deliverer", "Deliverer";
        Other = "other", "Other";
    }
}

/// `inventory_manifest_arrive` (invented): the goods are here; receiving is refused before it.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryManifestArrive {
    pub manifest_id: ManifestNumber,
    pub location: License,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_number: Option<i64>,
    #[serde(serialize_with = "epoch")]
    pub arrived_at: At,
}

/// Which manifest is received (invented). Left out, the state takes the one that the barcodes are on.
#[derive(Debug, Clone, Default, Serialize)]
pub struct InboundOf {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest_id: Option<ManifestNumber>,
}

/// What a sale says besides API 4.0 (invented).
#[derive(Debug, Clone, Default, Serialize)]
pub struct DispenseAs {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caregiver_card_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fulfilment: Option<Fulfilment>,
    /// A delivery's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_id: Option<HoldNumber>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<SoldDevice>,
}

/// The order that a line of a sale is dispensed from (invented).
#[derive(Debug, Clone, Default, Serialize)]
pub struct DispensedFrom {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
}

/// A delivery device on a sale (invented).
#[derive(Debug, Clone, Serialize)]
pub struct SoldDevice {
    pub name: String,
    pub quantity: i64,
    #[serde(serialize_with = "money")]
    pub price: Cents,
    pub order_id: String,
}

/// A delivery device on a refund (invented).
#[derive(Debug, Clone, Serialize)]
pub struct RefundedDevice {
    pub item_number: i64,
    pub quantity: i64,
    /// Negative.
    #[serde(serialize_with = "money")]
    pub price: Cents,
}

impl Write for InventoryManifestArrive {
    const ACTION: &'static str = "inventory_manifest_arrive";
    type Answer = Plain;

    /// The receiver's licence names the stop; the sender names it by its number.
    fn trace(&self) -> Trace {
        let (stop, license) = match self.stop_number {
            Some(stop) => (Some(stop.to_string()), None),
            None => (None, Some(self.location.to_string())),
        };
        Trace::in_table("manifest").rows_of("manifest_stop_data").row(messages::fields(
            [("manifestid", self.manifest_id.to_string()), ("arrived_at", seconds(self.arrived_at).to_string())],
            [("stopnumber", stop), ("license_number", license)],
        ))
    }
}

/// What the staff registry knows of an email, byte for byte (invented).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffStanding {
    pub registered: bool,
    pub name: Option<String>,
    pub role: Option<StaffRole>,
    pub status: Option<String>,
    /// The registered spelling, when only case or blanks differ.
    pub near: Option<String>,
}

impl StaffStanding {
    /// May act: registered, exactly so spelled, and active.
    pub fn is_active(&self) -> bool {
        self.registered && self.status.as_deref() == Some("active")
    }
}

impl Biotrack {
    /// What the staff registry says of this email.
    pub async fn staff(&self, email: &str) -> Result<StaffStanding, ReadError> {
        let said = self.read("registry_staff_lookup", fields(json!({ "email": email }))).await?;
        Ok(standing(Row(&said.body))?)
    }

    /// Why goods may be destroyed: the values of `reason_extended`.
    pub async fn destroy_reasons(&self) -> Result<Vec<(i64, String)>, ReadError> {
        self.reasons("inventory_destroy_reasons").await
    }

    /// Why a quantity may be adjusted: the values of `type`.
    pub async fn adjust_reasons(&self) -> Result<Vec<(i64, String)>, ReadError> {
        self.reasons("inventory_adjust_reasons").await
    }

    async fn reasons(&self, action: &str) -> Result<Vec<(i64, String)>, ReadError> {
        let said = self.read(action, fields(json!({}))).await?;
        Ok(reasons(said.body.get("data"))?)
    }
}

fn standing(row: Row) -> Result<StaffStanding, Silence> {
    Ok(StaffStanding {
        registered: row.flag("registered"),
        name: row.text("name"),
        role: row.parsed("role")?,
        status: row.text("status"),
        near: row.exact_text("near"),
    })
}

fn reasons(data: Option<&Value>) -> Result<Vec<(i64, String)>, Silence> {
    Row::all(data).map(|row| Ok((row.need_whole("id")?, row.need_text("name")?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_staff_standing_keeps_the_registered_spelling_to_the_byte() {
        let value = json!({"registered": "0", "name": null, "near": " Pat@X.org"});
        let standing = standing(Row(value.as_object().unwrap())).unwrap();
        assert_eq!((standing.registered, standing.near.as_deref(), standing.role), (false, Some(" Pat@X.org"), None));
        assert!(!standing.is_active());
    }

    #[test]
    fn reasons_may_be_numbers_or_text_and_one_or_many() {
        assert_eq!(reasons(Some(&json!({"id": "6", "name": "Spoilage"}))), Ok(vec![(6, "Spoilage".into())]));
        assert_eq!(reasons(Some(&json!([{"id": 0, "name": "Other"}]))), Ok(vec![(0, "Other".into())]));
        assert!(reasons(Some(&json!([{"name": "Other"}]))).is_err());
    }
}
