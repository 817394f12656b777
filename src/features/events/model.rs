//! Reading the event log for people.

use super::filter::Asked;
use crate::db::{Conn, lower};
use crate::error::Result;
use crate::event::{Category, Change, Event, Kind};
use crate::schema::{events, users};
use crate::values::{LocationId, UserId};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use diesel::prelude::*;

/// Changes that a row of the list shows at once; the rest are folded away.
const AT_ONCE: usize = 4;

/// A row of the list.
#[derive(Debug, Clone)]
pub struct Line {
    pub event: Event,
    pub changes: Vec<Change>,
}

type Query<'a> = events::BoxedQuery<'a, Backend>;
type Backend = <Conn as diesel::Connection>::Backend;

impl Line {
    /// Newest first.
    pub fn listed(conn: &mut Conn, location: LocationId, asked: &Asked, cursor: &Cursor) -> Result<Paged<Self>> {
        let query = asked_for(location, asked).limit(PAGE_AND_ONE);
        let query = match (position(cursor.older.as_ref()), position(cursor.newer.as_ref())) {
            (Some(older), _) => query.filter(events::position.lt(older)).order(events::position.desc()),
            (None, Some(newer)) => query.filter(events::position.gt(newer)).order(events::position.asc()),
            (None, None) => query.order(events::position.desc()),
        };
        let rows: Vec<Event> = query.select(Event::as_select()).load(conn)?;
        Ok(Paged::new(rows.into_iter().map(Self::of).collect(), cursor, |line: &Self| line.event.position.to_string()))
    }

    /// At most so many, newest first, before that position.
    pub fn before(conn: &mut Conn, location: LocationId, asked: &Asked, before: i64, most: i64) -> Result<Vec<Self>> {
        let query = asked_for(location, asked).filter(events::position.lt(before)).order(events::position.desc());
        let rows: Vec<Event> = query.limit(most).select(Event::as_select()).load(conn)?;
        Ok(rows.into_iter().map(Self::of).collect())
    }

    fn of(event: Event) -> Self {
        // What somebody wrote over it is shown as it stands.
        let broken = |_| vec![Change { field: "Unreadable".to_owned(), from: String::new(), to: event.changes.clone() }];
        let changes = serde_json::from_str(&event.changes).unwrap_or_else(broken);
        Self { event, changes }
    }

    pub fn category(&self) -> String {
        let known = self.event.category.parse::<Category>();
        known.map_or_else(|_| self.event.category.clone(), |category| category.label().to_owned())
    }

    pub fn kind(&self) -> String {
        self.event.kind.parse::<Kind>().map_or_else(|_| self.event.kind.clone(), |kind| kind.label().to_owned())
    }

    /// The badge's colour.
    pub fn mark(&self) -> &'static str {
        match self.event.kind.parse::<Kind>() {
            Ok(Kind::Create | Kind::Restore) => "accepted",
            Ok(Kind::Delete | Kind::Failed | Kind::Lock) => "refused",
            Ok(Kind::Edit) => "held",
            _ => "quiet",
        }
    }

    pub fn first_changes(&self) -> &[Change] {
        self.changes.get(..AT_ONCE).unwrap_or(&self.changes)
    }

    pub fn more_changes(&self) -> &[Change] {
        self.changes.get(AT_ONCE..).unwrap_or_default()
    }
}

/// Everybody here, and whoever left, by name.
pub fn people(conn: &mut Conn, location: LocationId) -> Result<Vec<(UserId, String)>> {
    let here = users::table.filter(users::location_id.eq(location)).order((users::name, users::id));
    Ok(here.select((users::id, users::name)).load(conn)?)
}

fn position(key: Option<&String>) -> Option<i64> {
    key.and_then(|text| text.parse().ok())
}

fn asked_for<'a>(location: LocationId, asked: &Asked) -> Query<'a> {
    let mut query = events::table.filter(events::location_id.eq(location.to_string())).into_boxed();
    if let Some(category) = asked.category {
        query = query.filter(events::category.eq(category.as_str()));
    }
    if let Some(kind) = asked.kind {
        query = query.filter(events::kind.eq(kind.as_str()));
    }
    if let Some(who) = asked.who {
        query = query.filter(events::user_id.eq(who.to_string()));
    }
    if let Some(from) = asked.from {
        query = query.filter(events::happened_at.ge(from));
    }
    if let Some(until) = asked.until {
        query = query.filter(events::happened_at.lt(until));
    }
    if !asked.object.is_empty() {
        query = query.filter(events::object_id.eq(asked.object.clone()));
    }
    if !asked.search.is_empty() {
        query = query.filter(lower(events::object_name).like(pattern(&asked.search)).escape('\\'));
    }
    query
}

fn pattern(search: &str) -> String {
    format!("%{}%", search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}
