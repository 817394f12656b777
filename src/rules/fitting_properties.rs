//! Fitting against the slow calculator of the allotment: what fits beside a cart, the largest quantity, and the first day.

use super::super::allotment::properties::{Calculator, a_patient, amount, date};
use super::super::differences::differences;
use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

/// (order, amount), as indexes and shares.
type Lines = Vec<(usize, i64)>;

/// What the registry would say if it calculated slowly.
fn account(patient: &Allotment, elsewhere: &Lines, today: NaiveDate) -> Account {
    let slow = Calculator::of(patient, today);
    let stated = |order: &Order| Stated { order: order.clone(), dispensable: whole(slow.left(order)) };
    Account {
        orders: patient.orders.iter().map(stated).collect(),
        aggregate: Some(whole(slow.aggregate().max(0))),
        own: patient.clone(),
        elsewhere: debits(patient, elsewhere),
        today,
    }
}

fn whole(amount: i128) -> Amount {
    Amount(i64::try_from(amount).unwrap())
}

fn order_at(patient: &Allotment, at: usize) -> &Order {
    &patient.orders[at % patient.orders.len()]
}

fn debits(patient: &Allotment, lines: &Lines) -> Vec<Debit> {
    let debit = |(at, share): &(usize, i64)| {
        let order = order_at(patient, *at);
        debit_of(order, amount(order.order_type, *share))
    };
    lines.iter().map(debit).collect()
}

/// Without what is later than the day that is asked about.
fn known(mut patient: Allotment, today: NaiveDate) -> Allotment {
    patient.history.retain(|past| past.on <= today);
    patient
}

