//! Samples: drawn for a laboratory, or given away to be tried (biotrack-api §2.11). A sample is an item of its own, marked as one.

use super::inventory::amount;
use super::{Action, Answer, Call, Provenance::Documented, Provenance::Observed, labs, plain, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::inventory_types::{self, FLOWER_LOT, FREE_SAMPLE};
use crate::sandbox::quality::Standing;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Employee, GivenSample, Item, Sample, Vendor};
use crate::sandbox::state::{Row, Selection};
use crate::sandbox::texts;
use crate::values::Quantity;

pub const ACTIONS: &[Action] = &[
    write("inventory_sample", Documented, give),
    write("inventory_qa_sample", Documented, draw_for_lab),
    write("inventory_qa_sample_non_mandatory", Documented, draw_freely),
    write("inventory_qa_sample_void", Documented, void),
    write("inventory_qa_sample_override_request", Observed, approve_retest),
];

/// Takes `quantity` off the item as a sample of that type.
pub fn draw(call: &mut Call, item: &mut Item, line: &Ask, inventory_type: i64) -> Result<Item> {
    let Some(part) = amount(item, line, "quantity")? else { return refuse(texts::missing("quantity")) };
    if !part.is_positive() {
        return refuse(texts::amount_too_small(&item.id));
    }
    if part > item.remaining_quantity {
        return refuse(texts::not_enough(&item.id));
    }
    item.remaining_quantity = item.remaining_quantity.minus(part);
    let sample = Item { is_sample: 1, inventorytype: inventory_type, ..item.child(call.books.new_identifier()?, part) };
    call.books.put(item)?;
    call.books.put(&sample)?;
    Ok(sample)
}

/// To a vendor (1) or to an employee (2). It lies with the sender until it is transferred or adjusted away.
fn give(call: &mut Call) -> Result<Answer> {
    let mut item = call.usable(&call.barcode()?)?;
    let (vendor_license, employee_id) = match call.ask.needed_int("sample_type")? {
        1 => (Some(known_vendor(call)?), None),
        2 => (None, Some(known_employee(call)?)),
        _ => return refuse(texts::unknown_sample_type()),
    };
    let inventory_type = item.inventorytype;
    let sample = draw(call, &mut item, call.ask, inventory_type)?;
    let given = GivenSample {
        id: sample.id.clone(),
        sample_type: if vendor_license.is_some() { 1 } else { 2 },
        vendor_license,
        employee_id,
        quantity: sample.remaining_quantity,
        educational_sample: i64::from(call.ask.flag("educational_sample")),
        location: sample.location,
    };
    call.books.put(&given)?;
    with("barcode_id", sample.id)
}

fn known_vendor(call: &mut Call) -> Result<String> {
    let license = call.ask.needed("vendor_license")?;
    if call.books.get::<Vendor>(&license)?.is_some() { Ok(license) } else { refuse(texts::vendor_not_found()) }
}

fn known_employee(call: &mut Call) -> Result<String> {
    let id = call.ask.needed("employee_id")?;
    let employee = call.books.get::<Employee>(&format!("{}/{id}", call.ubi))?;
    if employee.is_some_and(|employee| !employee.deleted()) { Ok(id) } else { refuse(refusal::employee_not_found()) }
}

/// From then on its result is the item's.
fn draw_for_lab(call: &mut Call) -> Result<Answer> {
    let mut item = call.usable(&call.barcode()?)?;
    sampled_type(&item)?;
    match call.books.standing(&item)? {
        Standing::Passed if !item.retest_approved => return refuse(refusal::tested_already()),
        Standing::Failed if call.books.profile.florida_additions => return refuse(texts::failed_already(&item.id)),
        _ => {}
    }
    let sample_use = call.ask.int("use")?.filter(|_| item.inventorytype == FLOWER_LOT).unwrap_or(0);
    let inventory_type = item.inventorytype;
    let sample = sample_of(call, &mut item, call.ask, inventory_type, sample_use)?;
    call.books.put(&Item { sample: Some(sample.clone()), second_sample: None, retest_approved: false, ..item })?;
    with("sample_id", sample)
}

/// For the producer's own knowledge: its result is nobody's.
fn draw_freely(call: &mut Call) -> Result<Answer> {
    let mut item = call.usable(&call.barcode()?)?;
    sampled_type(&item)?;
    let sample = sample_of(call, &mut item, call.ask, FREE_SAMPLE, 0)?;
    with("sample_id", sample)
}

fn sampled_type(item: &Item) -> Result<()> {
    let sampled = inventory_types::may_be_sampled(item.inventorytype) && item.is_sample == 0;
    if sampled { Ok(()) } else { refuse(refusal::cannot_be_sampled()) }
}

/// Draws a sample for the laboratory of the request and enters it there as pending; gives its identifier.
pub fn sample_of(call: &mut Call, item: &mut Item, line: &Ask, inventory_type: i64, sample_use: i64) -> Result<String> {
    let lab_license = labs::named(call)?;
    let drawn = draw(call, item, line, inventory_type)?;
    call.books.put(&Item { sample: None, second_sample: None, med_usableweight: None, ..drawn.clone() })?;
    let sample = Sample {
        id: drawn.id.clone(),
        parentid: item.id.clone(),
        inventorytype: inventory_type,
        strain: item.strain.clone(),
        lab_license,
        quantity: drawn.remaining_quantity,
        result: 0,
        sample_use,
        location: item.location.clone(),
        tests: Vec::new(),
        replaced: item.samples().cloned().collect(),
        voided: false,
    };
    call.books.put(&sample)?;
    Ok(drawn.id)
}

/// While the laboratory has not spoken: every sample of that transaction goes back to its item, for which speaks what spoke before.
fn void(call: &mut Call) -> Result<Answer> {
    let transaction = call.ask.needed_int("transactionid")?;
    let which = Selection { owners: Some(call.licenses()?), active: true, ..Selection::made_by(transaction) };
    let entries = call.books.select(Sample::KIND, &which)?;
    if entries.is_empty() {
        return refuse(refusal::transaction_not_found());
    }
    for entry in entries {
        let sample: Sample = entry.row()?;
        if sample.result != 0 {
            return refuse(texts::results_filed());
        }
        let drawn = call.on_hand(&sample.id)?;
        let mut item = call.usable(&sample.parentid)?;
        if item.samples().any(|own| *own == sample.id) {
            let mut before = sample.replaced.iter().cloned();
            (item.sample, item.second_sample) = (before.next(), before.next());
        }
        item.remaining_quantity = item.remaining_quantity.plus(drawn.remaining_quantity);
        call.books.put(&item)?;
        call.books.put(&Item { remaining_quantity: Quantity::ZERO, destroyed: true, ..drawn })?;
        call.books.put(&Sample { voided: true, ..sample })?;
    }
    plain()
}

/// What has a result may be sampled again. Granted at once: no source says what the state considers.
fn approve_retest(call: &mut Call) -> Result<Answer> {
    for barcode in call.barcodes()? {
        let item = call.on_hand(&barcode)?;
        match call.books.standing(&item)? {
            Standing::Untested => return refuse(refusal::no_sample()),
            Standing::Pending => return refuse(refusal::results_not_filed()),
            Standing::Passed | Standing::Failed => call.books.put(&Item { retest_approved: true, ..item })?,
        }
    }
    plain()
}
