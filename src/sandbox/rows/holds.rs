//! Invented: what the registry keeps back for a delivery. It counts as dispensed until it is released or sold against.

use crate::sandbox::state::{Row, as_text};
use crate::values::Quantity;
use serde::{Deserialize, Serialize};

/// A hold on a patient's allotment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Hold {
    pub hold_id: String,
    pub card_id: String,
    pub data: Vec<HeldGoods>,
    /// held, released or sold
    pub status: String,
    pub location: String,
}

/// So many of one package, on one order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HeldGoods {
    pub barcodeid: String,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    pub order_id: String,
    pub route: String,
}

impl Row for Hold {
    const KIND: &'static str = "registry_hold";
    fn id(&self) -> String {
        self.hold_id.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
}
