//! Whether a cart fits what the registry lets a patient be dispensed now, and what would fit instead.
//!
//! The registry's own figures decide (florida-rules 3.13). Our calculation from its history fills in what it does not say: what orders of
//! one route share, and what a day to come will bring. What other sales under way have taken is subtracted from both.

use super::allotment::{Allotment, Dispensation, Limit, Order};
use crate::values::{Amount, OrderType, Route};
use chrono::NaiveDate;

/// So much of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debit {
    pub order: String,
    pub order_type: OrderType,
    pub route: Route,
    pub amount: Amount,
}

/// An order, with what the registry says may be dispensed on it now.
#[derive(Debug, Clone)]
pub struct Stated {
    pub order: Order,
    pub dispensable: Amount,
}

/// A patient's orders on one day.
#[derive(Debug, Clone)]
pub struct Account {
    pub orders: Vec<Stated>,
    /// What the registry says all medical routes together may take.
    pub aggregate: Option<Amount>,
    /// The registry's history, by which we calculate.
    pub own: Allotment,
    /// Taken by sales that the state has not answered.
    pub elsewhere: Vec<Debit>,
    pub today: NaiveDate,
}

/// Why a cart does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The order has ended, or is not there any more.
    Closed(Debit),
    Over(Over),
}

/// By how much a cart is over, and over what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    pub debit: Debit,
    pub limit: Limit,
    pub wanted: Amount,
    pub left: Amount,
    /// Of the same limit, by other sales.
    pub elsewhere: Amount,
}

/// One limit that a debit must keep, and which debits keep it together.
struct Cap {
    limit: Limit,
    of: Debit,
    left: Amount,
}

impl Cap {
    fn covers(&self, other: &Debit) -> bool {
        match self.limit {
            Limit::Order => self.of.order == other.order && self.of.route == other.route,
            Limit::Window => self.of.order_type == other.order_type && self.of.route == other.route,
            Limit::Aggregate => other.order_type == OrderType::Medical,
        }
    }

    fn taken(&self, by: &[Debit]) -> Amount {
        by.iter().filter(|one| self.covers(one)).map(|one| one.amount).sum()
    }
}

impl Account {
    /// The order of this route and id, while it is open.
    pub fn open_order(&self, route: Route, id: &str) -> Option<&Stated> {
        self.orders.iter().find(|one| one.order.route == route && one.order.id == id && one.order.open_on(self.today))
    }

    /// Every limit of a debit, before anybody else takes of it; none: its order is not open.
    fn caps(&self, debit: &Debit) -> Option<Vec<Cap>> {
        let Stated { order, dispensable } = self.open_order(debit.route, &debit.order)?;
        let own = self.own.left(order, self.today);
        // Where the registry gives more for one order than we find for all, the registry's is right.
        let shared = |left: Amount| left.max(*dispensable);
        let medical = order.order_type == OrderType::Medical;
        let aggregate = self.aggregate.filter(|_| medical).or(own.aggregate.map(shared));
        let caps = [
            (Limit::Order, Some(*dispensable)),
            (Limit::Window, own.window.map(|window| shared(window.left()))),
            (Limit::Aggregate, aggregate),
        ];
        let cap = |(limit, left): (Limit, Option<Amount>)| Some(Cap { limit, of: debit.clone(), left: left? });
        Some(caps.into_iter().filter_map(cap).collect())
    }

    /// Whether all of `cart` may be dispensed together.
    pub fn fits(&self, cart: &[Debit]) -> Result<(), Misfit> {
        for debit in cart {
            let Some(caps) = self.caps(debit) else { return Err(Misfit::Closed(debit.clone())) };
            for cap in caps {
                let elsewhere = cap.taken(&self.elsewhere);
                let (wanted, left) = (cap.taken(cart), cap.left.less(elsewhere));
                if wanted > left {
                    return Err(Misfit::Over(Over { debit: debit.clone(), limit: cap.limit, wanted, left, elsewhere }));
                }
            }
        }
        Ok(())
    }

    /// How much more of `order` fits beside `rest`; nothing, when `rest` does not fit by itself.
    pub fn room(&self, rest: &[Debit], order: &Order) -> Amount {
        let one = debit_of(order, Amount::ZERO);
        if self.fits(rest).is_err() || self.caps(&one).is_none() {
            return Amount::ZERO;
        }
        let caps = rest.iter().chain([&one]).filter_map(|debit| self.caps(debit)).flatten();
        let left = |cap: Cap| cap.left.less(cap.taken(&self.elsewhere)).less(cap.taken(rest));
        caps.filter(|cap| cap.covers(&one)).map(left).min().unwrap_or(Amount::ZERO)
    }

    /// The largest number of units, each debiting `each` of `order`, that fits beside `rest`.
    pub fn largest(&self, rest: &[Debit], order: &Order, each: Amount) -> i64 {
        units(self.room(rest, order), each)
    }

    /// Of what does not fit today: the first day on which at least one unit will, and how many then, when `rest` is dispensed today. A
    /// forecast.
    pub fn first_day(&self, rest: &[Debit], order: &Order, each: Amount) -> Option<(NaiveDate, i64)> {
        if each <= Amount::ZERO {
            return None;
        }
        let then = self.after(rest);
        // Where the registry gives less today than we find, it is expected to go on doing so.
        let stated = self.open_order(order.route, &order.id).map(|stated| stated.dispensable);
        let less = stated.map_or(Amount::ZERO, |stated| self.own.available(order, self.today).less(stated));
        let (day, amount) = then.first_day(order, each.plus(less), self.today)?;
        Some((day, units(amount.less(less), each)))
    }

    /// The first day to come on which more of `order` may be dispensed than today, and how much more: a forecast.
    pub fn next_more(&self, order: &Order) -> Option<(NaiveDate, Amount)> {
        let now = self.own.available(order, self.today);
        let (day, then) = self.own.first_day(order, now.plus(Amount(1)), self.today)?;
        Some((day, then.less(now)))
    }

    /// What of `order` is left after `cart`, by its own limits alone.
    pub fn left_after(&self, cart: &[Debit], order: &Order) -> Amount {
        let caps = self.caps(&debit_of(order, Amount::ZERO)).into_iter().flatten();
        let left = |cap: Cap| cap.left.less(cap.taken(&self.elsewhere)).less(cap.taken(cart));
        caps.map(left).min().unwrap_or(Amount::ZERO)
    }

    /// Our own calculation, with what other sales take and `cart` dispensed today.
    pub fn after(&self, cart: &[Debit]) -> Allotment {
        let today = |debit: &Debit| Dispensation {
            on: self.today,
            order: debit.order.clone(),
            order_type: debit.order_type,
            route: debit.route,
            amount: debit.amount,
        };
        let mut then = self.own.clone();
        then.history.extend(self.elsewhere.iter().chain(cart).map(today));
        then
    }
}

/// So much of that order.
pub fn debit_of(order: &Order, amount: Amount) -> Debit {
    Debit { order: order.id.clone(), order_type: order.order_type, route: order.route, amount }
}

/// Whole units of `each` in `amount`.
fn units(amount: Amount, each: Amount) -> i64 {
    amount.0.checked_div(each.0).unwrap_or_default().max(0)
}

#[cfg(test)]
#[path = "fitting_properties.rs"]
mod properties;

#[cfg(test)]
#[path = "fitting_tests.rs"]
mod tests;
