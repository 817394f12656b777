//! The patient registry's answers and the lists of reasons. What they contain is invented: `florida.rs`.

use super::{Action, Answer, Call, Provenance::Documented, Provenance::Invented, read, with};
use crate::sandbox::florida;
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::{Patient, Staff};
use crate::sandbox::texts;
use serde_json::{Value, json};

pub const ACTIONS: &[Action] = &[
    // The action is documented; its answer is not, so it is ours in every profile.
    read("card_lookup", Documented, card_lookup),
    read("registry_staff_lookup", Invented, staff_lookup),
    read("inventory_destroy_reasons", Invented, |_| reasons(florida::DESTROY_REASONS)),
    read("inventory_adjust_reasons", Invented, |_| reasons(florida::ADJUST_REASONS)),
    read("nonce_replay", Documented, replay),
];

fn card_lookup(call: &mut Call) -> Result<Answer> {
    let card = call.ask.needed("card_id")?;
    let Some(patient) = call.books.get::<Patient>(&Patient::key(&card))? else { return refuse(texts::card_not_found()) };
    if let Some(caregiver) = call.ask.text("caregiver_card_id") {
        let same = |one: &str| Patient::key(one) == Patient::key(&caregiver);
        if !patient.caregivers.iter().any(|known| same(&known.caregiver_card_id)) {
            return refuse(texts::card_not_found());
        }
    }
    with("patient", florida::card(&patient, call.books.now))
}

/// Byte for byte; `near` gives the registered spelling when only case or blanks differ.
fn staff_lookup(call: &mut Call) -> Result<Answer> {
    let email = call.ask.needed("email")?;
    let found = call.books.get::<Staff>(&email)?;
    let loose = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
    let near = match found {
        Some(_) => None,
        None => call.books.all::<Staff>()?.into_iter().map(|staff| staff.email).find(|known| loose(known) == loose(&email)),
    };
    let mut answer = Answer::new();
    answer.insert("registered".into(), i64::from(found.is_some()).into());
    answer.insert("name".into(), json!(found.as_ref().map(|staff| &staff.name)));
    answer.insert("role".into(), json!(found.as_ref().map(|staff| &staff.role)));
    answer.insert("status".into(), json!(found.as_ref().map(|staff| &staff.status)));
    answer.insert("near".into(), json!(near));
    Ok(answer)
}

fn reasons(list: &[(i64, &str)]) -> Result<Answer> {
    let data: Vec<Value> = list.iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
    with("data", data)
}

/// The stored answer of the last accepted write with that nonce, as it was.
fn replay(call: &mut Call) -> Result<Answer> {
    let nonce = call.ask.needed("nonce")?;
    match call.books.answer_to(call.ubi, &nonce)? {
        Some(answer) => Ok(serde_json::from_str(&answer)?),
        None => refuse(texts::nonce_not_found()),
    }
}
