//! Carts put aside with a word of why, and taken up again. What they hold stays held, for as long as the shop says.

use super::super::guests::cart_taken_up;
use super::super::patients::{Patient, must_be_welcome};
use super::cart::{Cart, OVERTAKEN, Status};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::may::{self, Clerk};
use crate::schema::{carts, users};
use crate::values::{At, CartId};
use diesel::prelude::*;
use serde::Serialize;

/// A cart that was put aside.
pub struct Parked {
    pub id: CartId,
    /// Whose it is.
    pub clerk: String,
    pub is_mine: bool,
    pub patient: Patient,
    pub why: String,
    pub put_aside_at: At,
    /// Half of the time that the shop gives it is over.
    pub is_late: bool,
    /// `2 × Blue Dream 3.5 g`: what it holds.
    pub goods: Vec<String>,
}

impl Parked {
    /// The clerk's own, the oldest first; for whoever may cancel other people's carts, the whole shop's.
    pub fn listed(conn: &mut Conn, clerk: &Clerk, late_before: At) -> Result<Vec<Self>> {
        let mut query = carts::table
            .inner_join(users::table)
            .filter(carts::location_id.eq(clerk.location))
            .filter(carts::status.eq(Status::Held))
            .order((carts::touched_at, carts::id))
            .select((Cart::as_select(), users::name))
            .into_boxed();
        if !clerk.may::<may::CancelCarts>() {
            query = query.filter(carts::user_id.eq(clerk.user));
        }
        let rows: Vec<(Cart, String)> = query.load(conn)?;
        let parked = rows.into_iter().map(|(cart, name)| {
            Ok(Self {
                id: cart.id,
                clerk: name,
                is_mine: cart.user_id == clerk.user,
                patient: Patient::find(conn, cart.patient_id)?,
                goods: Cart::in_words(conn, cart.id)?,
                why: cart.put_aside.unwrap_or_default(),
                put_aside_at: cart.touched_at,
                is_late: cart.touched_at < late_before,
            })
        });
        parked.collect()
    }
}

/// The cart is put aside, and its clerk is free for the next patient.
#[derive(Serialize)]
pub struct ParkCart {
    pub cart: CartId,
    pub why: String,
}

impl Record for ParkCart {
    const ACT: &'static str = "park_cart";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let cart = Cart::take(tx, by.clerk, self.cart, by.now)?;
        diesel::update(carts::table.find(cart.id)).set(carts::put_aside.eq(&self.why)).execute(tx)?;
        if Cart::advance(tx, cart.id, Status::Open, Status::Held)? { Ok(()) } else { rule(OVERTAKEN) }
    }
}

/// A cart that was put aside is its clerk's again; a manager may take up anybody's, and has it then.
#[derive(Serialize)]
pub struct RecallCart {
    pub cart: CartId,
}

impl Record for RecallCart {
    const ACT: &'static str = "recall_cart";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let cart = Cart::to_cancel(tx, by.clerk, self.cart)?;
        if Cart::at_hand(tx, by.clerk)?.is_some_and(|mine| mine.id != cart.id) {
            return rule("You have a cart open. Sell it, put it aside or cancel it first.");
        }
        must_be_welcome(tx, by.clerk, cart.patient_id)?;
        let held = carts::table.find(cart.id).filter(carts::status.eq(Status::Held));
        let back = (
            carts::status.eq(Status::Open),
            carts::user_id.eq(by.clerk.user),
            carts::touched_at.eq(by.now),
            carts::put_aside.eq(None::<String>),
        );
        let rows = diesel::update(held)
            .set(back)
            .execute(tx)
            .on_unique(|| Error::Rule("You have a cart open. Sell it, put it aside or cancel it first.".into()))?;
        if rows == 1 {
            return cart_taken_up(tx, by, cart.id);
        }
        match Cart::to_cancel(tx, by.clerk, cart.id)?.status {
            Status::Open => Ok(()),
            Status::Cancelled => rule("This cart has ended: it was cancelled, or nobody touched it for too long. Begin another."),
            _ => rule(OVERTAKEN),
        }
    }
}
