//! Making a shipment out of nothing: goods at the sender, their samples, the manifest, and its transfer. Used by the demonstration
//! world and by the control door.

use super::{SENDER, SHOP};
use crate::sandbox::quality::set_result;
use crate::sandbox::refusal::{self, Result};
use crate::sandbox::rows::{Item, Manifest, Outbound, Stop, StopItem, Vendor};
use crate::sandbox::state::Books;
use crate::values::{Cents, OrderType, Quantity};
use serde::{Deserialize, Serialize};

/// What to send.
#[derive(Debug, Clone, Deserialize)]
pub struct Shipment {
    pub to: Option<String>,
    pub from: Option<String>,
    pub items: Vec<Goods>,
}

/// One package.
#[derive(Debug, Clone, Deserialize)]
pub struct Goods {
    pub name: String,
    pub inventorytype: i64,
    #[serde(default)]
    pub strain: String,
    #[serde(with = "crate::sandbox::state::as_text")]
    pub quantity: Quantity,
    #[serde(default)]
    pub usable_weight: String,
    pub med_usableweight: Option<String>,
    /// −1 failed, 0 pending, 1 passed; none when there is no sample.
    pub result: Option<i64>,
    /// The kind of order it is for, when its type does not say.
    pub order_type: Option<OrderType>,
}

/// What was sent.
#[derive(Debug, Serialize)]
pub struct Sent {
    pub manifest_id: String,
    pub barcodes: Vec<String>,
}

const DAY: i64 = 86_400;

pub fn send(books: &mut Books, shipment: &Shipment) -> Result<Sent> {
    let receiver = vendor(books, shipment.to.as_deref().unwrap_or(SHOP))?;
    let sender = vendor(books, shipment.from.as_deref().unwrap_or(SENDER))?;
    let manifest_id = books.new_identifier()?;
    let mut barcodes = Vec::new();
    for goods in &shipment.items {
        let item = make(books, goods, &sender, &manifest_id)?;
        books.put(&stop_item(&item))?;
        let outbound = outbound(books.ledger_key(), &item, &receiver);
        books.put(&outbound)?;
        barcodes.push(item.id);
    }
    let count = i64::try_from(barcodes.len()).unwrap_or(i64::MAX);
    books.put(&manifest(&manifest_id, &sender, count, books.now))?;
    books.put(&stop(&manifest_id, &receiver, count, books.now))?;
    Ok(Sent { manifest_id, barcodes })
}

fn vendor(books: &mut Books, license: &str) -> Result<Vendor> {
    books.get::<Vendor>(license)?.ok_or_else(|| refusal::not_your_location().into())
}

/// One package at the sender, with its sample, on the manifest.
fn make(books: &mut Books, goods: &Goods, sender: &Vendor, manifest: &str) -> Result<Item> {
    let made = Item::new(books.new_identifier()?, goods.inventorytype, &sender.location);
    let mut item = Item {
        strain: goods.strain.clone(),
        productname: goods.name.clone(),
        remaining_quantity: goods.quantity,
        usable_weight: goods.usable_weight.clone(),
        currentroom: Some(1),
        is_medical: 1,
        manifest: Some(manifest.to_owned()),
        order_type: goods.order_type.unwrap_or(made.order_type),
        ..made
    };
    match goods.result {
        Some(result) => set_result(books, &mut item, result, goods.med_usableweight.as_deref())?,
        None => books.put(&item)?,
    }
    Ok(item)
}

fn stop_item(item: &Item) -> StopItem {
    StopItem {
        manifestid: item.manifest.clone().unwrap_or_default(),
        stopnumber: 1,
        inventoryid: item.id.clone(),
        description: item.productname.clone(),
        quantity: item.remaining_quantity,
        requiresweighing: 0,
    }
}

fn outbound(key: String, item: &Item, receiver: &Vendor) -> Outbound {
    Outbound {
        key,
        inventoryid: item.id.clone(),
        inventorytype: item.inventorytype,
        strain: item.strain.clone(),
        manifestid: item.manifest.clone().unwrap_or_default(),
        manifest_stop: 1,
        outbound_license: receiver.location.clone(),
        price: Cents::ZERO,
        quantity: item.remaining_quantity,
        location: item.location.clone(),
    }
}

fn manifest(id: &str, sender: &Vendor, count: i64, now: i64) -> Manifest {
    Manifest {
        id: id.to_owned(),
        completion_date: None,
        fulfilled: 1,
        stopcount: 1,
        total_item_count: count,
        origination_license_number: sender.location.clone(),
        origination_name: sender.name.clone(),
        origination_street: sender.address1.clone(),
        origination_city: sender.city.clone(),
        origination_state: sender.state.clone(),
        origination_zip: sender.zip.clone(),
        origination_phone: sender.phone.clone(),
        transporter_id: "D1".into(),
        transporter_name: "Theo Transport".into(),
        transporter_dob: "06/02/1984".into(),
        transporter_vehicle_details: "white Ford Transit 2022".into(),
        transporter_vehicle_identification: "1FTBW2CM5NKA00016".into(),
        transferred_at: Some(now),
        voided: false,
    }
}

fn stop(manifest: &str, receiver: &Vendor, count: i64, now: i64) -> Stop {
    Stop {
        manifestid: manifest.to_owned(),
        stopnumber: 1,
        license_number: receiver.location.clone(),
        name: receiver.name.clone(),
        street: receiver.address1.clone(),
        city: receiver.city.clone(),
        state: receiver.state.clone(),
        zip: receiver.zip.clone(),
        phone: receiver.phone.clone(),
        depart_time: now - DAY / 24,
        arrive_time: now + DAY / 24,
        travel_route: "US-90 E to Tallahassee".into(),
        item_count: count,
        arrived_at: None,
        received_at: None,
    }
}
