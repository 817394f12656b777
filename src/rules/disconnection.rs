//! How long the link to the state may be away (florida-rules 6.1, 6.2): when managers are told, when the department must be, and
//! by when.

use super::Source;
use crate::values::At;
use chrono::{NaiveDate, TimeDelta};

/// The shop's own: long before the law's two hours.
pub const MANAGERS_AFTER: TimeDelta = TimeDelta::minutes(30);
/// A disconnection of more than two hours is reported to the department.
pub const REPORTABLE_AFTER: TimeDelta = TimeDelta::hours(2);
/// From the start of the disconnection, not from when it became reportable.
pub const NOTICE_WITHIN: TimeDelta = TimeDelta::hours(3);
/// Where the notice goes.
pub const DEPARTMENT: &str = "ommu_seedtosale@flhealth.gov";

/// The clock was read in emergency rule 64ER24-2(2), which these two replaced. That it is the same in them has not been verified
/// (product-spec §1.5): if they give more time, this is early, which harms nobody.
pub const SOURCE: Source = Source {
    rule: "64-4.221/.222, formerly 64ER24-2(2)",
    effective_from: match NaiveDate::from_ymd_opt(2026, 8, 24) {
        Some(day) => day,
        None => NaiveDate::MIN,
    },
    effective_to: None,
    read_at: "florida-rules.md 0.1 and 6.2",
};

/// A time in which the state could not be reached; without an end it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disconnection {
    pub started_at: At,
    pub ended_at: Option<At>,
}

/// How far the clock has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Known to whoever looks at a screen.
    Begun,
    /// The managers must know.
    Told,
    /// The department must be told.
    Reportable,
    /// The department should have been told.
    Overdue,
}

impl Disconnection {
    /// How long it lasted, or has lasted until `now`; never less than nothing, whatever a clock did.
    pub fn lasted(&self, now: At) -> TimeDelta {
        (self.ended_at.unwrap_or(now) - self.started_at).max(TimeDelta::zero())
    }

    pub fn reportable_at(&self) -> At {
        self.started_at + REPORTABLE_AFTER
    }

    pub fn notice_due_at(&self) -> At {
        self.started_at + NOTICE_WITHIN
    }

    /// One that ended keeps the stage that its length gave it; only a reportable one goes on, to overdue.
    pub fn stage(&self, now: At) -> Stage {
        match self.lasted(now) {
            lasted if lasted < MANAGERS_AFTER => Stage::Begun,
            lasted if lasted < REPORTABLE_AFTER => Stage::Told,
            _ if now < self.notice_due_at() => Stage::Reportable,
            _ => Stage::Overdue,
        }
    }

    pub fn is_reportable(&self, now: At) -> bool {
        self.stage(now) >= Stage::Reportable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_counts_from_the_start_and_a_short_one_never_becomes_reportable() {
        let started_at = At::default();
        let after = |minutes: i64| started_at + TimeDelta::minutes(minutes);
        let open = Disconnection { started_at, ended_at: None };
        for (minutes, stage) in [
            (-5, Stage::Begun),
            (0, Stage::Begun),
            (29, Stage::Begun),
            (30, Stage::Told),
            (119, Stage::Told),
            (120, Stage::Reportable),
            (179, Stage::Reportable),
            (180, Stage::Overdue),
            (5000, Stage::Overdue),
        ] {
            assert_eq!(open.stage(after(minutes)), stage, "{minutes}");
        }
        let short = Disconnection { ended_at: Some(after(119)), ..open };
        assert_eq!((short.stage(after(119)), short.stage(after(5000))), (Stage::Told, Stage::Told));
        let long = Disconnection { ended_at: Some(after(121)), ..open };
        assert_eq!((long.stage(after(150)), long.stage(after(180))), (Stage::Reportable, Stage::Overdue));
        assert_eq!(long.lasted(after(5000)), TimeDelta::minutes(121));
    }
}
