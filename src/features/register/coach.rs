//! What would fit instead: the largest quantity today, another of the patient's orders, or the day on which it will. Pure.

use super::account::rule_order;
use super::limits::{misfit_words, next_words};
use super::snapshot::day;
use crate::biotrack::RegistryOrder;
use crate::error::{Result, rule};
use crate::rules::fitting::{Account, Debit, debit_of};
use crate::values::Amount;
use chrono::NaiveDate;

/// Something that is to go into the cart, and all that it may be dispensed from.
pub struct Coach<'a> {
    pub account: &'a Account,
    pub name: &'a str,
    /// What each unit takes.
    pub each: Amount,
    /// The other lines of the cart.
    pub rest: &'a [Debit],
    /// The patient's orders for it, the one to take by itself first.
    pub choices: &'a [&'a RegistryOrder],
}

impl Coach<'_> {
    /// The order to take so many units from when nobody has said which: the first on which all of them fit, or else the first.
    pub fn best(&self, units: i64) -> Option<usize> {
        let fits = |order: &&RegistryOrder| self.largest(order) >= units;
        self.choices.iter().position(fits).or((!self.choices.is_empty()).then_some(0))
    }

    /// Whether so many fit on `order` beside the rest of the cart; if not, what does.
    pub fn must_fit(&self, order: &RegistryOrder, units: i64) -> Result<()> {
        let wanted = self.debit(order, units);
        // What is to be comes first, so that a refusal names it and not a line that was there before.
        let cart: Vec<Debit> = std::iter::once(wanted).chain(self.rest.iter().cloned()).collect();
        let Err(misfit) = self.account.fits(&cart) else { return Ok(()) };
        let mut words = vec![misfit_words(self.account, &misfit), self.instead(order)];
        words.extend(self.elsewhere(order));
        words.push(next_words(self.account, &misfit));
        words.retain(|sentence| !sentence.is_empty());
        rule(words.join(" "))
    }

    /// What so many debit.
    pub fn debit(&self, order: &RegistryOrder, units: i64) -> Debit {
        debit_of(&rule_order(order), self.each.times(units))
    }

    /// How many fit on this order today.
    pub fn largest(&self, order: &RegistryOrder) -> i64 {
        self.account.largest(self.rest, &rule_order(order), self.each)
    }

    fn first_day(&self, order: &RegistryOrder) -> Option<(NaiveDate, i64)> {
        self.account.first_day(self.rest, &rule_order(order), self.each)
    }

    /// How many would fit on this order: today, or else on the first day on which any will.
    fn instead(&self, order: &RegistryOrder) -> String {
        match (self.largest(order), self.first_day(order)) {
            (0, Some((on, count))) => format!("Of {} none fits today; on {} {count} will.", self.name, day(on)),
            (0, None) => format!("Of {} none fits on this order any more.", self.name),
            (count, _) => format!("The most that fits today is {count} × {}.", self.name),
        }
    }

    /// Another of the patient's orders that takes more of it.
    fn elsewhere(&self, order: &RegistryOrder) -> Option<String> {
        let here = self.largest(order);
        let is_other = |other: &&&RegistryOrder| (other.route, &other.order_id) != (order.route, &order.order_id);
        let others = self.choices.iter().filter(is_other).map(|other| (self.largest(other), *other));
        let (count, other) = others.filter(|(count, _)| *count > here).max_by_key(|(count, _)| *count)?;
        let (route, number) = (other.route.label(), &other.order_id);
        Some(format!("On the order {number} by the route {route} {count} would fit: choose it on the line."))
    }

    /// For a list of products: `5 fit today`, `fits on Dec 5, 2026: 2`.
    pub fn in_short(&self) -> String {
        let today = self.choices.iter().map(|order| self.largest(order)).max().unwrap_or_default();
        if today > 0 {
            return format!("fits today: {today}");
        }
        match self.choices.iter().filter_map(|order| self.first_day(order)).min_by_key(|(on, _)| *on) {
            Some((on, count)) => format!("fits on {}: {count}", day(on)),
            None => "does not fit on the open orders any more".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tests::{TODAY, order, snapshot};
    use super::*;
    use crate::biotrack::{PastDispensation, PastStatus};
    use crate::values::{OrderType, Route, Unit};
    use chrono::Days;

    /// An edible order with little left, an oral one with more; a purchase on the edible one before.
    fn patient() -> super::super::snapshot::Snapshot {
        let mut said = snapshot(vec![
            order("1", OrderType::Medical, Route::Edible, 200_000),
            order("2", OrderType::Medical, Route::Oral, 500_000),
        ]);
        for one in &mut said.orders {
            (one.daily, one.ordered, one.ends_on) = (Some(Amount(60_000)), Amount(4_200_000), TODAY + Days::new(30));
        }
        said.history = vec![PastDispensation {
            dispensed_on: TODAY - Days::new(60),
            order_id: "before".into(),
            order_type: OrderType::Medical,
            route: Route::Edible,
            amount: Amount(4_000_000),
            unit: Unit::MgThc,
            dispensary: None,
            status: PastStatus::Dispensed,
        }];
        said
    }

    fn with<T>(rest: &[Debit], ask: impl FnOnce(&Coach<'_>, &[&RegistryOrder]) -> T) -> T {
        let said = patient();
        let account = said.account(&[], TODAY);
        let choices: Vec<&RegistryOrder> = said.orders.iter().collect();
        let coach = Coach { account: &account, name: "Gummies", each: Amount(100_000), rest, choices: &choices };
        ask(&coach, &choices)
    }

    #[test]
    fn a_refusal_says_the_most_that_fits_and_which_other_order_takes_more() {
        with(&[], |coach, choices| {
            assert!(coach.must_fit(choices[0], 2).is_ok());
            let words = coach.must_fit(choices[0], 3).unwrap_err().to_string();
            assert!(words.contains("Over the allotment for Edible by 100 mg THC"), "{words}");
            assert!(words.contains("The window of 70 days binds: 4,000 of 4,200 mg THC are used."), "{words}");
            assert!(words.contains("The most that fits today is 2 × Gummies."), "{words}");
            assert!(words.contains("On the order 2 by the route Oral 5 would fit"), "{words}");
            assert!(words.contains("4,000 mg THC more may be dispensed on Dec 3, 2026."), "{words}");
        });
    }

    #[test]
    fn when_nothing_fits_the_day_is_named_on_which_it_will() {
        let edible = debit_of(&rule_order(&patient().orders[0]), Amount(150_000));
        with(&[edible], |coach, choices| {
            let words = coach.must_fit(choices[0], 1).unwrap_err().to_string();
            assert!(words.contains("Of Gummies none fits today; on Dec 3, 2026 40 will."), "{words}");
            assert_eq!(coach.best(1), Some(1), "the other order takes it");
            assert_eq!(coach.in_short(), "fits today: 5");
        });
    }

    #[test]
    fn without_a_wish_the_products_own_route_is_taken_while_it_fits() {
        with(&[], |coach, _| {
            assert_eq!(coach.best(2), Some(0));
            assert_eq!(coach.best(3), Some(1));
            assert_eq!(coach.best(50), Some(0), "none takes that many: the refusal is of the first");
        });
    }

    #[test]
    fn a_list_says_how_many_fit_or_when() {
        with(&[], |coach, choices| {
            assert_eq!(coach.in_short(), "fits today: 5");
            let only = Coach { choices: &choices[..1], each: Amount(300_000), ..*coach };
            assert_eq!(only.in_short(), "fits on Dec 3, 2026: 14");
            let never = Coach { each: Amount(5_000_000), choices: &choices[..1], ..*coach };
            assert_eq!(never.in_short(), "does not fit on the open orders any more");
        });
    }
}
