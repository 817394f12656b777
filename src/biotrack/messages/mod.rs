//! One struct per write of the API, with the field names exactly as the API spells them, and the message that each becomes.
//! The invented fields of Florida are in `super::florida`.

mod goods;
mod people;
mod sales;
#[cfg(test)]
mod tests;
mod transfers;

pub use goods::{
    AdjustLine, InventoryAdjust, InventoryDestroy, InventoryDestroySchedule, InventoryDestroyScheduleUndo, InventoryMove,
    InventorySplit, MoveLine, SplitLine,
};
pub use people::{
    Employee, EmployeeAdd, EmployeeModify, EmployeeRemove, InventoryRoomAdd, InventoryRoomModify, InventoryRoomRemove, Room,
    Vehicle, VehicleAdd, VehicleModify, VehicleRemove,
};
pub use sales::{RefundLine, SaleDispense, SaleLine, SaleRefund, SaleVoid};
pub use transfers::{InboundLine, InventoryTransferInbound};

pub use super::florida::{DispenseAs, DispensedFrom, Fulfilment, InboundOf, InventoryManifestArrive, RefundedDevice, SoldDevice};

use crate::values::{At, Cents, Quantity};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// One write as it is kept with its filing: never has a session, a password or a nonce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub action: Cow<'static, str>,
    pub body: Map<String, Value>,
}

impl Message {
    pub(super) fn of(action: &'static str, fields: &impl Serialize) -> Self {
        let body = match serde_json::to_value(fields) {
            Ok(Value::Object(body)) => body,
            Ok(_) | Err(_) => Map::new(), // not reached: the structs here are objects of text, numbers and lists
        };
        Self { action: Cow::Borrowed(action), body }
    }
}

/// The unit a quantity is in. The state keeps weighed goods in grams and all else by the piece (biotrack-api §1.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Uom {
    #[serde(rename = "each")]
    Each,
    #[serde(rename = "g")]
    Gram,
}

/// Says which action a struct is the message of.
macro_rules! action {
    ($($name:ident => $action:literal;)+) => {$(
        impl From<$name> for $crate::biotrack::messages::Message {
            fn from(fields: $name) -> Self {
                Self::of($action, &fields)
            }
        }
    )+};
}
pub(super) use action;

/// A quantity as the wire has it: a decimal string.
pub(super) fn decimal<S: Serializer>(quantity: &Quantity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&quantity.wire())
}

/// Money as the wire has it: a decimal string with two decimals, negative for money back.
pub(super) fn money<S: Serializer>(price: &Cents, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&price.plain())
}

/// An instant as the wire has it: epoch seconds.
pub(super) fn epoch<S: Serializer>(at: &At, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(at.and_utc().timestamp())
}
