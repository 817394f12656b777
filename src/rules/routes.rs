//! On which orders goods may be dispensed at all: flower only for smoking (florida-rules 3.6, C10), whatever the catalog says; everything
//! else as the catalog says.

use super::Source;
use crate::values::{OrderType, Route};
use chrono::NaiveDate;

/// What holds from some day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub flower_is_for_smoking_only: bool,
    pub source: Source,
}

/// The oldest first.
const RULES: &[Rule] = &[LATEST];

const LATEST: Rule = Rule {
    flower_is_for_smoking_only: true,
    source: Source {
        rule: "64-4.224(2)",
        effective_from: match NaiveDate::from_ymd_opt(2026, 8, 24) {
            Some(day) => day,
            None => NaiveDate::MIN,
        },
        effective_to: None,
        read_at: "florida-rules.md 3.6",
    },
};

/// Every rule that is known, the oldest first.
pub fn all() -> &'static [Rule] {
    RULES
}

/// The rule of `day`; before the first that is known, that.
pub fn on(day: NaiveDate) -> Rule {
    RULES.iter().rev().copied().find(|rule| rule.source.holds_on(day)).unwrap_or(LATEST)
}

/// A type of order and its routes, the one to take by itself first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// None: the catalog does not say.
    pub order_type: Option<OrderType>,
    pub routes: Vec<Route>,
}

impl Rule {
    /// What goods may be dispensed on, of which the catalog says `kind`.
    pub fn allowed(&self, is_flower: bool, kind: Kind) -> Kind {
        if is_flower && self.flower_is_for_smoking_only {
            Kind { order_type: Some(OrderType::Smoking), routes: vec![Route::Smoking] }
        } else {
            kind
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vape() -> Kind {
        Kind { order_type: Some(OrderType::Medical), routes: vec![Route::Inhalation, Route::Oral] }
    }

    #[test]
    fn c10_flower_is_dispensed_on_a_smoking_order_only_never_as_inhalation() {
        let rule = on("2026-11-23".parse().unwrap());
        let smoking = Kind { order_type: Some(OrderType::Smoking), routes: vec![Route::Smoking] };
        assert_eq!(rule.allowed(true, vape()), smoking);
        assert_eq!(rule.allowed(true, Kind { order_type: None, routes: vec![] }), smoking);
        assert_eq!(rule.allowed(false, vape()), vape());
    }

    #[test]
    fn the_rule_is_dated() {
        assert_eq!(on("2026-11-23".parse().unwrap()).source.rule, "64-4.224(2)");
    }
}
