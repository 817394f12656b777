//! `sync_*`: the tables of the state, whole or by transaction (biotrack-api §3). The bounds are inclusive; there are no pages.

use super::{Action, Answer, Call, Provenance::Documented, Provenance::Observed, read, with};
use crate::sandbox::refusal::Result;
use crate::sandbox::rows::{
    Adjustment, Employee, Inbound, Item, Manifest, Outbound, Room, SaleLine, Sample, Stop, StopItem, Vehicle, Vendor,
};
use crate::sandbox::state::{Entry, Row, Selection};
use crate::values::Quantity;
use serde_json::{Map, Value};
use std::collections::HashSet;

pub const ACTIONS: &[Action] = &[
    read("sync_vendor", Documented, |call| table::<Vendor>(call, "vendor", Whose::Everybody)),
    read("sync_employee", Documented, |call| table::<Employee>(call, "employee", Whose::Company)),
    read("sync_vehicle", Documented, |call| table::<Vehicle>(call, "vehicle", Whose::Company)),
    read("sync_inventory_room", Documented, |call| table::<Room>(call, "inventory_room", Whose::Licenses)),
    read("sync_inventory", Documented, inventory),
    read("sync_inventory_adjust", Documented, |call| table::<Adjustment>(call, "inventory_adjust", Whose::Licenses)),
    read("sync_inventory_qa_sample", Observed, |call| table::<Sample>(call, "inventory_qa_sample", Whose::Licenses)),
    read("sync_inventory_transfer", Documented, |call| table::<Outbound>(call, "inventory_transfer", Whose::Licenses)),
    read("sync_inventory_transfer_inbound", Documented, |call| {
        table::<Inbound>(call, "inventory_transfer_inbound", Whose::Licenses)
    }),
    read("sync_manifest", Documented, manifests),
    read("sync_sale", Documented, |call| table::<SaleLine>(call, "sale", Whose::Licenses)),
];

/// Whose rows of a table a caller sees.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Everybody,
    Company,
    Licenses,
}

fn table<T: Row>(call: &mut Call, name: &str, whose: Whose) -> Result<Answer> {
    let rows = entries::<T>(call, whose)?.iter().map(shown).collect::<Result<Vec<_>>>()?;
    with(name, rows)
}

fn entries<T: Row>(call: &mut Call, whose: Whose) -> Result<Vec<Entry>> {
    let mut which = asked(call)?;
    match whose {
        Whose::Everybody => which.active = false, // state-wide tables ignore it
        Whose::Company => which.owners = Some(vec![call.ubi.to_owned()]),
        Whose::Licenses => which.owners = Some(call.licenses()?),
    }
    call.books.select(T::KIND, &which)
}

fn asked(call: &Call) -> Result<Selection> {
    let (start, end) = (call.ask.int("transaction_start")?, call.ask.int("transaction_end")?);
    Ok(Selection { start, end, active: call.ask.flag("active"), owners: None })
}

/// Items with nothing left stay in the table; `active` leaves them out with the destroyed ones.
fn inventory(call: &mut Call) -> Result<Answer> {
    let active = call.ask.flag("active");
    let mut rows = Vec::new();
    for entry in entries::<Item>(call, Whose::Licenses)? {
        if !active || entry.row::<Item>()?.remaining_quantity != Quantity::ZERO {
            rows.push(shown(&entry)?);
        }
    }
    with("inventory", rows)
}

/// Manifests that the caller sent or receives, with their stops and items in the same answer.
fn manifests(call: &mut Call) -> Result<Answer> {
    let licenses: HashSet<String> = call.licenses()?.into_iter().collect();
    let all_stops = call.books.select(Stop::KIND, &Selection::default())?;
    let all_manifests = call.books.select(Manifest::KIND, &Selection::default())?;
    let mut ours: HashSet<String> = HashSet::new();
    ours.extend(all_manifests.iter().filter(|entry| licenses.contains(&entry.owner)).map(|entry| entry.id.clone()));
    for stop in all_stops.iter().filter(|entry| licenses.contains(&entry.owner)) {
        ours.insert(stop.row::<Stop>()?.manifestid);
    }
    let which = asked(call)?;
    let mut answer = Answer::new();
    for (name, kind) in
        [("manifest", Manifest::KIND), ("manifest_stop_data", Stop::KIND), ("manifest_stop_items", StopItem::KIND)]
    {
        let mut rows = Vec::new();
        for entry in call.books.select(kind, &which)? {
            if entry.id.split('/').next().is_some_and(|manifest| ours.contains(manifest)) {
                rows.push(shown(&entry)?);
            }
        }
        answer.insert(name.to_owned(), rows.into());
    }
    Ok(answer)
}

/// A row as the wire has it: without the fields that stay in the books, with its transactions.
fn shown(entry: &Entry) -> Result<Value> {
    let mut fields: Map<String, Value> = serde_json::from_str(&entry.body)?;
    fields.retain(|name, _| !name.starts_with('_'));
    fields.insert("transactionid".into(), entry.transaction_id.into());
    fields.insert("transactionid_original".into(), entry.transaction_original.into());
    fields.insert("deleted".into(), i64::from(entry.deleted).into());
    Ok(Value::Object(fields))
}
