//! Tries with a Login ID that is nobody's. They are in the event log, as far as that can be: what was typed may be a password in the
//! wrong field, so only what looks like an address of this company is written as it was typed; and since anybody at the door can make
//! such a try, and nothing is ever taken out of the log, an hour writes only so many.

use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::event::{self, Category, Kind, Picture};
use crate::features::locations::Location;
use crate::schema::{events, users};
use crate::values::{At, LocationId};
use chrono::TimeDelta;
use diesel::prelude::*;

/// Tries of one hour that are written one by one.
const MOST: i64 = 20;
/// What the log knows them by.
const OBJECT: &str = "unknown-login";

/// Writes down a try at an account that is not there, at every location: nobody knows which one was meant.
pub async fn note(app: &App, typed: String) -> Result<()> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            for location in Location::all(tx)? {
                at(tx, location.id, &typed, now)?;
            }
            Ok(())
        })
        .await
}

fn at(tx: &mut Conn, location: LocationId, typed: &str, now: At) -> Result<()> {
    let since = now - TimeDelta::hours(1);
    let written: i64 = events::table
        .filter(events::object_id.eq(OBJECT).and(events::location_id.eq(location.to_string())))
        .filter(events::happened_at.gt(since))
        .count()
        .get_result(tx)?;
    if written > MOST {
        return Ok(());
    }
    let how = if written < MOST { "Unknown Login ID" } else { "Unknown Login ID; more of this hour are not written one by one" };
    let about = Picture::of(OBJECT, "Unknown Login ID").with("How", how).with("Typed", shown(tx, typed)?);
    event::happened_to(tx, location, now, Category::SignIns, Kind::Failed, &about)
}

/// What was typed, if it is an address at a domain that somebody here has; else only how long it was.
fn shown(conn: &mut Conn, typed: &str) -> Result<String> {
    let domain = |text: &str| text.rsplit_once('@').map(|(_, domain)| domain.trim().to_lowercase());
    let hidden = format!("{} characters, not shown: it may be a password", typed.chars().count());
    let Some(theirs) = domain(typed) else { return Ok(hidden) };
    let known: Vec<String> = users::table.select(users::login_id).load(conn)?;
    let is_ours = known.iter().any(|login| domain(login).as_deref() == Some(theirs.as_str()));
    Ok(if is_ours { typed.to_owned() } else { hidden })
}
