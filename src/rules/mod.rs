//! Florida's rules as dated data and pure functions: no I/O, no clock, no database.
//!
//! A rule set says which rule it is, from when to when it holds, and where it was read. What a rule decides is a function of its
//! data and of a date that the caller gives, so last month's sale can be checked by last month's numbers.

pub mod allotment; // what a patient may still be dispensed, and when more comes free
pub mod buyers; // to whom anything may be dispensed at all
pub mod differences; // where our own calculation is not what the registry says
pub mod disconnection; // how long the link to the state may be away, and who must hear of it by when
pub mod failed_tests; // what must follow a failed test, and by when
pub mod fitting; // whether a cart fits what the registry says, and what would fit instead
pub mod hours; // when anything may be dispensed, by the clock on the wall
pub mod releases; // what comes free on which day
pub mod routes; // on which orders goods may be dispensed at all
pub mod sellable; // may this package be sold? one named clause for each reason it may not
pub mod sheet; // all of them as they are shown
pub mod tax; // sales tax by class
pub mod transport; // what may leave the store, and who carries it

use chrono::NaiveDate;

/// Where a set of numbers comes from and when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The rule as the state numbers it.
    pub rule: &'static str,
    pub effective_from: NaiveDate,
    /// The last day; `None` while it is in force.
    pub effective_to: Option<NaiveDate>,
    /// Where it was read.
    pub read_at: &'static str,
}

impl Source {
    /// Whether it holds on that day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|last| day <= last)
    }
}