/// Whether all these lines fit, each tried as the last one, after what other sales took.
fn fits_slowly(patient: &Allotment, elsewhere: &[Debit], cart: &[Debit], today: NaiveDate) -> bool {
    let order = |debit: &Debit| patient.orders.iter().find(|order| order.id == debit.order).unwrap();
    (0..cart.len()).all(|last| {
        let mut slow = Calculator::of(patient, today);
        let others = cart.iter().enumerate().filter(|(at, _)| *at != last).map(|(_, debit)| debit);
        for debit in elsewhere.iter().chain(others) {
            slow.dispense(order(debit), i128::from(debit.amount.0));
        }
        slow.dispense(order(&cart[last]), i128::from(cart[last].amount.0))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cart_beside_other_sales_fits_when_the_slow_way_says_so(
        patient in a_patient(),
        today in 150..220_i64,
        elsewhere in vec((0..6_usize, 1..100_i64), 0..3),
        cart in vec((0..6_usize, 1..100_i64), 1..5),
    ) {
        let (today, patient) = (date(today), known(patient, date(today)));
        let account = account(&patient, &elsewhere, today);
        let cart = debits(&patient, &cart);
        prop_assert_eq!(account.fits(&cart).is_ok(), fits_slowly(&patient, &account.elsewhere, &cart, today));
    }

    #[test]
    fn the_largest_quantity_is_the_greatest_that_fits_the_slow_way(
        patient in a_patient(),
        today in 150..220_i64,
        elsewhere in vec((0..6_usize, 1..100_i64), 0..2),
        rest in vec((0..6_usize, 1..100_i64), 0..3),
        at in 0..6_usize,
        share in 20..200_i64,
    ) {
        let (today, patient) = (date(today), known(patient, date(today)));
        let account = account(&patient, &elsewhere, today);
        let (rest, order) = (debits(&patient, &rest), order_at(&patient, at));
        let each = amount(order.order_type, share);
        let with = |count: i64| -> Vec<Debit> { rest.iter().cloned().chain([debit_of(order, each.times(count))]).collect() };
        let greatest = (1..=40).filter(|count| fits_slowly(&patient, &account.elsewhere, &with(*count), today)).max().unwrap_or(0);
        prop_assert_eq!(account.largest(&rest, order, each), greatest);
    }

    #[test]
    fn whatever_the_registry_says_the_largest_quantity_is_the_last_that_fits(
        patient in a_patient(),
        today in 150..220_i64,
        said in vec(0..700_i64, 6),
        aggregate in proptest::option::of(0..1_300_i64),
        rest in vec((0..6_usize, 1..100_i64), 0..4),
        at in 0..6_usize,
        share in 20..200_i64,
    ) {
        let (today, patient) = (date(today), known(patient, date(today)));
        let mut account = account(&patient, &Vec::new(), today);
        for (stated, share) in account.orders.iter_mut().zip(said) {
            stated.dispensable = amount(stated.order.order_type, share);
        }
        account.aggregate = aggregate.map(|share| Amount(share * 20_000));
        let (rest, order) = (debits(&patient, &rest), order_at(&patient, at));
        let each = amount(order.order_type, share);
        let fits = |count: &i64| account.fits(&rest.iter().cloned().chain([debit_of(order, each.times(*count))]).collect::<Vec<_>>()).is_ok();
        prop_assert_eq!(account.largest(&rest, order, each), (1..=80).filter(fits).max().unwrap_or(0));
    }

    #[test]
    fn the_first_day_is_the_first_on_which_it_fits_the_slow_way(
        patient in a_patient(),
        today in 150..220_i64,
        rest in vec((0..6_usize, 1..100_i64), 0..3),
        at in 0..6_usize,
        share in 1..700_i64,
    ) {
        let (today, patient) = (date(today), known(patient, date(today)));
        let account = account(&patient, &Vec::new(), today);
        let (rest, order) = (debits(&patient, &rest), order_at(&patient, at));
        let each = amount(order.order_type, share);
        let fits_on = |day: NaiveDate| {
            let mut slow = Calculator::of(&patient, today);
            for debit in &rest {
                let order = patient.orders.iter().find(|order| order.id == debit.order).unwrap();
                slow.dispense(order, i128::from(debit.amount.0));
            }
            let left = slow.on(day).left(order);
            (left >= i128::from(each.0)).then(|| (day, i64::try_from(left / i128::from(each.0)).unwrap()))
        };
        // What fits today needs no day to come.
        if fits_on(today).is_some() {
            return Ok(());
        }
        let slowly = today.iter_days().skip(1).take_while(|day| *day <= order.ends_on).find_map(fits_on);
        prop_assert_eq!(account.first_day(&rest, order, each), slowly);
    }

    #[test]
    fn a_registry_that_calculates_as_we_do_raises_no_flag_and_any_other_figure_does(
        patient in a_patient(),
        today in 150..220_i64,
        at in 0..6_usize,
        off in 1..1_000_i64,
    ) {
        let (today, patient) = (date(today), known(patient, date(today)));
        let mut account = account(&patient, &Vec::new(), today);
        prop_assert_eq!(differences(&patient, &account.orders, account.aggregate, today), Vec::new());
        let at = at % account.orders.len();
        account.orders[at].dispensable.0 += off;
        let found = differences(&patient, &account.orders, account.aggregate, today);
        let order = &account.orders[at].order;
        let named: Vec<_> = found.iter().map(|one| one.order.clone().unwrap()).collect();
        let expected: Vec<_> = order.open_on(today).then(|| (order.route, order.id.clone())).into_iter().collect();
        prop_assert_eq!(named, expected);
    }

    #[test]
    fn what_comes_free_is_all_that_counts_once(patient in a_patient(), today in 150..220_i64) {
        let (today, patient) = (date(today), known(patient, date(today)));
        let (slow, all) = (Calculator::of(&patient, today), patient.releases(today));
        let counted = slow.in_window(35, |of, _| of == OrderType::Smoking) + slow.in_window(70, |of, _| of == OrderType::Medical);
        prop_assert_eq!(all.iter().map(|release| i128::from(release.amount.0)).sum::<i128>(), counted);
        prop_assert!(all.windows(2).all(|two| (two[0].on, two[0].route) < (two[1].on, two[1].route)));
    }
}
