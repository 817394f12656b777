//! What goes to other licences and what comes in from them.

use super::{InboundOf, Uom, Write, decimal, fields, money, money_if_any};
use crate::biotrack::answer::{NewBarcodes, Plain};
use crate::biotrack::trace::Trace;
use crate::values::{Barcode, Cents, License, ManifestNumber, Quantity};
use serde::Serialize;

/// The goods of a manifest leave, with their prices.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryTransferOutbound {
    pub manifest_id: ManifestNumber,
    pub data: Vec<OutboundLine>,
    /// Makes this the invoice to another company (invented: `florida-additions.md`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
}

/// A package that leaves.
#[derive(Debug, Clone, Serialize)]
pub struct OutboundLine {
    pub barcodeid: Barcode,
    /// The line's total before tax; needed unless both licences are of one company.
    #[serde(serialize_with = "money_if_any", skip_serializing_if = "Option::is_none")]
    pub price: Option<Cents>,
}

/// Corrects a price before the month's tax is locked.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryTransferOutboundModify {
    /// The transfer's.
    pub transactionid: i64,
    pub barcodeid: Barcode,
    #[serde(serialize_with = "money")]
    pub price: Cents,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_number: Option<i64>,
}

/// Takes a transfer back while nothing of it was received.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryTransferOutboundVoid {
    /// The transfer's.
    pub transactionid: i64,
}

/// Takes what was refused elsewhere back into stock.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryTransferOutboundReturn {
    /// Ours, the sender's.
    pub location: License,
    pub data: Vec<ReturnLine>,
}

/// A package that came back.
#[derive(Debug, Clone, Serialize)]
pub struct ReturnLine {
    pub barcodeid: Barcode,
    pub manifest_id: ManifestNumber,
    #[serde(serialize_with = "money_if_any", skip_serializing_if = "Option::is_none")]
    pub price: Option<Cents>,
}

/// Receives a shipment, line by line.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryTransferInbound {
    /// The receiving licence.
    pub location: License,
    #[serde(flatten)]
    pub of: InboundOf,
    pub data: Vec<InboundLine>,
}

/// What was taken of one package.
#[derive(Debug, Clone, Serialize)]
pub struct InboundLine {
    pub barcodeid: Barcode,
    /// What was taken, from 0 to what was sent.
    #[serde(serialize_with = "decimal")]
    pub quantity: Quantity,
    pub uom: Uom,
    /// Why less than was sent (invented: `florida-additions.md`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reject_reason: Option<String>,
}

/// Corrects the price of what was received.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryTransferInboundModify {
    /// The receipt's.
    pub transactionid: i64,
    pub barcodeid: Barcode,
    #[serde(serialize_with = "money")]
    pub price: Cents,
}

impl Write for InventoryTransferOutbound {
    const ACTION: &'static str = "inventory_transfer_outbound";
    type Answer = Plain;

    /// Everything on the manifest leaves, also what the message has no line for.
    fn trace(&self) -> Trace {
        if self.data.is_empty() {
            return Trace::in_table("inventory_transfer").row([("manifestid", self.manifest_id)]).made();
        }
        let row = |trace: Trace, line: &OutboundLine| {
            trace.row(fields(
                [("manifestid", self.manifest_id.to_string()), ("inventoryid", line.barcodeid.to_string())],
                [("price", line.price.map(Cents::plain))],
            ))
        };
        self.data.iter().fold(Trace::in_table("inventory_transfer"), row).made()
    }
}

/// The row of an earlier transaction, with its price as it is from now on.
fn priced_anew(table: &str, transaction: i64, barcode: Barcode, price: Cents) -> Trace {
    Trace::in_table(table).row([
        ("transactionid_original", transaction.to_string()),
        ("inventoryid", barcode.to_string()),
        ("price", price.plain()),
    ])
}

impl Write for InventoryTransferOutboundModify {
    const ACTION: &'static str = "inventory_transfer_outbound_modify";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        priced_anew("inventory_transfer", self.transactionid, self.barcodeid, self.price)
    }
}

impl Write for InventoryTransferOutboundVoid {
    const ACTION: &'static str = "inventory_transfer_outbound_void";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("inventory_transfer").row([("transactionid_original", self.transactionid), ("deleted", 1)])
    }
}

impl Write for InventoryTransferOutboundReturn {
    const ACTION: &'static str = "inventory_transfer_outbound_return";
    /// A package of which the receiver kept a part under its number comes back under a new one.
    type Answer = NewBarcodes;

    /// What comes back is inbound too, as a refund.
    fn trace(&self) -> Trace {
        let row = |trace: Trace, line: &ReturnLine| {
            trace.row([
                ("inventoryid", line.barcodeid.as_str()),
                ("manifestid", line.manifest_id.as_str()),
                ("location", self.location.as_str()),
                ("is_refund", "1"),
            ])
        };
        self.data.iter().fold(Trace::in_table("inventory_transfer_inbound"), row).made().and_nothing_else().with_new_items()
    }
}

impl Write for InventoryTransferInbound {
    const ACTION: &'static str = "inventory_transfer_inbound";
    type Answer = Plain;

    /// What the message leaves out counts as not taken; the state writes a row of 0 for it, as for a line that says 0.
    fn trace(&self) -> Trace {
        let trace = Trace::in_table("inventory_transfer_inbound").made();
        let manifest = self.of.manifest_id.map(|manifest| manifest.to_string());
        if let (Some(manifest), true) = (&manifest, self.data.is_empty()) {
            return trace.row([("manifestid", manifest)]);
        }
        let row = |trace: Trace, line: &InboundLine| {
            trace.row(fields(
                [("inventoryid", line.barcodeid.to_string()), ("quantity", line.quantity.wire())],
                [("manifestid", manifest.clone())],
            ))
        };
        self.data.iter().fold(trace, row)
    }
}

impl Write for InventoryTransferInboundModify {
    const ACTION: &'static str = "inventory_transfer_inbound_modify";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        priced_anew("inventory_transfer_inbound", self.transactionid, self.barcodeid, self.price)
    }
}
