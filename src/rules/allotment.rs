//! What a patient may still be dispensed (florida-rules §5), and when more comes free.
//!
//! Three limits, the least of which counts: what is left on the order, what is left in the rolling window (35 dates for smoking,
//! 70 for a medical route), and for medical orders the aggregate of all routes. Low-THC orders are limited by themselves only.
//! Amounts held for a delivery count as dispensed. The registry's own figure wins over this one; this one explains it.

use super::Source;
use crate::values::{Amount, OrderType, Route, Unit, text_enum};
use chrono::{Days, NaiveDate};

text_enum! {
    /// How many dates a dispensation counts for: the sources disagree (florida-rules 3.13), so it can be chosen.
    #[derive(Default)]
    Variant {
        /// Counted on the day itself and W−1 more; free again on day T+W.
        #[default]
        A = "a", "On day T + 35 or T + 70";
        /// Counted on one date more; free again on day T+W+1.
        B = "b", "One day later: on day T + 36 or T + 71";
    }
}

impl Variant {
    /// How long after a dispensation its amount is free again, in words.
    pub fn days(self) -> &'static str {
        match self {
            Self::A => "35 days (smoking) or 70 days",
            Self::B => "36 days (smoking) or 71 days",
        }
    }
}

/// The published limits, in thousandths of an ounce and of a milligram.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub source: Source,
    pub smoking_35_days: Amount,
    pub aggregate_70_days: Amount,
}

const EMERGENCY: Source = source("64ER22-8", day(2022, 8, 29), Some(day(2026, 8, 23)));
const PERMANENT: Source = source("64-4.224", day(2026, 8, 24), None);

const fn source(rule: &'static str, effective_from: NaiveDate, effective_to: Option<NaiveDate>) -> Source {
    Source { rule, effective_from, effective_to, read_at: "florida-rules §3" }
}

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN, // only the four literals above are ever asked for
    }
}

impl Limits {
    /// Every published set, the oldest first.
    pub fn all() -> [Self; 2] {
        [EMERGENCY, PERMANENT].map(|source| Self::on(source.effective_from))
    }

    /// The limits that hold on `day`; before the first published ones, those.
    pub fn on(day: NaiveDate) -> Self {
        let source = if PERMANENT.holds_on(day) { PERMANENT } else { EMERGENCY };
        Self { source, smoking_35_days: Amount(2_500), aggregate_70_days: Amount(24_500_000) }
    }

    /// The daily dose of a medical route; smoking has none of its own.
    pub fn daily(&self, route: Route) -> Amount {
        Amount(match route {
            Route::Edible => 60_000,
            Route::Inhalation => 350_000,
            Route::Oral => 200_000,
            Route::Sublingual => 190_000,
            Route::Suppository => 195_000,
            Route::Topical => 150_000,
            Route::Smoking => 0,
        })
    }
}

/// A physician's order.
#[derive(Debug, Clone)]
pub struct Order {
    pub id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    /// Milligrams a day; nothing for smoking.
    pub daily: Amount,
    /// The whole order.
    pub ordered: Amount,
}

impl Order {
    /// Both ends count: the registry's dates are used as given (florida-rules 2.8).
    pub fn open_on(&self, today: NaiveDate) -> bool {
        self.starts_on <= today && today <= self.ends_on
    }
}

/// What an approved request for exception raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raises {
    Smoking35,
    Daily(Route),
    Aggregate,
}

/// An approved exception and its last day.
#[derive(Debug, Clone, Copy)]
pub struct Exception {
    pub raises: Raises,
    pub amount: Amount,
    pub until: NaiveDate,
}

/// Something dispensed or held, at any dispensary, net of what came back.
#[derive(Debug, Clone)]
pub struct Dispensation {
    pub on: NaiveDate,
    pub order: String,
    pub order_type: OrderType,
    pub route: Route,
    pub amount: Amount,
}

/// What the registry knows of one patient.
#[derive(Debug, Clone, Default)]
pub struct Allotment {
    pub orders: Vec<Order>,
    pub exceptions: Vec<Exception>,
    pub history: Vec<Dispensation>,
    pub variant: Variant,
}

/// Why a cart does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortfall {
    pub route: Route,
    pub unit: Unit,
    pub wanted: Amount,
    pub left: Amount,
}

/// The three limits of an order on one day: the least of them counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub on_order: Amount,
    /// Low-THC orders have none.
    pub window: Option<Window>,
    /// Of all medical routes together; the others have none.
    pub aggregate: Option<Amount>,
}

/// What the rolling window of a route allows, and what of that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub limit: Amount,
    pub used: Amount,
}

/// Which limit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    Order,
    Window,
    Aggregate,
}

impl Window {
    pub fn left(&self) -> Amount {
        self.limit.less(self.used)
    }
}

