//! Posting: the move is written and both ends change, in one commit.

use super::balance::make_row;
use super::hold::consume;
use super::{Authority, Effect};
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{supply_moves, supply_stock};
use crate::stock::{Owner, Place};
use crate::values::{At, LocationId, ProductId, PurchaseId, Quantity, RoomId, SupplyMoveId, UserId};
use diesel::prelude::*;

/// One move, and what is written down of it.
#[derive(Debug, Clone)]
pub struct Posting<'a> {
    pub location: LocationId,
    pub product: ProductId,
    pub quantity: Quantity,
    pub effect: Effect,
    /// Whose hold the goods leave; `None`: they must be free.
    pub held_by: Option<Owner>,
    pub purchase: Option<PurchaseId>,
    /// The shop's own word for why; empty where the act says it.
    pub reason: &'a str,
    pub note: &'a str,
    pub by: UserId,
    pub at: At,
}

/// Posts it; `false`, and nothing is written, when a room has not so much that is free.
#[must_use = "false means that there is not enough left"]
pub fn post<A: Authority>(tx: &mut Conn, authority: &A, posting: &Posting<'_>) -> Result<bool> {
    let Posting { product, quantity, effect, .. } = *posting;
    if !authority.covers(product, effect) {
        return Err(internal(format!("{product} may not be {} on this authority", effect.act())));
    }
    if !quantity.is_positive() || quantity.whole().is_none() {
        return Err(internal(format!("{quantity} of {product} is no number of whole units")));
    }
    let ends = effect.ends();
    if let Place::Room(room) = ends.from
        && !leave(tx, posting, room)?
    {
        return Ok(false);
    }
    if let Place::Room(room) = ends.to {
        arrive(tx, posting, room)?;
    }
    diesel::insert_into(supply_moves::table)
        .values((
            supply_moves::id.eq(SupplyMoveId::new()),
            supply_moves::location_id.eq(posting.location),
            supply_moves::product_id.eq(product),
            supply_moves::from_place.eq(ends.from.to_string()),
            supply_moves::to_place.eq(ends.to.to_string()),
            supply_moves::quantity.eq(quantity),
            supply_moves::act.eq(effect.act()),
            (supply_moves::reason.eq(posting.reason), supply_moves::note.eq(posting.note)),
            supply_moves::filing_id.eq(authority.filing()),
            supply_moves::purchase_id.eq(posting.purchase),
            (supply_moves::moved_by.eq(posting.by), supply_moves::moved_at.eq(posting.at)),
        ))
        .execute(tx)?;
    Ok(true)
}

/// One conditional UPDATE; what is held for another stays.
fn leave(tx: &mut Conn, posting: &Posting<'_>, room: RoomId) -> Result<bool> {
    let (product, quantity) = (posting.product, posting.quantity.0);
    let row = supply_stock::table.find((product, room));
    let Some(owner) = posting.held_by else {
        let free = row.filter(supply_stock::on_hand.ge(supply_stock::held + quantity));
        return Ok(diesel::update(free).set(supply_stock::on_hand.eq(supply_stock::on_hand - quantity)).execute(tx)? == 1);
    };
    consume(tx, owner, product, room, posting.quantity)?;
    let less = (supply_stock::on_hand.eq(supply_stock::on_hand - quantity), supply_stock::held.eq(supply_stock::held - quantity));
    match diesel::update(row).set(less).execute(tx)? {
        1 => Ok(true),
        _ => Err(internal(format!("{product} has no balance in {room}"))),
    }
}

fn arrive(tx: &mut Conn, posting: &Posting<'_>, room: RoomId) -> Result<()> {
    make_row(tx, posting.location, posting.product, room)?;
    diesel::update(supply_stock::table.find((posting.product, room)))
        .set(supply_stock::on_hand.eq(supply_stock::on_hand + posting.quantity.0))
        .execute(tx)?;
    Ok(())
}
