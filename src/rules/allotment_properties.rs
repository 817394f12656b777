//! The rules against a calculator that shares nothing with them: it walks the dates of a window one by one, and tries a cart by
//! dispensing all its lines and looking whether each still fits as the last one. Anything that the two see differently is a fault in one of them.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ROUTES: [Route; 6] = [Route::Edible, Route::Inhalation, Route::Oral, Route::Sublingual, Route::Suppository, Route::Topical];

/// The published table in milligrams a day, typed here a second time (florida-rules §3).
const TABLE: [(Route, i128); 6] = [
    (Route::Edible, 60),
    (Route::Inhalation, 350),
    (Route::Oral, 200),
    (Route::Sublingual, 190),
    (Route::Suppository, 195),
    (Route::Topical, 150),
];

pub(in crate::rules) fn date(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::TimeDelta::days(number)
}

/// The slow way.
pub(in crate::rules) struct Calculator<'a> {
    patient: &'a Allotment,
    /// What was taken: date, order, type, route, thousandths.
    taken: Vec<(NaiveDate, String, OrderType, Route, i128)>,
    today: NaiveDate,
}

impl<'a> Calculator<'a> {
    pub fn of(patient: &'a Allotment, today: NaiveDate) -> Self {
        let line = |past: &Dispensation| (past.on, past.order.clone(), past.order_type, past.route, i128::from(past.amount.0));
        Self { patient, taken: patient.history.iter().map(line).collect(), today }
    }

    fn raised(&self, what: Raises) -> Option<i128> {
        let mut best = None;
        for exception in &self.patient.exceptions {
            if exception.raises == what && exception.until >= self.today {
                best = best.max(Some(i128::from(exception.amount.0)));
            }
        }
        best
    }

    /// Of each date that still counts, what was taken on it.
    pub fn in_window(&self, days: i64, which: impl Fn(OrderType, Route) -> bool) -> i128 {
        let last = if self.patient.variant == Variant::B { days } else { days - 1 };
        let mut of_date: BTreeMap<NaiveDate, i128> = BTreeMap::new();
        for (on, _, order_type, route, amount) in &self.taken {
            if which(*order_type, *route) {
                *of_date.entry(*on).or_default() += amount;
            }
        }
        let mut sum = 0;
        for back in 0..=last {
            sum += of_date.get(&(self.today - chrono::TimeDelta::days(back))).copied().unwrap_or(0);
        }
        sum
    }

    pub fn aggregate(&self) -> i128 {
        let most = self.raised(Raises::Aggregate).unwrap_or(24_500_000);
        most - self.in_window(70, |order_type, _| order_type == OrderType::Medical)
    }

    pub fn left(&self, order: &Order) -> i128 {
        if self.today < order.starts_on || order.ends_on < self.today {
            return 0;
        }
        let mut limits = vec![i128::from(order.ordered.0)];
        for (_, id, _, route, amount) in &self.taken {
            if *id == order.id && *route == order.route {
                limits[0] -= amount;
            }
        }
        match order.order_type {
            OrderType::LowThc => {}
            OrderType::Smoking => {
                let most = self.raised(Raises::Smoking35).unwrap_or(2_500).min(i128::from(order.ordered.0));
                limits.push(most - self.in_window(35, |order_type, _| order_type == OrderType::Smoking));
            }
            OrderType::Medical => {
                let published = TABLE.iter().find(|(route, _)| *route == order.route).unwrap().1 * 1_000;
                let daily = self.raised(Raises::Daily(order.route)).unwrap_or(published).min(i128::from(order.daily.0));
                limits.push(daily * 70 - self.in_window(70, |of, route| of == OrderType::Medical && route == order.route));
                limits.push(self.aggregate());
            }
        }
        limits.into_iter().min().unwrap().max(0)
    }

    /// The same books, looked at on another day.
    pub fn on(mut self, day: NaiveDate) -> Self {
        self.today = day;
        self
    }

    pub fn dispense(&mut self, order: &Order, amount: i128) -> bool {
        let fits = amount <= self.left(order);
        self.taken.push((self.today, order.id.clone(), order.order_type, order.route, amount));
        fits
    }
}

fn kind() -> impl Strategy<Value = (OrderType, Route)> {
    prop_oneof![
        Just((OrderType::Smoking, Route::Smoking)),
        (0..ROUTES.len()).prop_map(|at| (OrderType::Medical, ROUTES[at])),
        (0..ROUTES.len()).prop_map(|at| (OrderType::LowThc, ROUTES[at])),
    ]
}

