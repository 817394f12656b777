//! Pre-orders that nobody came for: some hours after their window they end by themselves, and what was picked is free.
//!
//! Decided here alone, and asked from two sides: by whoever looks at the list, and once a minute when nobody does
//! (`register/overdue.rs`, with the carts).

use super::super::locations::Location;
use super::model::{PreOrder, Status};
use super::pick::Pick;
use super::progress::give_up;
use crate::app::App;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::pre_orders;
use crate::values::{At, LocationId, PreOrderId};
use chrono::TimeDelta;
use diesel::prelude::*;

/// Ends what is overdue at every location.
pub async fn free(app: &App) -> Result<()> {
    let now = app.clock.now();
    for location in app.read(Location::all).await? {
        if location.pre_order_hours == 0 {
            continue;
        }
        let (id, hours) = (location.id, location.pre_order_hours);
        let since = now - TimeDelta::hours(hours);
        for order in app.read(move |conn| overdue(conn, id, since)).await? {
            app.db.write(move |tx| end(tx, order, since, hours, now)).await?;
        }
    }
    Ok(())
}

fn overdue(conn: &mut Conn, location: LocationId, since: At) -> Result<Vec<PreOrderId>> {
    let waiting = pre_orders::table
        .filter(pre_orders::location_id.eq(location))
        .filter(pre_orders::status.eq_any(Status::ENDABLE))
        .filter(pre_orders::due_at.lt(since));
    Ok(waiting.order(pre_orders::id).select(pre_orders::id).load(conn)?)
}

fn end(tx: &mut Conn, id: PreOrderId, since: At, hours: i64, now: At) -> Result<()> {
    // Written first: whoever changes its day in the same moment keeps it, or finds it ended.
    let late = pre_orders::table.find(id).filter(pre_orders::status.eq_any(Status::ENDABLE)).filter(pre_orders::due_at.lt(since));
    if diesel::update(late).set(pre_orders::touched_at.eq(now)).execute(tx)? == 0 {
        return Ok(());
    }
    // A cart that has part of it ends first; then so does this.
    if Pick::is_in_a_cart(tx, id)? {
        return Ok(());
    }
    let order: PreOrder = pre_orders::table.find(id).select(PreOrder::as_select()).first(tx)?;
    let reason = format!("nobody came for it within {hours} hours after the time agreed.");
    give_up(tx, &order, Status::Expired, None, &reason, now)
}
