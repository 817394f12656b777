//! Goods that arrive (biotrack-api §2.10): look up what is on its way, mark the arrival, receive. In Florida what is not accepted
//! is the sender's at once, without a manifest, and a received manifest is closed for good.

use super::{Action, Answer, Call, plain, read, with, write};
use super::{Provenance::Documented, Provenance::Inferred, Provenance::Invented};
use crate::sandbox::ask::Ask;
use crate::sandbox::florida::eastern_date;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Inbound, Item, Manifest, Returned, Room, Stop, StopItem, Vendor};
use crate::sandbox::state::Row;
use crate::sandbox::texts;
use crate::values::{Cents, Quantity};
use serde_json::{Value, json};
use std::collections::HashMap;

pub const ACTIONS: &[Action] = &[
    read("inventory_manifest_lookup", Documented, lookup_manifests),
    read("inventory_transfer_lookup", Documented, lookup_items),
    write("inventory_manifest_arrive", Invented, arrive),
    write("inventory_transfer_inbound", Documented, receive),
    read("inventory_transfer_outbound_return_lookup", Inferred, lookup_returns),
];

fn lookup_manifests(call: &mut Call) -> Result<Answer> {
    let license = call.location()?.location;
    let (mut data, mut pending): (Vec<Value>, usize) = (Vec::new(), 0);
    for stop in call.books.of_owner::<Stop>(&license)?.into_iter().filter(|stop| stop.received_at.is_none()) {
        let Some(manifest) = call.books.get::<Manifest>(&stop.manifestid)?.filter(|manifest| !manifest.voided) else { continue };
        let Some(transferred_at) = manifest.transferred_at else {
            pending += 1;
            continue;
        };
        data.push(json!({
            "manifest_id": manifest.id, "item_count": stop.item_count, "license_number": manifest.origination_license_number,
            "trade_name": manifest.origination_name, "transfer_date": eastern_date(transferred_at).format("%m/%d/%Y").to_string(),
        }));
    }
    match (data.is_empty(), pending) {
        (true, 0) => refuse(refusal::nothing_inbound()),
        (true, pending) => refuse(refusal::not_shipped(pending)),
        _ => with("data", data),
    }
}

fn lookup_items(call: &mut Call) -> Result<Answer> {
    let license = call.location()?.location;
    let manifest = call.ask.needed("manifest_id")?;
    let stop = shipped_stop(call, &manifest, &license)?;
    let Some(stop) = stop.filter(|stop| stop.received_at.is_none()) else { return refuse(refusal::nothing_outstanding()) };
    let mut data: Vec<Value> = Vec::new();
    for line in items_of(call, &stop)? {
        let Some(item) = call.books.get::<Item>(&line.inventoryid)? else { continue };
        data.push(json!({
            "barcode_id": item.id, "inventorytype": item.inventorytype, "strain": item.strain, "product": item.productname,
            "description": null, "quantity": line.quantity.wire(), "usableweight": item.usable_weight, "sample_id": item.sample,
            "is_medical": item.is_medical, "is_sample": item.is_sample, "med_usableweight": item.med_usableweight,
        }));
    }
    with("data", data)
}

/// Invented. Sender or receiver marks it; the receiver's licence names the stop.
fn arrive(call: &mut Call) -> Result<Answer> {
    let license = call.location()?.location;
    let id = call.ask.needed("manifest_id")?;
    let manifest = shipped(call, &id)?;
    let number = call.ask.int("stop_number")?;
    let mut stop = stop_of(call, &id, |stop| {
        let ours = stop.license_number == license || manifest.origination_license_number == license;
        ours && number.is_none_or(|number| number == stop.stopnumber)
    })?;
    if stop.received_at.is_some() {
        return refuse(texts::already_received());
    }
    if stop.arrived_at.is_some() {
        return refuse(texts::already_arrived());
    }
    let arrived_at = call.ask.int("arrived_at")?.unwrap_or(call.books.now);
    if arrived_at > call.books.now + call.books.profile.clock_slack_seconds {
        return refuse(texts::future_arrival());
    }
    stop.arrived_at = Some(arrived_at);
    call.books.put(&stop)?;
    plain()
}

