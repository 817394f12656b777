//! Opening a cart for a patient, reading the registry again, and cancelling.

use super::super::guests::{self, CartFate, Served};
use super::super::patients::{Patient, must_be_welcome};
use super::cart::{Cart, OVERTAKEN, Status};
use super::reading::{Reading, Said};
use super::snapshot::Snapshot;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::values::{CartId, GuestId, clock};
use serde::Serialize;

/// A cart for the patient whom the registry has just shown. What tells one form from another is what was typed, not what was said.
#[derive(Serialize)]
pub struct OpenCart {
    pub card: String,
    pub caregiver: Option<String>,
    /// The visit it is for, when it was taken in the guest list.
    pub guest: Option<GuestId>,
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
        must_be_welcome(tx, by.clerk, patient)?;
        if let Some(mine) = Cart::at_hand(tx, by.clerk)? {
            if mine.patient_id != patient {
                return rule("You have a cart open for another patient. Finish or cancel it before you begin the next.");
            }
            // The form may come from a second tab, and name another buyer: what was typed last counts.
            let mine = Cart::take(tx, by.clerk, mine.id, by.now)?;
            let reading = Reading::keep(tx, by.clerk, patient, &self.said)?;
            Cart::set_buyer(tx, mine.id, self.caregiver.as_deref(), reading)?;
            self.serve(tx, by, &Cart { registry_read_id: reading, ..mine })?;
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
            advice_line: None,
            advice_units: None,
        };
        Cart::insert(tx, &cart)?;
        self.serve(tx, by, &cart)?;
        Ok(cart.id)
    }
}

impl OpenCart {
    /// The visit goes with the cart.
    fn serve(&self, tx: &mut Conn, by: &By<'_>, cart: &Cart) -> Result<()> {
        let served = Served {
            cart: cart.id,
            patient: cart.patient_id,
            initials: Patient::find(tx, cart.patient_id)?.initials(),
            card: &self.said.answer.card_id,
            caregiver: self.caregiver.as_deref(),
            reading: cart.registry_read_id,
        };
        guests::serve(tx, by, self.guest, &served)
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

impl Status {
    /// What it means for the visit of the cart's patient.
    pub(super) fn fate(self) -> CartFate {
        match self {
            Self::Sold => CartFate::Sold,
            Self::Cancelled => CartFate::Cancelled,
            _ => CartFate::Goes,
        }
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
