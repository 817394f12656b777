//! The rules as people read them: each number is taken from the data that decides, so that the page and the till cannot differ.

use super::allotment::{Limits, Variant};
use super::sellable::Clause;
use super::{Source, buyers, disconnection, failed_tests, hours, routes, tax, transport};
use crate::values::{Amount, OrderType, Route};
use chrono::TimeDelta;

/// What holds, in one set of numbers.
#[derive(Debug, Clone)]
pub struct Set {
    /// None: it is not read in one rule, but what every part of the program asks.
    pub source: Option<Source>,
    /// What, and how much.
    pub rows: Vec<(String, String)>,
}

/// One kind of rule.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Where a link on the page leads.
    pub anchor: &'static str,
    pub title: &'static str,
    pub sentence: &'static str,
    /// The oldest first.
    pub sets: Vec<Set>,
}

fn set(source: Source, rows: Vec<(String, String)>) -> Set {
    Set { source: Some(source), rows }
}

fn row(what: impl Into<String>, value: impl Into<String>) -> (String, String) {
    (what.into(), value.into())
}

/// Every kind, in the order of the page.
pub fn all() -> Vec<Sheet> {
    vec![allotment(), goods_on_orders(), buyer(), opening(), sellable(), failing(), leaving(), taxes(), link()]
}

fn allotment() -> Sheet {
    let milligrams = |amount: Amount| amount.in_words(OrderType::Medical.unit());
    let of = |limits: Limits| {
        let (medical, smoking) = (OrderType::Medical.window_days(), OrderType::Smoking.window_days());
        let mut rows: Vec<_> = Route::ALL
            .iter()
            .filter(|route| **route != Route::Smoking)
            .map(|route| {
                let daily = limits.daily(*route);
                row(route.label(), format!("{} a day, {} in {medical} days", milligrams(daily), milligrams(daily.times(medical))))
            })
            .collect();
        rows.push(row("All of these together", format!("{} in {medical} days", milligrams(limits.aggregate_70_days))));
        let smoked = limits.smoking_35_days.in_words(OrderType::Smoking.unit());
        rows.push(row(Route::Smoking.label(), format!("{smoked} in {smoking} days")));
        rows.push(row("Low-THC Cannabis", "only what its own order says"));
        for variant in Variant::ALL {
            rows.push(row(format!("Free again: {}", variant.label()), format!("after {}", variant.days())));
        }
        set(limits.source, rows)
    };
    Sheet {
        anchor: "allotment",
        title: "How much may be dispensed",
        sentence: "The least of what is left in the rolling window, on the order and of the aggregate. The registry's own amount wins, and an exception that it shows raises a limit.",
        sets: Limits::all().map(of).into(),
    }
}

fn goods_on_orders() -> Sheet {
    let of = |rule: &routes::Rule| {
        let flower = if rule.flower_is_for_smoking_only { "only on a smoking order" } else { "as the catalog says" };
        set(
            rule.source,
            vec![row("Flower, ground flower, pre-rolls", flower), row("Everything else", "on the routes that the catalog says")],
        )
    };
    Sheet {
        anchor: "orders",
        title: "On which order",
        sentence: "Each line takes from an open order of its own type and route.",
        sets: routes::all().iter().map(of).collect(),
    }
}

fn buyer() -> Sheet {
    let of = |rule: &buyers::Rule| {
        let rows = vec![
            row("Patient's card", "active in the registry, good through its last day"),
            row("Certification", "not ended"),
            row(format!("Under {}", rule.adult_at), "only a registered caregiver with an active card buys"),
            row("Caregiver", "registered for this patient, card active and not expired"),
            row("Order", "at least one open order"),
        ];
        set(rule.source, rows)
    };
    Sheet {
        anchor: "buyers",
        title: "Who may buy",
        sentence: "Asked at check-in, with the cart, and again when it is tendered.",
        sets: buyers::all().iter().map(of).collect(),
    }
}

