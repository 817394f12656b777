//! How the link to the state has been lately, for the page and for the people who watch.

use crate::values::At;
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many calls are remembered for the percentiles.
const REMEMBERED: usize = 200;

/// The link as it is now. Its times are the business clock's, so that an incident is told in the shop's own time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    pub last_success: Option<At>,
    /// When, and in what words.
    pub last_failure: Option<(At, String)>,
    /// Since when every call has failed; `None` while the last one was answered.
    pub failing_since: Option<At>,
    /// The first answer after the last failure; the first of all, while there was no failure.
    pub answering_since: Option<At>,
    /// Half of the recent calls took at most so many milliseconds.
    pub p50_ms: Option<u64>,
    /// Nineteen in twenty of the recent calls took at most so many milliseconds.
    pub p95_ms: Option<u64>,
    /// The recent calls, at most 200.
    pub recent: usize,
    /// How many of them got no answer.
    pub failures: usize,
    /// Calls under way.
    pub in_flight: usize,
}

/// Where calls are noted. A refusal is an answer: the link works.
#[derive(Default)]
pub(super) struct Record(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    health: Health,
    /// How long each call took, and whether it was answered.
    calls: VecDeque<(Duration, bool)>,
}

impl Record {
    pub fn answered(&self, now: At, took: Duration) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.remember(took, true);
        noted.health.last_success = Some(now);
        noted.health.failing_since = None;
        noted.health.answering_since.get_or_insert(now);
    }

    pub fn failed(&self, now: At, took: Duration, words: &str) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.remember(took, false);
        noted.health.last_failure = Some((now, words.to_owned()));
        noted.health.failing_since.get_or_insert(now);
        noted.health.answering_since = None;
    }

    pub fn health(&self, in_flight: usize) -> Health {
        let noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sorted: Vec<Duration> = noted.calls.iter().map(|(took, _)| *took).collect();
        sorted.sort_unstable();
        let percentile = |percent: usize| {
            let took = sorted.get(sorted.len().saturating_sub(1) * percent / 100)?;
            Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX))
        };
        let (recent, failures) = (noted.calls.len(), noted.calls.iter().filter(|(_, is_answered)| !is_answered).count());
        Health { p50_ms: percentile(50), p95_ms: percentile(95), recent, failures, in_flight, ..noted.health.clone() }
    }
}

impl Noted {
    fn remember(&mut self, took: Duration, is_answered: bool) {
        if self.calls.len() == REMEMBERED {
            self.calls.pop_front();
        }
        self.calls.push_back((took, is_answered));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Clock;

    #[test]
    fn failing_since_is_the_first_failure_after_the_last_answer() {
        let record = Record::default();
        let (clock, ms) = (Clock::default(), Duration::from_millis);
        for took in 1..=300 {
            record.answered(clock.machine(), ms(took));
        }
        let health = record.health(3);
        assert_eq!((health.p50_ms, health.p95_ms, health.in_flight, health.failing_since), (Some(200), Some(290), 3, None));
        let first = clock.machine();
        record.failed(first, ms(1), "one");
        record.failed(first + chrono::TimeDelta::seconds(5), ms(1), "two");
        assert_eq!(record.health(0).failing_since, Some(first));
        assert_eq!(record.health(0).last_failure.unwrap().1, "two");
        let again = clock.machine();
        record.answered(again, ms(1));
        record.answered(again + chrono::TimeDelta::seconds(5), ms(1));
        let health = record.health(0);
        assert_eq!((health.failing_since, health.answering_since), (None, Some(again)));
    }
}
