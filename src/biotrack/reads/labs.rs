//! What laboratories found, and which samples are with them.

use crate::biotrack::client::Biotrack;
use crate::biotrack::loose::Row;
use crate::biotrack::replay::fields;
use crate::biotrack::{ReadError, Silence};
use crate::values::{Amount, Barcode, License, Quantity, SampleNumber};
use serde_json::{Value, json};

/// The newest result of the lab for one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabResult {
    pub barcode: Barcode,
    pub lab: Option<License>,
    pub sample: Option<String>,
    /// -1 failed, 0 pending, 1 passed, 2 rejected.
    pub result: i64,
    /// The tests as the state words them.
    pub tests: Value,
    /// What the patient's order is debited per unit, in the order's unit (invented: `florida-additions.md`).
    pub med_usable: Option<Amount>,
    pub transaction: Option<i64>,
}

/// A sample at a laboratory, as the state has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabSample {
    pub sample: SampleNumber,
    /// The package that it was taken from.
    pub parent: Barcode,
    pub lab: License,
    pub quantity: Quantity,
    /// As of [`LabResult`].
    pub result: i64,
    pub is_for_use: Option<bool>,
    pub deleted: bool,
    /// What sent it there: a void names it.
    pub sent_by: i64,
    pub transaction: i64,
}

impl Biotrack {
    /// The newest lab results of these packages; a package without one is left out.
    pub async fn lab_results(&self, barcodes: &[Barcode]) -> Result<Vec<LabResult>, ReadError> {
        if barcodes.is_empty() {
            return Ok(Vec::new());
        }
        let question = json!({ "barcodeid": barcodes });
        let Some(said) = self.read_unless("inventory_qa_check_all", question, "no samples found").await? else {
            return Ok(Vec::new());
        };
        Ok(Row::all(said.body.get("data")).map(lab_result).collect::<Result<_, _>>()?)
    }

    /// The result of one sample; `None` while none is filed. Its tests are as the state words them.
    pub async fn sample_result(&self, sample: SampleNumber) -> Result<Option<(i64, Value)>, ReadError> {
        let question = json!({ "sample_id": sample.as_str() });
        let Some(said) = self.read_unless("inventory_qa_check", question, "have not yet been filed").await? else {
            return Ok(None);
        };
        let row = Row(&said.body);
        Ok(Some((row.need_whole("result")?, row.get("test").cloned().unwrap_or_default())))
    }

    /// The samples that changed on this transaction or later.
    pub async fn lab_samples_since(&self, transaction: i64) -> Result<Vec<LabSample>, ReadError> {
        let said = self.read("sync_inventory_qa_sample", fields(json!({ "transaction_start": transaction }))).await?;
        Ok(Row::all(said.body.get("inventory_qa_sample")).map(lab_sample).collect::<Result<_, _>>()?)
    }
}

fn lab_result(row: Row) -> Result<LabResult, Silence> {
    Ok(LabResult {
        barcode: row.need("barcode_id")?,
        lab: row.parsed("lab_license")?,
        sample: row.text("sample_id"),
        result: row.need_whole("result")?,
        tests: row.get("test").cloned().unwrap_or_default(),
        med_usable: row.amount("med_usableweight")?,
        transaction: row.whole("transactionid"),
    })
}

fn lab_sample(row: Row) -> Result<LabSample, Silence> {
    let transaction = row.need_whole("transactionid")?;
    Ok(LabSample {
        sample: row.need("inventoryid")?,
        parent: row.need("parentid")?,
        lab: row.need("lab_license")?,
        quantity: row.need_quantity("quantity")?,
        result: row.whole("result").unwrap_or_default(),
        is_for_use: row.whole("sample_use").map(|number| number != 0),
        deleted: row.flag("deleted"),
        sent_by: row.whole("transactionid_original").unwrap_or(transaction),
        transaction,
    })
}
