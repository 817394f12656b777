//! Holds: stock reserved while somebody decides. One conditional UPDATE; no row updated means "not enough left".

use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{holds, stock};
use crate::values::{
    At, CartLineId, DestructionId, FilingId, HoldId, OutgoingLineId, PackageId, PreOrderPickId, Quantity, RoomId,
};
use diesel::prelude::*;
use std::fmt;

/// Who holds stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    CartLine(CartLineId),
    Filing(FilingId),
    /// A package scheduled for destruction is held until that ends.
    Destruction(DestructionId),
    /// A package on a manifest of ours, from the draft until it leaves.
    OutgoingLine(OutgoingLineId),
    /// In the bag of a pre-order.
    Pick(PreOrderPickId),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CartLine(id) => write!(f, "cart_line:{id}"),
            Self::Filing(id) => write!(f, "filing:{id}"),
            Self::Destruction(id) => write!(f, "destruction:{id}"),
            Self::OutgoingLine(id) => write!(f, "outgoing_line:{id}"),
            Self::Pick(id) => write!(f, "pick:{id}"),
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = holds, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
struct Hold {
    id: HoldId,
    package_id: PackageId,
    place_id: String,
    quantity: Quantity,
    owner: String,
    former_owner: Option<String>,
}

/// The row of a hold, as long as it is what was read.
macro_rules! as_read {
    ($held:expr) => {
        holds::table.find($held.id).filter(holds::owner.eq(&$held.owner)).filter(holds::quantity.eq($held.quantity))
    };
}

/// Holds `quantity` for `owner`, if so much is free; `false` if not.
#[must_use = "false means that there is not enough left"]
pub fn hold(tx: &mut Conn, owner: Owner, package: PackageId, room: RoomId, quantity: Quantity, now: At) -> Result<bool> {
    let enough = stock::table.find((package, room.as_str())).filter(stock::on_hand.ge(stock::held + quantity.0));
    if diesel::update(enough).set(stock::held.eq(stock::held + quantity.0)).execute(tx)? == 0 {
        return Ok(false);
    }
    diesel::insert_into(holds::table)
        .values((
            holds::id.eq(HoldId::new()),
            holds::package_id.eq(package),
            holds::place_id.eq(room.as_str()),
            holds::quantity.eq(quantity),
            holds::owner.eq(owner.to_string()),
            holds::created_at.eq(now),
        ))
        .execute(tx)?;
    Ok(true)
}

/// Lets go of everything `owner` holds.
pub fn release(tx: &mut Conn, owner: Owner) -> Result<()> {
    for held in of_owner(tx, owner)? {
        free(tx, &held)?;
    }
    Ok(())
}

/// Lets go of some of what `owner` holds of one package: a cart line that shrinks.
pub fn release_part(tx: &mut Conn, owner: Owner, package: PackageId, quantity: Quantity) -> Result<()> {
    let mut left = quantity;
    for held in of_owner(tx, owner)? {
        if held.package_id != package || !left.is_positive() {
            continue;
        }
        let part = left.min(held.quantity);
        shrink(tx, &held, part)?;
        lower(tx, package, &held.place_id, part)?;
        left = left.minus(part);
    }
    if left.is_positive() { Err(internal(format!("{owner} does not hold {quantity} of {package}"))) } else { Ok(()) }
}

/// A filing takes over what `owner` holds, and remembers whose it was: nothing is free between cart and filing.
pub fn take_over(tx: &mut Conn, owner: Owner, filing: FilingId) -> Result<()> {
    let former = owner.to_string();
    diesel::update(holds::table.filter(holds::owner.eq(&former)))
        .set((holds::owner.eq(Owner::Filing(filing).to_string()), holds::former_owner.eq(&former)))
        .execute(tx)?;
    Ok(())
}

