//! A purchase is received, once; and what goes back to the vendor, the mirror of it.

use super::line::{PurchaseLine, Totals};
use super::model::{Purchase, Said, Status};
use super::price::retired;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Problems, Result, internal, rule};
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::features::supplies::{authority_of, note_cost, usable_room};
use crate::may;
use crate::stock::supplies::{self, Effect, Posting};
use crate::values::{At, Cents, LocationId, ProductId, PurchaseId, PurchaseLineId, Quantity, RoomId, UserId, text_enum};
use serde::Serialize;

/// Everything on a draft comes into its room.
#[derive(Serialize)]
pub struct ReceivePurchase {
    pub purchase: PurchaseId,
    /// The version that the page of confirmation showed.
    pub version: i64,
}

impl Record for ReceivePurchase {
    const ACT: &'static str = "receive_purchase";
    type Needs = may::Purchase;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let location = by.clerk.location;
        let purchase = Purchase::find(tx, location, self.purchase)?;
        purchase.claim(tx, self.version)?;
        receive(tx, location, &purchase, by.clerk.user, by.now)
    }
}

fn receive(tx: &mut Conn, location: LocationId, purchase: &Purchase, by: UserId, at: At) -> Result<String> {
    let mut lines = PurchaseLine::of_purchase(tx, purchase.id)?;
    if lines.is_empty() {
        return rule(format!("There is nothing on {} yet. Scan what was delivered first.", purchase.name()));
    }
    let room = usable_room(tx, location, purchase.room_id)?;
    purchase.close(tx, Status::Received, by, at)?;
    // In one order, so that two purchases of the same products never wait for each other in a ring.
    lines.sort_by_key(|line| line.product_id);
    for line in &lines {
        let product = Product::find(tx, line.product_id)?;
        if !product.active {
            return rule(retired(&product.name));
        }
        let authority = authority_of(tx, &product)?;
        let effect = Effect::Purchased { into: room.id };
        let posting = posting(location, purchase, line, line.quantity, effect, by, at);
        if !supplies::post(tx, &authority, &posting)? {
            return Err(internal("what came from outside was not there"));
        }
        note_cost(tx, location, product.id, line.unit_cost_cents, purchase.id)?;
    }
    let totals = Totals::of(&lines);
    Ok(format!("{} is received: {} into {}.", purchase.name(), totals.words(), room.name))
}

fn posting(
    location: LocationId,
    purchase: &Purchase,
    line: &PurchaseLine,
    quantity: Quantity,
    effect: Effect,
    by: UserId,
    at: At,
) -> Posting<'static> {
    let purchase = Some(purchase.id);
    Posting { location, product: line.product_id, quantity, effect, held_by: None, purchase, reason: "", note: "", by, at }
}

/// A whole purchase at once, draft and receipt, for the demonstration's first books.
pub fn take_in(
    tx: &mut Conn,
    location: LocationId,
    said: &Said,
    goods: &[(ProductId, Quantity, Cents)],
    by: UserId,
    at: At,
) -> Result<PurchaseId> {
    let id = Purchase::begin(tx, location, said, by, at)?;
    for (product, quantity, cost) in goods {
        PurchaseLine::insert(tx, id, *product, *quantity, *cost)?;
    }
    let purchase = Purchase::find(tx, location, id)?;
    receive(tx, location, &purchase, by, at)?;
    Ok(id)
}

text_enum! {
    /// Why something goes back to its vendor. The list is ours: the state is not told.
    Reason {
        Damaged = "damaged", "Damaged";
        Wrong = "wrong", "Not what was ordered";
        Surplus = "surplus", "More than was ordered";
        Recalled = "recalled", "Recalled";
        Unsold = "unsold", "Not sold";
        Mistake = "mistake", "Received by mistake";
    }
}

/// Part of a received purchase goes back.
#[derive(Serialize)]
pub struct ReturnToVendor {
    pub purchase: PurchaseId,
    /// Where it lies now.
    pub room: RoomId,
    pub lines: Vec<(PurchaseLineId, Quantity)>,
    pub reason: Reason,
    pub note: String,
}

impl Record for ReturnToVendor {
    const ACT: &'static str = "return_to_vendor";
    type Needs = may::Purchase;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let location = by.clerk.location;
        let purchase = Purchase::find(tx, location, self.purchase)?;
        purchase.must_be_received()?;
        let room = Room::find(tx, location, self.room)?;
        let mut all = PurchaseLine::of_purchase(tx, purchase.id)?;
        all.sort_by_key(|line| line.product_id);
        let mut problems = Problems::default();
        let mut units = Quantity::ZERO;
        for line in &all {
            let Some((_, quantity)) = self.lines.iter().find(|(id, _)| *id == line.id) else { continue };
            match self.one(tx, by, &purchase, &room, line, *quantity)? {
                Some(words) => problems.add(&format!("quantity-{}", line.id), words),
                None => units = units.plus(*quantity),
            }
        }
        problems.check()?;
        if !units.is_positive() {
            return rule("Type how many of what go back.");
        }
        Ok(format!("Returned to {}: {units} out of {}.", purchase.vendor, room.name))
    }
}

impl ReturnToVendor {
    /// Why it cannot go back, if so.
    fn one(
        &self,
        tx: &mut Conn,
        by: &By<'_>,
        purchase: &Purchase,
        room: &Room,
        line: &PurchaseLine,
        quantity: Quantity,
    ) -> Result<Option<String>> {
        if !line.give_back(tx, quantity)? {
            // Somebody else may have sent some of it back since it was read.
            let line = PurchaseLine::find(tx, line.id)?;
            return Ok(Some(format!(
                "{} of it came and {} went back already. Type at most {}.",
                line.quantity,
                line.returned,
                line.left()
            )));
        }
        let product = Product::find(tx, line.product_id)?;
        let authority = authority_of(tx, &product)?;
        let effect = Effect::ReturnedToVendor { from: room.id };
        let posting = Posting {
            reason: self.reason.label(),
            note: &self.note,
            ..posting(by.clerk.location, purchase, line, quantity, effect, by.clerk.user, by.now)
        };
        if supplies::post(tx, &authority, &posting)? {
            return Ok(None);
        }
        let free = supplies::where_is(tx, line.product_id, room.id)?.available();
        Ok(Some(format!("{} has {free} of it free. Type at most that, or choose another room.", room.name)))
    }
}
