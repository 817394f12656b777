//! The two clocks (architecture §7.3): the machine's own for time limits, and the state's for what the law counts from.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SubsecRound, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// An instant in UTC, whole microseconds (PostgreSQL keeps no more).
pub type At = NaiveDateTime;

/// Cheap to clone; every clone shows the same time.
#[derive(Clone, Default)]
pub struct Clock {
    state_ahead_seconds: Arc<AtomicI64>,
    business_follows_state: bool,
}

impl Clock {
    /// `business_follows_state`: with the sandbox's control door on, moving the sandbox's clock moves the shop's business day too.
    pub fn new(business_follows_state: bool) -> Self {
        Self { state_ahead_seconds: Arc::default(), business_follows_state }
    }

    /// The machine's own time: for time limits, sessions and the sweeper.
    pub fn machine(&self) -> At {
        Utc::now().naive_utc().trunc_subsecs(6)
    }

    /// The state's time, from the offset last seen in `sessiontime`: for what the state decides by time.
    pub fn state(&self) -> At {
        self.machine() + TimeDelta::seconds(self.state_ahead_seconds.load(Ordering::Relaxed))
    }

    /// The time that acts carry. The machine's own, unless the sandbox's control door moves the day.
    pub fn now(&self) -> At {
        if self.business_follows_state { self.state() } else { self.machine() }
    }

    /// Notes what the state's clock showed (epoch seconds). One second of difference is transport, not offset.
    pub fn saw_state_time(&self, epoch_seconds: i64) {
        let ahead = epoch_seconds - self.machine().and_utc().timestamp();
        self.state_ahead_seconds.store(if ahead.abs() <= 1 { 0 } else { ahead }, Ordering::Relaxed);
    }
}

/// The calendar date of an instant in a shop's zone.
pub fn local_date(at: At, zone: Tz) -> NaiveDate {
    local(at, zone).date_naive()
}

/// An instant in a shop's zone.
pub fn local(at: At, zone: Tz) -> DateTime<Tz> {
    at.and_utc().with_timezone(&zone)
}

/// The first moment of a day there; where the clock leaves midnight out, an hour later.
pub fn midnight(day: NaiveDate, zone: Tz) -> At {
    let at = day.and_time(NaiveTime::MIN);
    let local =
        zone.from_local_datetime(&at).earliest().or_else(|| zone.from_local_datetime(&(at + TimeDelta::hours(1))).earliest());
    local.map_or(at, |local| local.naive_utc())
}

/// An instant in words, for sentences that are not made by a page: `Nov 23, 2026, 2:02 PM`.
pub fn said(at: At, zone: Tz) -> String {
    local(at, zone).format("%b %-d, %Y, %-I:%M %p").to_string()
}