/// A refused filing gives back what it took over; only holds that it made itself are let go.
pub fn give_back(tx: &mut Conn, filing: FilingId) -> Result<()> {
    for held in of_owner(tx, Owner::Filing(filing))? {
        match &held.former_owner {
            Some(former) => {
                let back = (holds::owner.eq(former), holds::former_owner.eq(None::<String>));
                held.must_stand(diesel::update(as_read!(held)).set(back).execute(tx)?)?;
            }
            None => free(tx, &held)?,
        }
    }
    Ok(())
}

/// An accepted filing hands what it holds of `package` on to `owner`: a scheduled package stays held.
pub fn hand_on(tx: &mut Conn, filing: FilingId, package: PackageId, owner: Owner) -> Result<()> {
    let held = holds::owner.eq(Owner::Filing(filing).to_string());
    diesel::update(holds::table.filter(held).filter(holds::package_id.eq(package)))
        .set((holds::owner.eq(owner.to_string()), holds::former_owner.eq(None::<String>)))
        .execute(tx)?;
    Ok(())
}

/// How much of `package` in `room` is held by `owner`.
pub fn held_by(conn: &mut Conn, owner: Owner, package: PackageId, room: RoomId) -> Result<Quantity> {
    let there = |held: &&Hold| held.package_id == package && held.place_id == room.as_str();
    Ok(of_owner(conn, owner)?.iter().filter(there).fold(Quantity::ZERO, |sum, held| sum.plus(held.quantity)))
}

/// Who holds how much of a package, for a refusal that names them.
pub fn holders(conn: &mut Conn, package: PackageId) -> Result<Vec<(String, Quantity)>> {
    let all =
        holds::table.filter(holds::package_id.eq(package)).order(holds::id).select((holds::owner, holds::quantity)).load(conn)?;
    Ok(all)
}

/// Uses up what `filing` holds of `package` in `place`: the goods leave. Held and balance go down together, in `ledger.rs`.
pub(super) fn consume(tx: &mut Conn, filing: FilingId, package: PackageId, place: &str, quantity: Quantity) -> Result<()> {
    let mut left = quantity;
    for held in of_owner(tx, Owner::Filing(filing))? {
        if held.package_id != package || held.place_id != place || !left.is_positive() {
            continue;
        }
        let part = left.min(held.quantity);
        shrink(tx, &held, part)?;
        left = left.minus(part);
    }
    if left.is_positive() {
        return Err(internal(format!("filing {filing} moves {quantity} of {package} and does not hold it")));
    }
    Ok(())
}

fn of_owner(conn: &mut Conn, owner: Owner) -> Result<Vec<Hold>> {
    Ok(holds::table.filter(holds::owner.eq(owner.to_string())).order(holds::id).select(Hold::as_select()).load(conn)?)
}

impl Hold {
    /// `rows` is what a statement on [`as_read!`] changed. None: somebody freed or took over the hold since it was read, and what is
    /// no longer there must not be taken off the balance a second time.
    fn must_stand(&self, rows: usize) -> Result<()> {
        if rows == 1 {
            Ok(())
        } else {
            Err(internal(format!("{} no longer holds {} of {}", self.owner, self.quantity, self.package_id)))
        }
    }
}

fn free(tx: &mut Conn, held: &Hold) -> Result<()> {
    held.must_stand(diesel::delete(as_read!(held)).execute(tx)?)?;
    lower(tx, held.package_id, &held.place_id, held.quantity)
}

fn shrink(tx: &mut Conn, held: &Hold, part: Quantity) -> Result<()> {
    let rows = if part == held.quantity {
        diesel::delete(as_read!(held)).execute(tx)?
    } else {
        diesel::update(as_read!(held)).set(holds::quantity.eq(held.quantity.minus(part))).execute(tx)?
    };
    held.must_stand(rows)
}

fn lower(tx: &mut Conn, package: PackageId, place: &str, quantity: Quantity) -> Result<()> {
    let lowered =
        diesel::update(stock::table.find((package, place))).set(stock::held.eq(stock::held - quantity.0)).execute(tx)?;
    if lowered == 1 { Ok(()) } else { Err(internal(format!("{package} has no balance in {place}"))) }
}