fn receive(call: &mut Call) -> Result<Answer> {
    if call.ask.text("location").is_none() {
        return refuse(refusal::no_receiver());
    }
    let receiver = call.location()?;
    let lines = accepted_lines(call)?;
    let id = manifest_meant(call, &lines)?;
    let manifest = shipped(call, &id)?;
    let mut stop = stop_of(call, &id, |stop| stop.license_number == receiver.location)?;
    if stop.received_at.is_some() {
        return refuse(texts::already_received());
    }
    if stop.arrived_at.is_none() {
        return refuse(texts::not_arrived());
    }
    let items = items_of(call, &stop)?;
    if lines.keys().any(|barcode| !items.iter().any(|item| item.inventoryid == *barcode)) {
        return refuse(refusal::not_inbound());
    }
    let room = first_room(call, &receiver)?;
    for item in &items {
        receive_item(call, &manifest, &stop, item, lines.get(&item.inventoryid), &receiver, room)?;
    }
    stop.received_at = Some(call.books.now);
    call.books.put(&stop)?;
    complete(call, manifest)
}

/// The lines of the call by barcode; none is a rejection of everything.
fn accepted_lines(call: &Call) -> Result<HashMap<String, Ask>> {
    let mut lines = HashMap::new();
    for line in call.ask.lines("data")? {
        line.needed_quantity("quantity")?;
        if lines.insert(line.needed("barcodeid")?, line).is_some() {
            return refuse(texts::given_twice());
        }
    }
    Ok(lines)
}

/// The manifest that was named, or the one that all barcodes are on.
fn manifest_meant(call: &mut Call, lines: &HashMap<String, Ask>) -> Result<String> {
    if let Some(id) = call.ask.text("manifest_id") {
        return Ok(id);
    }
    let mut meant: Option<String> = None;
    for barcode in lines.keys() {
        let on = call.books.get::<Item>(barcode)?.and_then(|item| item.manifest);
        let Some(on) = on else { return refuse(refusal::not_inbound()) };
        if meant.as_ref().is_some_and(|other| *other != on) {
            return refuse(texts::manifest_mismatch());
        }
        meant = Some(on);
    }
    meant.ok_or_else(|| refusal::no_identifier().into())
}

/// One item becomes the receiver's, as far as it was accepted; the rest becomes the sender's outstanding return.
fn receive_item(
    call: &mut Call,
    manifest: &Manifest,
    stop: &Stop,
    sent: &StopItem,
    line: Option<&Ask>,
    receiver: &Vendor,
    room: Option<i64>,
) -> Result<()> {
    let barcode = &sent.inventoryid;
    let Some(item) = call.books.get::<Item>(barcode)? else { return refuse(refusal::not_inbound()) };
    let accepted = match line {
        Some(line) => super::inventory::amount(&item, line, "quantity")?.unwrap_or(Quantity::ZERO),
        None => Quantity::ZERO,
    };
    if accepted.0 < 0 || accepted > sent.quantity {
        return refuse(texts::more_than_sent(barcode));
    }
    let reject_reason = line.and_then(|line| line.text("reject_reason"));
    if line.is_some() && accepted < sent.quantity && reject_reason.is_none() {
        return refuse(texts::reject_reason());
    }
    let inbound = Inbound {
        key: call.books.ledger_key(),
        inventoryid: barcode.clone(),
        inventorytype: item.inventorytype,
        strain: item.strain.clone(),
        manifestid: manifest.id.clone(),
        manifest_stop: stop.stopnumber,
        outbound_license: manifest.origination_license_number.clone(),
        price: Cents::ZERO,
        quantity: accepted,
        reject_reason: reject_reason.clone(),
        is_refund: 0,
        refund_amount: None,
        location: receiver.location.clone(),
    };
    call.books.put(&inbound)?;
    if accepted < sent.quantity {
        call.books.put(&returned(manifest, sent, &item, sent.quantity.minus(accepted), reject_reason))?;
    }
    if accepted.is_positive() {
        let location = receiver.location.clone();
        call.books.put(&Item { remaining_quantity: accepted, location, currentroom: room, manifest: None, ..item })?;
    }
    Ok(())
}

