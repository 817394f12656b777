//! What laboratories find, and who asks them (biotrack-api §2.11).

use super::{Action, Answer, Call, Provenance::Documented, Provenance::Observed, plain, read, with, write};
use crate::sandbox::ask::{Ask, rounded};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Lab, Sample, Vendor};
use crate::sandbox::state::Row;
use crate::sandbox::texts;
use crate::values::Amount;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

pub const ACTIONS: &[Action] = &[
    write("inventory_qa_sample_results", Documented, results),
    write("inventory_qa_sample_results_bypass", Observed, bypass),
    read("inventory_qa_check", Documented, check),
    read("inventory_qa_check_all", Documented, check_all),
];

/// What is measured, and the most that passes.
type Measured = (&'static str, Option<i64>);

/// SYNTHETIC. What each test measures (biotrack-api §4.5) and the most that passes, in thousandths; the figures are Washington's of
/// 2017 where they are known to us. What is measured without a bound is only kept.
const TESTS: &[(i64, &[Measured])] = &[
    (1, &[("moisture", Some(15_000))]),
    (2, &[("THC", None), ("THCA", None), ("CBD", None), ("CBDA", None), ("Total", None)]),
    (3, &[("Stems", Some(5_000)), ("Other", Some(2_000))]),
    (
        4,
        &[
            ("aerobic_bacteria", Some(100_000_000)),
            ("yeast_and_mold", Some(10_000_000)),
            ("coliforms", Some(1_000_000)),
            ("bile_tolerant", Some(1_000_000)),
            ("e_coli_and_salmonella", Some(0)),
        ],
    ),
    (5, &[("residual_solvent", Some(500_000))]),
    (6, &[("total_mycotoxins", Some(20_000))]),
    (7, &[("pesticide_residue", Some(0))]),
    (8, &[("heavy_metal", Some(1_000))]),
];

/// The laboratory under `lab_id`.
pub fn named(call: &mut Call) -> Result<String> {
    let license = call.ask.needed("lab_id")?;
    let listed = call.books.get::<Lab>(&license)?.is_some();
    let licensed = call.books.get::<Vendor>(&license)?.is_some_and(|vendor| vendor.is_laboratory());
    if listed || licensed { Ok(license) } else { refuse(texts::lab_not_found()) }
}

/// A laboratory files what it found in a sample of its own, once. Florida: with `med_usableweight`, what an order is debited.
fn results(call: &mut Call) -> Result<Answer> {
    let mut own: Vec<Vendor> = call.books.of_owner(call.ubi)?;
    own.retain(Vendor::is_laboratory);
    if own.is_empty() {
        return refuse(refusal::only_labs());
    }
    let Some(id) = call.ask.text("sample_id") else { return refuse(refusal::no_identifier()) };
    let of_ours = |sample: &Sample| !sample.voided && own.iter().any(|lab| lab.location == sample.lab_license);
    let Some(sample) = call.books.get::<Sample>(&id)?.filter(of_ours) else { return refuse(refusal::no_sample()) };
    if sample.result != 0 {
        return refuse(texts::results_filed());
    }
    let (tests, passed) = tests(call.ask)?;
    let debit = if call.books.profile.florida_additions { call.ask.text("med_usableweight") } else { None };
    if debit.as_deref().is_some_and(|text| Amount::parse(text).is_err()) {
        return refuse(texts::unreadable_field("med_usableweight"));
    }
    call.books.file_result(sample, if passed { 1 } else { -1 }, tests, debit.as_deref())?;
    plain()
}

/// The tests of the request as they are kept, and whether all of them passed.
fn tests(ask: &Ask) -> Result<(Vec<Value>, bool)> {
    let (mut tests, mut passed) = (Vec::new(), true);
    for test in ask.lines("test")? {
        let test_type = test.needed_int("type")?;
        let Some((_, measured)) = TESTS.iter().find(|(known, _)| *known == test_type) else {
            return refuse(texts::unknown_test());
        };
        let mut kept = Map::from_iter([("type".to_owned(), test_type.into())]);
        for (name, most) in *measured {
            let Some(text) = test.text(name) else { continue };
            let Some(found) = rounded(&text, 3) else { return refuse(texts::unreadable_field(name)) };
            passed &= most.is_none_or(|most| found <= most);
            kept.insert((*name).to_owned(), text.into());
        }
        tests.push(Value::Object(kept));
    }
    if tests.is_empty() { refuse(texts::missing("test")) } else { Ok((tests, passed)) }
}

/// What awaits its result passes without one. Florida lets nobody past a laboratory.
fn bypass(call: &mut Call) -> Result<Answer> {
    if call.books.profile.florida_additions {
        return refuse(texts::no_bypass());
    }
    for barcode in call.barcodes()? {
        let item = call.on_hand(&barcode)?;
        match call.books.deciding_sample(&item)? {
            None => return refuse(refusal::no_sample()),
            Some(sample) if sample.result != 0 => return refuse(texts::results_filed()),
            Some(sample) => call.books.file_result(sample, 1, Vec::new(), None)?,
        }
    }
    plain()
}

/// By the sample. Whoever knows its identifier may ask, as for items.
fn check(call: &mut Call) -> Result<Answer> {
    let Some(id) = call.ask.text("sample_id") else { return refuse(refusal::no_identifier()) };
    let Some(entry) = call.books.entry(Sample::KIND, &id)?.filter(|entry| !entry.deleted) else {
        return refuse(refusal::no_sample());
    };
    let sample: Sample = entry.row()?;
    if sample.result == 0 {
        return refuse(refusal::results_not_filed());
    }
    let is_medical = call.books.get::<Item>(&sample.parentid)?.map_or(0, |item| item.is_medical);
    let answer = json!({
        "result": sample.result, "use": sample.sample_use, "is_medical": is_medical, "test": sample.tests,
        "transactionid": entry.transaction_id, "transactionid_original": entry.transaction_original,
    });
    Ok(answer.as_object().cloned().unwrap_or_default())
}

/// By the item. Despite the name only the newest result of each.
fn check_all(call: &mut Call) -> Result<Answer> {
    let (mut data, mut seen): (Vec<Value>, HashSet<String>) = (Vec::new(), HashSet::new());
    for barcode in call.barcodes()? {
        if !seen.insert(barcode.clone()) {
            continue;
        }
        let Some(item) = call.books.get::<Item>(&barcode)? else { continue };
        let Some(sample) = call.books.deciding_sample(&item)? else { continue };
        let Some(entry) = call.books.entry(Sample::KIND, &sample.id)? else { continue };
        let mut row = json!({
            "lab_license": sample.lab_license, "parent_id": sample.parentid, "barcode_id": barcode, "sample_id": sample.id,
            "inventorytype": item.inventorytype.to_string(), "result": sample.result.to_string(),
            "use": sample.sample_use.to_string(), "test": sample.tests, "transactionid": entry.transaction_id,
            "transactionid_original": entry.transaction_original,
        });
        if let (true, Some(fields)) = (call.books.profile.florida_additions, row.as_object_mut()) {
            fields.insert("med_usableweight".into(), item.med_usableweight.into());
        }
        data.push(row);
    }
    if data.is_empty() { refuse(refusal::no_sample()) } else { with("data", data) }
}
