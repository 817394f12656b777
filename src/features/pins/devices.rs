//! Who has given their password on a browser today: only they come back there with a PIN.

use super::model::Pin;
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::may::Clerk;
use crate::schema::{device_sign_ins, locations, users};
use crate::values::{At, UserId, clock};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use diesel::prelude::*;

/// Somebody who may take over the till.
pub struct Person {
    pub user: UserId,
    pub name: String,
    pub has_pin: bool,
    /// They gave their password there today, so their PIN does.
    pub today: bool,
}

impl Person {
    /// Beside their name, if no PIN will do.
    pub fn hint(&self) -> Option<&'static str> {
        match (self.today, self.has_pin) {
            (false, _) => Some("not yet today: use the password"),
            (true, false) => Some("no PIN yet: use the password"),
            (true, true) => None,
        }
    }
}

/// Notes a full sign-in. `before`: what the browser was called until now; the others who signed in there today move along.
pub fn signed_in(tx: &mut Conn, before: Option<&str>, device: &str, user: UserId, now: At) -> Result<()> {
    // A day begins at another hour elsewhere; what is two days old is over everywhere.
    let over = now.date() - TimeDelta::days(2);
    diesel::delete(device_sign_ins::table.filter(device_sign_ins::day.lt(over))).execute(tx)?;
    if let Some(before) = before.filter(|before| *before != device) {
        diesel::update(device_sign_ins::table.filter(device_sign_ins::device_hash.eq(before)))
            .set(device_sign_ins::device_hash.eq(device))
            .execute(tx)?;
    }
    let zone = Clerk::find(tx, user)?.zone;
    diesel::delete(device_sign_ins::table.find((device, user))).execute(tx)?;
    diesel::insert_into(device_sign_ins::table)
        .values((
            device_sign_ins::device_hash.eq(device),
            device_sign_ins::user_id.eq(user),
            device_sign_ins::day.eq(clock::local_date(now, zone)),
            device_sign_ins::signed_in_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Whoever signs out leaves the browser altogether.
pub fn left(tx: &mut Conn, device: &str, user: UserId) -> Result<()> {
    diesel::delete(device_sign_ins::table.find((device, user))).execute(tx)?;
    Ok(())
}

/// No PIN brings them back anywhere, until they give their password again.
pub fn forget(tx: &mut Conn, user: UserId) -> Result<()> {
    diesel::delete(device_sign_ins::table.filter(device_sign_ins::user_id.eq(user))).execute(tx)?;
    Ok(())
}

/// Everybody who gave their password there today, the day of their own shop, by name; dismissed ones are nobody.
pub fn people(conn: &mut Conn, device: Option<&str>, now: At) -> Result<Vec<Person>> {
    let Some(device) = device else { return Ok(Vec::new()) };
    let rows: Vec<(UserId, String, NaiveDate, String)> = device_sign_ins::table
        .inner_join(users::table)
        .inner_join(locations::table.on(locations::id.eq(users::location_id)))
        .filter(device_sign_ins::device_hash.eq(device).and(users::active.eq(true)))
        .order((users::name, users::id))
        .select((users::id, users::name, device_sign_ins::day, locations::time_zone))
        .load(conn)?;
    let mut people = Vec::new();
    for (user, name, day, zone) in rows {
        let zone: Tz = zone.parse().map_err(|_| internal(format!("“{zone}” is no time zone")))?;
        if clock::local_date(now, zone) == day {
            people.push(Person { user, name, has_pin: Pin::find_by_user(conn, user)?.is_some(), today: true });
        }
    }
    Ok(people)
}
