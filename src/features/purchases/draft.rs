//! The form of a draft, read.

use super::model::Said;
use super::records::{Added, Counted, SavePurchase};
use crate::error::Result;
use crate::features::supplies::moves::MOST_UNITS;
use crate::values::{Cents, PurchaseId, PurchaseLineId, Quantity, RoomId};
use crate::web::fields::Fields;
use chrono::NaiveDate;

/// The most that one of anything costs; more is a slip of the keyboard.
const MOST_COST: Cents = Cents(10_000_000);

/// What is said of the purchase as a whole.
pub fn said(fields: &Fields, today: NaiveDate) -> Option<Said> {
    let (vendor, invoice) = (fields.text("vendor", 1..=80), fields.text("invoice_number", 0..=40));
    let delivered = fields.date("delivered_on");
    if delivered.is_some_and(|day| day > today) {
        fields.problem("delivered_on", "That day has not come yet. Goods are taken in when they are here.");
    }
    let (room, note) = (fields.choice::<RoomId>("room"), fields.text("note", 0..=500));
    Some(Said { vendor: vendor?, invoice_number: invoice?, delivered_on: delivered?, room_id: room?, note: note? })
}

/// The quantities and costs in the table, line by line; what is taken off it need not be readable.
pub fn counted(fields: &Fields, removed: Option<PurchaseLineId>) -> Vec<Option<Counted>> {
    let ids = fields.starting_with("quantity-").into_iter().filter_map(|(id, _)| id.parse::<PurchaseLineId>().ok());
    ids.filter(|line| Some(*line) != removed)
        .map(|line| {
            let quantity = units(fields, &format!("quantity-{line}"));
            let cost = money(fields, &format!("cost-{line}"));
            Some(Counted { line, quantity: quantity?, cost: cost? })
        })
        .collect()
}

/// What is added, if anything was scanned or typed.
pub fn added(fields: &Fields) -> Option<Option<Added>> {
    if fields.raw("product_code").is_empty() {
        return Some(None);
    }
    let code = fields.text("product_code", 1..=100);
    let quantity = if fields.raw("quantity").is_empty() { Some(Quantity::ONE) } else { units(fields, "quantity") };
    let cost = if fields.raw("unit_cost").is_empty() { Some(None) } else { money(fields, "unit_cost").map(Some) };
    Some(Some(Added { code: code?, quantity: quantity?, cost: cost? }))
}

fn units(fields: &Fields, name: &str) -> Option<Quantity> {
    fields.whole(name, 1..=MOST_UNITS).map(Quantity::units)
}

fn money(fields: &Fields, name: &str) -> Option<Cents> {
    let cost = fields.money(name)?;
    if cost > MOST_COST {
        fields.problem(name, format!("At most {MOST_COST}; this is {cost}. Check the point."));
        return None;
    }
    Some(cost)
}

/// The whole page of a draft.
pub fn read(fields: &Fields, purchase: PurchaseId, today: NaiveDate) -> Result<SavePurchase> {
    let removed = fields.optional::<PurchaseLineId>("remove");
    let lines = counted(fields, removed.flatten());
    let readings = (fields.whole("version", 1..=i64::MAX), said(fields, today), lines, removed, added(fields));
    let (version, said, lines, removed, added) = fields.done(readings)?;
    Ok(SavePurchase { purchase, version, said, lines, removed, added })
}
