//! Sales, voids and refunds. A price is the line's total before tax.

use super::{DispenseAs, DispensedFrom, RefundedDevice, Write, epoch, epoch_if_any, fields, money};
use crate::biotrack::answer::{NewBarcodes, Plain};
use crate::biotrack::trace::Trace;
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

/// Corrects the price of one line, before the month's tax is locked.
#[derive(Debug, Clone, Serialize)]
pub struct SaleModify {
    /// The sale's.
    pub transactionid: i64,
    pub barcodeid: Barcode,
    #[serde(serialize_with = "money")]
    pub price: Cents,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item_number: Option<i64>,
    #[serde(serialize_with = "epoch_if_any", skip_serializing_if = "Option::is_none")]
    pub sale_time: Option<At>,
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

impl Write for SaleDispense {
    const ACTION: &'static str = "sale_dispense";
    type Answer = Plain;

    /// A device's row names no package.
    fn trace(&self) -> Trace {
        let goods = self.data.iter().map(|line| (line.barcodeid.to_string(), line.quantity, line.price));
        let devices = self.florida.devices.iter().map(|device| (String::new(), device.quantity, device.price));
        let row = |trace: Trace, (inventoryid, quantity, price): (String, i64, Cents)| {
            let price = Some(price.plain()).filter(|_| inventoryid.is_empty());
            trace.row(fields(
                [("inventoryid", inventoryid), ("quantity", quantity.to_string()), ("terminal_id", self.terminal_id.clone())],
                [("price", price)],
            ))
        };
        goods.chain(devices).fold(Trace::in_table("sale"), row).made().and_nothing_else()
    }
}

impl Write for SaleVoid {
    const ACTION: &'static str = "sale_void";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("sale").row([("transactionid_original", self.transactionid), ("deleted", 1)])
    }
}

impl Write for SaleModify {
    const ACTION: &'static str = "sale_modify";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        Trace::in_table("sale").row(fields(
            [
                ("transactionid_original", self.transactionid.to_string()),
                ("inventoryid", self.barcodeid.to_string()),
                ("price", self.price.plain()),
            ],
            [("itemnumber", self.item_number.map(|number| number.to_string()))],
        ))
    }
}

impl Write for SaleRefund {
    const ACTION: &'static str = "sale_refund";
    type Answer = NewBarcodes;

    /// The negative lines alone could be another ticket's: what ties them to this one is the sale's own rows, marked by the same
    /// transaction. Its new packages are `inventory` rows that it made.
    fn trace(&self) -> Trace {
        let goods = self.data.iter().map(|line| (line.barcodeid.to_string(), line.item_number, line.quantity, line.price));
        let devices = self.devices.iter().map(|device| (String::new(), Some(device.item_number), device.quantity, device.price));
        let mut trace = Trace::in_table("sale").with_new_items();
        for (inventoryid, item_number, quantity, price) in goods.chain(devices) {
            let (sale, back) = (self.transactionid.to_string(), quantity.saturating_neg().to_string());
            trace = trace.row([("inventoryid", inventoryid.clone()), ("quantity", back), ("price", price.plain())]);
            trace = trace.proved_once_by(fields(
                [("transactionid_original", sale), ("inventoryid", inventoryid), ("refunded", "1".to_owned())],
                [("itemnumber", item_number.map(|number| number.to_string()))],
            ));
        }
        trace.and_nothing_else()
    }
}
