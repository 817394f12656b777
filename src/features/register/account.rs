//! What the registry said, as the rules read it.

use super::snapshot::Snapshot;
use crate::biotrack::{ExceptionKind, PastDispensation, PastStatus, RegistryException, RegistryOrder};
use crate::rules::allotment::{Allotment, Dispensation, Exception, Order, Raises};
use crate::rules::differences::{Difference, differences, registry_day};
use crate::rules::fitting::{Account, Debit, Stated};
use crate::rules::releases::Release;
use chrono::NaiveDate;

impl Snapshot {
    /// The patient's orders on `today`, with what other sales take of them.
    pub fn account(&self, elsewhere: &[Debit], today: NaiveDate) -> Account {
        let stated = |order: &RegistryOrder| Stated { order: rule_order(order), dispensable: order.dispensable_now };
        Account {
            orders: self.orders.iter().map(stated).collect(),
            aggregate: self.aggregate_remaining,
            own: self.allotment(),
            elsewhere: elsewhere.to_vec(),
            today,
        }
    }

    /// Where the registry's figures are not what its own history gives by our calculation, on the day of the reading.
    pub fn differences(&self) -> Vec<Difference> {
        let day = registry_day(self.read_at);
        let Account { own, orders, aggregate, .. } = self.account(&[], day);
        differences(&own, &orders, aggregate, day)
    }

    /// The first day on which more of this order may be dispensed than today, and how much more.
    pub fn next_release(&self, order: &RegistryOrder, today: NaiveDate) -> Option<Release> {
        let (on, amount) = self.account(&[], today).next_more(&rule_order(order))?;
        Some(Release { on, route: order.route, amount })
    }

    fn allotment(&self) -> Allotment {
        let counted = self.history.iter().filter(|past| past.status != PastStatus::Returned);
        Allotment {
            orders: self.orders.iter().map(rule_order).collect(),
            exceptions: self.exceptions.iter().filter_map(rule_exception).collect(),
            history: counted.map(rule_dispensation).collect(),
            variant: self.variant,
        }
    }
}

/// An order of the registry, as the rules read it.
pub fn rule_order(order: &RegistryOrder) -> Order {
    Order {
        id: order.order_id.clone(),
        order_type: order.order_type,
        route: order.route,
        starts_on: order.starts_on,
        ends_on: order.ends_on,
        daily: order.daily.unwrap_or_default(),
        ordered: order.ordered,
    }
}

fn rule_exception(exception: &RegistryException) -> Option<Exception> {
    let raises = match exception.kind {
        ExceptionKind::Smoking35 => Raises::Smoking35,
        ExceptionKind::Daily => Raises::Daily(exception.route?),
        ExceptionKind::Aggregate => Raises::Aggregate,
    };
    Some(Exception { raises, amount: exception.amount?, until: exception.until? })
}

fn rule_dispensation(past: &PastDispensation) -> Dispensation {
    Dispensation {
        on: past.dispensed_on,
        order: past.order_id.clone(),
        order_type: past.order_type,
        route: past.route,
        amount: past.amount,
    }
}
