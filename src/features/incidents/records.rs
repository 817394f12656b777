//! What is recorded of a notice: by whom it was sent, when, and what it said.

use super::model::{Incident, NewNotice};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::may;
use crate::values::{At, IncidentId, NoticeId};
use chrono::TimeDelta;
use serde::Serialize;

/// The department was told of an incident. Never undone: a wrong one is followed by a right one.
#[derive(Serialize)]
pub struct RecordNotice {
    pub incident: IncidentId,
    /// To the minute, as people note it.
    pub sent_at: At,
    pub body: String,
    pub note: String,
}

impl Record for RecordNotice {
    const ACT: &'static str = "record_notice";
    type Needs = may::RecordNotice;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let incident = Incident::find(tx, self.incident)?;
        if self.sent_at > by.now {
            return wrong("That is still to come. Type when the notice was sent.");
        }
        if self.sent_at + TimeDelta::minutes(1) <= incident.started_at {
            return wrong("That is before the incident began. Type when the notice was sent.");
        }
        NewNotice {
            id: NoticeId::new(),
            incident_id: incident.id,
            user_id: by.clerk.user,
            sent_at: self.sent_at,
            recorded_at: by.now,
            body: &self.body,
            note: &self.note,
        }
        .insert(tx)
    }
}

fn wrong(words: &str) -> Result<()> {
    Err(Error::Invalid(Problems::one("sent_at", words)))
}
