//! The registry panel: every open order with what was ordered, used, is in this cart and left, which limit binds, and what comes free when.

use super::account::rule_order;
use super::limits::Debit;
use super::snapshot::{Snapshot, is_open};
use crate::biotrack::RegistryOrder;
use crate::rules::allotment::{Allotment, Limit, Variant};
use crate::rules::differences::Difference;
use crate::rules::fitting::Account;
use crate::values::{Amount, At, OrderType, Route, Unit};
use chrono::NaiveDate;

/// What the register shows of the registry.
pub struct Panel {
    pub bars: Vec<Bar>,
    /// Of all medical routes together; none for whoever has no medical order.
    pub together: Option<Together>,
    pub read_at: At,
    pub variant: Variant,
}

/// One order.
pub struct Bar {
    pub order_type: OrderType,
    pub title: &'static str,
    pub unit: &'static str,
    pub ordered: String,
    pub used: String,
    pub cart: String,
    pub left: String,
    /// What the registry says may be dispensed, before this cart.
    pub stated: String,
    /// What of that is left with this cart.
    pub now: String,
    /// Parts of a hundred.
    pub used_part: i64,
    pub cart_part: i64,
    pub in_cart: bool,
    pub ends_on: NaiveDate,
    /// Each day, with its unit; smoking orders have none.
    pub daily: Option<String>,
    pub limits: Vec<LimitLine>,
    pub next: Option<(NaiveDate, String)>,
    pub releases: Vec<ReleaseLine>,
    pub flag: Option<Flag>,
}

/// One of the three limits of an order, with this cart: the least counts.
pub struct LimitLine {
    pub words: String,
    pub left: String,
    /// `1.000 of 2.500 used`, where that is not said already.
    pub detail: Option<String>,
    pub binds: bool,
}

/// A day on which something comes free.
pub struct ReleaseLine {
    pub on: NaiveDate,
    /// Out of the window.
    pub freed: String,
    /// What may be dispensed on this order then; none: it will have ended.
    pub then: Option<String>,
}

/// All medical routes.
pub struct Together {
    pub stated: String,
    pub now: String,
    pub releases: Vec<(NaiveDate, String)>,
    pub flag: Option<Flag>,
}

/// The registry's figure is not ours.
pub struct Flag {
    pub ours: String,
    pub registrys: String,
}

impl Panel {
    pub fn of(snapshot: &Snapshot, cart: &[Debit], elsewhere: &[Debit], today: NaiveDate) -> Self {
        let account = snapshot.account(elsewhere, today);
        let view = View { then: account.after(cart), account, cart, differences: snapshot.differences() };
        let open = snapshot.orders.iter().filter(|order| is_open(order, today));
        let bars: Vec<Bar> = open.map(|order| view.bar(order)).collect();
        let is_medical = bars.iter().any(|bar| bar.order_type == OrderType::Medical);
        let together = snapshot.aggregate_remaining.filter(|_| is_medical).map(|left| view.together(left));
        Self { bars, together, read_at: snapshot.read_at, variant: snapshot.variant }
    }
}

struct View<'a> {
    account: Account,
    /// Our own calculation with the cart, and what other sales take, dispensed today.
    then: Allotment,
    cart: &'a [Debit],
    differences: Vec<Difference>,
}

