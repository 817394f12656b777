//! Where our own calculation from the registry's history is not what the registry itself says. The registry's figure counts; that they
//! differ is a flag for whoever looks after the books (florida-rules §5).

use super::allotment::Allotment;
use super::fitting::Stated;
use crate::values::{Amount, At, OrderType, Route};
use chrono::NaiveDate;

/// The two figures, and of what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which order; none: all medical routes together.
    pub order: Option<(Route, String)>,
    pub order_type: OrderType,
    pub ours: Amount,
    pub registrys: Amount,
}

/// The registry's calendar is Eastern, whatever the shop's zone (an assumption: florida-rules 3.13).
pub fn registry_day(at: At) -> NaiveDate {
    crate::values::clock::local_date(at, chrono_tz::US::Eastern)
}

/// Every order that is open on `day`, and the aggregate of the medical ones, where the two figures are not the same.
pub fn differences(own: &Allotment, orders: &[Stated], aggregate: Option<Amount>, day: NaiveDate) -> Vec<Difference> {
    let open = || orders.iter().filter(move |stated| stated.order.open_on(day));
    let of_order = open().map(|Stated { order, dispensable }| Difference {
        order: Some((order.route, order.id.clone())),
        order_type: order.order_type,
        ours: own.available(order, day),
        registrys: *dispensable,
    });
    let is_medical = open().any(|stated| stated.order.order_type == OrderType::Medical);
    let of_all = aggregate.filter(|_| is_medical).map(|registrys| Difference {
        order: None,
        order_type: OrderType::Medical,
        ours: own.aggregate_remaining(day),
        registrys,
    });
    of_order.chain(of_all).filter(|difference| difference.ours != difference.registrys).collect()
}

#[cfg(test)]
mod tests {
    use super::super::allotment::{Dispensation, Order, Variant};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn order(order_type: OrderType, route: Route, ordered: i64) -> Order {
        let (starts_on, ends_on) = (day("2026-11-01"), day("2027-01-31"));
        Order { id: "1".into(), order_type, route, starts_on, ends_on, daily: Amount(60_000), ordered: Amount(ordered) }
    }

    fn flower(variant: Variant) -> (Allotment, Order) {
        let order = order(OrderType::Smoking, Route::Smoking, 2_500);
        let past = Dispensation {
            on: day("2026-11-01"),
            order: "before".into(),
            order_type: OrderType::Smoking,
            route: Route::Smoking,
            amount: Amount(2_000),
        };
        (Allotment { orders: vec![order.clone()], history: vec![past], variant, ..Allotment::default() }, order)
    }

    #[test]
    fn the_two_readings_of_the_window_differ_on_one_day_and_agree_on_the_others() {
        for (today, registrys, differs) in [("2026-12-05", 500, false), ("2026-12-06", 2_500, true), ("2026-12-07", 2_500, false)]
        {
            let (own, order) = flower(Variant::B);
            let stated = [Stated { order, dispensable: Amount(registrys) }];
            let found = differences(&own, &stated, None, day(today));
            assert_eq!(!found.is_empty(), differs, "{today}: {found:?}");
            if let Some(one) = found.first() {
                assert_eq!((one.ours, one.registrys), (Amount(500), Amount(2_500)));
                assert_eq!(one.order, Some((Route::Smoking, "1".into())));
            }
        }
    }

    #[test]
    fn the_aggregate_is_compared_for_medical_patients_only() {
        let (own, smoking) = flower(Variant::A);
        let stated = [Stated { dispensable: own.available(&smoking, day("2026-11-23")), order: smoking }];
        assert_eq!(differences(&own, &stated, Some(Amount(7)), day("2026-11-23")), []);
        let edible = order(OrderType::Medical, Route::Edible, 4_200_000);
        let stated = [Stated { dispensable: own.available(&edible, day("2026-11-23")), order: edible }];
        let found = differences(&own, &stated, Some(Amount(7)), day("2026-11-23"));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].order.as_ref(), found[0].ours, found[0].registrys), (None, Amount(24_500_000), Amount(7)));
        assert_eq!(differences(&own, &stated, None, day("2026-11-23")), []);
    }

    #[test]
    fn an_order_that_is_not_open_is_not_compared() {
        let (own, smoking) = flower(Variant::A);
        let stated = [Stated { dispensable: Amount(7), order: smoking }];
        assert_eq!(differences(&own, &stated, None, day("2026-10-31")), []);
        assert_eq!(differences(&own, &stated, None, day("2027-01-31")).len(), 1, "its last day counts");
    }

    #[test]
    fn the_registrys_day_is_eastern() {
        assert_eq!(registry_day("2026-11-24T04:59:59".parse().unwrap()), day("2026-11-23"));
        assert_eq!(registry_day("2026-11-24T05:00:00".parse().unwrap()), day("2026-11-24"));
    }
}
