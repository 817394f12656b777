//! What comes in from other licences.

use super::{InboundOf, Uom, action, decimal};
use crate::values::{Barcode, License, Quantity};
use serde::Serialize;

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

action! {
    InventoryTransferInbound => "inventory_transfer_inbound";
}
