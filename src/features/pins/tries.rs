//! A try at a PIN, counted in a commit of its own: whatever becomes of the act, the wrong try stays counted.

use super::super::sign_in::{password, tries::note};
use super::model::{Outcome, Pin};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::event::Kind;
use crate::may::Clerk;
use crate::values::{At, UserId, clock};

/// No PIN is longer; a scanned code is.
const LONGEST: usize = 8;

/// Why it is not the PIN of `clerk`, in words; none: it is.
pub async fn trouble(app: &App, clerk: &Clerk, typed: String) -> Result<Option<String>> {
    let (user, now) = (clerk.user, app.clock.machine());
    let Some(pin) = app.read(move |conn| Pin::find_by_user(conn, user)).await? else {
        return Ok(Some(format!(
            "{} has not set a PIN. They can set one on the page “Password and PIN”, in the menu under their name.",
            clerk.name
        )));
    };
    if typed.chars().count() > LONGEST {
        return Ok(Some("That is too long for a PIN; was something scanned? Nothing was counted.".to_owned()));
    }
    let right = password::is_right(typed, Some(pin.hash)).await?;
    let said_at = app.clock.now();
    Ok(match app.db.write(move |tx| tried(tx, user, right, (now, said_at))).await? {
        Outcome::Right => None,
        Outcome::Wrong(left) => Some(format!(
            "That is not the PIN of {}. {} more wrong {} it for 15 minutes.",
            clerk.name,
            left,
            if left == 1 { "one locks" } else { "ones lock" }
        )),
        Outcome::Locked(until) => Some(format!(
            "Five wrong PINs: the PIN of {} is locked until {}, or until they sign in with their password.",
            clerk.name,
            clock::local(until, clerk.zone).format("%-I:%M %p %Z")
        )),
    })
}

/// A try, and what the event log says of it: a right PIN says it where it lets somebody in.
fn tried(tx: &mut Conn, user: UserId, right: bool, (now, said_at): (At, At)) -> Result<Outcome> {
    let was_locked = Pin::find_by_user(tx, user)?.is_some_and(|pin| pin.is_locked(now));
    let outcome = Pin::tried(tx, user, right, now)?;
    match outcome {
        Outcome::Wrong(_) => note(tx, user, Kind::Failed, "Wrong PIN", said_at)?,
        Outcome::Locked(_) if !was_locked => note(tx, user, Kind::Lock, "Fifth wrong PIN: the PIN is locked", said_at)?,
        Outcome::Locked(_) | Outcome::Right => {}
    }
    Ok(outcome)
}
