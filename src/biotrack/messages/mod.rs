//! One struct per write of the API, with the field names exactly as the API spells them, and what each leaves behind.
//!
//! Every struct is a [`Write`]: its action, what its yes says ([`Write::Answer`]) and the rows of the state's ledger that prove it
//! was done ([`Write::trace`], after biotrack-api §3.1 and the last paragraph of `florida-additions.md`). An act that makes its
//! message from its own fields in one place opens with `message.into()` and traces with `message.trace()`:
//!
//! | message | ledger | rows |
//! |---|---|---|
//! | adjust | `inventory_adjust` | made: package, new quantity, reason (which carries the act's tag) |
//! | adjust usable, modify, move, schedule, undo, destroy, remediate | `inventory` | the package, as it is from now on |
//! | split, lot, convert, sample, new, initial | `inventory` | made: the new packages, by parent or label, and no others |
//! | convert undo | `inventory` | the derivative, deleted |
//! | manifests | `manifest`, its `manifest_stop_items` | made: stop and package (and quantity, to a patient), and no others |
//! | manifest modify, void; void stop, arrive; void items | `manifest`, `…_stop_data`, `…_stop_items` | the row, changed |
//! | outbound | `inventory_transfer` | made: manifest, package, price |
//! | outbound modify, void; inbound modify | `inventory_transfer(_inbound)` | the rows of that transaction, changed |
//! | outbound return | `inventory_transfer_inbound` | made: package, manifest, as a refund, and no others |
//! | inbound | `inventory_transfer_inbound` | made: package, quantity, manifest |
//! | samples of a laboratory, retest; their void | `inventory_qa_sample` | made: parent, laboratory, quantity; deleted |
//! | sale; refund; void, modify | `sale` | made: lines under our terminal's tag; negative lines; the sale's rows, changed |
//! | hold; release | `registry_hold` | made: every line of the hold; the hold, released |
//! | drivers, vehicles, rooms | their own | the row as it is from now on, or deleted |
//! | tax | `tax_report` | the month |
//! | users | none | only the nonce: the state shows no table of users, and a person must look |
//!
//! The invented writes of Florida are in `super::florida`.

mod goods;
mod labs;
mod manifests;
mod people;
mod sales;
mod sublots;
mod taxes;
#[cfg(test)]
mod tests;
mod transfers;
mod users;

pub use goods::{
    AdjustLine, InventoryAdjust, InventoryAdjustUsable, InventoryDestroy, InventoryDestroySchedule, InventoryDestroyScheduleUndo,
    InventoryModify, InventoryMove, InventoryNew, MoveLine, NewLine,
};
pub use labs::{InventoryQaSample, InventoryQaSampleNonMandatory, InventoryQaSampleVoid, InventorySample, SampleFor};
pub use manifests::{
    InventoryManifest, InventoryManifestModify, InventoryManifestPickup, InventoryManifestThirdParty, InventoryManifestVoid,
    InventoryManifestVoidItems, InventoryManifestVoidStop, PickupVehicle, Stop, StopFor,
};
pub use people::{
    Employee, EmployeeAdd, EmployeeModify, EmployeeRemove, InventoryRoomAdd, InventoryRoomModify, InventoryRoomRemove, Room,
    Vehicle, VehicleAdd, VehicleModify, VehicleRemove,
};
pub use sales::{RefundLine, SaleDispense, SaleLine, SaleModify, SaleRefund, SaleVoid};
pub use sublots::{InventoryConvert, InventoryConvertUndo, InventoryCreateLot, InventorySplit, SplitLine};
pub use taxes::TaxObligationFile;
pub use transfers::{
    InboundLine, InventoryTransferInbound, InventoryTransferInboundModify, InventoryTransferOutbound,
    InventoryTransferOutboundModify, InventoryTransferOutboundReturn, InventoryTransferOutboundVoid, OutboundLine, ReturnLine,
};
pub use users::{NewPassword, UserAdd, UserModify, UserRemove};

pub use super::florida::{
    DispenseAs, DispensedFrom, Fulfilment, HandedOver, HoldLine, InboundOf, InitialLine, InventoryInitial,
    InventoryManifestArrive, InventoryQaRetest, InventoryRemediate, PatientStop, RefundedDevice, RegistryHold,
    RegistryHoldRelease, RetestPart, SoldDevice,
};

pub(super) use labs::at_the_lab;

use super::answer::{Decode, without_secrets};
use super::trace::Trace;
use crate::values::{At, Cents, Quantity};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::fmt;

/// One write as it is sent and as it is kept with its filing: never has a session or a nonce. Has no fields in its `Debug`: they may
/// be secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub action: Cow<'static, str>,
    pub body: Map<String, Value>,
}

/// One write of the API: what it is called there, what its yes says, and what it leaves in the state's ledger.
pub trait Write: Serialize {
    const ACTION: &'static str;
    type Answer: Decode;

    /// The rows of the state's ledger that prove that this was done.
    fn trace(&self) -> Trace;
}

impl<W: Write> From<W> for Message {
    fn from(write: W) -> Self {
        let body = match serde_json::to_value(&write) {
            Ok(Value::Object(body)) => body,
            Ok(_) | Err(_) => Map::new(), // not reached: the structs here are objects of text, numbers and lists
        };
        Self { action: Cow::Borrowed(W::ACTION), body }
    }
}

impl Message {
    /// The text to keep with the filing: without passwords and keys of cards, which nobody needs once it is sent.
    pub fn kept(&self) -> String {
        json!({ "action": self.action, "body": without_secrets(&self.body) }).to_string()
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("action", &self.action).finish_non_exhaustive()
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

/// The fields of one row of a trace: those that are always there, and those that are there when the message has them.
pub(super) fn fields<const N: usize, const M: usize>(
    always: [(&'static str, String); N],
    if_said: [(&'static str, Option<String>); M],
) -> impl Iterator<Item = (&'static str, String)> {
    always.into_iter().chain(if_said.into_iter().filter_map(|(name, value)| Some((name, value?))))
}

/// A quantity as the wire has it: a decimal string.
pub(super) fn decimal<S: Serializer>(quantity: &Quantity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&quantity.wire())
}

/// [`decimal`] for a field that may be left out.
pub(super) fn decimal_if_any<S: Serializer>(quantity: &Option<Quantity>, serializer: S) -> Result<S::Ok, S::Error> {
    quantity.map(Quantity::wire).serialize(serializer)
}

/// Money as the wire has it: a decimal string with two decimals, negative for money back.
pub(super) fn money<S: Serializer>(price: &Cents, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&price.plain())
}

/// [`money`] for a field that may be left out.
pub(super) fn money_if_any<S: Serializer>(price: &Option<Cents>, serializer: S) -> Result<S::Ok, S::Error> {
    price.map(Cents::plain).serialize(serializer)
}

/// An instant as the wire has it: epoch seconds.
pub(super) fn epoch<S: Serializer>(at: &At, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_i64(seconds(*at))
}

/// [`epoch`] for a field that may be left out.
pub(super) fn epoch_if_any<S: Serializer>(at: &Option<At>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(seconds).serialize(serializer)
}

pub(super) fn seconds(at: At) -> i64 {
    at.and_utc().timestamp()
}
