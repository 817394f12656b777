//! What lies on the shelf: who has it, how much of it a call is about, where it lies, what it is (biotrack-api §2.3, §2.7).

use super::{Action, Answer, Call, Provenance::Documented, plain, read, rooms, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::profile::{in_stored_unit, unit_based};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Vendor};
use crate::sandbox::state::Row;
use crate::sandbox::texts;
use crate::values::Quantity;
use serde_json::{Value, json};

pub const ACTIONS: &[Action] = &[write("inventory_move", Documented, relocate), read("inventory_check", Documented, check)];

impl Call<'_, '_> {
    /// An item at a location of the caller's.
    pub fn possessed(&mut self, barcode: &str) -> Result<Item> {
        let licenses = self.licenses()?;
        let item = self.books.get::<Item>(barcode)?.filter(|item| !item.deleted() && licenses.contains(&item.location));
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

    /// Refuses what is a producer's or processor's alone (biotrack-api §1.4) at a place that is neither. Where companies are all
    /// three at once, as in Florida, what counts is that the company has such a place.
    pub fn producing(&mut self, license: &str, action: &str) -> Result<()> {
        let anywhere = self.books.profile.vertically_integrated;
        let places = self.books.of_owner::<Vendor>(self.ubi)?;
        let meant = |vendor: &&Vendor| anywhere || vendor.location == license;
        let produces = places.iter().filter(meant).any(Vendor::is_producing);
        if produces { Ok(()) } else { refuse(refusal::no_privilege(action)) }
    }

    /// The lines of `data`, of which there must be one.
    pub fn data(&self) -> Result<Vec<Ask>> {
        let lines = self.ask.lines("data")?;
        if lines.is_empty() { refuse(refusal::no_identifier()) } else { Ok(lines) }
    }

    /// The identifiers under `barcodeid`, of which there must be one.
    pub fn barcodes(&self) -> Result<Vec<String>> {
        let barcodes = self.ask.list("barcodeid")?;
        if barcodes.iter().all(String::is_empty) { refuse(refusal::no_identifier()) } else { Ok(barcodes) }
    }

    /// The one identifier under `barcodeid`, which may be a list of one.
    pub fn barcode(&self) -> Result<String> {
        match self.barcodes()?.as_slice() {
            [one] => Ok(one.clone()),
            _ => refuse(refusal::no_identifier()),
        }
    }
}

/// Refuses a call or line that speaks of part of an item where only the whole will do.
pub fn whole_only(ask: &Ask) -> Result<()> {
    let part = ["quantity", "remove_quantity"].iter().any(|name| ask.has(name));
    if part { refuse(texts::whole_only()) } else { Ok(()) }
}

/// A quantity of the request in the item's own unit; a fraction of what is counted is refused.
pub fn amount(item: &Item, line: &Ask, name: &str) -> Result<Option<Quantity>> {
    amount_of(item.inventorytype, line, name)
}

/// A quantity of goods of that type.
pub fn amount_of(inventory_type: i64, line: &Ask, name: &str) -> Result<Option<Quantity>> {
    let quantity = in_grams(line, name)?;
    let fraction = quantity.is_some_and(|quantity| quantity.whole().is_none());
    if unit_based(inventory_type) && fraction { refuse(refusal::not_whole()) } else { Ok(quantity) }
}

/// A quantity of the request in grams, or as it stands without a unit of weight.
pub fn in_grams(line: &Ask, name: &str) -> Result<Option<Quantity>> {
    let Some(given) = line.quantity(name)? else { return Ok(None) };
    let unit = line.text(&format!("{name}_uom")).or_else(|| line.text("uom"));
    match in_stored_unit(given.0, unit.as_deref()) {
        Some(stored) => Ok(Some(Quantity(stored))),
        None => refuse(texts::unreadable_field("the unit")),
    }
}

/// The whole item goes to a room of its location.
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

/// Works on items of others too: it is meant for a look before receipt.
fn check(call: &mut Call) -> Result<Answer> {
    let mut data: Vec<Value> = Vec::new();
    for barcode in call.barcodes()? {
        let Some(item) = call.books.get::<Item>(&barcode)? else { return refuse(texts::item_not_found(&barcode)) };
        let mut seen = json!({
            "barcode_id": item.id, "invtype": item.inventorytype, "quantity": item.remaining_quantity.wire(),
            "usableweight": item.usable_weight, "strain": item.strain, "product": item.productname,
        });
        if let (true, Some(fields)) = (call.books.profile.florida_additions, seen.as_object_mut()) {
            fields.insert("med_usableweight".into(), item.med_usableweight.into());
        }
        data.push(seen);
    }
    with("data", data)
}
