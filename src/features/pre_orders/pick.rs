//! Picks: so much of one package in the bag of a pre-order, which holds its stock until it goes into a cart.

use super::super::register::Status as Cart;
use crate::db::Conn;
use crate::error::{Result, internal};
use crate::schema::{carts, packages, pre_order_picks};
use crate::stock::{self, Owner};
use crate::values::{At, Barcode, CartId, PackageId, PreOrderId, PreOrderLineId, PreOrderPickId, Quantity, RoomId};
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = pre_order_picks, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Pick {
    pub id: PreOrderPickId,
    pub pre_order_id: PreOrderId,
    pub line_id: PreOrderLineId,
    pub package_id: PackageId,
    pub quantity: Quantity,
    /// The cart that it went into; none: it is in the bag.
    pub cart_id: Option<CartId>,
}

impl Pick {
    /// With the package's number, in the order of scanning.
    pub fn of_order(conn: &mut Conn, order: PreOrderId) -> Result<Vec<(Self, Barcode)>> {
        let picks = pre_order_picks::table
            .inner_join(packages::table)
            .filter(pre_order_picks::pre_order_id.eq(order))
            .order(pre_order_picks::id)
            .select((Self::as_select(), packages::barcode))
            .load(conn)?;
        Ok(picks)
    }

    /// Those in the bag.
    pub fn in_bag(conn: &mut Conn, order: PreOrderId) -> Result<Vec<Self>> {
        let bag =
            pre_order_picks::table.filter(pre_order_picks::pre_order_id.eq(order)).filter(pre_order_picks::cart_id.is_null());
        Ok(bag.order(pre_order_picks::id).select(Self::as_select()).load(conn)?)
    }

    /// Those that went into a cart.
    pub fn of_cart(conn: &mut Conn, cart: CartId) -> Result<Vec<Self>> {
        let all = pre_order_picks::table.filter(pre_order_picks::cart_id.eq(cart)).order(pre_order_picks::id);
        Ok(all.select(Self::as_select()).load(conn)?)
    }

    /// Whether some of it lies in a cart that has not ended.
    pub fn is_in_a_cart(conn: &mut Conn, order: PreOrderId) -> Result<bool> {
        let there = pre_order_picks::table
            .inner_join(carts::table)
            .filter(pre_order_picks::pre_order_id.eq(order))
            .filter(carts::status.eq_any([Cart::Open, Cart::Tendered, Cart::Held]))
            .select(pre_order_picks::id)
            .first::<PreOrderPickId>(conn)
            .optional()?;
        Ok(there.is_some())
    }

    /// So many more of a package in the bag, for as long as its holder has so many free. `false`: it has not.
    #[must_use = "false means that somebody else was quicker"]
    pub fn put(&self, tx: &mut Conn, room: RoomId, now: At) -> Result<bool> {
        let same = pre_order_picks::table
            .filter(pre_order_picks::line_id.eq(self.line_id))
            .filter(pre_order_picks::package_id.eq(self.package_id))
            .filter(pre_order_picks::cart_id.is_null());
        let there: Option<Self> = same.select(Self::as_select()).first(tx).optional()?;
        let id = there.as_ref().map_or(self.id, |pick| pick.id);
        if !stock::hold(tx, Owner::Pick(id), self.package_id, room, self.quantity, now)? {
            return Ok(false);
        }
        match there {
            Some(pick) => Self::set_quantity(tx, pick.id, pick.quantity.plus(self.quantity))?,
            None => {
                diesel::insert_into(pre_order_picks::table).values(self).execute(tx)?;
            }
        }
        Ok(true)
    }

    /// Out of the bag, and free.
    pub fn take_out(&self, tx: &mut Conn) -> Result<()> {
        stock::release(tx, Owner::Pick(self.id))?;
        self.delete(tx)
    }

    /// Of what the cart has taken so many out of this bag: the rest is held again. Both were free for no other transaction.
    pub fn goes_into(&self, tx: &mut Conn, cart: CartId, went: Quantity, room: RoomId, now: At) -> Result<()> {
        let rest = self.quantity.minus(went);
        if rest.is_positive() {
            if !stock::hold(tx, Owner::Pick(self.id), self.package_id, room, rest, now)? {
                return Err(internal(format!("{} of pick {} cannot be held again", rest, self.id)));
            }
            if !went.is_positive() {
                return Ok(());
            }
            Self::set_quantity(tx, self.id, rest)?;
            let part = Self { id: PreOrderPickId::new(), quantity: went, cart_id: Some(cart), ..self.clone() };
            diesel::insert_into(pre_order_picks::table).values(&part).execute(tx)?;
            return Ok(());
        }
        diesel::update(pre_order_picks::table.find(self.id)).set(pre_order_picks::cart_id.eq(cart)).execute(tx)?;
        Ok(())
    }

    /// It is in no bag and in no cart any more.
    pub fn delete(&self, tx: &mut Conn) -> Result<()> {
        diesel::delete(pre_order_picks::table.find(self.id)).execute(tx)?;
        Ok(())
    }

    fn set_quantity(tx: &mut Conn, id: PreOrderPickId, quantity: Quantity) -> Result<()> {
        diesel::update(pre_order_picks::table.find(id)).set(pre_order_picks::quantity.eq(quantity)).execute(tx)?;
        Ok(())
    }
}
