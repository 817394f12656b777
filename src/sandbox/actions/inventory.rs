//! What lies on the shelf: move, split, adjust, look (biotrack-api §2.2–2.7).

use super::{Action, Answer, Call, Provenance::Documented, plain, read, rooms, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::florida;
use crate::sandbox::profile::{in_stored_unit, unit_based};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Adjustment, Item};
use crate::sandbox::texts;
use crate::values::Quantity;
use serde_json::{Value, json};

pub const ACTIONS: &[Action] = &[
    write("inventory_move", Documented, relocate),
    write("inventory_split", Documented, split),
    write("inventory_adjust", Documented, adjust),
    read("inventory_check", Documented, check),
];

impl Call<'_, '_> {
    /// An item at a location of the caller's.
    pub fn possessed(&mut self, barcode: &str) -> Result<Item> {
        let licenses = self.licenses()?;
        let item = self.books.get::<Item>(barcode)?.filter(|item| !item.destroyed && licenses.contains(&item.location));
        item.ok_or_else(|| refusal::not_possessed(barcode).into())
    }

    /// An item that may be worked on: possessed, on no manifest, not scheduled for destruction, nobody's return.
    pub fn usable(&mut self, barcode: &str) -> Result<Item> {
        let item = self.on_hand(barcode)?;
        if item.is_scheduled() {
            return refuse(texts::scheduled(barcode));
        }
        if item.customer_return {
            return refuse(texts::customer_return());
        }
        Ok(item)
    }

    /// An item that is possessed and on no manifest.
    pub fn on_hand(&mut self, barcode: &str) -> Result<Item> {
        let item = self.possessed(barcode)?;
        if item.manifest.is_some() { refuse(refusal::on_a_manifest(barcode)) } else { Ok(item) }
    }

    /// The lines of `data`, of which there must be one.
    pub fn data(&self) -> Result<Vec<Ask>> {
        let lines = self.ask.lines("data")?;
        if lines.is_empty() { refuse(refusal::no_identifier()) } else { Ok(lines) }
    }

    /// The identifiers under `barcodeid`, of which there must be one.
    pub fn barcodes(&self) -> Result<Vec<String>> {
        let barcodes = self.ask.list("barcodeid")?;
        if barcodes.is_empty() { refuse(refusal::no_identifier()) } else { Ok(barcodes) }
    }
}

/// Refuses a call or line that speaks of part of an item where only the whole will do.
pub fn whole_only(ask: &Ask) -> Result<()> {
    let part = ["quantity", "remove_quantity"].iter().any(|name| ask.has(name));
    if part { refuse(texts::whole_only()) } else { Ok(()) }
}

/// A quantity of the request in the item's own unit; a fraction of what is counted is refused.
pub fn amount(item: &Item, line: &Ask, name: &str) -> Result<Option<Quantity>> {
    let Some(given) = line.quantity(name)? else { return Ok(None) };
    let unit = line.text(&format!("{name}_uom")).or_else(|| line.text("uom"));
    let Some(stored) = in_stored_unit(given.0, unit.as_deref()) else { return refuse(texts::unreadable_field("the unit")) };
    let quantity = Quantity(stored);
    if unit_based(item.inventorytype) && quantity.whole().is_none() { refuse(refusal::not_whole()) } else { Ok(Some(quantity)) }
}

fn relocate(call: &mut Call) -> Result<Answer> {
    for line in call.data()? {
        whole_only(&line)?;
        let item = call.on_hand(&line.needed("barcodeid")?)?;
        let room = line.needed_int("room")?;
        if rooms::find(call, &item.location, room)?.is_none() {
            return refuse(texts::room_not_found());
        }
        call.books.put(&Item { currentroom: Some(room), ..item })?;
    }
    plain()
}

/// One new item for each line; the parent may be left empty.
fn split(call: &mut Call) -> Result<Answer> {
    let mut children = Vec::new();
    for line in call.data()? {
        let barcode = line.needed("barcodeid")?;
        let mut item = call.usable(&barcode)?;
        let Some(part) = amount(&item, &line, "remove_quantity")? else { return refuse(texts::missing("remove_quantity")) };
        if !part.is_positive() {
            return refuse(texts::amount_too_small(&barcode));
        }
        if part > item.remaining_quantity {
            return refuse(texts::not_enough(&barcode));
        }
        item.remaining_quantity = item.remaining_quantity.minus(part);
        call.books.put(&item)?;
        let child = item.child(call.books.new_identifier()?, part);
        call.books.put(&child)?;
        children.push(child.id);
    }
    with("barcode_id", children)
}

/// `quantity` is the new amount, `remove_quantity` what to take off; with both, the latter wins. One ledger row for each line.
fn adjust(call: &mut Call) -> Result<Answer> {
    for line in call.data()? {
        let barcode = line.needed("barcodeid")?;
        let item = call.usable(&barcode)?;
        let new_quantity = match (amount(&item, &line, "remove_quantity")?, amount(&item, &line, "quantity")?) {
            (Some(off), _) if off.0 < 0 => return refuse(texts::unreadable_field("remove_quantity")),
            (Some(off), _) if off > item.remaining_quantity => return refuse(texts::not_enough(&barcode)),
            (Some(off), _) => item.remaining_quantity.minus(off),
            (None, Some(quantity)) if quantity.0 < 0 => return refuse(texts::unreadable_field("quantity")),
            (None, Some(quantity)) => quantity,
            (None, None) => return refuse(texts::missing("quantity")),
        };
        let adjustment = Adjustment {
            key: call.books.ledger_key(),
            inventoryid: barcode,
            atype: adjustment_type(call, &line)?,
            previous_quantity: item.remaining_quantity,
            new_quantity,
            reason: line.needed("reason").or_else(|_| call.ask.needed("reason"))?,
            location: item.location.clone(),
        };
        call.books.put(&adjustment)?;
        call.books.put(&Item { remaining_quantity: new_quantity, ..item })?;
    }
    plain()
}

fn adjustment_type(call: &Call, line: &Ask) -> Result<i64> {
    let given = match line.int("type")? {
        Some(given) => given,
        None => call.ask.needed_int("type")?,
    };
    let known = florida::ADJUST_REASONS.iter().any(|(id, _)| *id == given);
    if known { Ok(given) } else { refuse(texts::unknown_adjustment()) }
}

/// Works on items of others too: it is meant for a look before receipt.
fn check(call: &mut Call) -> Result<Answer> {
    let mut data: Vec<Value> = Vec::new();
    for barcode in call.barcodes()? {
        let Some(item) = call.books.get::<Item>(&barcode)? else { return refuse(texts::item_not_found(&barcode)) };
        data.push(json!({
            "barcode_id": item.id, "invtype": item.inventorytype, "quantity": item.remaining_quantity.wire(),
            "usableweight": item.usable_weight, "strain": item.strain, "product": item.productname,
            "med_usableweight": item.med_usableweight,
        }));
    }
    with("data", data)
}
