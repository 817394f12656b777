//! What must follow a failed test, and by when (florida-rules 6.14, 6.15). Dated: what holds is the rule of the day on which it failed.

use super::Source;
use chrono::{NaiveDate, TimeDelta};

/// What holds from some day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Calendar days in which the department is told: retest, remediation, or disposal.
    pub decide_within: TimeDelta,
    /// So many new samples are drawn in one step, and all of them must pass. The state's message takes exactly two, and so does the
    /// form: a rule that asks for another number needs both changed.
    pub retest_samples: usize,
    pub source: Source,
}

/// The oldest first. The fourteen days were read in 64-4.212 itself; the two samples were not, but the state's users ask for them.
const RULES: &[Rule] = &[LATEST];

const LATEST: Rule = Rule {
    decide_within: TimeDelta::days(14),
    retest_samples: 2,
    source: Source {
        rule: "64-4.212",
        effective_from: match NaiveDate::from_ymd_opt(2022, 1, 1) {
            Some(day) => day,
            None => NaiveDate::MIN,
        },
        effective_to: None,
        read_at: "florida-rules.md 6.14 and 6.15",
    },
};

/// How near the last day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    Counting,
    /// Three days are left, or fewer.
    Soon,
    Overdue,
}

/// The last day on which something must be decided about what failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    pub failed_on: NaiveDate,
    pub due_on: NaiveDate,
}

/// Every rule that is known, the oldest first.
pub fn all() -> &'static [Rule] {
    RULES
}

/// The rule of a day; before the first one, the first.
pub fn rule_on(day: NaiveDate) -> Rule {
    RULES.iter().rev().find(|rule| rule.source.holds_on(day)).copied().unwrap_or(LATEST)
}

impl Deadline {
    pub fn of(failed_on: NaiveDate) -> Self {
        let within = rule_on(failed_on).decide_within;
        Self { failed_on, due_on: failed_on.checked_add_signed(within).unwrap_or(NaiveDate::MAX) }
    }

    /// Negative when it is over.
    pub fn days_left(&self, today: NaiveDate) -> i64 {
        (self.due_on - today).num_days()
    }

    pub fn days_gone(&self, today: NaiveDate) -> i64 {
        (today - self.failed_on).num_days().max(0)
    }

    pub fn urgency(&self, today: NaiveDate) -> Urgency {
        match self.days_left(today) {
            left if left < 0 => Urgency::Overdue,
            left if left <= 3 => Urgency::Soon,
            _ => Urgency::Counting,
        }
    }

    /// The clock in words.
    pub fn words(&self, today: NaiveDate) -> String {
        match self.days_left(today) {
            0 => "due today".to_owned(),
            1 => "1 day left".to_owned(),
            -1 => "overdue since yesterday".to_owned(),
            left if left < 0 => format!("overdue for {} days", -left),
            left => format!("{left} days left"),
        }
    }
}

impl Rule {
    /// A retest's result: passed only when as many samples as asked for were drawn and each of them passed, whatever else is said.
    pub fn of_retest(&self, told: Option<i64>, samples: &[i64]) -> Option<i64> {
        if told != Some(1) {
            return told;
        }
        if samples.iter().any(|result| !(0..=1).contains(result)) {
            return Some(-1);
        }
        let passed = samples.len() >= self.retest_samples && samples.iter().all(|result| *result == 1);
        Some(i64::from(passed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fourteen_calendar_days_and_the_last_one_still_counts() {
        let failed = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let deadline = Deadline::of(failed);
        let after = |days| failed + TimeDelta::days(days);
        assert_eq!(deadline.due_on, NaiveDate::from_ymd_opt(2026, 12, 7).unwrap());
        for (days, urgency, words) in [
            (0, Urgency::Counting, "14 days left"),
            (10, Urgency::Counting, "4 days left"),
            (11, Urgency::Soon, "3 days left"),
            (13, Urgency::Soon, "1 day left"),
            (14, Urgency::Soon, "due today"),
            (15, Urgency::Overdue, "overdue since yesterday"),
            (20, Urgency::Overdue, "overdue for 6 days"),
        ] {
            let today = after(days);
            assert_eq!((deadline.urgency(today), deadline.words(today).as_str()), (urgency, words), "{days}");
        }
    }

    #[test]
    fn every_rule_asks_for_as_many_samples_as_a_retest_draws() {
        assert!(
            RULES.iter().all(|rule| rule.retest_samples == 2),
            "the state's message takes two: change the form and the filing too"
        );
    }

    #[test]
    fn a_retest_passes_only_with_two_samples_that_both_passed() {
        let rule = rule_on(NaiveDate::MIN);
        for (told, samples, result) in [
            (Some(1), &[1, 1][..], Some(1)),
            (Some(1), &[1][..], Some(0)),
            (Some(1), &[1, 0][..], Some(0)),
            (Some(1), &[1, -1][..], Some(-1)),
            (Some(1), &[2, 1][..], Some(-1)),
            (Some(-1), &[1, 1][..], Some(-1)),
            (Some(0), &[1, 0][..], Some(0)),
            (None, &[][..], None),
        ] {
            assert_eq!(rule.of_retest(told, samples), result, "{told:?} {samples:?}");
        }
    }
}
