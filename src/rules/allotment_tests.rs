//! The worked examples of florida-rules §5.1, by their numbers there.

use super::*;
use crate::rules::releases::Release;
use OrderType::{LowThc, Medical, Smoking};

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn oz(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

fn mg(whole: i64) -> Amount {
    Amount(whole * 1000)
}

fn order(id: &str, order_type: OrderType, route: Route, from: &str, daily: i64, ordered: Amount) -> Order {
    let starts_on = on(from);
    Order { id: id.into(), order_type, route, starts_on, ends_on: starts_on + Days::new(210), daily: mg(daily), ordered }
}

fn past(date: &str, order: &str, order_type: OrderType, route: Route, amount: Amount) -> Dispensation {
    Dispensation { on: on(date), order: order.into(), order_type, route, amount }
}

fn patient(orders: Vec<Order>, history: Vec<Dispensation>) -> Allotment {
    Allotment { orders, history, ..Default::default() }
}

fn left(patient: &Allotment, order: &str, today: &str) -> Amount {
    let order = patient.orders.iter().find(|o| o.id == order).unwrap();
    patient.available(order, on(today))
}

fn flower(date: &str, order: &str, amount: &str) -> Dispensation {
    past(date, order, Smoking, Route::Smoking, oz(amount))
}

#[test]
fn c1_an_order_of_flower_is_used_up_by_what_was_bought_on_it() {
    let order = order("1", Smoking, Route::Smoking, "2026-09-01", 0, oz("2.5"));
    let patient = patient(vec![order], vec![flower("2026-09-01", "1", "1"), flower("2026-09-08", "1", "0.5")]);
    assert_eq!(left(&patient, "1", "2026-09-20"), oz("1"));
}

#[test]
fn c2_a_new_order_still_waits_for_the_window() {
    let orders = ["2026-09-01", "2026-10-06"].map(|from| order(from, Smoking, Route::Smoking, from, 0, oz("2.5")));
    let bought = [("2026-09-01", "1"), ("2026-09-08", "0.5"), ("2026-09-20", "1")].map(|(d, a)| flower(d, "2026-09-01", a));
    let mut patient = patient(orders.to_vec(), bought.to_vec());
    assert_eq!(left(&patient, "2026-09-01", "2026-10-05"), Amount::ZERO);
    assert_eq!(left(&patient, "2026-10-06", "2026-10-05"), Amount::ZERO, "not open yet");
    assert_eq!(left(&patient, "2026-10-06", "2026-10-06"), oz("1"));
    assert_eq!(left(&patient, "2026-10-06", "2026-10-13"), oz("1.5"));
    let first = Release { on: on("2026-10-06"), route: Route::Smoking, amount: oz("1") };
    assert_eq!(patient.releases(on("2026-10-05")).first(), Some(&first));
    patient.variant = Variant::B;
    assert_eq!(left(&patient, "2026-10-06", "2026-10-06"), Amount::ZERO);
    assert_eq!(left(&patient, "2026-10-06", "2026-10-13"), oz("1"));
}

#[test]
fn c3_seventy_days_later_the_route_is_free_again() {
    let order = order("new", Medical, Route::Inhalation, "2026-03-12", 350, mg(24_500));
    let mut patient = patient(vec![order], vec![past("2026-03-01", "old", Medical, Route::Inhalation, mg(20_000))]);
    assert_eq!(left(&patient, "new", "2026-03-15"), mg(4_500));
    assert_eq!(left(&patient, "new", "2026-05-09"), mg(4_500));
    assert_eq!(left(&patient, "new", "2026-05-10"), mg(24_500));
    patient.variant = Variant::B;
    assert_eq!(left(&patient, "new", "2026-05-10"), mg(4_500));
}

#[test]
fn c4_the_aggregate_and_each_route_bind_together() {
    let routes = [("e", Route::Edible, 60, 4_200), ("i", Route::Inhalation, 200, 14_000), ("o", Route::Oral, 90, 6_300)];
    let orders = routes.map(|(id, route, daily, total)| order(id, Medical, route, "2026-06-01", daily, mg(total)));
    let bought = vec![
        past("2026-06-01", "i", Medical, Route::Inhalation, mg(14_000)),
        past("2026-06-15", "o", Medical, Route::Oral, mg(6_000)),
        past("2026-07-20", "e", Medical, Route::Edible, mg(2_000)),
    ];
    let patient = patient(orders.to_vec(), bought);
    assert_eq!(patient.aggregate_remaining(on("2026-08-01")), mg(2_500));
    let each = ["e", "i", "o"].map(|id| left(&patient, id, "2026-08-01"));
    assert_eq!(each, [mg(2_200), Amount::ZERO, mg(300)]);
}

#[test]
fn c5_a_cart_of_two_routes_is_held_to_the_aggregate() {
    let routes = [("e", Route::Edible, 60, 4_200), ("o", Route::Oral, 200, 14_000), ("t", Route::Topical, 90, 6_300)];
    let orders = routes.map(|(id, route, daily, total)| order(id, Medical, route, "2026-06-20", daily, mg(total)));
    let patient = patient(orders.to_vec(), vec![past("2026-06-01", "old", Medical, Route::Inhalation, mg(23_000))]);
    let today = "2026-07-01";
    for id in ["e", "o", "t"] {
        assert_eq!(left(&patient, id, today), mg(1_500), "{id}");
    }
    let [edible, oral, _] = &orders;
    assert_eq!(patient.fits(&[(edible, mg(1_000)), (oral, mg(500))], on(today)), Ok(()));
    let short = patient.fits(&[(edible, mg(1_000)), (oral, mg(600))], on(today)).unwrap_err();
    assert_eq!((short.wanted, short.left, short.unit), (mg(1_600), mg(1_500), Unit::MgThc));
}

#[test]
fn c6_the_last_eighth_of_an_order_is_the_last() {
    let order = order("1", Smoking, Route::Smoking, "2026-09-01", 0, oz("1"));
    let patient = patient(vec![order.clone()], vec![flower("2026-09-02", "1", "0.875")]);
    let eighth = oz("0.125");
    assert_eq!(patient.fits(&[(&order, eighth)], on("2026-09-20")), Ok(()));
    assert!(patient.fits(&[(&order, eighth), (&order, eighth)], on("2026-09-20")).is_err());
}

#[test]
fn c7_an_open_window_does_not_refill_an_order() {
    let order = order("1", Medical, Route::Edible, "2026-01-05", 60, mg(4_200));
    let patient = patient(vec![order], vec![past("2026-01-05", "1", Medical, Route::Edible, mg(4_000))]);
    assert_eq!(left(&patient, "1", "2026-03-16"), mg(200));
}

#[test]
fn c11_eighths_count_as_they_are_posted() {
    let order = order("1", Smoking, Route::Smoking, "2026-09-01", 0, oz("2.5"));
    let patient = patient(vec![order.clone()], vec![]);
    for posted in ["0.125", "0.123"] {
        assert_eq!(patient.fits(&[(&order, oz(posted).times(20))], on("2026-09-01")), Ok(()));
        assert!(patient.fits(&[(&order, oz(posted).times(21))], on("2026-09-01")).is_err());
    }
}

#[test]
fn low_thc_is_limited_by_its_own_order_only() {
    let order = order("1", LowThc, Route::Sublingual, "2026-09-01", 10, mg(40_000));
    let patient = patient(vec![order], vec![past("2026-08-30", "x", Medical, Route::Sublingual, mg(24_500))]);
    assert_eq!(left(&patient, "1", "2026-09-20"), mg(40_000));
}

#[test]
fn an_exception_raises_the_limit_until_its_last_day() {
    let order = order("1", Smoking, Route::Smoking, "2026-09-01", 0, oz("4"));
    let mut patient = patient(vec![order], vec![]);
    patient.exceptions = vec![Exception { raises: Raises::Smoking35, amount: oz("4"), until: on("2026-09-20") }];
    assert_eq!(left(&patient, "1", "2026-09-20"), oz("4"));
    assert_eq!(left(&patient, "1", "2026-09-21"), oz("2.5"));
}