impl Left {
    pub fn least(&self) -> Amount {
        self.of(self.binds())
    }

    /// Of equal ones the order's own, which no waiting will raise.
    pub fn binds(&self) -> Limit {
        [Limit::Order, Limit::Window, Limit::Aggregate].into_iter().min_by_key(|limit| self.of(*limit)).unwrap_or(Limit::Order)
    }

    /// What this limit leaves; one that the order does not have leaves everything.
    fn of(&self, limit: Limit) -> Amount {
        match limit {
            Limit::Order => Some(self.on_order),
            Limit::Window => self.window.map(|window| window.left()),
            Limit::Aggregate => self.aggregate,
        }
        .unwrap_or(Amount(i64::MAX))
    }
}

impl Allotment {
    /// What may be dispensed on that order today.
    pub fn available(&self, order: &Order, today: NaiveDate) -> Amount {
        if order.open_on(today) { self.left(order, today).least() } else { Amount::ZERO }
    }

    /// Each limit of that order by itself.
    pub fn left(&self, order: &Order, today: NaiveDate) -> Left {
        let (low_thc, medical) = (order.order_type == OrderType::LowThc, order.order_type == OrderType::Medical);
        Left {
            on_order: order.ordered.less(self.dispensed_on(order)),
            window: (!low_thc).then(|| self.window(order, today)),
            aggregate: medical.then(|| self.aggregate_remaining(today)),
        }
    }

    /// What all medical routes together may still take today.
    pub fn aggregate_remaining(&self, today: NaiveDate) -> Amount {
        let limit = self.exception(Raises::Aggregate, today).unwrap_or(Limits::on(today).aggregate_70_days);
        limit.less(self.counted(today, |past| past.order_type == OrderType::Medical))
    }

    /// What has been taken from an order, whenever. A certification may have one number for the orders of all its routes.
    fn dispensed_on(&self, order: &Order) -> Amount {
        let of_order = |past: &&Dispensation| past.order == order.id && past.route == order.route;
        self.history.iter().filter(of_order).map(|past| past.amount).sum()
    }

    /// Whether all of these may be dispensed together today: each order's sum against its own limits, orders of one route against
    /// the window they share, medical ones together against the aggregate.
    pub fn fits(&self, cart: &[(&Order, Amount)], today: NaiveDate) -> Result<(), Shortfall> {
        let short = |order: &Order, wanted, left| {
            let shortfall = Shortfall { route: order.route, unit: order.order_type.unit(), wanted, left };
            if wanted > left { Err(shortfall) } else { Ok(()) }
        };
        for (order, _) in cart {
            let sum =
                |same: &dyn Fn(&Order) -> bool| cart.iter().filter(|(o, _)| same(o)).map(|(_, amount)| *amount).sum::<Amount>();
            short(order, sum(&|o| o.id == order.id && o.route == order.route), self.available(order, today))?;
            if order.order_type != OrderType::LowThc {
                let shared = sum(&|o| o.order_type == order.order_type && o.route == order.route);
                short(order, shared, self.window(order, today).left())?;
            }
            if order.order_type == OrderType::Medical {
                short(order, sum(&|o| o.order_type == OrderType::Medical), self.aggregate_remaining(today))?;
            }
        }
        Ok(())
    }

    fn window(&self, order: &Order, today: NaiveDate) -> Window {
        let limits = Limits::on(today);
        let limit = if order.order_type == OrderType::Smoking {
            self.exception(Raises::Smoking35, today).unwrap_or(limits.smoking_35_days).min(order.ordered)
        } else {
            let allowed = self.exception(Raises::Daily(order.route), today).unwrap_or(limits.daily(order.route));
            order.daily.min(allowed).times(order.order_type.window_days())
        };
        let used = self.counted(today, |past| past.order_type == order.order_type && past.route == order.route);
        Window { limit, used }
    }

    fn exception(&self, raises: Raises, today: NaiveDate) -> Option<Amount> {
        self.exceptions.iter().filter(|e| e.raises == raises && today <= e.until).map(|e| e.amount).max()
    }

    fn counted(&self, today: NaiveDate, which: impl Fn(&Dispensation) -> bool) -> Amount {
        self.history.iter().filter(|past| self.counts(past, today) && which(past)).map(|past| past.amount).sum()
    }

    pub(super) fn counts(&self, past: &Dispensation, today: NaiveDate) -> bool {
        past.on <= today && today < self.free_on(past)
    }

    pub(super) fn free_on(&self, past: &Dispensation) -> NaiveDate {
        let dates = past.order_type.window_days() + i64::from(self.variant == Variant::B);
        past.on.checked_add_days(Days::new(dates.unsigned_abs())).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
#[path = "allotment_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "allotment_properties.rs"]
pub(super) mod properties;
