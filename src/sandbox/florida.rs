//! INVENTED. What Florida's rules need and the public API 4.0 lacks (`florida-additions.md`), and nothing beyond it: the lists of
//! reasons, the registry's answer about a card, and who may act. None of it is the state's own interface, which is not public.

use super::refusal::{Result, refuse};
use super::rows::{Patient, PatientOrder, Staff};
use super::state::Books;
use super::texts;
use crate::values::{OrderType, Unit};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

/// The values of `reason_extended` (biotrack-api §4.3).
pub const DESTROY_REASONS: &[(i64, &str)] = &[
    (0, "Other"),
    (1, "Waste"),
    (2, "Unhealthy or Died"),
    (3, "Infestation"),
    (4, "Product Return"),
    (5, "Mistake"),
    (6, "Spoilage"),
    (7, "Quality Control"),
];

/// The values of an adjustment's `type` (biotrack-api §4.2).
pub const ADJUST_REASONS: &[(i64, &str)] = &[
    (1, "General Inventory Audit"),
    (2, "Theft"),
    (3, "Seizure by Federal, State, Local or Tribal Law Enforcement"),
    (4, "Correcting a mistake"),
    (5, "Moisture loss"),
    (6, "Depletion"),
];

/// Younger patients need a caregiver (florida-rules §1).
const ADULT_AT_YEARS: i32 = 18;

/// The registry's dates are Eastern, whatever the shop's zone (florida-rules 3.13).
pub fn eastern_date(epoch_seconds: i64) -> NaiveDate {
    let at = chrono::DateTime::from_timestamp(epoch_seconds, 0).unwrap_or_default();
    at.with_timezone(&chrono_tz::US::Eastern).date_naive()
}

/// Refuses an actor who is not an active row of the staff registry, byte for byte.
pub fn registered(books: &mut Books, actor: &str) -> Result<Staff> {
    let staff = books.get::<Staff>(actor)?.filter(|staff| staff.status == "active");
    staff.ok_or_else(|| texts::not_registered(actor).into())
}

/// Refuses a card on which nothing may be dispensed that day.
pub fn card_is_good(patient: &Patient, day: NaiveDate) -> Result<()> {
    if patient.status != "active" {
        return refuse(texts::card_not_active(&patient.status));
    }
    let expired = patient.card_expires_on < day || patient.certification_expires_on < day;
    if expired { refuse(texts::card_not_active("expired")) } else { Ok(()) }
}

/// Refuses a minor or a stranger at the counter.
pub fn may_buy(patient: &Patient, caregiver: Option<&str>, day: NaiveDate) -> Result<()> {
    match caregiver {
        Some(card) => {
            let same = |one: &str| Patient::key(one) == Patient::key(card);
            let named = patient.caregivers.iter().find(|caregiver| same(&caregiver.caregiver_card_id));
            let active = named.is_some_and(|caregiver| caregiver.status == "active" && caregiver.expires_on >= day);
            if active { Ok(()) } else { refuse(texts::caregiver_not_active()) }
        }
        None if is_minor(patient.birth_date, day) => refuse(texts::minor_alone()),
        None => Ok(()),
    }
}

fn is_minor(born: NaiveDate, day: NaiveDate) -> bool {
    let birthday_to_come = (day.month(), day.day()) < (born.month(), born.day());
    day.year() - born.year() - i32::from(birthday_to_come) < ADULT_AT_YEARS
}

/// The answer to `card_lookup`.
pub fn card(patient: &Patient, now: i64) -> Value {
    let today = eastern_date(now);
    let allotment = patient.allotment();
    let orders: Vec<Value> = patient.orders.iter().map(|order| order_shown(patient, order, today)).collect();
    let exceptions = patient.exceptions.iter().map(|exception| {
        json!({"kind": exception.kind, "route": exception.route, "amount": exception.amount.to_string(), "until": exception.until})
    });
    let history = patient.history.iter().map(|past| {
        let unit = past.order_type.unit();
        json!({
            "dispensed_on": past.dispensed_on, "order_id": past.order_id, "order_type": past.order_type, "route": past.route,
            "amount": past.amount.with_unit_decimals(unit), "unit": unit, "dispensary": past.dispensary, "status": past.status,
        })
    });
    json!({
        "card_id": patient.card_id, "card_key": patient.card_key, "first_name": patient.first_name, "last_name": patient.last_name,
        "birth_date": patient.birth_date, "status": patient.status, "card_expires_on": patient.card_expires_on,
        "certification_expires_on": patient.certification_expires_on, "caregivers": patient.caregivers, "orders": orders,
        "aggregate_remaining": allotment.aggregate_remaining(today).with_unit_decimals(Unit::MgThc),
        "exceptions": exceptions.collect::<Vec<_>>(), "history": history.collect::<Vec<_>>(), "read_at": now,
    })
}

fn order_shown(patient: &Patient, order: &PatientOrder, today: NaiveDate) -> Value {
    let unit = order.order_type.unit();
    let taken = |status: &str| {
        let on_order = |past: &&super::rows::PastDispensation| past.order_id == order.order_id && past.status == status;
        let sum: crate::values::Amount = patient.history.iter().filter(on_order).map(|past| past.amount).sum();
        sum.with_unit_decimals(unit)
    };
    let daily = (order.order_type != OrderType::Smoking).then(|| order.daily.with_unit_decimals(unit));
    json!({
        "order_id": order.order_id, "order_type": order.order_type, "route": order.route, "physician": order.physician,
        "starts_on": order.starts_on, "ends_on": order.ends_on, "certification_id": order.certification_id, "unit": unit,
        "daily": daily, "ordered": order.ordered.with_unit_decimals(unit), "dispensed": taken("dispensed"), "held": taken("held"),
        "dispensable_now": patient.allotment().available(&order.rule(), today).with_unit_decimals(unit), "device": order.device,
    })
}
