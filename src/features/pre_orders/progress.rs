//! From picked to ready, telling the patient, and giving it up.

use super::super::guests::Guest;
use super::super::patients::Patient;
use super::event::Event;
use super::model::{PreOrder, Status};
use super::pick::Pick;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::values::{At, PreOrderId, UserId, text_enum};
use serde::Serialize;

/// The bag is closed and waits for its patient.
#[derive(Serialize)]
pub struct MakeReady {
    pub order: PreOrderId,
    /// What could not be picked will not be in it.
    pub short: bool,
}

impl Record for MakeReady {
    const ACT: &'static str = "pre_order_ready";
    type Needs = may::EditPreOrders;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        match order.status {
            Status::Picked => {}
            Status::Confirmed if Pick::in_bag(tx, order.id)?.is_empty() => {
                return rule("Nothing is picked for it yet. Pick it first.");
            }
            Status::Confirmed if !self.short => {
                return rule("Something is still missing. Pick it, or say that the patient gets it without.");
            }
            Status::Confirmed => order.was_picked(tx, by.clerk.user, by.now)?,
            Status::Draft => return rule("It is still being taken. Confirm it and pick it first."),
            Status::Ready => return rule(format!("Pre-order {} is ready already.", order.number)),
            _ => return rule(order.over_words()),
        }
        order.is_ready_since(tx, by.now)?;
        let words = if order.status == Status::Picked { "Ready" } else { "Ready, without what is missing" };
        order.becomes(tx, Status::Ready, Some(by.clerk.user), words, by.now)?;
        // The patient may be waiting for it: every screen's card says so from now on.
        let card = Patient::find(tx, order.patient_id)?.card_id;
        match Guest::with_card(tx, by.clerk.location, &card)? {
            Some(guest) => Guest::touch(tx, guest.id),
            None => Ok(()),
        }
    }
}

text_enum! {
    /// How a person told the patient.
    How {
        Called = "called", "Called them";
        Message = "message", "Left a message";
        Here = "here", "Told them here";
        Other = "other", "Told them otherwise";
    }
}

/// A person told the patient. We send nothing ourselves: no number of a patient's telephone is kept here, and none is given to others.
#[derive(Serialize)]
pub struct NoteNotice {
    pub order: PreOrderId,
    pub how: How,
}

impl Record for NoteNotice {
    const ACT: &'static str = "pre_order_notice";
    type Needs = may::EditPreOrders;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        if order.status != Status::Ready {
            return rule("It is not ready, so there is nothing to tell the patient yet.");
        }
        order.was_notified(tx, by.clerk.user, by.now)?;
        let words = format!("Patient told: {}", self.how.label().to_lowercase());
        Event::note(tx, order.id, Some(by.clerk.user), &words, by.now)
    }
}

/// Nobody wants it any more; what was picked is free.
#[derive(Serialize)]
pub struct CancelPreOrder {
    pub order: PreOrderId,
    pub reason: String,
}

impl Record for CancelPreOrder {
    const ACT: &'static str = "cancel_pre_order";
    type Needs = may::EditPreOrders;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        give_up(tx, &order, Status::Cancelled, Some(by.clerk.user), &self.reason, by.now)
    }
}

/// Ends it, and frees its bag.
pub fn give_up(tx: &mut Conn, order: &PreOrder, status: Status, by: Option<UserId>, reason: &str, now: At) -> Result<()> {
    if !Status::ENDABLE.contains(&order.status) {
        return rule(order.over_words());
    }
    if Pick::is_in_a_cart(tx, order.id)? {
        return rule("Part of it is in a cart at the register. Sell or cancel that cart first.");
    }
    for pick in Pick::in_bag(tx, order.id)? {
        pick.take_out(tx)?;
    }
    order.end(tx, status, by, reason, now)
}
