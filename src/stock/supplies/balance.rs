//! Reading the ledger of supplies.

use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::schema::supply_stock;
use crate::stock::Balance;
use crate::values::{LocationId, ProductId, Quantity, RoomId};
use diesel::prelude::*;

/// How much of a product is in one room.
pub fn where_is(conn: &mut Conn, product: ProductId, room: RoomId) -> Result<Balance> {
    let row: Option<(Quantity, Quantity)> =
        supply_stock::table.find((product, room)).select((supply_stock::on_hand, supply_stock::held)).first(conn).optional()?;
    Ok(row.map(|(on_hand, held)| Balance { on_hand, held }).unwrap_or_default())
}

/// [`where_is`], and it stays so until this write ends: for an absolute count.
pub fn settled(tx: &mut Conn, location: LocationId, product: ProductId, room: RoomId) -> Result<Balance> {
    make_row(tx, location, product, room)?;
    // An update that changes nothing: on PostgreSQL it waits for whoever is just moving some of it, and keeps others waiting.
    diesel::update(supply_stock::table.find((product, room))).set(supply_stock::held.eq(supply_stock::held)).execute(tx)?;
    where_is(tx, product, room)
}

/// Where a product lies at a location, and how much of it.
pub fn of_product(conn: &mut Conn, location: LocationId, product: ProductId) -> Result<Vec<(RoomId, Balance)>> {
    let rows: Vec<(RoomId, Quantity, Quantity)> = supply_stock::table
        .filter(supply_stock::product_id.eq(product))
        .filter(supply_stock::location_id.eq(location))
        .filter(supply_stock::on_hand.gt(Quantity::ZERO))
        .order(supply_stock::room_id)
        .select((supply_stock::room_id, supply_stock::on_hand, supply_stock::held))
        .load(conn)?;
    Ok(rows.into_iter().map(|(room, on_hand, held)| (room, Balance { on_hand, held })).collect())
}

/// Whether any location has some of it.
pub fn is_anywhere(conn: &mut Conn, product: ProductId) -> Result<bool> {
    let lying = supply_stock::table.filter(supply_stock::product_id.eq(product)).filter(supply_stock::on_hand.gt(Quantity::ZERO));
    Ok(diesel::select(diesel::dsl::exists(lying)).get_result(conn)?)
}

/// How many products lie in a room.
pub fn in_room(conn: &mut Conn, room: RoomId) -> Result<i64> {
    let lying = supply_stock::table.filter(supply_stock::room_id.eq(room)).filter(supply_stock::on_hand.gt(Quantity::ZERO));
    Ok(lying.count().get_result(conn)?)
}

/// The row is only a place to stand; two who bring the first of a product at once both find it.
pub(super) fn make_row(tx: &mut Conn, location: LocationId, product: ProductId, room: RoomId) -> Result<()> {
    on_each!(tx, |c| diesel::insert_into(supply_stock::table)
        .values((
            supply_stock::product_id.eq(product),
            supply_stock::room_id.eq(room),
            supply_stock::location_id.eq(location),
            supply_stock::on_hand.eq(Quantity::ZERO),
            supply_stock::held.eq(Quantity::ZERO),
        ))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}