fn returned(manifest: &Manifest, sent: &StopItem, item: &Item, quantity: Quantity, reject_reason: Option<String>) -> Returned {
    Returned {
        barcode_id: sent.inventoryid.clone(),
        manifest_id: manifest.id.clone(),
        quantity,
        inventorytype: item.inventorytype,
        strain: item.strain.clone(),
        product: item.productname.clone(),
        reject_reason,
        location: manifest.origination_license_number.clone(),
        taken: false,
    }
}

/// A manifest of which every stop was received is complete.
fn complete(call: &mut Call, mut manifest: Manifest) -> Result<Answer> {
    if stops(call, &manifest.id)?.iter().all(|stop| stop.received_at.is_some()) {
        manifest.completion_date = Some(call.books.now);
    }
    call.books.put(&manifest)?;
    plain()
}

fn lookup_returns(call: &mut Call) -> Result<Answer> {
    let Some(license) = call.ask.text("location") else { return refuse(refusal::no_location()) };
    let sender = call.own_location(&license)?;
    let outstanding = call.books.of_owner::<Returned>(&sender.location)?.into_iter().filter(|row| !row.deleted());
    let mut data: Vec<Value> = Vec::new();
    for row in outstanding {
        data.push(json!({
            "barcode_id": row.barcode_id, "manifest_id": row.manifest_id, "quantity": row.quantity.wire(),
            "inventorytype": row.inventorytype, "strain": row.strain, "product": row.product, "reject_reason": row.reject_reason,
        }));
    }
    if data.is_empty() { refuse(refusal::nothing_returned()) } else { with("data", data) }
}

fn first_room(call: &mut Call, location: &Vendor) -> Result<Option<i64>> {
    let rooms = call.books.of_owner::<Room>(&location.location)?;
    Ok(rooms.iter().filter(|room| !room.deleted()).map(|room| room.roomid).min())
}

/// A manifest whose goods have left the sender.
fn shipped(call: &mut Call, id: &str) -> Result<Manifest> {
    let manifest = call.books.get::<Manifest>(id)?.filter(|manifest| !manifest.voided);
    let Some(manifest) = manifest else { return refuse(refusal::manifest_not_found()) };
    if manifest.transferred_at.is_none() { refuse(refusal::not_shipped(1)) } else { Ok(manifest) }
}

fn shipped_stop(call: &mut Call, manifest: &str, license: &str) -> Result<Option<Stop>> {
    let left = call.books.get::<Manifest>(manifest)?.is_some_and(|manifest| manifest.transferred_at.is_some());
    Ok(stops(call, manifest)?.into_iter().find(|stop| left && stop.license_number == license))
}

fn stop_of(call: &mut Call, manifest: &str, which: impl Fn(&Stop) -> bool) -> Result<Stop> {
    let found = stops(call, manifest)?.into_iter().find(|stop| which(stop));
    found.ok_or_else(|| refusal::manifest_not_found().into())
}

fn stops(call: &mut Call, manifest: &str) -> Result<Vec<Stop>> {
    let Some(header) = call.books.get::<Manifest>(manifest)? else { return Ok(Vec::new()) };
    let mut stops = Vec::new();
    for number in 1..=header.stopcount {
        stops.extend(call.books.get::<Stop>(&format!("{manifest}/{number}"))?);
    }
    Ok(stops)
}

fn items_of(call: &mut Call, stop: &Stop) -> Result<Vec<StopItem>> {
    let items = call.books.of_owner::<StopItem>(&stop.manifestid)?;
    Ok(items.into_iter().filter(|item| item.stopnumber == stop.stopnumber).collect())
}
