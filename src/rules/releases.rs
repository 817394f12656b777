//! What comes free in the days to come, and on which day something will fit that does not fit today.

use super::allotment::{Allotment, Dispensation, Order};
use crate::values::{Amount, OrderType, Route};
use chrono::NaiveDate;

/// An amount that comes free, and when. It may still not be dispensable then: the order may be used up, or have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    pub on: NaiveDate,
    pub route: Route,
    pub amount: Amount,
}

impl Allotment {
    /// Everything that counts in a window today, by the day on which it no longer will, soonest first: one for each day and route.
    pub fn releases(&self, today: NaiveDate) -> Vec<Release> {
        let counted = |past: &&Dispensation| past.order_type != OrderType::LowThc && self.counts(past, today);
        let release = |past: &Dispensation| Release { on: self.free_on(past), route: past.route, amount: past.amount };
        let mut all: Vec<Release> = self.history.iter().filter(counted).map(release).collect();
        all.sort_by_key(|release| (release.on, release.route));
        all.dedup_by(|later, first| {
            let is_same = (later.on, later.route) == (first.on, first.route);
            if is_same {
                first.amount = first.amount.plus(later.amount);
            }
            is_same
        });
        all
    }

    /// The days after today on which more may be dispensed on `order` than on the day before, as far as is known today.
    pub(super) fn changes(&self, order: &Order, today: NaiveDate) -> Vec<NaiveDate> {
        let freed = self.history.iter().map(|past| self.free_on(past));
        // An approved amount may also be smaller than the published one.
        let lapsed = self.exceptions.iter().filter_map(|exception| exception.until.succ_opt());
        let mut days: Vec<NaiveDate> = freed.chain(lapsed).chain([order.starts_on]).collect();
        days.retain(|day| today < *day && order.open_on(*day));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Of what may not be dispensed today: the first day on which `least` or more of `order` may, and how much then.
    pub fn first_day(&self, order: &Order, least: Amount, today: NaiveDate) -> Option<(NaiveDate, Amount)> {
        let then = |day: NaiveDate| (day, self.available(order, day));
        self.changes(order, today).into_iter().map(then).find(|(_, amount)| *amount >= least)
    }
}
