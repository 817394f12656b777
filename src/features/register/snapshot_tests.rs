//! What blocks a patient, case by case.

use super::*;
use crate::values::OrderType;

pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

pub fn order(id: &str, order_type: OrderType, route: Route, left: i64) -> RegistryOrder {
    RegistryOrder {
        order_id: id.into(),
        order_type,
        route,
        physician: Some("Dr. May".into()),
        starts_on: TODAY - chrono::Days::new(10),
        ends_on: TODAY,
        certification_id: None,
        unit: order_type.unit(),
        daily: None,
        ordered: Amount(2_500_000),
        dispensed: Amount::ZERO,
        held: Amount::ZERO,
        dispensable_now: Amount(left),
        device: false,
    }
}

pub fn snapshot(orders: Vec<RegistryOrder>) -> Snapshot {
    Snapshot {
        card_id: "P1234567".into(),
        card_key: "key".into(),
        birth_date: NaiveDate::from_ymd_opt(1980, 11, 24).unwrap(),
        status: CardStatus::Active,
        card_expires_on: Some(TODAY),
        certification_expires_on: None,
        caregivers: Vec::new(),
        orders,
        aggregate_remaining: None,
        exceptions: Vec::new(),
        history: Vec::new(),
        read_at: At::default(),
        variant: Variant::A,
    }
}

fn smoker() -> Snapshot {
    snapshot(vec![order("1", OrderType::Smoking, Route::Smoking, 2_500)])
}

fn refusal(snapshot: &Snapshot, caregiver: Option<&str>) -> String {
    snapshot.must_be_served(caregiver, TODAY).unwrap_err().to_string()
}

#[test]
fn an_active_card_with_an_open_order_is_served_through_its_last_day() {
    assert!(smoker().must_be_served(None, TODAY).is_ok());
    assert_eq!(smoker().age(TODAY), 45, "the birthday is tomorrow");
}

#[test]
fn each_block_is_said_in_words() {
    let suspended = Snapshot { status: CardStatus::Suspended, ..smoker() };
    assert!(refusal(&suspended, None).contains("suspended"));
    let expired = Snapshot { card_expires_on: TODAY.pred_opt(), ..smoker() };
    assert!(refusal(&expired, None).contains("expired on Nov 22, 2026"));
    let over = Snapshot { certification_expires_on: TODAY.pred_opt(), ..smoker() };
    assert!(refusal(&over, None).contains("certification ended"));
    assert!(refusal(&snapshot(Vec::new()), None).contains("no open order"));
    let mut over = smoker();
    over.orders[0].ends_on = TODAY.pred_opt().unwrap();
    assert!(refusal(&over, None).contains("no open order"));
}

#[test]
fn a_minor_needs_an_active_caregiver() {
    let born = NaiveDate::from_ymd_opt(2009, 5, 1).unwrap();
    let alone = Snapshot { birth_date: born, ..smoker() };
    assert!(refusal(&alone, None).contains("must register as caregiver"));
    let good = CaregiverCard { card_id: "C7654321".into(), status: CardStatus::Active, expires_on: Some(TODAY) };
    let late = CaregiverCard { card_id: "C0000001".into(), expires_on: TODAY.pred_opt(), ..good.clone() };
    let minor = Snapshot { caregivers: vec![good, late], ..alone };
    assert!(refusal(&minor, None).contains("•••• 4321"));
    assert!(minor.must_be_served(Some(" c7654321 "), TODAY).is_ok());
    assert!(refusal(&minor, Some("C0000001")).contains("has expired"));
    assert!(refusal(&minor, Some("C9")).contains("not registered for this patient"));
}
