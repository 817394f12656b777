//! When the law lets anything be dispensed on the premises (florida-rules 4.1, C12), by the clock on the wall of the shop.
//!
//! Opening is inside, closing is outside: what is tendered at 20:59:59 is complete before 21:00:00, what is tendered then is not.

use super::Source;
use crate::values::At;
use crate::values::clock::local;
use chrono::{DateTime, NaiveDate, NaiveTime};
use chrono_tz::Tz;

/// The hours that hold from some day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub opens: NaiveTime,
    pub closes: NaiveTime,
    pub source: Source,
}

/// The oldest first.
const RULES: &[Rule] = &[LATEST];

const LATEST: Rule = Rule {
    opens: time(7),
    closes: time(21),
    source: Source {
        rule: "381.986(8)(f)4",
        effective_from: match NaiveDate::from_ymd_opt(2017, 6, 23) {
            Some(day) => day,
            None => NaiveDate::MIN,
        },
        effective_to: None,
        read_at: "florida-rules.md 4.1 nr 1",
    },
};

const fn time(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN, // only the two hours above are ever asked for
    }
}

/// Every rule that is known, the oldest first.
pub fn all() -> &'static [Rule] {
    RULES
}

/// The hours of `day`; before the first that are known, those.
pub fn on(day: NaiveDate) -> Rule {
    RULES.iter().rev().copied().find(|rule| rule.source.holds_on(day)).unwrap_or(LATEST)
}

/// May anything be dispensed at this instant, at a shop in this zone?
pub fn allow(at: At, zone: Tz) -> bool {
    let there = local(at, zone);
    let rule = on(there.date_naive());
    rule.opens <= there.time() && there.time() < rule.closes
}

/// The next instant from which it may, for one at which it may not.
pub fn next_opening(at: At, zone: Tz) -> Option<DateTime<Tz>> {
    let there = local(at, zone);
    let (today, tomorrow) = (there.date_naive(), there.date_naive().succ_opt()?);
    let day = if there.time() < on(today).opens { today } else { tomorrow };
    day.and_time(on(day).opens).and_local_timezone(zone).earliest()
}

/// Why nothing may be dispensed now, and from when it may.
pub fn words(at: At, zone: Tz) -> String {
    let there = local(at, zone);
    let rule = on(there.date_naive());
    let (opens, closes) = (rule.opens.format("%H:%M"), rule.closes.format("%H:%M"));
    let next = next_opening(at, zone).map(|next| next.format("%b %-d, %H:%M").to_string()).unwrap_or_default();
    format!(
        "It is {} here, and Florida lets nothing be dispensed between {closes} and {opens}; a sale must be complete before {closes}. \
         Dispensing begins again on {next}.",
        there.format("%H:%M:%S")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::US::{Central, Eastern};

    /// An instant of a wall clock.
    fn at(zone: Tz, text: &str) -> At {
        text.parse::<At>().unwrap().and_local_timezone(zone).single().unwrap().naive_utc()
    }

    #[test]
    fn c12_the_four_instants() {
        for zone in [Eastern, Central] {
            for (time, allowed) in [("21:00:00", false), ("20:59:59", true), ("06:59:59", false), ("07:00:00", true)] {
                assert_eq!(allow(at(zone, &format!("2026-11-23T{time}")), zone), allowed, "{time} {zone}");
            }
            assert!(!allow(at(zone, "2026-11-23T00:00:00"), zone));
        }
    }

    #[test]
    fn the_last_instant_before_the_hour_is_inside_to_the_microsecond() {
        assert!(allow(at(Eastern, "2026-11-23T20:59:59.999999"), Eastern));
        assert!(!allow(at(Eastern, "2026-11-23T21:00:00.000001"), Eastern));
    }

    #[test]
    fn each_shop_goes_by_its_own_wall() {
        let instant = at(Eastern, "2026-11-23T21:30:00");
        assert!(!allow(instant, Eastern));
        assert!(allow(instant, Central), "in Pensacola it is 20:30");
        let morning = at(Eastern, "2026-11-23T07:30:00");
        assert!(allow(morning, Eastern) && !allow(morning, Central));
    }

    /// Clocks go forward on March 8, 2026 and back on November 1: the hours stay on the wall, not in UTC.
    #[test]
    fn on_days_of_23_and_of_25_hours_the_wall_counts() {
        for (day, before, opening) in [
            ("2026-03-07", "2026-03-07T11:59:59", "2026-03-07T12:00:00"),
            ("2026-03-08", "2026-03-08T10:59:59", "2026-03-08T11:00:00"),
            ("2026-11-01", "2026-11-01T11:59:59", "2026-11-01T12:00:00"),
        ] {
            assert!(!allow(before.parse().unwrap(), Eastern), "{day}");
            assert!(allow(opening.parse().unwrap(), Eastern), "{day}");
        }
        assert!(allow("2026-03-09T00:59:59".parse().unwrap(), Eastern), "20:59:59 of March 8");
        assert!(!allow("2026-03-09T01:00:00".parse().unwrap(), Eastern), "21:00:00 of March 8");
        assert!(allow("2026-11-02T01:59:59".parse().unwrap(), Eastern), "20:59:59 of November 1");
        assert!(!allow("2026-11-02T02:00:00".parse().unwrap(), Eastern), "21:00:00 of November 1");
    }

    #[test]
    fn the_words_say_the_time_the_rule_and_when_it_opens_again() {
        let evening = words(at(Eastern, "2026-10-31T21:00:00"), Eastern);
        assert!(
            evening.starts_with("It is 21:00:00 here, and Florida lets nothing be dispensed between 21:00 and 07:00"),
            "{evening}"
        );
        assert!(evening.ends_with("again on Nov 1, 07:00."), "{evening}");
        assert!(words(at(Eastern, "2026-11-23T06:59:59"), Eastern).ends_with("again on Nov 23, 07:00."));
    }

    #[test]
    fn the_hours_are_dated() {
        assert_eq!(on("2026-11-23".parse().unwrap()).source.rule, "381.986(8)(f)4");
        assert_eq!(on("2010-01-01".parse().unwrap()), LATEST, "before the first known ones, those");
    }
}
