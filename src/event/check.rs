//! Going through the chain from its first row: what fits, and the first row that does not. Reads a thousand rows at a time, and writes
//! only what it found, so it can run beside an open shop.

use super::chain::{Event, head};
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::schema::{event_checks, events};
use crate::values::{At, EventCheckId};
use diesel::prelude::*;

/// Rows read at once.
const PART: i64 = 1000;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Rows that fit, from the first one on.
    pub events: i64,
    /// The hash of the last of them: written down elsewhere, it shows that the whole chain was made anew.
    pub hash: String,
    /// The first row that does not fit, and why.
    pub misfit: Option<(i64, String)>,
}

/// One time that somebody looked, as it is kept.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = event_checks, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Check {
    pub id: EventCheckId,
    pub checked_at: At,
    /// A name; none: `lotbook verify-log`.
    pub checked_by: Option<String>,
    pub events: i64,
    pub hash: String,
    pub misfit: Option<i64>,
    pub words: String,
}

impl Check {
    pub fn last(conn: &mut Conn) -> Result<Option<Self>> {
        let newest = event_checks::table.order((event_checks::checked_at.desc(), event_checks::id.desc()));
        Ok(newest.select(Self::as_select()).first(conn).optional()?)
    }

    /// Whether the whole chain fitted.
    pub fn is_whole(&self) -> bool {
        self.misfit.is_none()
    }

    fn of(found: &Found, checked_by: Option<String>, checked_at: At) -> Self {
        let (misfit, words) = found.misfit.clone().map_or((None, String::new()), |(row, words)| (Some(row), words));
        let (id, events, hash) = (EventCheckId::new(), found.events, found.hash.clone());
        Self { id, checked_at, checked_by, events, hash, misfit, words }
    }
}

/// Goes through all of it, and keeps what was found.
pub async fn check(db: &Db, checked_by: Option<String>, now: At) -> Result<Found> {
    // Rows that are added meanwhile are left to the next time.
    let (last, sealed) = db.read(head).await?;
    let mut found = Found { events: 0, hash: String::new(), misfit: None };
    while found.misfit.is_none() && found.events < last {
        let from = found.clone();
        found = db.read(move |conn| step(conn, from, last)).await?;
    }
    if found.misfit.is_none() && found.hash != sealed {
        found.misfit = Some((last, format!("Event {last} is not the one that the chain was closed with.")));
    }
    let kept = Check::of(&found, checked_by, now);
    db.write(move |tx| {
        diesel::insert_into(event_checks::table).values(&kept).execute(tx)?;
        Ok::<_, crate::error::Error>(())
    })
    .await?;
    Ok(found)
}

fn step(conn: &mut Conn, mut found: Found, last: i64) -> Result<Found> {
    let rows: Vec<(Event, String)> = events::table
        .filter(events::position.gt(found.events).and(events::position.le(last)))
        .order(events::position)
        .limit(PART)
        .select((Event::as_select(), events::hash))
        .load(conn)?;
    if rows.is_empty() {
        let next = found.events + 1;
        found.misfit = Some((next, missing(next)));
        return Ok(found);
    }
    for (event, hash) in rows {
        let next = found.events + 1;
        let words = if event.position != next {
            missing(next)
        } else if event.hash_after(&found.hash)? != hash {
            format!("Event {next} is not as it was written: its content, its place or its hash was changed.")
        } else {
            (found.events, found.hash) = (next, hash);
            continue;
        };
        found.misfit = Some((next, words));
        break;
    }
    Ok(found)
}

fn missing(position: i64) -> String {
    format!("Event {position} is missing: it was removed.")
}
