//! Opening a cart for a patient, reading the registry again, and cancelling.

use super::super::patients::Patient;
use super::cart::{Cart, OVERTAKEN, Status};
use super::reading::{Reading, Said};
use super::snapshot::Snapshot;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::values::{CartId, clock};
use serde::Serialize;

/// A cart for the patient whom the registry has just shown. What tells one form from another is what was typed, not what was said.
#[derive(Serialize)]
pub struct OpenCart {
    pub card: String,
    pub caregiver: Option<String>,
    #[serde(skip)]
    pub said: Said,
}

impl Record for OpenCart {
    const ACT: &'static str = "open_cart";
    type Needs = may::Sell;
    type Done = CartId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<CartId> {
        let today = clock::local_date(by.now, by.clerk.zone);
        Snapshot::of(self.said.answer.clone(), self.said.read_at).must_be_served(self.caregiver.as_deref(), today)?;
        let patient = Patient::keep(tx, &self.said.answer, by.now)?;
        if let Some(mine) = Cart::at_hand(tx, by.clerk)? {
            if mine.patient_id != patient {
                return rule("You have a cart open for another patient. Finish or cancel it before you begin the next.");
            }
            // The form may come from a second tab, and name another buyer: what was typed last counts.
            let mine = Cart::take(tx, by.clerk, mine.id, by.now)?;
            let reading = Reading::keep(tx, by.clerk, patient, &self.said)?;
            Cart::set_buyer(tx, mine.id, self.caregiver.as_deref(), reading)?;
            return Ok(mine.id);
        }
        let cart = Cart {
            id: CartId::new(),
            location_id: by.clerk.location,
            user_id: by.clerk.user,
            patient_id: patient,
            registry_read_id: Reading::keep(tx, by.clerk, patient, &self.said)?,
            caregiver_card_id: self.caregiver.clone(),
            status: Status::Open,
            last_scan: None,
            last_scan_refused: false,
            opened_at: by.now,
            touched_at: by.now,
            put_aside: None,
        };
        Cart::insert(tx, &cart)?;
        Ok(cart.id)
    }
}

/// What the registry says now, for a cart that is still open; a cart that is not is left alone.
#[derive(Serialize)]
pub struct RenewReading {
    pub cart: CartId,
    #[serde(skip)]
    pub said: Said,
}

impl Record for RenewReading {
    const ACT: &'static str = "renew_reading";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let cart = Cart::own(tx, by.clerk, self.cart)?;
        if !Cart::touch(tx, by.clerk, cart.id, by.now)? {
            return Ok(());
        }
        let patient = Patient::keep(tx, &self.said.answer, by.now)?;
        if patient != cart.patient_id {
            return rule("The registry answered for another patient. Cancel this cart and find the patient again.");
        }
        let reading = Reading::keep(tx, by.clerk, patient, &self.said)?;
        Cart::set_reading(tx, cart.id, reading)
    }
}

/// Nothing is sold; everything that the cart held is free. A manager may do it with anybody's cart.
#[derive(Serialize)]
pub struct CancelCart {
    pub cart: CartId,
}

impl Record for CancelCart {
    const ACT: &'static str = "cancel_cart";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let cart = Cart::to_cancel(tx, by.clerk, self.cart)?;
        if cart.status != Status::Held {
            cart.must_be_open()?;
        }
        if Cart::cancel(tx, cart.id)? { Ok(()) } else { rule(OVERTAKEN) }
    }
}

/// Everything leaves the cart; it stays open for its patient.
#[derive(Serialize)]
pub struct ClearCart {
    pub cart: CartId,
}

impl Record for ClearCart {
    const ACT: &'static str = "clear_cart";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let cart = Cart::take(tx, by.clerk, self.cart, by.now)?;
        Cart::empty(tx, cart.id)?;
        Cart::note_scan(tx, cart.id, None, false)
    }
}
