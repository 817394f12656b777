//! One package as the state has it, with every decimal that it says.

use crate::biotrack::client::Biotrack;
use crate::biotrack::loose::Row;
use crate::biotrack::replay::fields;
use crate::biotrack::{Item, ReadError, Silence};
use crate::values::{Amount, Barcode, Exact};
use serde_json::json;

/// What `inventory_check` says of a package. Unlike in [`Item`], a third decimal of the state's is no fault of the answer: a
/// difference that small is just what somebody compares for (product-spec §12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub inventory_type: i64,
    pub strain: Option<String>,
    pub product: Option<String>,
    pub remaining: Exact,
    pub med_usable: Option<Amount>,
}

impl Biotrack {
    /// One package; the state refuses one that it does not know, in its own words.
    pub async fn look(&self, barcode: Barcode) -> Result<Look, ReadError> {
        let said = self.read("inventory_check", fields(json!({ "barcodeid": [barcode] }))).await?;
        let row = Row::all(said.body.get("data")).next();
        Ok(look(row.ok_or_else(|| Silence(format!("The state's answer says nothing of package {barcode}.")))?)?)
    }

    /// The packages that this transaction was the last to change.
    pub async fn changed_last_by(&self, transaction: i64) -> Result<Vec<Item>, ReadError> {
        self.inventory(json!({ "transaction_start": transaction, "transaction_end": transaction })).await
    }
}

fn look(row: Row) -> Result<Look, Silence> {
    Ok(Look {
        inventory_type: row.need_whole("invtype")?,
        strain: row.text("strain"),
        product: row.text("product"),
        remaining: Exact::parse(&row.need_text("quantity")?).ok_or_else(|| {
            Silence("The state's answer has a quantity that is no number with at most four decimals.".to_owned())
        })?,
        med_usable: row.amount("med_usableweight")?,
    })
}
