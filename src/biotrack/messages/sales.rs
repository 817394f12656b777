//! Sales, voids and refunds. A price is the line's total before tax.

use super::{DispenseAs, DispensedFrom, RefundedDevice, action, epoch, money};
use crate::values::{At, Barcode, Cents};
use serde::Serialize;

/// One ticket. Unit goods only.
#[derive(Debug, Clone, Serialize)]
pub struct SaleDispense {
    pub card_id: String,
    /// From the card's lookup.
    pub card_key: String,
    /// Carries a tag of the filing, so that two identical sales can be told apart.
    pub terminal_id: String,
    #[serde(serialize_with = "epoch")]
    pub sale_time: At,
    pub data: Vec<SaleLine>,
    #[serde(flatten)]
    pub florida: DispenseAs,
}

/// So much of a package, for so much money.
#[derive(Debug, Clone, Serialize)]
pub struct SaleLine {
    pub barcodeid: Barcode,
    pub quantity: i64,
    #[serde(serialize_with = "money")]
    pub price: Cents,
    /// From 0; needed when a package is on the ticket twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_number: Option<i64>,
    #[serde(flatten)]
    pub from: DispensedFrom,
}

/// Takes back a whole ticket that was a mistake.
#[derive(Debug, Clone, Serialize)]
pub struct SaleVoid {
    /// The sale's.
    pub transactionid: i64,
}

/// Takes back some of a ticket, at any later time.
#[derive(Debug, Clone, Serialize)]
pub struct SaleRefund {
    /// The sale's.
    pub transactionid: i64,
    pub data: Vec<RefundLine>,
    /// Invented: `florida-additions.md`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<RefundedDevice>,
    #[serde(serialize_with = "epoch")]
    pub sale_time: At,
}

/// What comes back of a package.
#[derive(Debug, Clone, Serialize)]
pub struct RefundLine {
    pub barcodeid: Barcode,
    pub quantity: i64,
    /// Negative.
    #[serde(serialize_with = "money")]
    pub price: Cents,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_number: Option<i64>,
    /// 1 makes a new package of it, to be destroyed or shipped back (invented: `florida-additions.md`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restock: Option<u8>,
}

action! {
    SaleDispense => "sale_dispense";
    SaleVoid => "sale_void";
    SaleRefund => "sale_refund";
}
