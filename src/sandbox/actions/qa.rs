//! Laboratory results (biotrack-api §2.11).

use super::{Action, Answer, Call, Provenance::Documented, read, with};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Sample};
use crate::sandbox::state::Row;
use serde_json::{Value, json};

pub const ACTIONS: &[Action] = &[read("inventory_qa_check_all", Documented, check_all)];

/// Despite the name only the newest result of each item.
fn check_all(call: &mut Call) -> Result<Answer> {
    let mut data: Vec<Value> = Vec::new();
    for barcode in call.barcodes()? {
        let Some(item) = call.books.get::<Item>(&barcode)? else { continue };
        let Some(sample) = item.sample.clone() else { continue };
        let Some(entry) = call.books.entry(Sample::KIND, &sample)? else { continue };
        let sample: Sample = entry.row()?;
        data.push(json!({
            "lab_license": sample.lab_license, "parent_id": sample.parentid, "barcode_id": barcode, "sample_id": sample.id,
            "inventorytype": item.inventorytype.to_string(), "result": sample.result.to_string(),
            "use": sample.sample_use.to_string(), "test": sample.tests, "transactionid": entry.transaction_id,
            "transactionid_original": entry.transaction_original, "med_usableweight": item.med_usableweight,
        }));
    }
    if data.is_empty() { refuse(refusal::no_sample()) } else { with("data", data) }
}
