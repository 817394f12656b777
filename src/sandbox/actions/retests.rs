//! INVENTED (`florida-additions.md`): what becomes of an item that failed. It is tested again by two samples, or treated and tested
//! as if never before.

use super::{Action, Answer, Call, Provenance::Invented, plain, samples, with, write};
use crate::sandbox::quality::Standing;
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::Item;
use crate::sandbox::texts;

pub const ACTIONS: &[Action] =
    &[write("inventory_qa_retest", Invented, retest), write("inventory_remediate", Invented, remediate)];

/// Both samples must pass, and one that fails is enough to fail.
fn retest(call: &mut Call) -> Result<Answer> {
    let mut item = failed(call)?;
    let lines = call.ask.lines("data")?;
    let [one, other] = lines.as_slice() else { return refuse(texts::two_samples()) };
    let inventory_type = item.inventorytype;
    let one = samples::sample_of(call, &mut item, one, inventory_type, 0)?;
    let other = samples::sample_of(call, &mut item, other, inventory_type, 0)?;
    call.books.put(&Item { sample: Some(one.clone()), second_sample: Some(other.clone()), ..item })?;
    with("sample_id", vec![one, other])
}

/// The failed item is untested again; nobody is asked whether the method helps.
fn remediate(call: &mut Call) -> Result<Answer> {
    let item = failed(call)?;
    let remediation = format!("{}: {}", call.ask.needed("method")?, call.ask.text("note").unwrap_or_default());
    call.books.put(&Item {
        sample: None,
        second_sample: None,
        med_usableweight: None,
        remediated: 1,
        remediation: Some(remediation),
        ..item
    })?;
    plain()
}

fn failed(call: &mut Call) -> Result<Item> {
    let item = call.usable(&call.barcode()?)?;
    match call.books.standing(&item)? {
        Standing::Failed => Ok(item),
        _ => refuse(texts::not_failed(&item.id)),
    }
}
