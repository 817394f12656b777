//! Carts that end without a sale: cancelled, left with whoever may sell no longer, or forgotten at the end of a day. What an open
//! cart holds nobody else can sell.

use super::super::discounts::Wish;
use super::super::locations::Location;
use super::cart::{Cart, Status};
use super::line::Line;
use super::overdue::flagged;
use super::supply::CartSupply;
use crate::db::Conn;
use crate::error::Result;
use crate::may::{self, Clerk};
use crate::schema::{carts, users};
use crate::stock::{self, Owner, supplies};
use crate::values::{At, CartId, UserId};
use diesel::prelude::*;

/// An open cart that nobody has touched for a while.
pub struct LeftOpen {
    pub id: CartId,
    /// Whose it is.
    pub clerk: String,
    pub touched_at: At,
    /// `2 × Blue Dream 3.5 g`: what it holds.
    pub goods: Vec<String>,
}

impl LeftOpen {
    /// Other people's, the oldest first, for those who may cancel them.
    pub fn listed(conn: &mut Conn, clerk: &Clerk, now: At) -> Result<Vec<Self>> {
        if !clerk.may::<may::CancelCarts>() {
            return Ok(Vec::new());
        }
        let rows: Vec<(CartId, String, At)> = carts::table
            .inner_join(users::table)
            .filter(carts::location_id.eq(clerk.location))
            .filter(carts::status.eq(Status::Open))
            .filter(carts::user_id.ne(clerk.user))
            .filter(carts::touched_at.lt(now - flagged(&Location::find(conn, clerk.location)?)))
            .order((carts::touched_at, carts::id))
            .select((carts::id, users::name, carts::touched_at))
            .load(conn)?;
        rows.into_iter()
            .map(|(id, clerk, touched_at)| Ok(Self { id, clerk, touched_at, goods: Cart::in_words(conn, id)? }))
            .collect()
    }
}

impl Cart {
    /// The clerk's own cart; for those who may cancel other people's, any of the shop.
    pub fn to_cancel(conn: &mut Conn, clerk: &Clerk, id: CartId) -> Result<Self> {
        if !clerk.may::<may::CancelCarts>() {
            return Self::own(conn, clerk, id);
        }
        let here = carts::table.find(id).filter(carts::location_id.eq(clerk.location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// What is in it: `2 × Blue Dream 3.5 g`.
    pub fn in_words(conn: &mut Conn, id: CartId) -> Result<Vec<String>> {
        let lines = Self::lines(conn, id)?;
        let packages = lines.iter().map(|(line, _, product)| (line.id, line.units(), &product.name));
        let supplies = CartSupply::with_goods(conn, id)?;
        let mut all: Vec<_> =
            packages.chain(supplies.iter().map(|(line, product, _)| (line.id, line.units(), &product.name))).collect();
        all.sort_by_key(|(id, ..)| *id);
        Ok(all.into_iter().map(|(_, units, name)| format!("{units} × {name}")).collect())
    }

    /// Ends a cart that is open or put aside, and frees what it held. `false`: it was neither.
    #[must_use = "false means that the cart had ended"]
    pub fn cancel(tx: &mut Conn, id: CartId) -> Result<bool> {
        let ended =
            Self::advance(tx, id, Status::Open, Status::Cancelled)? || Self::advance(tx, id, Status::Held, Status::Cancelled)?;
        if ended {
            Self::release(tx, id)?;
        }
        Ok(ended)
    }

    /// Takes everything out of a cart that this transaction has for itself.
    pub fn empty(tx: &mut Conn, id: CartId) -> Result<()> {
        Self::release(tx, id)?;
        for line in Line::of_cart(tx, id)? {
            Line::delete(tx, line.id)?;
            Wish::forget_line(tx, id, line.id.as_str())?;
        }
        for line in CartSupply::of_cart(tx, id)? {
            CartSupply::delete(tx, line.id)?;
            Wish::forget_line(tx, id, line.id.as_str())?;
        }
        Ok(())
    }

    fn release(tx: &mut Conn, id: CartId) -> Result<()> {
        for line in Line::of_cart(tx, id)? {
            stock::release(tx, Owner::CartLine(line.id))?;
        }
        for line in CartSupply::of_cart(tx, id)? {
            supplies::release(tx, Owner::CartLine(line.id))?;
        }
        Ok(())
    }

    /// Whoever may sell no longer leaves no cart behind. A sale that waits for the state's answer is the state's to end.
    pub fn cancel_open_of(tx: &mut Conn, user: UserId) -> Result<()> {
        let open = carts::table.filter(carts::user_id.eq(user)).filter(carts::status.eq_any([Status::Open, Status::Held]));
        for id in open.select(carts::id).load::<CartId>(tx)? {
            if !Self::cancel(tx, id)? {
                tracing::info!(cart = %id, "a cart that was to be cancelled has just ended otherwise");
            }
        }
        Ok(())
    }
}
