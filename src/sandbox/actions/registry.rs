//! The patient registry's answers and the lists of reasons. What they contain in Florida is invented: `florida.rs`.

use super::{Action, Answer, Call, Provenance::Documented, Provenance::Invented, read, with};
use crate::sandbox::florida;
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::{Patient, Staff};
use crate::sandbox::texts;
use chrono::Datelike;
use serde_json::{Value, json};

pub const ACTIONS: &[Action] = &[
    // The action is documented; its answer is not: ours in Florida, inferred from its successor's elsewhere.
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
    if call.books.profile.florida_additions {
        return with("patient", florida::card(&patient, call.books.now));
    }
    Ok(bare_card(&patient, call.books.now))
}

/// INFERRED: the fields that New Mexico's successor of API 4.0 answers to the same question (biotrack-api §2.12), with flags as 1 or 0
/// and decimals as text, as elsewhere on this wire. No source shows the answer of API 4.0 itself. `CardLimit` is null: it is the grams
/// that are left, and without Florida's orders these books count none.
fn bare_card(patient: &Patient, now: i64) -> Answer {
    let expires = patient.card_expires_on;
    let active = florida::card_is_good(patient, florida::eastern_date(now)).is_ok();
    let fields = [
        ("CardID", json!(patient.card_id)),
        ("CardKey", json!(patient.card_key)),
        ("CardActive", json!(i64::from(active))),
        ("CardExpiration", json!({"Year": expires.year(), "Month": expires.month(), "Day": expires.day()})),
        ("CardLimit", Value::Null),
    ];
    Answer::from_iter(fields.map(|(name, value)| (name.to_owned(), value)))
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