fn opening() -> Sheet {
    let of = |rule: &hours::Rule| {
        let (opens, closes) = (rule.opens.format("%H:%M"), rule.closes.format("%H:%M"));
        set(
            rule.source,
            vec![row(
                "On the premises",
                format!("from {opens} until {closes}, by the clock of the shop; complete before {closes}"),
            )],
        )
    };
    Sheet {
        anchor: "hours",
        title: "Dispensing hours",
        sentence: "The shop's own hours, under Settings, Location, may be shorter.",
        sets: hours::all().iter().map(of).collect(),
    }
}

fn sellable() -> Sheet {
    let rows = Clause::ALL.iter().map(|clause| row(clause.name(), clause.words())).collect();
    Sheet {
        anchor: "goods",
        title: "What may not be sold",
        sentence: "A package is refused for the first of these that holds.",
        sets: vec![Set { source: None, rows }],
    }
}

fn failing() -> Sheet {
    let of = |rule: &failed_tests::Rule| {
        let rows = vec![
            row(
                "Told to the department",
                format!("within {} days: retest, remediation or disposal", rule.decide_within.num_days()),
            ),
            row("Retest", format!("{} new samples, and all must pass", rule.retest_samples)),
        ];
        set(rule.source, rows)
    };
    Sheet {
        anchor: "tests",
        title: "Tests",
        sentence: "What has not passed is not sold; what failed is decided upon.",
        sets: failed_tests::all().iter().map(of).collect(),
    }
}

fn leaving() -> Sheet {
    let rows = vec![
        row("People in a vehicle", transport::PERSONS_IN_VEHICLE.to_string()),
        row("Packages on one manifest", format!("{} at most", transport::MOST_PACKAGES)),
        row("Without a passed test", "to a laboratory only"),
    ];
    Sheet {
        anchor: "transport",
        title: "What leaves the store",
        sentence: "Asked of a manifest before the state is.",
        sets: vec![Set { source: None, rows }],
    }
}

fn taxes() -> Sheet {
    let of = |rule: &tax::Rule| {
        let words = |class: &tax::TaxClass| if rule.exempts(*class) { "exempt" } else { "at the location's rate" };
        set(rule.source, tax::TaxClass::ALL.iter().map(|class| row(class.label(), words(class))).collect())
    };
    Sheet {
        anchor: "taxes",
        title: "Sales tax",
        sentence: "The rate for what is taxed is under Settings, Location.",
        sets: tax::all().iter().map(of).collect(),
    }
}

fn link() -> Sheet {
    let words = |span: TimeDelta| match span.num_minutes() {
        minutes if minutes % 60 == 0 => format!("{} hours", minutes / 60),
        minutes => format!("{minutes} minutes"),
    };
    let rows = vec![
        row("Managers are told", format!("after {}", words(disconnection::MANAGERS_AFTER))),
        row("The department must be told", format!("of more than {}", words(disconnection::REPORTABLE_AFTER))),
        row("By when", format!("within {} of its beginning", words(disconnection::NOTICE_WITHIN))),
    ];
    Sheet {
        anchor: "link",
        title: "When the state is silent",
        sentence: "Without its answer nothing is dispensed.",
        sets: vec![set(disconnection::SOURCE, rows)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheets_show_the_published_limits_and_each_anchor_once() {
        let sheets = all();
        let anchors: std::collections::BTreeSet<_> = sheets.iter().map(|sheet| sheet.anchor).collect();
        assert_eq!(anchors.len(), sheets.len());
        let limits = &sheets[0].sets;
        assert_eq!(limits.len(), 2);
        for set in limits {
            let text = format!("{:?}", set.rows);
            for number in ["60 mg", "4,200 mg", "350 mg", "24,500 mg", "10,500 mg", "2.5"] {
                assert!(text.replace(',', "").contains(&number.replace(',', "")), "{number}: {text}");
            }
        }
        assert!(sheets.iter().all(|sheet| sheet.sets.iter().all(|set| !set.rows.is_empty())));
    }
}
