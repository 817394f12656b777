//! How many of a product would fit beside what is in the cart, for lists of products.

use super::allotment_holds::taken_elsewhere;
use super::cart::Cart;
use super::coach::Coach;
use super::goods::Candidate;
use super::limits::{Debit, orders_for};
use super::line::Line;
use super::reading::Reading;
use super::snapshot::Snapshot;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::rules::fitting::Account;
use crate::values::{At, CartId, clock};
use chrono::NaiveDate;

/// A cart, and the orders of its patient.
pub struct Beside {
    snapshot: Snapshot,
    account: Account,
    lines: Vec<Debit>,
    today: NaiveDate,
}

impl Beside {
    pub fn of(conn: &mut Conn, cart: CartId, clerk: &Clerk, now: At) -> Result<Self> {
        let cart = Cart::own(conn, clerk, cart)?;
        let snapshot = Reading::find(conn, cart.registry_read_id)?.snapshot;
        let (elsewhere, today) = (taken_elsewhere(conn, cart.patient_id)?, clock::local_date(now, clerk.zone));
        let lines = Line::of_cart(conn, cart.id)?.iter().map(Line::debit).collect();
        Ok(Self { account: snapshot.account(&elsewhere, today), snapshot, lines, today })
    }

    /// `fits today: 5`, or from when, or why not.
    pub fn fits(&self, goods: &Candidate) -> String {
        match orders_for(&self.snapshot, &goods.product, goods.package.inventory_type, self.today) {
            Err(why) => why.to_string(),
            Ok(choices) => {
                let (name, each) = (&goods.product.name, goods.amount_each());
                Coach { account: &self.account, name, each, rest: &self.lines, choices: &choices }.in_short()
            }
        }
    }
}
