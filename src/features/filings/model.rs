//! Reading the filings table for people: lists and one filing with what belongs to it.

use super::filter::{Asked, Which};
use super::subjects::{self, Subject};
use crate::db::{Conn, lower};
use crate::error::{Error, Result};
use crate::filing::{Action, Row, Settlement, Status};
use crate::may::{Clerk, SeeFilings};
use crate::schema::{filings, users};
use crate::values::{At, Barcode, FilingId, LocationId};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use chrono::TimeDelta;
use diesel::prelude::*;

/// A filing as a row of a list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = filings, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Line {
    pub id: FilingId,
    pub action: Action,
    pub status: Status,
    pub summary: String,
    pub refusal: Option<String>,
    pub contradiction: Option<String>,
    pub settled: Option<String>,
    pub state_transaction: Option<i64>,
    pub opened_at: At,
    pub closed_at: Option<At>,
}

/// A row of the list, and who filed it.
pub struct Filed {
    pub line: Line,
    pub who: String,
}

/// One filing, with everything a person may want to know of it.
pub struct Whole {
    pub line: Line,
    pub row: Row,
    pub who: String,
    /// Whose PIN let them do it.
    pub approver: Option<String>,
    /// The filing that this one follows.
    pub first: Option<Line>,
    /// The filings that follow this one.
    pub next: Vec<Line>,
    pub subjects: Vec<Subject>,
    /// What a person said of it.
    pub settlement: Option<Settlement>,
}

impl Line {
    /// The state accepted what was closed as refused, and nobody has settled it.
    pub fn is_contradiction(&self) -> bool {
        let ends = |kept: &String| Settlement::read(kept).is_ok_and(|settlement| settlement.ends_contradiction());
        self.contradiction.is_some() && !self.settled.as_ref().is_some_and(ends)
    }

    /// Refused, and the state has not said otherwise: it may be done once more.
    pub fn may_be_tried_again(&self) -> bool {
        self.is_refused() && self.contradiction.is_none()
    }

    /// It was a contradiction, and a person has settled it.
    pub fn was_contradiction(&self) -> bool {
        self.contradiction.is_some() && !self.is_contradiction()
    }

    pub fn is_waiting(&self) -> bool {
        matches!(self.status, Status::Planned | Status::Open)
    }

    pub fn is_accepted(&self) -> bool {
        self.status == Status::Accepted
    }

    pub fn is_refused(&self) -> bool {
        self.status == Status::Refused
    }

    /// The badge's colour.
    pub fn mark(&self) -> &'static str {
        match self.status {
            _ if self.is_contradiction() => "refused",
            Status::Planned => "quiet",
            Status::Open => "waiting",
            Status::Accepted => "accepted",
            Status::Refused => "refused",
        }
    }

    /// The badge's word.
    pub fn word(&self) -> &'static str {
        match self.status {
            _ if self.is_contradiction() => "Contradiction",
            Status::Planned => "Planned",
            Status::Open => "Waiting",
            Status::Accepted => "Accepted",
            Status::Refused => "Refused",
        }
    }

    /// How long the state took; `None` while it has not answered.
    pub fn took(&self) -> Option<String> {
        self.closed_at.map(|closed| span(closed - self.opened_at))
    }

    fn find(conn: &mut Conn, id: FilingId) -> Result<Self> {
        Ok(filings::table.find(id).select(Self::as_select()).first(conn)?)
    }

    /// The filings that follow `first`, oldest first.
    fn after(conn: &mut Conn, first: FilingId) -> Result<Vec<Self>> {
        Ok(filings::table.filter(filings::follows.eq(first)).order(filings::id).select(Self::as_select()).load(conn)?)
    }
}

