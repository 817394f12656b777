//! Holds on a patient's allotment at the registry: for an order that is paid and on its way, before it is dispensed (invented).

use crate::biotrack::answer::{NewHold, Plain};
use crate::biotrack::client::Biotrack;
use crate::biotrack::loose::Row;
use crate::biotrack::messages::Write;
use crate::biotrack::replay::fields;
use crate::biotrack::trace::Trace;
use crate::biotrack::{ReadError, Silence};
use crate::values::{Barcode, HoldNumber, Quantity, Route, text_enum};
use serde::Serialize;
use serde_json::json;

text_enum! {
    /// What has become of a hold (invented). The table of `florida-additions.md` has a `status` and not its words: these are ours.
    HoldStatus {
        Held = "held", "Held";
        Released = "released", "Released";
        /// A sale was made against it.
        Sold = "sold", "Sold";
    }
}

/// `registry_hold` (invented): counts as dispensed until it is released or sold against.
#[derive(Debug, Clone, Serialize)]
pub struct RegistryHold {
    pub card_id: String,
    /// From the card's lookup.
    pub card_key: String,
    pub data: Vec<HoldLine>,
}

/// So much of a package, against an order (invented).
#[derive(Debug, Clone, Serialize)]
pub struct HoldLine {
    pub barcodeid: Barcode,
    pub quantity: i64,
    pub order_id: String,
    pub route: Route,
}

/// `registry_hold_release` (invented).
#[derive(Debug, Clone, Serialize)]
pub struct RegistryHoldRelease {
    pub hold_id: HoldNumber,
}

impl Write for RegistryHold {
    const ACTION: &'static str = "registry_hold";
    type Answer = NewHold;

    fn trace(&self) -> Trace {
        let row = |trace: Trace, line: &HoldLine| {
            trace.row([
                ("card_id", self.card_id.clone()),
                ("barcodeid", line.barcodeid.to_string()),
                ("quantity", line.quantity.to_string()),
                ("order_id", line.order_id.clone()),
            ])
        };
        self.data.iter().fold(Trace::in_table("registry_hold").lines_of("data"), row).made().and_nothing_else()
    }
}

impl Write for RegistryHoldRelease {
    const ACTION: &'static str = "registry_hold_release";
    type Answer = Plain;

    fn trace(&self) -> Trace {
        let released = HoldStatus::Released.as_str();
        Trace::in_table("registry_hold").row([("hold_id", self.hold_id.as_str()), ("status", released)])
    }
}

/// A hold as the registry has it (invented).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateHold {
    pub hold: HoldNumber,
    pub card_id: String,
    /// In the registry's own word: [`HoldStatus`] has those that we know.
    pub status: String,
    pub lines: Vec<HeldLine>,
    pub transaction: i64,
}

/// One line of a hold (invented).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldLine {
    pub barcode: Barcode,
    pub quantity: Quantity,
    pub order_id: Option<String>,
    pub route: Option<Route>,
}

impl Biotrack {
    /// The holds that changed on this transaction or later.
    pub async fn holds_since(&self, transaction: i64) -> Result<Vec<StateHold>, ReadError> {
        let said = self.read("sync_registry_hold", fields(json!({ "transaction_start": transaction }))).await?;
        Ok(Row::all(said.body.get("registry_hold")).map(hold).collect::<Result<_, _>>()?)
    }
}

fn hold(row: Row) -> Result<StateHold, Silence> {
    Ok(StateHold {
        hold: row.need("hold_id")?,
        card_id: row.need_text("card_id")?,
        status: row.need_text("status")?,
        lines: Row::all(row.get("data")).map(line).collect::<Result<_, _>>()?,
        transaction: row.need_whole("transactionid")?,
    })
}

fn line(row: Row) -> Result<HeldLine, Silence> {
    Ok(HeldLine {
        barcode: row.need("barcodeid")?,
        quantity: row.need_quantity("quantity")?,
        order_id: row.text("order_id"),
        route: row.parsed("route")?,
    })
}
