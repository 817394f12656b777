//! The patient registry's answer to a card. **Invented** (`florida-additions.md`, `card_lookup`): API 4.0 has the action, but its
//! answer is not public.

use super::client::Biotrack;
use super::loose::Row;
use super::replay::fields;
use super::{ReadError, Silence};
use crate::values::{Amount, At, OrderType, Route, Unit, text_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

text_enum! {
    /// Whether a card may be used (invented).
    CardStatus {
        Active = "active", "Active";
        Suspended = "suspended", "Suspended";
        Expired = "expired", "Expired";
        Revoked = "revoked", "Revoked";
    }
}

text_enum! {
    /// What an exception to a limit is about (invented).
    ExceptionKind {
        Smoking35 = "smoking_35", "Smoking, 35 days";
        Daily = "daily", "Daily";
        Aggregate = "aggregate", "Aggregate";
    }
}

text_enum! {
    /// What has become of an earlier dispensation (invented).
    PastStatus {
        Dispensed = "dispensed", "Dispensed";
        Held = "held", "Held";
        Returned = "returned", "Returned";
    }
}

/// What the registry says of one patient at one moment. Has no `Debug`: it names people.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryAnswer {
    pub card_id: String,
    pub card_key: String,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: NaiveDate,
    pub status: CardStatus,
    pub card_expires_on: Option<NaiveDate>,
    pub certification_expires_on: Option<NaiveDate>,
    pub caregivers: Vec<Caregiver>,
    pub orders: Vec<RegistryOrder>,
    /// Milligrams of THC left over all medical routes together, of 24,500 in 70 days (florida-rules §5).
    pub aggregate_remaining: Option<Amount>,
    pub exceptions: Vec<RegistryException>,
    pub history: Vec<PastDispensation>,
    pub read_at: At,
}

/// A person who may buy for the patient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caregiver {
    pub caregiver_card_id: String,
    pub name: String,
    pub status: CardStatus,
    pub expires_on: Option<NaiveDate>,
}

/// A physician's order, with what may be dispensed from it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryOrder {
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub physician: Option<String>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub certification_id: Option<String>,
    pub unit: Unit,
    pub daily: Option<Amount>,
    pub ordered: Amount,
    pub dispensed: Amount,
    pub held: Amount,
    pub dispensable_now: Amount,
    /// The order has a delivery device.
    pub device: bool,
}

/// A limit that was raised for this patient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryException {
    pub kind: ExceptionKind,
    pub route: Option<Route>,
    pub amount: Option<Amount>,
    pub until: Option<NaiveDate>,
}

/// What was dispensed before, here or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastDispensation {
    pub dispensed_on: NaiveDate,
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub amount: Amount,
    pub unit: Unit,
    pub dispensary: Option<String>,
    pub status: PastStatus,
}

impl Biotrack {
    /// Reads a patient's card in the registry, for the patient or for a caregiver.
    pub async fn card(&self, card_id: &str, caregiver: Option<&str>) -> Result<RegistryAnswer, ReadError> {
        let mut question = fields(json!({ "card_id": card_id }));
        if let Some(caregiver) = caregiver {
            question.insert("caregiver_card_id".into(), caregiver.into());
        }
        let said = self.read("card_lookup", question).await?;
        Ok(answer(&said.body, self.clock().state())?)
    }
}

fn answer(body: &Map<String, Value>, now: At) -> Result<RegistryAnswer, Silence> {
    let Some(patient) = body.get("patient").and_then(Value::as_object).map(Row) else {
        return Err(Silence("The registry's answer could not be read: it has no “patient”.".into()));
    };
    Ok(RegistryAnswer {
        card_id: patient.need_text("card_id")?,
        card_key: patient.need_text("card_key")?,
        first_name: patient.need_text("first_name")?,
        last_name: patient.need_text("last_name")?,
        birth_date: patient.need_date("birth_date")?,
        status: patient.need("status")?,
        card_expires_on: patient.date("card_expires_on")?,
        certification_expires_on: patient.date("certification_expires_on")?,
        caregivers: all(patient, "caregivers", caregiver)?,
        orders: all(patient, "orders", order)?,
        aggregate_remaining: patient.amount("aggregate_remaining")?,
        exceptions: all(patient, "exceptions", exception)?,
        history: all(patient, "history", past)?,
        read_at: patient.at("read_at").unwrap_or(now),
    })
}