/// `0.4 s`, `12.3 s`, `4 min 5 s`, `2 h 3 min`. Never negative: two clocks may disagree.
fn span(span: TimeDelta) -> String {
    let tenths = (span.num_milliseconds().max(0) + 50) / 100;
    let seconds = tenths / 10;
    match seconds {
        0..60 => format!("{seconds}.{} s", tenths % 10),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

impl Filed {
    /// Newest first.
    pub fn listed(conn: &mut Conn, location: LocationId, asked: &Asked, cursor: &Cursor) -> Result<Paged<Self>> {
        let mut query = filings::table
            .inner_join(users::table)
            .filter(filings::location_id.eq(location))
            .select((Line::as_select(), users::name))
            .limit(PAGE_AND_ONE)
            .into_boxed();
        query = match asked.which {
            Which::All => query,
            Which::Waiting => query.filter(filings::status.eq_any([Status::Planned, Status::Open])),
            Which::Refused => query.filter(filings::status.eq(Status::Refused)),
            Which::Contradictions => query.filter(filings::contradiction.is_not_null().and(filings::settled.is_null())),
        };
        if let Some(action) = asked.action {
            query = query.filter(filings::action.eq(action));
        }
        if !asked.search.is_empty() {
            let found = lower(filings::summary).like(pattern(&asked.search)).escape('\\');
            query = query.filter(found);
        }
        query = match (&cursor.older, &cursor.newer) {
            (Some(older), _) => query.filter(filings::id.lt(older.parse::<FilingId>()?)).order(filings::id.desc()),
            (None, Some(newer)) => query.filter(filings::id.gt(newer.parse::<FilingId>()?)).order(filings::id.asc()),
            (None, None) => query.order(filings::id.desc()),
        };
        let rows: Vec<(Line, String)> = query.load(conn)?;
        let filed = rows.into_iter().map(|(line, who)| Self { line, who }).collect();
        Ok(Paged::new(filed, cursor, |filed| filed.line.id.to_string()))
    }
}

/// What a search looks for anywhere in a summary. Summaries show identifiers in groups of four, and scanners send them without blanks.
fn pattern(search: &str) -> String {
    let text = search.parse::<Barcode>().map_or_else(|_| search.to_lowercase(), |barcode| barcode.grouped());
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

impl Whole {
    /// Whoever filed it may see it, whatever the role; others need [`SeeFilings`]. To everybody else it does not exist.
    pub fn find(conn: &mut Conn, clerk: &Clerk, id: FilingId) -> Result<Self> {
        let row = Row::find(conn, id)?;
        let is_theirs = row.user_id == clerk.user || clerk.may::<SeeFilings>();
        if row.location_id != clerk.location || !is_theirs {
            return Err(Error::NotFound);
        }
        let line = Line::find(conn, id)?;
        Ok(Self {
            settlement: line.settled.as_deref().map(Settlement::read).transpose()?,
            line,
            who: users::table.find(row.user_id).select(users::name).first(conn)?,
            approver: row.approved_by.map(|user| users::table.find(user).select(users::name).first(conn)).transpose()?,
            first: row.follows.map(|first| Line::find(conn, first)).transpose()?,
            next: Line::after(conn, id)?,
            subjects: subjects::of(conn, id)?.into_iter().map(|subject| subject.seen_by(clerk)).collect(),
            row,
        })
    }

    /// The state's own words of refusal; `None` when it was we who closed it without its answer.
    pub fn state_words(&self) -> Option<&str> {
        self.row.refusal.as_deref().filter(|words| !is_ours(words))
    }

    /// Why it was closed without the state's answer.
    pub fn our_words(&self) -> Option<&str> {
        self.row.refusal.as_deref().filter(|words| is_ours(words))
    }
}

/// The beginnings of what `filing/` writes when the state said nothing: those are not the state's words, and are not quoted as such.
const OURS: [&str; 4] = ["Never sent:", "Not sent:", "This never reached the state", "Closed by "];

fn is_ours(words: &str) -> bool {
    OURS.iter().any(|beginning| words.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_short_and_never_negative() {
        for (milliseconds, words) in
            [(0, "0.0 s"), (-500, "0.0 s"), (349, "0.3 s"), (12_340, "12.3 s"), (245_000, "4 min 5 s"), (7_380_000, "2 h 3 min")]
        {
            assert_eq!(span(TimeDelta::milliseconds(milliseconds)), words);
        }
    }

    #[test]
    fn a_search_is_taken_literally_and_a_scanned_identifier_is_grouped() {
        assert_eq!(pattern("50% A_b"), "%50\\% a\\_b%");
        assert_eq!(pattern("0358560579655606"), "%0358 5605 7965 5606%");
    }
}
