//! What was sent and not accepted (biotrack-api §2.10): the sender sees it, and takes it back into stock.

use super::{Action, Answer, Call, Provenance::Documented, plain, read, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Inbound, Item, Returned, Vendor};
use crate::sandbox::state::Row;
use crate::sandbox::texts;
use crate::values::Cents;
use serde_json::{Value, json};

pub const ACTIONS: &[Action] = &[
    read("inventory_transfer_outbound_return_lookup", Documented, lookup),
    write("inventory_transfer_outbound_return", Documented, take_back),
];

fn location(call: &mut Call) -> Result<Vendor> {
    match call.ask.text("location") {
        Some(license) => call.own_location(&license),
        None => refuse(refusal::no_location()),
    }
}

fn lookup(call: &mut Call) -> Result<Answer> {
    let sender = location(call)?;
    let outstanding = call.books.of_owner::<Returned>(&sender.location)?.into_iter().filter(|row| !row.deleted());
    let mut data: Vec<Value> = Vec::new();
    for row in outstanding {
        let mut shown = json!({
            "barcode_id": row.barcode_id, "manifest_id": row.manifest_id, "quantity": row.quantity.wire(),
            "inventorytype": row.inventorytype, "strain": row.strain, "product": row.product,
        });
        if let (Some(fields), true) = (shown.as_object_mut(), call.books.profile.florida_additions) {
            fields.insert("reject_reason".into(), json!(row.reject_reason));
        }
        data.push(shown);
    }
    if data.is_empty() { refuse(refusal::nothing_returned()) } else { with("data", data) }
}

/// Goods keep their identifier. Where the receiver kept part of them under it, the rest gets one of its own, which the answer then
/// has for each line (ours: no source says what becomes of it).
fn take_back(call: &mut Call) -> Result<Answer> {
    let sender = location(call)?;
    let room = call.first_room(&sender)?;
    let mut identifiers = Vec::new();
    let mut any_new = false;
    for line in call.data()? {
        let barcode = line.needed("barcodeid")?;
        let row = outstanding(call, &sender, &barcode, &line)?;
        let Some(item) = call.books.get::<Item>(&barcode)? else { return refuse(refusal::nothing_returned()) };
        record(call, &row, &item, refunded(&line)?)?;
        let whole = item.in_transit && item.manifest.as_ref() == Some(&row.manifest_id);
        let id = if whole { barcode } else { call.books.new_identifier()? };
        any_new |= !whole;
        let kept = if whole { Item { manifest: None, in_transit: false, ..item } } else { item.child(id.clone(), row.quantity) };
        let location = sender.location.clone();
        let destroyed = false;
        call.books.put(&Item {
            remaining_quantity: row.quantity,
            location,
            currentroom: room,
            destroyed,
            ..unscheduled(kept)
        })?;
        call.books.put(&Returned { taken: true, ..row })?;
        identifiers.push(id);
    }
    if any_new { with("barcode_id", identifiers) } else { plain() }
}

/// Whatever the receiver has since decided of its part does not bind the rest.
fn unscheduled(item: Item) -> Item {
    Item { inventorystatus: None, inventorystatustime: None, destroy_reason: None, ..item }
}

fn outstanding(call: &mut Call, sender: &Vendor, barcode: &str, line: &Ask) -> Result<Returned> {
    let manifest = line.needed("manifest_id")?;
    let found = call.books.get::<Returned>(&format!("{manifest}/{barcode}"))?;
    let ours = found.filter(|row| !row.taken && row.location == sender.location);
    ours.ok_or_else(|| refusal::nothing_returned().into())
}

fn refunded(line: &Ask) -> Result<Option<Cents>> {
    if line.text("price").is_none() {
        return Ok(None);
    }
    let price = line.needed_price()?;
    if price < Cents::ZERO { refuse(texts::bad_price()) } else { Ok(Some(price)) }
}

/// Goods that come back are inbound too, as a refund.
fn record(call: &mut Call, row: &Returned, item: &Item, refunded: Option<Cents>) -> Result<()> {
    let inbound = Inbound {
        key: call.books.ledger_key(),
        inventoryid: row.barcode_id.clone(),
        inventorytype: item.inventorytype,
        strain: item.strain.clone(),
        manifestid: row.manifest_id.clone(),
        manifest_stop: 0,
        outbound_license: row.refused_by.clone(),
        price: Cents::ZERO,
        quantity: row.quantity,
        reject_reason: None,
        is_refund: 1,
        refund_amount: refunded.map(Cents::plain),
        location: row.location.clone(),
        received_at: call.books.now,
    };
    call.books.put(&inbound)
}
