//! What is recorded of inspections.

use super::model::{Inspector, Visit};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::event;
use crate::may;
use crate::values::UserId;
use chrono::TimeDelta;
use serde::Serialize;

/// Longer than any visit; what stays open for ever is a back door.
const MOST_DAYS: i64 = 31;

/// An inspector is let in for a time.
#[derive(Serialize)]
pub struct OpenInspection {
    pub visit: Visit,
    /// Hashed before; left out of the content, because each hash of one password is another.
    #[serde(skip)]
    pub password_hash: String,
}

impl Record for OpenInspection {
    const ACT: &'static str = "open_inspection";
    type Needs = may::AdmitInspectors;
    type Done = UserId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<UserId> {
        let (begins_at, ends_at) = (self.visit.begins_at, self.visit.ends_at);
        let problem = |words: String| Err(Error::Invalid(Problems::one("shuts_time", words)));
        if ends_at <= begins_at {
            return problem("It must end after it begins.".to_owned());
        }
        if ends_at <= by.now {
            return problem("That is past, so nobody could sign in. Choose a later end.".to_owned());
        }
        if ends_at - begins_at > TimeDelta::days(MOST_DAYS) {
            return problem(format!("At most {MOST_DAYS} days. Open another inspection when these have passed."));
        }
        let id = Inspector::insert(tx, by.clerk.location, &self.visit, &self.password_hash, (by.clerk.user, by.now))?;
        event::made::<Inspector>(tx, by, id)?;
        Ok(id)
    }
}

/// An inspection ends before its time: whoever is signed in is out with the same commit.
#[derive(Serialize)]
pub struct EndInspection {
    pub inspector: UserId,
}

impl Record for EndInspection {
    const ACT: &'static str = "end_inspection";
    type Needs = may::AdmitInspectors;
    /// Their name.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let watch = event::watch::<Inspector>(tx, by, self.inspector)?;
        let name = Inspector::find(tx, by.clerk.location, self.inspector)?.name;
        if !Inspector::end(tx, self.inspector, (by.clerk.user, by.now))? {
            return rule(format!("The inspection of {name} is over already. Nothing was changed."));
        }
        watch.note(tx)?;
        Ok(name)
    }
}