fn all<T>(row: Row, field: &str, read: impl Fn(Row) -> Result<T, Silence>) -> Result<Vec<T>, Silence> {
    Row::all(row.get(field)).map(read).collect()
}

fn caregiver(row: Row) -> Result<Caregiver, Silence> {
    Ok(Caregiver {
        caregiver_card_id: row.need_text("caregiver_card_id")?,
        name: row.need_text("name")?,
        status: row.need("status")?,
        expires_on: row.date("expires_on")?,
    })
}

fn order(row: Row) -> Result<RegistryOrder, Silence> {
    Ok(RegistryOrder {
        order_id: row.need_text("order_id")?,
        order_type: row.need("order_type")?,
        route: row.need("route")?,
        physician: row.text("physician"),
        starts_on: row.need_date("starts_on")?,
        ends_on: row.need_date("ends_on")?,
        certification_id: row.text("certification_id"),
        unit: row.need("unit")?,
        daily: row.amount("daily")?,
        ordered: row.need_amount("ordered")?,
        dispensed: row.need_amount("dispensed")?,
        held: row.need_amount("held")?,
        dispensable_now: row.need_amount("dispensable_now")?,
        device: row.flag("device"),
    })
}

fn exception(row: Row) -> Result<RegistryException, Silence> {
    Ok(RegistryException {
        kind: row.need("kind")?,
        route: row.parsed("route")?,
        amount: row.amount("amount")?,
        until: row.date("until")?,
    })
}

fn past(row: Row) -> Result<PastDispensation, Silence> {
    Ok(PastDispensation {
        dispensed_on: row.need_date("dispensed_on")?,
        order_id: row.need_text("order_id")?,
        order_type: row.need("order_type")?,
        route: row.need("route")?,
        amount: row.need_amount("amount")?,
        unit: row.need("unit")?,
        dispensary: row.text("dispensary"),
        status: row.need("status")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> Value {
        json!({"success": 1, "patient": {
            "card_id": "P1234567", "card_key": "k", "first_name": "Ana", "last_name": "Ruiz", "birth_date": "1980-02-01",
            "status": "active", "card_expires_on": "2027-01-31", "certification_expires_on": null,
            "caregivers": {"caregiver_card_id": "C1", "name": "Bo", "status": "expired", "expires_on": "2025-01-31"},
            "orders": [{"order_id": 12, "order_type": "smoking", "route": "smoking", "physician": "Dr. May", "starts_on": "2026-11-01",
                "ends_on": "2026-12-05", "certification_id": "X", "unit": "oz", "daily": null, "ordered": "2.5", "dispensed": "0.125",
                "held": 0, "dispensable_now": 2.375, "device": "0"}],
            "aggregate_remaining": "3.875", "exceptions": [{"kind": "smoking_35", "route": "smoking", "amount": "3.000", "until": "2026-12-31"}],
            "history": [{"dispensed_on": "2026-11-02", "order_id": "12", "order_type": "smoking", "route": "smoking",
                "amount": "0.125", "unit": "oz", "dispensary": "Elsewhere", "status": "dispensed"}],
            "read_at": "1700000000"}})
    }

    #[test]
    fn a_card_is_read_whether_numbers_are_text_and_lists_are_one() {
        let answer = answer(body().as_object().unwrap(), At::default()).unwrap();
        let order = answer.orders.first().unwrap();
        assert_eq!((order.order_id.as_str(), order.dispensable_now, order.held), ("12", Amount(2375), Amount::ZERO));
        assert_eq!(answer.caregivers.first().unwrap().status, CardStatus::Expired);
        assert_eq!(answer.exceptions.first().unwrap().kind, ExceptionKind::Smoking35);
        assert_eq!(answer.history.first().unwrap().amount, Amount(125));
        assert_eq!(answer.read_at.and_utc().timestamp(), 1_700_000_000);
    }

    #[test]
    fn a_status_we_do_not_know_is_no_answer() {
        let mut body = body();
        body["patient"]["status"] = json!("on_holiday");
        assert!(answer(body.as_object().unwrap(), At::default()).err().unwrap().0.contains("status"));
        body["patient"] = json!(null);
        assert!(answer(body.as_object().unwrap(), At::default()).is_err());
    }
}
