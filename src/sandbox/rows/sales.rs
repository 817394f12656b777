//! Sales: one row for each line; a refund adds rows with negative amounts.

use crate::sandbox::state::{Row, as_text};
use crate::values::{Amount, Cents, Quantity};
use serde::{Deserialize, Serialize};

/// A line of a sale, of goods or (invented: `inventoryid` null) of a delivery device; or a line of a refund.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SaleLine {
    /// The transaction of the sale or refund.
    #[serde(rename = "_sale")]
    pub sale: i64,
    pub inventoryid: Option<String>,
    pub inventorytype: Option<i64>,
    pub itemnumber: i64,
    #[serde(with = "as_text")]
    pub quantity: Quantity,
    #[serde(with = "as_text")]
    pub price: Cents,
    pub terminal_id: Option<String>,
    pub card_number: String,
    pub is_medical: i64,
    pub refunded: i64,
    pub sale_time: i64,
    pub order_id: String,
    pub route: Option<String>,
    /// What a device is called.
    pub name: Option<String>,
    pub location: String,
    /// What the order was debited for one unit.
    #[serde(rename = "_debit", with = "as_text")]
    pub debit: Amount,
    #[serde(rename = "_refunded_quantity", with = "as_text")]
    pub refunded_quantity: Quantity,
    #[serde(rename = "_refunded_price", with = "as_text")]
    pub refunded_price: Cents,
    /// The sale that this line takes back.
    #[serde(rename = "_refund_of")]
    pub refund_of: Option<i64>,
    #[serde(rename = "_fulfilment")]
    pub fulfilment: Option<String>,
    #[serde(rename = "_voided")]
    pub voided: bool,
}

impl SaleLine {
    pub fn key(sale: i64, itemnumber: i64) -> String {
        format!("{sale}-{itemnumber:04}")
    }
}

impl Row for SaleLine {
    const KIND: &'static str = "sale";
    fn id(&self) -> String {
        Self::key(self.sale, self.itemnumber)
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.voided
    }
}
