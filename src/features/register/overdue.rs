//! Carts that nobody has touched for as long as the shop allows: they end by themselves, and what they held is free.
//!
//! Decided here alone, and asked from two sides: by whoever looks at the register, and once a minute when nobody does.

use super::super::locations::Location;
use super::super::pre_orders;
use super::cart::{Cart, Status};
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::schema::carts;
use crate::values::{At, CartId, LocationId};
use chrono::TimeDelta;
use diesel::prelude::*;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);
/// A clerk who comes back later begins anew and asks no more.
const SAID_FOR: TimeDelta = TimeDelta::hours(8);

/// How long a cart may stand untouched; `None`: for ever.
pub fn allowed(location: &Location) -> Option<TimeDelta> {
    (location.cart_minutes > 0).then(|| TimeDelta::minutes(location.cart_minutes))
}

/// From when on a cart is shown as left behind: half of what is allowed.
pub fn flagged(location: &Location) -> TimeDelta {
    allowed(location).map_or(TimeDelta::minutes(30), |all| all / 2)
}

/// Ends what is overdue at every location.
pub async fn free(app: &App) -> Result<()> {
    let now = app.clock.now();
    let locations = app.read(Location::all).await?;
    for location in locations {
        let Some(allowed) = allowed(&location) else { continue };
        let (id, since) = (location.id, now - allowed);
        if app.read(move |conn| Ok(!overdue(conn, id, since)?.is_empty())).await? {
            let words = format!("Nobody had touched it for {} minutes.", location.cart_minutes);
            app.db.write(move |tx| end(tx, id, since, &words)).await?;
        }
    }
    Ok(())
}

/// [`free`], once a minute, for a shop in which nobody looks; and the same for pre-orders.
pub async fn watch(app: App) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = free(&app).await {
            tracing::warn!(%error, "carts that nobody touches could not be freed");
        }
        if let Err(error) = pre_orders::stale::free(&app).await {
            tracing::warn!(%error, "pre-orders that nobody came for could not be ended");
        }
    }
}

fn overdue(conn: &mut Conn, location: LocationId, since: At) -> Result<Vec<CartId>> {
    let untouched = carts::table
        .filter(carts::location_id.eq(location))
        .filter(carts::status.eq_any([Status::Open, Status::Held]))
        .filter(carts::touched_at.lt(since));
    Ok(untouched.order(carts::id).select(carts::id).load(conn)?)
}

fn end(tx: &mut Conn, location: LocationId, since: At, words: &str) -> Result<()> {
    for id in overdue(tx, location, since)? {
        // Written first: whoever touches the cart in the same moment keeps it, or finds it ended.
        let untouched = carts::table.find(id).filter(carts::touched_at.lt(since));
        if diesel::update(untouched).set(carts::freed_because.eq(words)).execute(tx)? == 1 && !Cart::cancel(tx, id)? {
            diesel::update(carts::table.find(id)).set(carts::freed_because.eq(None::<String>)).execute(tx)?;
        }
    }
    Ok(())
}

/// What became of the clerk's last cart, if it ended by itself not long ago.
pub fn said_to(conn: &mut Conn, clerk: &Clerk, now: At) -> Result<Option<String>> {
    let ended = carts::table
        .filter(carts::location_id.eq(clerk.location))
        .filter(carts::status.eq(Status::Cancelled))
        .filter(carts::touched_at.gt(now - SAID_FOR))
        .filter(carts::user_id.eq(clerk.user))
        .order(carts::touched_at.desc());
    let last: Option<Option<String>> = ended.select(carts::freed_because).first(conn).optional()?;
    Ok(last.flatten())
}
