//! The incidents table and the notices table.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Result};
use crate::outage::{Known, Sent};
use crate::rules::disconnection::Disconnection;
use crate::schema::{incidents, notices, users};
use crate::values::{At, IncidentId, NoticeId, UserId};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use diesel::prelude::*;

/// Ended incidents among which one may be owed a notice: years of them.
const RECENT: i64 = 200;

/// A time in which nobody here reached the state.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = incidents, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Incident {
    pub id: IncidentId,
    /// What people call it.
    pub number: i64,
    /// The first call without an answer.
    pub started_at: At,
    /// The first answer after it; none: it goes on.
    pub ended_at: Option<At>,
    /// Why the calls had no answer, in our words.
    pub cause: String,
    /// The last answer that anybody here had before it.
    pub answered_before: Option<At>,
}

impl Incident {
    pub fn find(conn: &mut Conn, id: IncidentId) -> Result<Self> {
        Ok(incidents::table.find(id).select(Self::as_select()).first(conn)?)
    }

    /// The one that goes on.
    pub fn open(conn: &mut Conn) -> Result<Option<Self>> {
        Ok(incidents::table.filter(incidents::ended_at.is_null()).select(Self::as_select()).first(conn).optional()?)
    }

    /// The newest that ended after so long that the department had to be told, and nobody has written down that it was.
    pub fn owed(conn: &mut Conn, now: At) -> Result<Option<Self>> {
        let told = notices::table.filter(notices::incident_id.eq(incidents::id)).select(notices::id);
        let untold: Vec<Self> = incidents::table
            .filter(incidents::ended_at.is_not_null())
            .filter(diesel::dsl::not(diesel::dsl::exists(told)))
            .order(incidents::number.desc())
            .limit(RECENT)
            .select(Self::as_select())
            .load(conn)?;
        Ok(untold.into_iter().find(|incident| incident.disconnection().is_reportable(now)))
    }

    /// What every page speaks of: the open one with its last notice, else one whose notice is owed.
    pub fn to_speak_of(conn: &mut Conn, now: At) -> Result<Option<Known>> {
        let Some(open) = Self::open(conn)? else {
            return Ok(Self::owed(conn, now)?.map(|incident| incident.known(None)));
        };
        let notice = Notice::about(conn, &[open.id])?.pop();
        Ok(Some(open.known(notice)))
    }

    /// Newest first.
    pub fn listed(conn: &mut Conn, cursor: &Cursor) -> Result<Paged<Self>> {
        let mut rows = incidents::table.into_boxed().select(Self::as_select()).limit(PAGE_AND_ONE);
        let key = |text: &str| text.parse::<i64>().unwrap_or(i64::MAX);
        rows = match (&cursor.older, &cursor.newer) {
            (Some(older), _) => rows.filter(incidents::number.lt(key(older))).order(incidents::number.desc()),
            (None, Some(newer)) => rows.filter(incidents::number.gt(key(newer))).order(incidents::number.asc()),
            (None, None) => rows.order(incidents::number.desc()),
        };
        Ok(Paged::new(rows.load(conn)?, cursor, |incident| incident.number.to_string()))
    }

    /// Begins one, unless one is open already. The unique index decides between two processes that begin at once; the other one
    /// finds the row at its next look.
    pub fn begin(tx: &mut Conn, started_at: At, cause: &str, answered_before: Option<At>) -> Result<()> {
        if Self::open(tx)?.is_some() {
            return Ok(());
        }
        let last: Option<i64> = incidents::table.select(diesel::dsl::max(incidents::number)).first(tx)?;
        diesel::insert_into(incidents::table)
            .values((
                incidents::id.eq(IncidentId::new()),
                incidents::number.eq(last.unwrap_or_default() + 1),
                incidents::started_at.eq(started_at),
                incidents::cause.eq(cause),
                incidents::answered_before.eq(answered_before),
            ))
            .execute(tx)
            .on_unique(|| Error::Busy("Another process has just begun this incident."))?;
        Ok(())
    }

    /// Ends it, unless somebody just did.
    pub fn end(&self, tx: &mut Conn, at: At) -> Result<()> {
        diesel::update(incidents::table.find(self.id).filter(incidents::ended_at.is_null()))
            .set(incidents::ended_at.eq(at.max(self.started_at)))
            .execute(tx)?;
        Ok(())
    }

    pub fn disconnection(&self) -> Disconnection {
        Disconnection { started_at: self.started_at, ended_at: self.ended_at }
    }

    fn known(self, notice: Option<Notice>) -> Known {
        Known {
            incident: self.id,
            disconnection: self.disconnection(),
            notice: notice.map(|notice| Sent { by: notice.by, at: notice.sent_at }),
        }
    }
}

/// What was sent to the department about an incident.
#[derive(Debug, Clone, Queryable)]
pub struct Notice {
    pub incident: IncidentId,
    pub sent_at: At,
    pub recorded_at: At,
    /// As it was sent.
    pub body: String,
    pub note: String,
    /// Who says so.
    pub by: String,
}

impl Notice {
    /// Everything sent about these incidents, in the order of sending.
    pub fn about(conn: &mut Conn, incidents: &[IncidentId]) -> Result<Vec<Self>> {
        let rows = notices::table
            .inner_join(users::table)
            .filter(notices::incident_id.eq_any(incidents))
            .order((notices::sent_at, notices::id))
            .select((notices::incident_id, notices::sent_at, notices::recorded_at, notices::body, notices::note, users::name))
            .load(conn)?;
        Ok(rows)
    }
}

/// A notice about to be written down.
#[derive(Insertable)]
#[diesel(table_name = notices)]
pub struct NewNotice<'a> {
    pub id: NoticeId,
    pub incident_id: IncidentId,
    pub user_id: UserId,
    pub sent_at: At,
    pub recorded_at: At,
    pub body: &'a str,
    pub note: &'a str,
}

impl NewNotice<'_> {
    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(notices::table).values(self).execute(tx)?;
        Ok(())
    }
}
