//! The days that are asked for.

use crate::app::App;
use crate::error::{Error, Problems, Result};
use crate::event::{self, Category, Kind, Picture, Who};
use crate::may::Clerk;
use crate::values::clock::{local, midnight};
use crate::values::{At, LocationId};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Deserialize;

/// As the address has them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Days {
    pub from: String,
    pub until: String,
}

/// Days of one shop, both included.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub location: LocationId,
    pub zone: Tz,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// From this moment on, and before that one.
    pub from: At,
    pub until: At,
}

impl Span {
    pub fn of(days: &Days, clerk: &Clerk) -> Result<Self> {
        let read = |field: &str, text: &str| {
            let day = text.parse::<NaiveDate>();
            day.map_err(|_| Error::Invalid(Problems::one(field, "Type a day like 2026-11-23.")))
        };
        let (first, last) = (read("from", &days.from)?, read("until", &days.until)?);
        let Some(after) = last.succ_opt().filter(|_| first <= last) else {
            return Err(Error::Invalid(Problems::one("until", "The last day is before the first. Choose a later one.")));
        };
        let (location, zone) = (clerk.location, clerk.zone);
        Ok(Self { location, zone, first, last, from: midnight(first, zone), until: midnight(after, zone) })
    }

    /// In the shop's time, for a file.
    pub fn said(&self, at: At) -> String {
        local(at, self.zone).format("%Y-%m-%d %H:%M:%S %Z").to_string()
    }

    pub fn said_if(&self, at: Option<At>) -> String {
        at.map_or_else(String::new, |at| self.said(at))
    }

    pub fn words(&self) -> String {
        format!("{} to {}", self.first, self.last)
    }

    /// Into the event log, before anything is shown.
    pub async fn note(&self, app: &App, clerk: &Clerk, form: &'static str) -> Result<()> {
        let who =
            Who { user: clerk.user, name: clerk.name.clone(), location: clerk.location, approver: None, at: app.clock.now() };
        let about = Picture::of("evidence", format!("Evidence of {}", self.words())).with("Form", form);
        app.db.write(move |tx| event::happened(tx, who.clone(), Category::Evidence, Kind::Gather, &about)).await
    }
}
