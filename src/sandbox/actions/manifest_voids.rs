//! Taking back a manifest, a stop or single items before they left (biotrack-api §2.9). What is emptied by it is voided too, and the
//! goods are free again; those of a delivery go back to their packages.

use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Manifest, StopItem};
use crate::values::Quantity;

pub const ACTIONS: &[Action] = &[
    write("inventory_manifest_void", Documented, void),
    write("inventory_manifest_void_stop", Documented, void_stop),
    write("inventory_manifest_void_items", Documented, void_items),
];

fn void(call: &mut Call) -> Result<Answer> {
    let id = call.ask.needed("manifest_id")?;
    unfulfilled(call, &id)?;
    let stops = call.books.stops_of(&id)?;
    let mut lines = Vec::new();
    for stop in &stops {
        lines.extend(call.books.goods_of(stop)?);
    }
    if lines.iter().any(|line| line.sold.is_positive()) {
        return refuse(refusal::manifest_fulfilled());
    }
    for line in lines {
        take_off(call, line)?;
    }
    for stop in stops {
        call.books.settle(stop)?;
    }
    plain()
}

/// Of a delivery: what could not be delivered. What was sold at the door stays sold.
fn void_stop(call: &mut Call) -> Result<Answer> {
    let id = call.ask.needed("manifest_id")?;
    let number = call.ask.needed_int("stop_number")?;
    unfulfilled(call, &id)?;
    let stop = call.books.stops_of(&id)?.into_iter().find(|stop| stop.stopnumber == number);
    let Some(stop) = stop else { return refuse(refusal::manifest_not_found()) };
    if !stop.is_open() {
        return refuse(refusal::manifest_fulfilled());
    }
    for line in call.books.goods_of(&stop)? {
        take_off(call, line)?;
    }
    call.books.settle(stop)?;
    plain()
}

/// A package that is on several stops of a delivery comes off all of them.
fn void_items(call: &mut Call) -> Result<Answer> {
    let id = call.ask.needed("manifest_id")?;
    let barcodes = call.barcodes()?;
    match unfulfilled(call, &id) {
        Err(refusal::Failure::Refused(refusal)) if refusal == refusal::manifest_not_found() => {
            return refuse(refusal::manifest_items_not_found());
        }
        other => other?,
    };
    let stops = call.books.stops_of(&id)?;
    let mut lines = Vec::new();
    for stop in &stops {
        lines.extend(call.books.goods_of(stop)?);
    }
    let mut lost: Vec<i64> = Vec::new();
    for barcode in barcodes {
        let meant: Vec<StopItem> =
            lines.iter().filter(|line| line.inventoryid == barcode && line.outstanding().is_positive()).cloned().collect();
        lines.retain(|line| line.inventoryid != barcode);
        if meant.is_empty() {
            return refuse(refusal::manifest_items_not_found());
        }
        for line in meant {
            lost.push(line.stopnumber);
            take_off(call, line)?;
        }
    }
    for stop in stops.into_iter().filter(|stop| lost.contains(&stop.stopnumber)) {
        call.books.settle(stop)?;
    }
    plain()
}

/// A manifest of the caller's that has not left and is not complete.
fn unfulfilled(call: &mut Call, id: &str) -> Result<Manifest> {
    let manifest = call.own_manifest(id)?;
    if manifest.fulfilled == 1 { refuse(refusal::manifest_fulfilled()) } else { Ok(manifest) }
}

/// One line comes off its stop, as far as it was not sold.
fn take_off(call: &mut Call, line: StopItem) -> Result<()> {
    let Some(item) = call.books.get::<Item>(&line.inventoryid)? else {
        return refuse(refusal::manifest_items_not_found());
    };
    if item.manifest.as_ref() == Some(&line.manifestid) {
        call.books.put(&Item { manifest: None, ..item })?;
    } else {
        put_back(call, item, &line)?;
    }
    if line.sold.is_positive() {
        call.books.put(&StopItem { quantity: line.sold, ..line })
    } else {
        call.books.put(&StopItem { voided: true, ..line })
    }
}

/// Undelivered goods go back into their package, unless that has since been scheduled, destroyed or sent away: then they are a
/// package of their own, where they came from.
fn put_back(call: &mut Call, item: Item, line: &StopItem) -> Result<()> {
    let back = line.outstanding();
    if back == Quantity::ZERO {
        return Ok(());
    }
    let origin = call.own_manifest(&line.manifestid)?.origination_license_number;
    let here = !item.destroyed && !item.is_scheduled() && item.manifest.is_none() && item.location == origin;
    if here {
        return call.books.put(&Item { remaining_quantity: item.remaining_quantity.plus(back), ..item });
    }
    let id = call.books.new_identifier()?;
    let apart = Item {
        location: origin,
        inventorystatus: None,
        inventorystatustime: None,
        destroyed: false,
        destroy_reason: None,
        ..item.child(id, back)
    };
    call.books.put(&apart)
}