/// About as much as the type's limits are: thousandths of an ounce, or of a milligram.
pub(in crate::rules) fn amount(order_type: OrderType, share: i64) -> Amount {
    Amount(if order_type == OrderType::Smoking { share * 5 } else { share * 20_000 })
}

prop_compose! {
    fn an_order()(id in 0..6_u8, (order_type, route) in kind(), from in 60..210_i64, days in 0..90_i64, daily in 0..400_i64, share in 0..700_i64) -> Order {
        Order {
            id: id.to_string(),
            order_type,
            route,
            starts_on: date(from),
            ends_on: date(from + days),
            daily: Amount(daily * 1_000),
            ordered: amount(order_type, share),
        }
    }
}

prop_compose! {
    fn a_dispensation()(id in 0..6_u8, (order_type, route) in kind(), on in 60..215_i64, share in 1..150_i64) -> Dispensation {
        Dispensation { on: date(on), order: id.to_string(), order_type, route, amount: amount(order_type, share) }
    }
}

prop_compose! {
    fn an_exception()(what in 0..8_usize, share in 0..700_i64, until in 150..250_i64) -> Exception {
        let (raises, amount) = match ROUTES.get(what) {
            Some(route) => (Raises::Daily(*route), Amount(share * 1_000)),
            None if what == 6 => (Raises::Smoking35, Amount(share * 10)),
            None => (Raises::Aggregate, Amount(share * 60_000)),
        };
        Exception { raises, amount, until: date(until) }
    }
}

prop_compose! {
    pub(in crate::rules) fn a_patient()(
        mut orders in vec(an_order(), 1..6),
        exceptions in vec(an_exception(), 0..4),
        history in vec(a_dispensation(), 0..25),
        later in any::<bool>(),
    ) -> Allotment {
        // The registry's orders have ids of their own.
        orders.iter_mut().zip(0..).for_each(|(order, id)| order.id = i32::to_string(&id));
        Allotment { orders, exceptions, history, variant: if later { Variant::B } else { Variant::A } }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_is_what_the_slow_way_finds(patient in a_patient(), today in 150..220_i64) {
        // What was dispensed later than the day that is asked about does not exist yet.
        let mut patient = patient;
        patient.history.retain(|past| past.on <= date(today));
        for order in &patient.orders {
            let slow = Calculator::of(&patient, date(today)).left(order);
            prop_assert_eq!(i128::from(patient.available(order, date(today)).0), slow, "{:?}", order);
        }
    }

    /// Two orders of one route may have windows of different sizes, so that the order of dispensing would matter: a cart has none.
    #[test]
    fn a_cart_fits_when_each_of_its_lines_still_fits_as_the_last_one(
        patient in a_patient(),
        today in 150..220_i64,
        lines in vec((0..6_usize, 1..200_i64), 1..6),
    ) {
        let mut patient = patient;
        patient.history.retain(|past| past.on <= date(today));
        let of = |(at, share): &(usize, i64)| {
            let order = &patient.orders[at % patient.orders.len()];
            (order, amount(order.order_type, *share))
        };
        let cart: Vec<(&Order, Amount)> = lines.iter().map(of).collect();
        let fits_last = |last: usize| {
            let mut slow = Calculator::of(&patient, date(today));
            for (_, (order, amount)) in cart.iter().enumerate().filter(|(at, _)| *at != last) {
                slow.dispense(order, i128::from(amount.0));
            }
            slow.dispense(cart[last].0, i128::from(cart[last].1.0))
        };
        prop_assert_eq!(patient.fits(&cart, date(today)).is_ok(), (0..cart.len()).all(fits_last));
    }

    #[test]
    fn what_comes_free_is_there_on_its_day_and_not_the_day_before(patient in a_patient(), today in 150..220_i64) {
        let mut patient = patient;
        patient.history.retain(|past| past.on <= date(today));
        for release in patient.releases(date(today)) {
            prop_assert!(release.on > date(today));
            let counted = |day: NaiveDate| {
                let slow = Calculator::of(&patient, day);
                let smoking = slow.in_window(35, |of, route| of == OrderType::Smoking && route == release.route);
                smoking + slow.in_window(70, |of, route| of == OrderType::Medical && route == release.route)
            };
            let before = counted(release.on.pred_opt().unwrap());
            prop_assert!(counted(release.on) <= before - i128::from(release.amount.0));
        }
    }
}
