//! What is done with a draft: begun, saved, cancelled. None of it moves stock.

use super::line::{MOST_LINES, PurchaseLine};
use super::model::{Purchase, Said, Status};
use super::price::{cost_of, product_of};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::features::rooms::Room;
use crate::may;
use crate::values::{Cents, PurchaseId, PurchaseLineId, Quantity};
use serde::Serialize;

/// A draft begins.
#[derive(Serialize)]
pub struct StartPurchase {
    pub said: Said,
}

impl Record for StartPurchase {
    const ACT: &'static str = "start_purchase";
    type Needs = may::Purchase;
    type Done = PurchaseId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<PurchaseId> {
        must_have_room(tx, by, &self.said)?;
        Purchase::begin(tx, by.clerk.location, &self.said, by.clerk.user, by.now)
    }
}

fn must_have_room(tx: &mut Conn, by: &By<'_>, said: &Said) -> Result<()> {
    let room = Room::find(tx, by.clerk.location, said.room_id)?;
    if room.active {
        return Ok(());
    }
    Err(Error::Invalid(Problems::one("room", format!("{} is retired. Choose a room that is in use.", room.name))))
}

/// A line of the table, as it stands in the form.
#[derive(Serialize)]
pub struct Counted {
    pub line: PurchaseLineId,
    pub quantity: Quantity,
    pub cost: Cents,
}

/// What was scanned or typed.
#[derive(Serialize)]
pub struct Added {
    pub code: String,
    pub quantity: Quantity,
    /// `None`: as last time.
    pub cost: Option<Cents>,
}

/// Everything on the page of a draft.
#[derive(Serialize)]
pub struct SavePurchase {
    pub purchase: PurchaseId,
    /// The version that the page showed.
    pub version: i64,
    pub said: Said,
    pub lines: Vec<Counted>,
    pub removed: Option<PurchaseLineId>,
    pub added: Option<Added>,
}

impl Record for SavePurchase {
    const ACT: &'static str = "save_purchase";
    type Needs = may::Purchase;
    /// What happened, in words.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let purchase = Purchase::find(tx, by.clerk.location, self.purchase)?;
        purchase.claim(tx, self.version)?;
        must_have_room(tx, by, &self.said)?;
        purchase.say(tx, &self.said)?;
        for one in &self.lines {
            PurchaseLine::change(tx, purchase.id, one.line, one.quantity, one.cost)?;
        }
        if let Some(line) = self.removed {
            PurchaseLine::remove(tx, purchase.id, line)?;
        }
        match &self.added {
            Some(added) => added.add(tx, by, purchase.id),
            None => Ok("The draft is saved. No stock has moved.".to_owned()),
        }
    }
}

impl Added {
    /// A new line, or more of one that is there.
    fn add(&self, tx: &mut Conn, by: &By<'_>, purchase: PurchaseId) -> Result<String> {
        let product = product_of(tx, &self.code)?;
        let lines = PurchaseLine::of_purchase(tx, purchase)?;
        if let Some(line) = lines.iter().find(|line| line.product_id == product.id) {
            let (quantity, cost) = (line.quantity.plus(self.quantity), self.cost.unwrap_or(line.unit_cost_cents));
            PurchaseLine::change(tx, purchase, line.id, quantity, cost)?;
            return Ok(format!("{} more of {}: {quantity} now.", self.quantity, product.name));
        }
        if lines.len() >= MOST_LINES {
            return rule(format!("A purchase has at most {MOST_LINES} products. Receive this one and begin another."));
        }
        let cost = cost_of(tx, by.clerk.location, &product, self.cost)?;
        PurchaseLine::insert(tx, purchase, product.id, self.quantity, cost)?;
        Ok(format!("Added: {} of {} at {cost}.", self.quantity, product.name))
    }
}

/// A draft is given up.
#[derive(Serialize)]
pub struct CancelPurchase {
    pub purchase: PurchaseId,
}

impl Record for CancelPurchase {
    const ACT: &'static str = "cancel_purchase";
    type Needs = may::Purchase;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let purchase = Purchase::find(tx, by.clerk.location, self.purchase)?;
        purchase.must_be_draft()?;
        purchase.close(tx, Status::Cancelled, by.clerk.user, by.now)?;
        Ok(format!("{} is cancelled. No stock has moved.", purchase.name()))
    }
}
