//! Who may come in, and how often they have tried.

use super::super::pins::Pin;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::Role;
use crate::schema::{inspections, locations, users};
use crate::values::{At, UserId, clock};
use chrono::TimeDelta;
use chrono_tz::Tz;
use diesel::prelude::*;

/// Wrong passwords before the account is locked.
const TRIES: i64 = 5;
const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);

/// The account behind a Login ID.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Account {
    pub id: UserId,
    pub password_hash: String,
    failed_tries: i64,
    locked_until: Option<At>,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    In,
    Wrong,
    /// The account opens again then.
    Locked(At),
}

impl Account {
    pub fn is_locked(&self, now: At) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }

    /// The active account of this Login ID.
    pub fn find_by_login(conn: &mut Conn, login_id: &str) -> Result<Option<Self>> {
        let active = users::table.filter(users::login_id.eq(login_id).and(users::active.eq(true)));
        Ok(active.select(Self::as_select()).first(conn).optional()?)
    }

    /// The account of somebody who is signed in.
    pub fn find(conn: &mut Conn, user: UserId) -> Result<Self> {
        Ok(users::table.find(user).select(Self::as_select()).first(conn)?)
    }

    /// Counts a try; the right password opens a locked PIN as well. The guarded update comes first and locks the row, so tries at once are counted one after the other: none after
    /// the fifth wrong one gets in, not even the right one.
    pub fn tried(tx: &mut Conn, user: UserId, right: bool, now: At) -> Result<Outcome> {
        let open = users::table.find(user).filter(users::locked_until.is_null().or(users::locked_until.le(now)));
        let counted = if right {
            diesel::update(open).set((users::failed_tries.eq(0_i64), users::locked_until.eq(None::<At>))).execute(tx)?
        } else {
            diesel::update(open).set(users::failed_tries.eq(users::failed_tries + 1)).execute(tx)?
        };
        let account: Self = users::table.find(user).select(Self::as_select()).first(tx)?;
        if let (0, Some(until)) = (counted, account.locked_until) {
            return Ok(Outcome::Locked(until));
        }
        if right {
            Pin::unlock(tx, user)?;
            return Ok(Outcome::In);
        }
        if account.failed_tries < TRIES {
            return Ok(Outcome::Wrong);
        }
        let until = now + LOCKED_FOR;
        diesel::update(users::table.find(user))
            .set((users::failed_tries.eq(0_i64), users::locked_until.eq(until)))
            .execute(tx)?;
        Ok(Outcome::Locked(until))
    }
}

/// Why no code is taken for a while.
pub fn refuse_until_words(conn: &mut Conn, user: UserId, until: At) -> Result<String> {
    let zone: String =
        users::table.inner_join(locations::table).filter(users::id.eq(user)).select(locations::time_zone).first(conn)?;
    let zone: Tz = zone.parse().map_err(|_| crate::error::internal(format!("“{zone}” is no time zone")))?;
    let opens = clock::local(until, zone).format("%-I:%M %p %Z");
    Ok(format!("Five wrong codes: no code is taken until {opens}. Then try again, or ask an admin to reset your second factor."))
}

/// The refusal of a locked account, in its shop's time.
pub fn refuse_until(conn: &mut Conn, user: UserId, until: At) -> Result<()> {
    let zone: String =
        users::table.inner_join(locations::table).filter(users::id.eq(user)).select(locations::time_zone).first(conn)?;
    let zone: Tz = zone.parse().map_err(|_| crate::error::internal(format!("“{zone}” is no time zone")))?;
    let opens = clock::local(until, zone).format("%-I:%M %p %Z");
    rule(format!(
        "Five wrong passwords: this account is locked until {opens}. Then try again, or ask an admin for a new password."
    ))
}

/// One of the demonstration's people.
#[derive(Debug, Queryable)]
pub struct Person {
    pub login_id: String,
    pub name: String,
    pub role: Role,
}

/// Everybody who can sign in, for the demonstration's sign-in page only.
pub fn everybody(conn: &mut Conn) -> Result<Vec<Person>> {
    let of_staff = users::id.ne_all(inspections::table.select(inspections::user_id));
    let active = users::table.filter(users::active.eq(true).and(of_staff)).order(users::created_at);
    Ok(active.select((users::login_id, users::name, users::role)).limit(20).load(conn)?)
}