impl View<'_> {
    fn bar(&self, order: &RegistryOrder) -> Bar {
        let rule = rule_order(order);
        let of_this = |all: &[Debit]| -> Amount {
            all.iter().filter(|one| one.order == order.order_id && one.route == order.route).map(|one| one.amount).sum()
        };
        let unit = order.order_type.unit();
        let show = |amount: Amount| amount.shown(unit);
        let used = order.dispensed.plus(order.held).plus(of_this(&self.account.elsewhere));
        let in_cart = of_this(self.cart);
        let today = self.account.today;
        let now = self.then.available(&rule, today);
        let more = self.then.first_day(&rule, now.plus(Amount(1)), today);
        Bar {
            order_type: order.order_type,
            title: order.route.label(),
            unit: unit.label(),
            ordered: show(order.ordered),
            used: show(used),
            cart: show(in_cart),
            left: show(order.ordered.less(used).less(in_cart)),
            stated: show(order.dispensable_now),
            now: show(self.account.left_after(self.cart, &rule)),
            used_part: part(used, order.ordered),
            cart_part: part(in_cart, order.ordered),
            in_cart: in_cart > Amount::ZERO,
            ends_on: order.ends_on,
            daily: order.daily.filter(|daily| *daily > Amount::ZERO).map(|daily| daily.in_words(unit)),
            limits: self.limits(order),
            next: more.map(|(on, then)| (on, show(then.less(now)))),
            releases: self.releases(order),
            flag: self.flag(Some((order.route, &order.order_id)), unit),
        }
    }

    /// What each limit leaves with this cart, by our own calculation.
    fn limits(&self, order: &RegistryOrder) -> Vec<LimitLine> {
        let left = self.then.left(&rule_order(order), self.account.today);
        let (unit, binds) = (order.order_type.unit(), left.binds());
        let line = |limit, words: String, left: Amount, detail: Option<String>| LimitLine {
            words,
            left: left.in_words(unit),
            detail,
            binds: limit == binds,
        };
        let mut lines = vec![line(Limit::Order, "Left on the order".into(), left.on_order, None)];
        if let Some(window) = left.window {
            let words = format!("{}-day window", order.order_type.window_days());
            let used = format!("{} of {} used", window.used.shown(unit), window.limit.shown(unit));
            lines.push(line(Limit::Window, words, window.left(), Some(used)));
        }
        if let Some(together) = left.aggregate {
            lines.push(line(Limit::Aggregate, "All medical routes".into(), together, None));
        }
        lines
    }

    /// Everything of this route that comes free, day by day; what this cart takes too.
    fn releases(&self, order: &RegistryOrder) -> Vec<ReleaseLine> {
        if order.order_type == OrderType::LowThc {
            return Vec::new();
        }
        let (rule, unit) = (rule_order(order), order.order_type.unit());
        let of_route = self.then.releases(self.account.today).into_iter().filter(|release| release.route == order.route);
        let line = |on: NaiveDate, amount: Amount| ReleaseLine {
            on,
            freed: amount.in_words(unit),
            then: rule.open_on(on).then(|| self.then.available(&rule, on).in_words(unit)),
        };
        of_route.map(|release| line(release.on, release.amount)).collect()
    }

    fn together(&self, stated: Amount) -> Together {
        let unit = OrderType::Medical.unit();
        let medical = |all: &[Debit]| -> Amount {
            all.iter().filter(|one| one.order_type == OrderType::Medical).map(|one| one.amount).sum()
        };
        let mut releases: Vec<(NaiveDate, Amount)> = Vec::new();
        for release in self.then.releases(self.account.today).into_iter().filter(|release| release.route != Route::Smoking) {
            match releases.last_mut() {
                Some((on, amount)) if *on == release.on => *amount = amount.plus(release.amount),
                _ => releases.push((release.on, release.amount)),
            }
        }
        Together {
            stated: stated.in_words(unit),
            now: stated.less(medical(&self.account.elsewhere)).less(medical(self.cart)).in_words(unit),
            releases: releases.into_iter().map(|(on, amount)| (on, amount.in_words(unit))).collect(),
            flag: self.flag(None, unit),
        }
    }

    fn flag(&self, order: Option<(Route, &String)>, unit: Unit) -> Option<Flag> {
        let about = |one: &&Difference| one.order.as_ref().map(|(route, id)| (*route, id)) == order;
        let found = self.differences.iter().find(about)?;
        Some(Flag { ours: found.ours.in_words(unit), registrys: found.registrys.in_words(unit) })
    }
}

/// How much of a hundred; anything at all is at least one.
fn part(some: Amount, whole: Amount) -> i64 {
    if some == Amount::ZERO || whole == Amount::ZERO {
        return 0;
    }
    (some.0.saturating_mul(100) / whole.0).clamp(1, 100)
}

#[cfg(test)]
#[path = "panel_tests.rs"]
mod tests;
