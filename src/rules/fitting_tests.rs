//! Fitting, case by case: who shares what, and which figure wins.

use super::*;
use chrono::Days;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

fn order(id: &str, order_type: OrderType, route: Route, daily: i64, ordered: i64) -> Order {
    let (starts_on, ends_on) = (TODAY - Days::new(20), TODAY + Days::new(40));
    Order { id: id.into(), order_type, route, starts_on, ends_on, daily: Amount(daily), ordered: Amount(ordered) }
}

fn smoking(id: &str) -> Order {
    order(id, OrderType::Smoking, Route::Smoking, 0, 2_500)
}

fn medical(id: &str, route: Route) -> Order {
    order(id, OrderType::Medical, route, 60_000, 4_200_000)
}

/// The registry says exactly what we calculate.
fn account(orders: Vec<Order>, history: Vec<Dispensation>) -> Account {
    let own = Allotment { orders: orders.clone(), history, ..Allotment::default() };
    let stated = |order: Order| Stated { dispensable: own.available(&order, TODAY), order };
    Account {
        orders: orders.into_iter().map(stated).collect(),
        aggregate: Some(own.aggregate_remaining(TODAY)),
        own: own.clone(),
        elsewhere: Vec::new(),
        today: TODAY,
    }
}

fn past(days: u64, order: &Order, amount: i64) -> Dispensation {
    let (order_type, route) = (order.order_type, order.route);
    Dispensation { on: TODAY - Days::new(days), order: order.id.clone(), order_type, route, amount: Amount(amount) }
}

fn over(misfit: Result<(), Misfit>) -> Over {
    match misfit {
        Err(Misfit::Over(over)) => over,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_orders_of_one_route_share_its_window() {
    let (one, other) = (smoking("1"), smoking("2"));
    let account = account(vec![one.clone(), other.clone()], vec![past(3, &smoking("0"), 1_500)]);
    let cart = [debit_of(&one, Amount(600)), debit_of(&other, Amount(500))];
    let short = over(account.fits(&cart));
    assert_eq!((short.limit, short.wanted, short.left), (Limit::Window, Amount(1_100), Amount(1_000)));
    assert_eq!(account.largest(&cart[..1], &other, Amount(125)), 3);
    let two_tills = Account { elsewhere: vec![debit_of(&one, Amount(1_000))], ..account };
    assert_eq!(
        over(two_tills.fits(&cart[1..])).elsewhere,
        Amount(1_000),
        "what another till takes of the one is not left for the other"
    );
}

#[test]
fn the_registrys_lower_figure_wins_and_its_higher_one_too() {
    let one = smoking("1");
    let mut account = account(vec![one.clone()], Vec::new());
    account.orders[0].dispensable = Amount(250);
    assert_eq!(account.largest(&[], &one, Amount(125)), 2);
    account.orders[0].dispensable = Amount(3_000);
    assert_eq!(account.fits(&[debit_of(&one, Amount(3_000))]), Ok(()));
    assert_eq!(account.largest(&[], &one, Amount(125)), 24);
}

#[test]
fn a_registry_that_says_nothing_of_the_aggregate_is_held_to_ours() {
    let (edible, oral) = (medical("1", Route::Edible), medical("2", Route::Oral));
    let mut account = account(vec![edible.clone(), oral.clone()], vec![past(9, &medical("0", Route::Topical), 23_000_000)]);
    account.aggregate = None;
    assert_eq!(account.fits(&[debit_of(&edible, Amount(1_500_000))]), Ok(()));
    let short = over(account.fits(&[debit_of(&edible, Amount(1_000_000)), debit_of(&oral, Amount(600_000))]));
    assert_eq!((short.limit, short.left), (Limit::Aggregate, Amount(1_500_000)));
}

#[test]
fn low_thc_is_beside_every_window_and_the_aggregate() {
    let low = order("1", OrderType::LowThc, Route::Edible, 100_000, 7_000_000);
    let edible = medical("2", Route::Edible);
    let account = account(vec![low.clone(), edible.clone()], Vec::new());
    assert_eq!(account.fits(&[debit_of(&low, Amount(7_000_000)), debit_of(&edible, Amount(4_200_000))]), Ok(()));
}

#[test]
fn a_closed_order_takes_nothing_and_the_day_it_opens_is_named() {
    let opens = TODAY + Days::new(5);
    let later = Order { starts_on: opens, ..smoking("1") };
    let account = account(vec![later.clone()], Vec::new());
    assert!(matches!(account.fits(&[debit_of(&later, Amount(125))]), Err(Misfit::Closed(_))));
    assert_eq!(account.largest(&[], &later, Amount(125)), 0);
    assert_eq!(account.first_day(&[], &later, Amount(125)), Some((opens, 20)));
}

#[test]
fn nothing_comes_free_on_an_order_that_is_used_up() {
    let one = Order { ordered: Amount(1_000), ..smoking("1") };
    let account = account(vec![one.clone()], vec![past(30, &one, 1_000)]);
    assert_eq!(account.own.releases(TODAY).len(), 1);
    assert_eq!(account.first_day(&[], &one, Amount(125)), None);
}

#[test]
fn where_the_registry_gives_less_it_is_expected_to_go_on_doing_so() {
    let one = smoking("1");
    let mut account = account(vec![one.clone()], vec![past(30, &smoking("0"), 2_500)]);
    let day = TODAY + Days::new(5);
    assert_eq!(account.first_day(&[], &one, Amount(1_000)), Some((day, 2)));
    account.own.history[0].amount = Amount(1_500); // we find 1.000 left, the registry nothing
    assert_eq!(account.first_day(&[], &one, Amount(1_000)), Some((day, 1)));
}

#[test]
fn what_is_sold_today_is_not_free_again_before_its_own_day() {
    let one = smoking("1");
    let account = account(vec![one.clone()], vec![past(30, &smoking("0"), 1_000)]);
    let cart = [debit_of(&one, Amount(1_500))];
    assert_eq!(account.room(&cart, &one), Amount::ZERO);
    assert_eq!(account.first_day(&cart, &one, Amount(125)), Some((TODAY + Days::new(5), 8)));
    assert_eq!(account.first_day(&cart, &one, Amount(1_250)), None, "the order ends first");
}
