//! The inspections of a location, and what was looked at.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result};
use crate::event::{Category, Picture, Watched};
use crate::may::{Inspection, Role, Standing};
use crate::schema::{inspection_looks as looks, inspections, users};
use crate::values::clock::said;
use crate::values::{At, InspectionLookId, LocationId, UserId};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::Serialize;

/// Who comes, and for how long.
#[derive(Debug, Clone, Serialize)]
pub struct Visit {
    pub name: String,
    pub agency: String,
    /// The badge, or whatever else the agency knows this inspection by.
    pub badge: String,
    pub login_id: String,
    pub begins_at: At,
    pub ends_at: At,
}

/// One inspection.
#[derive(Debug, Clone, Queryable)]
#[diesel(check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Inspector {
    pub name: String,
    pub login_id: String,
    pub opened_at: At,
    pub opened_by: UserId,
    pub inspection: Inspection,
}

/// A page that an inspector was shown.
#[derive(Debug, Clone, Queryable)]
pub struct Look {
    pub id: InspectionLookId,
    pub looked_at: At,
    pub page: String,
}

impl Inspector {
    /// The newest first.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = inspections::table
            .inner_join(users::table)
            .filter(inspections::location_id.eq(location))
            .order((inspections::begins_at.desc(), inspections::user_id.desc()));
        let columns = (users::name, users::login_id, inspections::opened_at, inspections::opened_by, Inspection::as_select());
        Ok(all.select(columns).limit(200).load(conn)?)
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: UserId) -> Result<Self> {
        let one = inspections::table
            .inner_join(users::table)
            .filter(inspections::location_id.eq(location).and(inspections::user_id.eq(id)));
        let columns = (users::name, users::login_id, inspections::opened_at, inspections::opened_by, Inspection::as_select());
        Ok(one.select(columns).first(conn)?)
    }

    pub fn insert(tx: &mut Conn, at: LocationId, visit: &Visit, password_hash: &str, (by, now): (UserId, At)) -> Result<UserId> {
        let id = UserId::new();
        diesel::insert_into(users::table)
            .values((
                users::id.eq(id),
                users::location_id.eq(at),
                users::name.eq(&visit.name),
                users::login_id.eq(&visit.login_id),
                // The state is never asked about them, so there is nothing to ask with.
                (users::email.eq(""), users::mmur_email.eq(""), users::registry_standing.eq(Standing::Unchecked)),
                users::role.eq(Role::Auditor),
                (users::password_hash.eq(password_hash), users::password_set_at.eq(now)),
                (users::active.eq(true), users::failed_tries.eq(0_i64)),
                users::created_at.eq(now),
            ))
            .execute(tx)
            .on_unique(|| login_is_taken(&visit.login_id))?;
        diesel::insert_into(inspections::table)
            .values((
                inspections::user_id.eq(id),
                inspections::location_id.eq(at),
                inspections::agency.eq(&visit.agency),
                inspections::badge.eq(&visit.badge),
                (inspections::begins_at.eq(visit.begins_at), inspections::ends_at.eq(visit.ends_at)),
                (inspections::opened_at.eq(now), inspections::opened_by.eq(by)),
            ))
            .execute(tx)?;
        Ok(id)
    }

    /// Over at once. False: it was over before.
    pub fn end(tx: &mut Conn, id: UserId, (by, now): (UserId, At)) -> Result<bool> {
        let open = inspections::table.find(id).filter(inspections::ended_at.is_null().and(inspections::ends_at.gt(now)));
        let ended = diesel::update(open).set((inspections::ended_at.eq(now), inspections::ended_by.eq(by))).execute(tx)?;
        if ended == 1 {
            diesel::update(users::table.find(id)).set(users::active.eq(false)).execute(tx)?;
            crate::web::session::end_all(tx, id)?;
        }
        Ok(ended == 1)
    }

    /// Every page they were shown, the newest first.
    pub fn looks(conn: &mut Conn, id: UserId, cursor: &Cursor) -> Result<Paged<Look>> {
        let key = |text: Option<&String>| text.and_then(|text| text.parse::<InspectionLookId>().ok());
        let query = looks::table.filter(looks::user_id.eq(id)).limit(PAGE_AND_ONE).into_boxed();
        let query = match (key(cursor.older.as_ref()), key(cursor.newer.as_ref())) {
            (Some(older), _) => query.filter(looks::id.lt(older)).order(looks::id.desc()),
            (None, Some(newer)) => query.filter(looks::id.gt(newer)).order(looks::id.asc()),
            (None, None) => query.order(looks::id.desc()),
        };
        let rows: Vec<Look> = query.select((looks::id, looks::looked_at, looks::page)).load(conn)?;
        Ok(Paged::new(rows, cursor, |look: &Look| look.id.to_string()))
    }

    pub fn opened_by_name(&self, conn: &mut Conn) -> Result<String> {
        Ok(users::table.find(self.opened_by).select(users::name).first(conn)?)
    }

    pub fn standing(&self, now: At) -> Stage {
        let Inspection { begins_at, ended_at, .. } = &self.inspection;
        match (ended_at, self.inspection.is_open(now)) {
            (Some(_), _) => Stage::Ended,
            (None, true) => Stage::Open,
            (None, false) if now < *begins_at => Stage::Ahead,
            (None, false) => Stage::Over,
        }
    }
}

/// How far an inspection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Ahead,
    Open,
    /// Its time has passed.
    Over,
    /// Somebody ended it.
    Ended,
}

impl Stage {
    pub fn words(self) -> &'static str {
        match self {
            Self::Ahead => "Has not begun",
            Self::Open => "Open",
            Self::Over => "Over",
            Self::Ended => "Ended",
        }
    }

    /// The badge's colour.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Ahead => "waiting",
            Self::Open => "accepted",
            Self::Over | Self::Ended => "quiet",
        }
    }

    pub fn can_end(self) -> bool {
        matches!(self, Self::Ahead | Self::Open)
    }
}

fn login_is_taken(login_id: &str) -> Error {
    let words = format!("“{login_id}” is the Login ID of another account. Every inspection has its own: choose another.");
    Error::Invalid(Problems::one("login_id", words))
}

impl Watched for Inspector {
    const CATEGORY: Category = Category::Inspectors;
    type Id = UserId;

    fn picture(conn: &mut Conn, location: LocationId, id: &UserId) -> Result<Picture> {
        let one = Self::find(conn, location, *id)?;
        let Inspection { agency, badge, begins_at, ends_at, ended_at, .. } = &one.inspection;
        let utc = |at: At| format!("{} UTC", said(at, Tz::UTC));
        Ok(Picture::of(id, &one.name)
            .with("Name", &one.name)
            .with("Agency", agency)
            .with("Badge or reference", badge)
            .with("Login ID", &one.login_id)
            .with("Begins", utc(*begins_at))
            .with("Ends", utc(*ends_at))
            .maybe("Ended", ended_at.map(utc))
            .gone(ended_at.is_some()))
    }
}
