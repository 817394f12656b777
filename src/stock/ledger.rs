//! Posting: the moves are written and both ends change, on the state's yes.

use super::hold::consume;
use super::{Effect, Move, Place};
use crate::biotrack::Receipt;
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{moves, packages, stock};
use crate::values::{At, FilingId, MoveId, PackageId, Quantity};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// Posts what `effect` does to so much of each package. The receipt is the authority: only the BioTrack client makes one.
pub fn post<A>(tx: &mut Conn, receipt: &Receipt<A>, effect: Effect, goods: &[(PackageId, Quantity)], now: At) -> Result<()> {
    for (package, quantity) in goods {
        if quantity.is_positive() {
            one(tx, receipt.filing(), effect.act(), effect.of(*package, *quantity), now)?;
        }
    }
    Ok(())
}

fn one(tx: &mut Conn, filing: FilingId, act: &str, move_: Move, now: At) -> Result<()> {
    diesel::insert_into(moves::table)
        .values((
            moves::id.eq(MoveId::new()),
            moves::package_id.eq(move_.package),
            moves::from_place.eq(move_.from.to_string()),
            moves::to_place.eq(move_.to.to_string()),
            moves::quantity.eq(move_.quantity),
            moves::act.eq(act),
            moves::filing_id.eq(filing),
            moves::moved_at.eq(now),
        ))
        .execute(tx)?;
    leave(tx, filing, &move_)?;
    arrive(tx, &move_)?;
    mark(tx, &move_)
}

/// Whether any of the package is in a room: lists read this instead of every balance.
fn mark(tx: &mut Conn, move_: &Move) -> Result<()> {
    let marked = |in_stock: bool| packages::table.find(move_.package).filter(packages::in_stock.eq(!in_stock));
    if matches!(move_.to, Place::Room(_)) {
        diesel::update(marked(true)).set(packages::in_stock.eq(true)).execute(tx)?;
    } else if matches!(move_.from, Place::Room(_)) {
        let left = stock::table.filter(stock::package_id.eq(move_.package)).filter(stock::on_hand.gt(0_i64));
        diesel::update(marked(false).filter(not(exists(left)))).set(packages::in_stock.eq(false)).execute(tx)?;
    }
    Ok(())
}

fn leave(tx: &mut Conn, filing: FilingId, move_: &Move) -> Result<()> {
    let Place::Room(room) = move_.from else { return Ok(()) };
    consume(tx, filing, move_.package, room.as_str(), move_.quantity)?;
    let lowered = diesel::update(stock::table.find((move_.package, room.as_str())))
        .set((stock::on_hand.eq(stock::on_hand - move_.quantity.0), stock::held.eq(stock::held - move_.quantity.0)))
        .execute(tx)?;
    if lowered == 1 { Ok(()) } else { Err(internal(format!("{} has no balance in {room}", move_.package))) }
}

fn arrive(tx: &mut Conn, move_: &Move) -> Result<()> {
    let Place::Room(room) = move_.to else { return Ok(()) };
    let raised = diesel::update(stock::table.find((move_.package, room.as_str())))
        .set(stock::on_hand.eq(stock::on_hand + move_.quantity.0))
        .execute(tx)?;
    if raised == 0 {
        diesel::insert_into(stock::table)
            .values((
                stock::package_id.eq(move_.package),
                stock::place_id.eq(room.as_str()),
                stock::on_hand.eq(move_.quantity),
                stock::held.eq(Quantity::ZERO),
            ))
            .execute(tx)?;
    }
    Ok(())
}
