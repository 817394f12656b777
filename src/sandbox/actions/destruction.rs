//! Destruction (biotrack-api §2.8): schedule, wait 72 hours by the state's clock, destroy; or undo. Whole items only.

use super::inventory::whole_only;
use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::florida;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Vendor};
use crate::sandbox::texts;
use crate::values::Quantity;

pub const ACTIONS: &[Action] = &[
    write("inventory_destroy_schedule", Documented, schedule),
    write("inventory_destroy_schedule_undo", Documented, undo),
    write("inventory_destroy", Documented, destroy),
];

const HOUR: i64 = 3600;

fn schedule(call: &mut Call) -> Result<Answer> {
    whole_only(call.ask)?;
    let reason = reason(call)?;
    for barcode in call.barcodes()? {
        let mut item = call.on_hand(&barcode)?;
        may_destroy(call, &item)?;
        if item.is_scheduled() {
            if !call.ask.flag("override") {
                return refuse(texts::already_scheduled(&barcode));
            }
            continue; // `override` only keeps the state from complaining: the clock runs on (biotrack-api §9, 4)
        }
        if !item.remaining_quantity.is_positive() {
            return refuse(texts::not_enough(&barcode));
        }
        item.inventorystatus = Some(1);
        item.inventorystatustime = Some(call.books.now + call.books.profile.destroy_wait_hours * HOUR);
        item.destroy_reason = Some(reason.clone());
        call.books.put(&item)?;
    }
    plain()
}

/// The number of the reason and its text, as they are kept. Outside Florida the number may be left out, and with it the text.
fn reason(call: &Call) -> Result<String> {
    let given = call.ask.int("reason_extended")?;
    if given.is_none() && call.books.profile.florida_additions {
        return refuse(texts::missing("reason_extended"));
    }
    let id = given.unwrap_or(0);
    let text = call.ask.text("reason").unwrap_or_default();
    if !florida::DESTROY_REASONS.iter().any(|(known, _)| *known == id) {
        return refuse(texts::unknown_reason());
    }
    if given == Some(0) && text.trim().is_empty() {
        return refuse(texts::reason_text_needed());
    }
    Ok(format!("{id}: {text}"))
}

fn undo(call: &mut Call) -> Result<Answer> {
    for barcode in call.barcodes()? {
        let item = scheduled(call, &barcode)?;
        call.books.put(&Item { inventorystatus: None, inventorystatustime: None, destroy_reason: None, ..item })?;
    }
    plain()
}

fn destroy(call: &mut Call) -> Result<Answer> {
    whole_only(call.ask)?;
    for barcode in call.barcodes()? {
        let item = scheduled(call, &barcode)?;
        if item.inventorystatustime.is_some_and(|due| call.books.now < due) {
            return refuse(texts::too_early(&barcode, call.books.profile.destroy_wait_hours));
        }
        call.books.put(&Item { remaining_quantity: Quantity::ZERO, destroyed: true, ..item })?;
    }
    plain()
}

/// Where retailers may not destroy, the privilege is missing at a place that only sells.
fn may_destroy(call: &mut Call, item: &Item) -> Result<()> {
    if call.books.profile.retailer_may_destroy {
        return Ok(());
    }
    let produces = call.books.get::<Vendor>(&item.location)?.is_some_and(|vendor| vendor.is_producing());
    let action = call.ask.text("action").unwrap_or_default();
    if produces { Ok(()) } else { refuse(refusal::no_privilege(&action)) }
}

fn scheduled(call: &mut Call, barcode: &str) -> Result<Item> {
    let item = call.possessed(barcode)?;
    may_destroy(call, &item)?;
    if item.is_scheduled() { Ok(item) } else { refuse(texts::not_scheduled(barcode)) }
}
