//! The pins table.

use crate::db::Conn;
use crate::error::Result;
use crate::may::{Group, Permission};
use crate::schema::{pins, users};
use crate::values::{At, LocationId, UserId};
use chrono::TimeDelta;
use diesel::prelude::*;

/// Wrong PINs before one is locked.
pub const TRIES: i64 = 5;
const LOCKED_FOR: TimeDelta = TimeDelta::minutes(15);

/// A person's PIN.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = pins, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Pin {
    pub hash: String,
    pub set_at: At,
    failed_tries: i64,
    locked_until: Option<At>,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Right,
    /// So many more wrong ones lock it.
    Wrong(i64),
    /// It opens again then, or with the password.
    Locked(At),
}

impl Pin {
    pub fn is_locked(&self, now: At) -> bool {
        self.locked_until.is_some_and(|until| until > now)
    }

    pub fn find_by_user(conn: &mut Conn, user: UserId) -> Result<Option<Self>> {
        Ok(pins::table.find(user).select(Self::as_select()).first(conn).optional()?)
    }

    /// In place of the one before; a lock goes with that.
    pub fn set(tx: &mut Conn, user: UserId, hash: &str, now: At) -> Result<()> {
        diesel::delete(pins::table.find(user)).execute(tx)?;
        diesel::insert_into(pins::table)
            .values((pins::user_id.eq(user), pins::hash.eq(hash), pins::set_at.eq(now), pins::failed_tries.eq(0_i64)))
            .execute(tx)?;
        Ok(())
    }

    pub fn remove(tx: &mut Conn, user: UserId) -> Result<()> {
        diesel::delete(pins::table.find(user)).execute(tx)?;
        Ok(())
    }

    /// Counts a try. The guarded update comes first and locks the row, so tries at once, in however many processes, are counted one
    /// after the other: none after the fifth wrong one is right.
    pub fn tried(tx: &mut Conn, user: UserId, right: bool, now: At) -> Result<Outcome> {
        let open = pins::table.find(user).filter(pins::locked_until.is_null().or(pins::locked_until.le(now)));
        let counted = if right {
            diesel::update(open).set((pins::failed_tries.eq(0_i64), pins::locked_until.eq(None::<At>))).execute(tx)?
        } else {
            diesel::update(open).set(pins::failed_tries.eq(pins::failed_tries + 1)).execute(tx)?
        };
        let pin: Self = pins::table.find(user).select(Self::as_select()).first(tx)?;
        if let (0, Some(until)) = (counted, pin.locked_until) {
            return Ok(Outcome::Locked(until));
        }
        if right {
            return Ok(Outcome::Right);
        }
        if pin.failed_tries < TRIES {
            return Ok(Outcome::Wrong(TRIES - pin.failed_tries));
        }
        let until = now + LOCKED_FOR;
        diesel::update(pins::table.find(user)).set((pins::failed_tries.eq(0_i64), pins::locked_until.eq(until))).execute(tx)?;
        Ok(Outcome::Locked(until))
    }

    /// Somebody gave their password: that opens a locked PIN.
    pub fn unlock(tx: &mut Conn, user: UserId) -> Result<()> {
        diesel::update(pins::table.find(user))
            .set((pins::failed_tries.eq(0_i64), pins::locked_until.eq(None::<At>)))
            .execute(tx)?;
        Ok(())
    }

    /// Everybody who works there, has a PIN and may do `P`, by name, as ids and names.
    pub fn holders<P: Permission>(conn: &mut Conn, location: LocationId) -> Result<Vec<(UserId, String)>> {
        let active = users::table.inner_join(pins::table).filter(users::location_id.eq(location).and(users::active.eq(true)));
        let all: Vec<(UserId, String)> = active.order((users::name, users::id)).select((users::id, users::name)).load(conn)?;
        let granted = Group::of_everybody(conn, location)?;
        let may = |user: UserId| granted.iter().any(|(known, granted)| *known == user && granted.has(P::NAME));
        Ok(all.into_iter().filter(|(user, _)| may(*user)).collect())
    }
}
