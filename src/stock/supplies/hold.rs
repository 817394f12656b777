//! Holds on supplies, with the rules of the holds on packages: one conditional UPDATE; no row updated means "not enough left".

use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{supply_holds, supply_stock};
use crate::stock::Owner;
use crate::values::{At, FilingId, ProductId, Quantity, RoomId, SupplyHoldId};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = supply_holds, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
struct Hold {
    id: SupplyHoldId,
    product_id: ProductId,
    room_id: RoomId,
    quantity: Quantity,
    owner: String,
    former_owner: Option<String>,
}

/// The row of a hold, as long as it is what was read.
macro_rules! as_read {
    ($held:expr) => {
        supply_holds::table
            .find($held.id)
            .filter(supply_holds::owner.eq(&$held.owner))
            .filter(supply_holds::quantity.eq($held.quantity))
    };
}

/// Holds `quantity` for `owner`, if so much is free; `false` if not.
#[must_use = "false means that there is not enough left"]
pub fn hold(tx: &mut Conn, owner: Owner, product: ProductId, room: RoomId, quantity: Quantity, now: At) -> Result<bool> {
    let there = supply_stock::table.find((product, room));
    let enough = there.filter(supply_stock::on_hand.ge(supply_stock::held + quantity.0));
    if diesel::update(enough).set(supply_stock::held.eq(supply_stock::held + quantity.0)).execute(tx)? == 0 {
        return Ok(false);
    }
    diesel::insert_into(supply_holds::table)
        .values((
            supply_holds::id.eq(SupplyHoldId::new()),
            supply_holds::product_id.eq(product),
            supply_holds::room_id.eq(room),
            supply_holds::quantity.eq(quantity),
            supply_holds::owner.eq(owner.to_string()),
            supply_holds::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(true)
}

/// Lets go of everything `owner` holds.
pub fn release(tx: &mut Conn, owner: Owner) -> Result<()> {
    of_owner(tx, owner)?.iter().try_for_each(|held| free(tx, held))
}

/// Lets go of some of what `owner` holds of one product: a cart line that shrinks.
pub fn release_part(tx: &mut Conn, owner: Owner, product: ProductId, quantity: Quantity) -> Result<()> {
    let mut left = quantity;
    for held in of_owner(tx, owner)?.iter().filter(|held| held.product_id == product) {
        let part = left.min(held.quantity);
        if part.is_positive() {
            shrink(tx, held, part)?;
            lower(tx, held, part)?;
            left = left.minus(part);
        }
    }
    if left.is_positive() { Err(internal(format!("{owner} does not hold {quantity} of {product}"))) } else { Ok(()) }
}

/// A filing takes over what `owner` holds, and remembers whose it was: nothing is free between cart and filing.
pub fn take_over(tx: &mut Conn, owner: Owner, filing: FilingId) -> Result<()> {
    let former = owner.to_string();
    diesel::update(supply_holds::table.filter(supply_holds::owner.eq(&former)))
        .set((supply_holds::owner.eq(Owner::Filing(filing).to_string()), supply_holds::former_owner.eq(&former)))
        .execute(tx)?;
    Ok(())
}

/// A refused filing gives back what it took over; only holds that it made itself are let go.
pub fn give_back(tx: &mut Conn, filing: FilingId) -> Result<()> {
    for held in of_owner(tx, Owner::Filing(filing))? {
        match &held.former_owner {
            Some(former) => {
                let back = (supply_holds::owner.eq(former), supply_holds::former_owner.eq(None::<String>));
                held.must_stand(diesel::update(as_read!(held)).set(back).execute(tx)?)?;
            }
            None => free(tx, &held)?,
        }
    }
    Ok(())
}

/// How much of a product in `room` is held by `owner`.
pub fn held_by(conn: &mut Conn, owner: Owner, product: ProductId, room: RoomId) -> Result<Quantity> {
    let there = |held: &&Hold| held.product_id == product && held.room_id == room;
    Ok(of_owner(conn, owner)?.iter().filter(there).fold(Quantity::ZERO, |sum, held| sum.plus(held.quantity)))
}

/// Uses up what `owner` holds: the goods leave. Held and balance go down together, in `ledger.rs`.
pub(super) fn consume(tx: &mut Conn, owner: Owner, product: ProductId, room: RoomId, quantity: Quantity) -> Result<()> {
    let mut left = quantity;
    let there = |held: &&Hold| held.product_id == product && held.room_id == room;
    for held in of_owner(tx, owner)?.iter().filter(there) {
        let part = left.min(held.quantity);
        if part.is_positive() {
            shrink(tx, held, part)?;
            left = left.minus(part);
        }
    }
    if left.is_positive() { Err(internal(format!("{owner} moves {quantity} of {product} and does not hold it"))) } else { Ok(()) }
}

fn of_owner(conn: &mut Conn, owner: Owner) -> Result<Vec<Hold>> {
    let all = supply_holds::table.filter(supply_holds::owner.eq(owner.to_string())).order(supply_holds::id);
    Ok(all.select(Hold::as_select()).load(conn)?)
}

impl Hold {
    /// `rows` is what a statement on [`as_read!`] changed. None: somebody freed or took over the hold since it was read.
    fn must_stand(&self, rows: usize) -> Result<()> {
        if rows == 1 {
            Ok(())
        } else {
            Err(internal(format!("{} no longer holds {} of {}", self.owner, self.quantity, self.product_id)))
        }
    }
}

fn free(tx: &mut Conn, held: &Hold) -> Result<()> {
    held.must_stand(diesel::delete(as_read!(held)).execute(tx)?)?;
    lower(tx, held, held.quantity)
}

fn shrink(tx: &mut Conn, held: &Hold, part: Quantity) -> Result<()> {
    let rows = if part == held.quantity {
        diesel::delete(as_read!(held)).execute(tx)?
    } else {
        diesel::update(as_read!(held)).set(supply_holds::quantity.eq(held.quantity.minus(part))).execute(tx)?
    };
    held.must_stand(rows)
}

fn lower(tx: &mut Conn, held: &Hold, quantity: Quantity) -> Result<()> {
    let row = supply_stock::table.find((held.product_id, held.room_id));
    let lowered = diesel::update(row).set(supply_stock::held.eq(supply_stock::held - quantity.0)).execute(tx)?;
    if lowered == 1 { Ok(()) } else { Err(internal(format!("{} has no balance in {}", held.product_id, held.room_id))) }
}
