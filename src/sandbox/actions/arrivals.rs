//! What is on its way to the caller (biotrack-api §2.10): which manifests, what is on one, and (invented) that it has arrived.

use super::{Action, Answer, Call, Provenance::Documented, Provenance::Invented, plain, read, with, write};
use crate::sandbox::florida::eastern_date;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Manifest, Stop};
use crate::sandbox::texts;
use crate::values::Quantity;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const ACTIONS: &[Action] = &[
    read("inventory_manifest_lookup", Documented, lookup_manifests),
    read("inventory_transfer_lookup", Documented, lookup_items),
    write("inventory_manifest_arrive", Invented, arrive),
];

/// One row for each manifest, however many of its stops are here.
fn lookup_manifests(call: &mut Call) -> Result<Answer> {
    let vendor = call.location()?;
    if vendor.inactive {
        return refuse(refusal::no_valid_license());
    }
    let (mut shipped, mut pending): (Vec<(Manifest, i64, usize)>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
    for stop in call.books.of_owner::<Stop>(&vendor.location)?.into_iter().filter(Stop::is_open) {
        let Some(manifest) = call.books.get::<Manifest>(&stop.manifestid)?.filter(|manifest| !manifest.voided) else { continue };
        let Some(transferred_at) = manifest.transferred_at else {
            pending.insert(manifest.id);
            continue;
        };
        let lines = call.books.goods_of(&stop)?;
        let item_count = lines.iter().filter(|line| line.outstanding() != Quantity::ZERO).count();
        match shipped.iter_mut().find(|(known, ..)| known.id == manifest.id) {
            Some((_, _, items)) => *items += item_count,
            None => shipped.push((manifest, transferred_at, item_count)),
        }
    }
    match (shipped.is_empty(), pending.len()) {
        (true, 0) => refuse(refusal::nothing_inbound()),
        (true, pending) => refuse(refusal::not_shipped(pending)),
        _ => with("data", shipped.iter().map(manifest_shown).collect::<Vec<_>>()),
    }
}

fn manifest_shown((manifest, transferred_at, item_count): &(Manifest, i64, usize)) -> Value {
    json!({
        "manifest_id": manifest.id, "item_count": item_count, "license_number": manifest.origination_license_number,
        "trade_name": manifest.origination_name, "transfer_date": eastern_date(*transferred_at).format("%m/%d/%Y").to_string(),
    })
}

fn lookup_items(call: &mut Call) -> Result<Answer> {
    let license = call.location()?.location;
    let manifest = call.ask.needed("manifest_id")?;
    let left = call.books.get::<Manifest>(&manifest)?.is_some_and(|manifest| manifest.transferred_at.is_some());
    let stops = if left { call.books.stops_of(&manifest)? } else { Vec::new() };
    let mut data: Vec<Value> = Vec::new();
    for stop in stops.into_iter().filter(|stop| stop.license_number == license && stop.is_open()) {
        for line in call.books.goods_of(&stop)?.into_iter().filter(|line| !line.received) {
            let Some(item) = call.books.get::<Item>(&line.inventoryid)? else { continue };
            data.push(shown(&item, line.quantity, call.books.profile.florida_additions));
        }
    }
    if data.is_empty() { refuse(refusal::nothing_outstanding()) } else { with("data", data) }
}

fn shown(item: &Item, quantity: Quantity, florida: bool) -> Value {
    let mut row = json!({
        "barcode_id": item.id, "inventorytype": item.inventorytype, "strain": item.strain, "product": item.productname,
        "description": null, "quantity": quantity.wire(), "usableweight": item.usable_weight, "sample_id": item.sample,
        "is_medical": item.is_medical, "is_sample": item.is_sample,
    });
    if let Some(fields) = row.as_object_mut() {
        if item.customer_return {
            fields.insert("is_return".into(), 1.into());
        }
        if florida {
            fields.insert("med_usableweight".into(), json!(item.med_usableweight));
        }
    }
    row
}

/// Sender or receiver marks it; the receiver's licence names the stop.
fn arrive(call: &mut Call) -> Result<Answer> {
    let license = call.location()?.location;
    let id = call.ask.needed("manifest_id")?;
    let manifest = call.shipped(&id)?;
    let number = call.ask.int("stop_number")?;
    let mut stop = call.stop_of(&id, |stop| {
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

impl Call<'_, '_> {
    /// A manifest whose goods have left the sender.
    pub fn shipped(&mut self, id: &str) -> Result<Manifest> {
        let manifest = self.books.get::<Manifest>(id)?.filter(|manifest| !manifest.voided);
        let Some(manifest) = manifest else { return refuse(refusal::manifest_not_found()) };
        if manifest.transferred_at.is_none() { refuse(refusal::not_shipped(1)) } else { Ok(manifest) }
    }

    pub fn stop_of(&mut self, manifest: &str, which: impl Fn(&Stop) -> bool) -> Result<Stop> {
        let found = self.books.stops_of(manifest)?.into_iter().find(|stop| which(stop));
        found.ok_or_else(|| refusal::manifest_not_found().into())
    }
}
