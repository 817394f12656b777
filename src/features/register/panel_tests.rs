//! What the panel says of one patient.

use super::super::snapshot::tests::{TODAY, order, snapshot};
use super::*;
use crate::biotrack::{PastDispensation, PastStatus};
use chrono::Days;

fn past(days: u64, order_type: OrderType, route: Route, amount: i64, status: PastStatus) -> PastDispensation {
    PastDispensation {
        dispensed_on: TODAY - Days::new(days),
        order_id: "before".into(),
        order_type,
        route,
        amount: Amount(amount),
        unit: order_type.unit(),
        dispensary: None,
        status,
    }
}

fn flower(days: u64, amount: i64, status: PastStatus) -> PastDispensation {
    past(days, OrderType::Smoking, Route::Smoking, amount, status)
}

fn smoker() -> Snapshot {
    let mut said = snapshot(vec![order("1", OrderType::Smoking, Route::Smoking, 750)]);
    (said.orders[0].ordered, said.orders[0].ends_on) = (Amount(2_500), TODAY + Days::new(20));
    said.history = vec![
        flower(30, 500, PastStatus::Dispensed),
        flower(30, 250, PastStatus::Held),
        flower(30, 125, PastStatus::Returned),
        flower(3, 1_000, PastStatus::Dispensed),
    ];
    // Midday, so that the registry's day is this one.
    said.read_at = TODAY.and_hms_opt(17, 0, 0).unwrap();
    said
}

fn debit(amount: i64) -> Debit {
    Debit { order: "1".into(), order_type: OrderType::Smoking, route: Route::Smoking, amount: Amount(amount) }
}

#[test]
fn a_part_is_at_least_one_of_a_hundred_and_never_more() {
    assert_eq!((part(Amount(1), Amount(1_000)), part(Amount::ZERO, Amount(1)), part(Amount(9), Amount(3))), (1, 0, 100));
}

#[test]
fn an_order_says_which_limit_binds_and_what_comes_free() {
    let panel = Panel::of(&smoker(), &[debit(250)], &[], TODAY);
    let bar = &panel.bars[0];
    assert_eq!((bar.stated.as_str(), bar.now.as_str(), bar.cart.as_str()), ("0.750", "0.500", "0.250"));
    let limits: Vec<_> = bar.limits.iter().map(|line| (line.left.as_str(), line.detail.as_deref(), line.binds)).collect();
    assert_eq!(limits, [("2.250 oz", None, false), ("0.500 oz", Some("2.000 of 2.500 used"), true)]);
    // What was held counts, what came back does not; two of one day are one line.
    assert_eq!(bar.next, Some((TODAY + Days::new(5), "0.750".into())));
    let releases: Vec<_> = bar.releases.iter().map(|line| (line.on, line.freed.as_str(), line.then.as_deref())).collect();
    let day = |days| TODAY + Days::new(days);
    assert_eq!(releases, [(day(5), "0.750 oz", Some("1.250 oz")), (day(32), "1.000 oz", None), (day(35), "0.250 oz", None),]);
    assert!(bar.flag.is_none() && panel.together.is_none());
}

#[test]
fn a_registry_that_says_otherwise_is_flagged_with_both_figures() {
    let mut said = smoker();
    said.orders[0].dispensable_now = Amount(500);
    let panel = Panel::of(&said, &[], &[], TODAY);
    let flag = panel.bars[0].flag.as_ref().unwrap();
    assert_eq!((flag.registrys.as_str(), flag.ours.as_str()), ("0.500 oz", "0.750 oz"));
    assert_eq!(panel.bars[0].now, "0.500", "the registry's counts");
}

#[test]
fn medical_routes_are_added_up_and_low_thc_is_not_among_them() {
    let medical = |id, route| {
        let mut one = order(id, OrderType::Medical, route, 1_000_000);
        (one.daily, one.ordered, one.ends_on) = (Some(Amount(60_000)), Amount(1_000_000), TODAY + Days::new(60));
        one
    };
    let mut said = snapshot(vec![
        medical("1", Route::Edible),
        medical("2", Route::Oral),
        order("3", OrderType::LowThc, Route::Sublingual, 2_500_000),
    ]);
    said.read_at = TODAY.and_hms_opt(17, 0, 0).unwrap();
    said.history = vec![
        past(60, OrderType::Medical, Route::Inhalation, 20_000_000, PastStatus::Dispensed),
        past(60, OrderType::Medical, Route::Topical, 3_000_000, PastStatus::Dispensed),
        past(60, OrderType::LowThc, Route::Sublingual, 9_000_000, PastStatus::Dispensed),
    ];
    said.aggregate_remaining = Some(Amount(1_500_000));
    let cart = [Debit { order: "1".into(), order_type: OrderType::Medical, route: Route::Edible, amount: Amount(900_000) }];
    let panel = Panel::of(&said, &cart, &[], TODAY);
    let together = panel.together.unwrap();
    assert_eq!((together.stated.as_str(), together.now.as_str()), ("1,500 mg THC", "600 mg THC"));
    let day = |days| TODAY + Days::new(days);
    assert_eq!(together.releases, [(day(10), "23,000 mg THC".into()), (day(70), "900 mg THC".into())]);
    let oral = &panel.bars[1];
    assert_eq!((oral.now.as_str(), oral.limits[2].binds, oral.limits[2].left.as_str()), ("600", true, "600 mg THC"));
    let low = &panel.bars[2];
    assert_eq!((low.limits.len(), low.releases.len(), low.limits[0].binds), (1, 0, true));
}
