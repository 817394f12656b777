//! What goes on by itself: telling the screens, and asking the registry again for those who wait for it.

use super::model::Guest;
use super::registry::{Heard, hear};
use crate::app::{App, By};
use crate::error::{Error, Result};
use crate::may::Clerk;
use crate::schema::guests;
use crate::values::{At, GuestId, LocationId, UserId};
use chrono::TimeDelta;
use diesel::prelude::*;
use std::collections::HashMap;
use std::time::Duration;

/// How soon a screen shows what another process wrote; what this one writes is told at once.
const LOOK: Duration = Duration::from_millis(700);
/// Guests who are asked for in one round, and how long one of them is left alone afterwards.
const AT_ONCE: i64 = 3;
const REST: TimeDelta = TimeDelta::seconds(20);

/// Tells open pages that the list has changed. Reads nothing while no page is open.
pub async fn watch(app: App) {
    let mut known: HashMap<LocationId, (usize, i64)> = HashMap::new();
    loop {
        app.streams.wait(LOOK).await;
        let watched = app.streams.watched();
        known.retain(|location, _| watched.contains(location));
        for location in watched {
            match app.read(move |conn| Guest::fingerprint(conn, location)).await {
                Ok(now) => {
                    if known.insert(location, now) != Some(now) {
                        app.streams.changed(location);
                    }
                }
                Err(error) => tracing::warn!(%error, "the guest list could not be looked at; the next look will try"),
            }
        }
    }
}

/// Asks for those who wait, again and again.
pub async fn ask(app: App) {
    loop {
        // As often as the link itself is looked after.
        tokio::time::sleep(app.config.probe / 12).await;
        if let Err(error) = ask_waiting(&app).await {
            tracing::warn!(%error, "those who wait for the registry could not be asked for; the next round will try");
        }
    }
}

/// One round, one after the other; while the state is silent only one, to see whether it still is. How many were asked for.
pub async fn ask_waiting(app: &App) -> Result<usize> {
    let most = if app.biotrack.health().failing_since.is_some() { 1 } else { AT_ONCE };
    let now = app.clock.machine();
    let waiting = app.read(move |conn| waiting(conn, now, most)).await?;
    let mut asked = 0;
    for (id, by, card) in waiting {
        let mine = app.db.write(move |tx| claim(tx, id, now)).await?;
        if !mine {
            continue;
        }
        // In the name of whoever checked them in; who has left the shop asks for nobody, and a button still can.
        let clerk = match app.read(move |conn| Clerk::find(conn, by)).await {
            Ok(clerk) => clerk,
            Err(Error::SignedOut) => continue,
            Err(error) => return Err(error),
        };
        asked += 1;
        let heard = hear(app, &clerk, &card).await;
        if matches!(heard, Heard::Silent(_)) {
            break;
        }
        answered(app, clerk, id, heard).await?;
    }
    Ok(asked)
}

async fn answered(app: &App, clerk: Clerk, id: GuestId, heard: Heard) -> Result<()> {
    let now = app.clock.now();
    let write = move |tx: &mut _| -> Result<()> {
        let by = By { clerk: &clerk, approver: None, now };
        let guest = Guest::find(tx, clerk.location, id)?;
        if guest.ended_at.is_some() || guest.registry_read_id.is_some() {
            return Ok(());
        }
        if !guest.hears(tx, &by, &heard)?.save(tx)? {
            tracing::info!(guest = %id, "somebody changed the visit while the registry was asked");
        }
        Ok(())
    };
    app.db.write(write).await?;
    app.streams.nudge();
    Ok(())
}

/// Whoever the registry has said nothing of yet, the longest asked for first.
fn waiting(conn: &mut crate::db::Conn, now: At, most: i64) -> Result<Vec<(GuestId, UserId, String)>> {
    let rows = guests::table
        .filter(guests::ended_at.is_null())
        .filter(guests::registry_read_id.is_null())
        .filter(guests::trouble.is_null())
        .filter(guests::asked_at.is_null().or(guests::asked_at.lt(now - REST)))
        .order((guests::asked_at.is_null().desc(), guests::asked_at, guests::id))
        .limit(most)
        .select((guests::id, guests::checked_in_by, guests::card_id))
        .load(conn)?;
    Ok(rows)
}

/// Of several processes one asks.
fn claim(tx: &mut crate::db::Conn, id: GuestId, now: At) -> Result<bool> {
    let free = guests::table
        .find(id)
        .filter(guests::ended_at.is_null())
        .filter(guests::asked_at.is_null().or(guests::asked_at.lt(now - REST)));
    Ok(diesel::update(free).set(guests::asked_at.eq(now)).execute(tx)? == 1)
}
