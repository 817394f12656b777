//! What becomes of a shipment in the books: filed with its stops, sent on its way, finished or emptied. The checks are those of the
//! actions; the demonstration world ships without them.
//!
//! Inferred, for no source says it: that `new_room` moves the goods when the manifest is filed; that a transfer stamps every line and
//! takes all goods out of the sender's active items at once; that `completion_date` is the moment at which nothing was left on its way,
//! and `fulfilled` is then 1 even where nothing was transferred, as with deliveries; that the counts of a manifest and of its stops
//! are of what was not voided.

use super::refusal::{self, Result, refuse};
use super::rows::{Item, Manifest, Outbound, Stop, StopItem, Vendor};
use super::state::{Entry, Row, Selection};
use super::{state::Books, texts};
use crate::values::{Cents, Quantity};
use std::collections::HashMap;

/// Who carries the goods, and in what.
#[derive(Debug, Clone, Default)]
pub struct Carrier {
    pub id: String,
    pub name: String,
    /// MM/DD/YYYY
    pub born: String,
    pub vehicle_details: String,
    pub vehicle_identification: String,
    pub second_id: Option<String>,
}

/// Where goods go.
#[derive(Debug, Clone)]
pub enum Destination {
    License(Box<Vendor>),
    /// Invented: a delivery to the patient with that card.
    Patient(String),
}

/// One stop that is to be.
#[derive(Debug, Clone)]
pub struct Leg {
    pub number: i64,
    pub to: Destination,
    pub departs_at: i64,
    pub arrives_at: i64,
    pub route: String,
    /// The packages of it, with how much of each: all, unless it is a delivery.
    pub goods: Vec<(String, Quantity)>,
}

/// What a transfer says of the goods: their prices by barcode, and of which invoice they are.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    pub prices: HashMap<String, Cents>,
    pub invoice_number: Option<String>,
}

impl Leg {
    fn stop(&self, manifest: &str, item_count: i64) -> Stop {
        let vendor = match &self.to {
            Destination::License(vendor) => Some(vendor),
            Destination::Patient(_) => None,
        };
        let of_vendor = |field: fn(&Vendor) -> &String| vendor.map(|vendor| field(vendor).clone()).unwrap_or_default();
        let card_id = match &self.to {
            Destination::License(_) => None,
            Destination::Patient(card) => Some(card.clone()),
        };
        Stop {
            manifestid: manifest.to_owned(),
            stopnumber: self.number,
            license_number: of_vendor(|vendor| &vendor.location),
            name: of_vendor(|vendor| &vendor.name),
            street: of_vendor(|vendor| &vendor.address1),
            city: of_vendor(|vendor| &vendor.city),
            state: of_vendor(|vendor| &vendor.state),
            zip: of_vendor(|vendor| &vendor.zip),
            phone: of_vendor(|vendor| &vendor.phone),
            depart_time: self.departs_at,
            arrive_time: self.arrives_at,
            travel_route: self.route.clone(),
            item_count,
            card_id,
            arrived_at: None,
            received_at: None,
            voided: false,
        }
    }

    fn is_delivery(&self) -> bool {
        matches!(self.to, Destination::Patient(_))
    }
}

impl Books<'_> {
    /// Files a manifest: its goods are bound to it, those of a delivery leave their packages. Its number.
    pub fn file_manifest(&mut self, origin: &Vendor, carrier: Carrier, legs: &[Leg], room: Option<i64>) -> Result<String> {
        let id = self.new_identifier()?;
        let mut total_item_count = 0;
        for leg in legs {
            for (barcode, quantity) in &leg.goods {
                self.load(&id, leg, barcode, *quantity, room)?;
            }
            let item_count = i64::try_from(leg.goods.len()).unwrap_or(i64::MAX);
            total_item_count += item_count;
            self.put(&leg.stop(&id, item_count))?;
        }
        let stopcount = i64::try_from(legs.len()).unwrap_or(i64::MAX);
        self.put(&manifest(&id, origin, carrier, stopcount, total_item_count, self.now))?;
        Ok(id)
    }

    fn load(&mut self, manifest: &str, leg: &Leg, barcode: &str, quantity: Quantity, room: Option<i64>) -> Result<()> {
        let Some(item) = self.get::<Item>(barcode)? else { return refuse(refusal::not_possessed(barcode)) };
        if quantity > item.remaining_quantity {
            return refuse(texts::not_enough(barcode));
        }
        let line = StopItem {
            manifestid: manifest.to_owned(),
            stopnumber: leg.number,
            inventoryid: item.id.clone(),
            description: item.productname.clone(),
            quantity,
            requiresweighing: 0,
            price: Cents::ZERO,
            sold: Quantity::ZERO,
            received: false,
            voided: false,
        };
        self.put(&line)?;
        if leg.is_delivery() {
            self.put(&Item { remaining_quantity: item.remaining_quantity.minus(quantity), ..item })
        } else {
            self.put(&Item { manifest: Some(manifest.to_owned()), currentroom: room.or(item.currentroom), ..item })
        }
    }

    /// All goods of a filed manifest leave the sender.
    pub fn transfer(&mut self, id: &str, terms: &Terms) -> Result<()> {
        let Some(manifest) = self.get::<Manifest>(id)? else { return refuse(refusal::manifest_not_found()) };
        for stop in self.stops_of(id)? {
            for line in self.goods_of(&stop)? {
                self.send_off(&manifest, &stop, line, terms)?;
            }
        }
        self.put(&Manifest { fulfilled: 1, transferred_at: Some(self.now), ..manifest })
    }

    fn send_off(&mut self, manifest: &Manifest, stop: &Stop, line: StopItem, terms: &Terms) -> Result<()> {
        let Some(item) = self.get::<Item>(&line.inventoryid)? else { return refuse(refusal::not_possessed(&line.inventoryid)) };
        let price = terms.prices.get(&item.id).copied().unwrap_or_default();
        let outbound = Outbound {
            key: self.ledger_key(),
            inventoryid: item.id.clone(),
            inventorytype: item.inventorytype,
            strain: item.strain.clone(),
            manifestid: manifest.id.clone(),
            manifest_stop: stop.stopnumber,
            outbound_license: stop.license_number.clone(),
            price,
            quantity: line.quantity,
            location: manifest.origination_license_number.clone(),
            invoice_number: terms.invoice_number.clone(),
            transferred_at: self.now,
            voided: false,
        };
        self.put(&outbound)?;
        self.put(&StopItem { price, ..line })?;
        self.put(&Item { in_transit: true, ..item })
    }

    /// The stops of a manifest that are not voided, in their order.
    pub fn stops_of(&mut self, manifest: &str) -> Result<Vec<Stop>> {
        let entries = self.under(Stop::KIND, manifest, &Selection { active: true, ..Selection::default() })?;
        let mut stops = entries.iter().map(Entry::row::<Stop>).collect::<Result<Vec<_>>>()?;
        stops.sort_by_key(|stop| stop.stopnumber);
        Ok(stops)
    }

    /// What is on a stop, without what was voided.
    pub fn goods_of(&mut self, stop: &Stop) -> Result<Vec<StopItem>> {
        // Only what is under this stop: the ids of its lines begin with its own.
        let entries = self.under(StopItem::KIND, &stop.id(), &Selection { active: true, ..Selection::default() })?;
        let lines = entries.iter().map(Entry::row::<StopItem>).collect::<Result<Vec<_>>>()?;
        Ok(lines.into_iter().filter(|line| line.stopnumber == stop.stopnumber).collect())
    }

    /// Brings a stop and its manifest up to what became of their goods: emptied, they are voided; with nothing on its way any more,
    /// they are complete.
    pub fn settle(&mut self, stop: Stop) -> Result<()> {
        let lines = self.goods_of(&stop)?;
        let on_its_way = lines.iter().any(|line| line.outstanding().is_positive());
        let received_at = if lines.is_empty() || on_its_way { stop.received_at } else { stop.received_at.or(Some(self.now)) };
        let item_count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let manifest = stop.manifestid.clone();
        self.put(&Stop { item_count, voided: lines.is_empty(), received_at, ..stop })?;
        self.settle_manifest(&manifest)
    }

    fn settle_manifest(&mut self, id: &str) -> Result<()> {
        let stops = self.stops_of(id)?;
        let Some(mut manifest) = self.get::<Manifest>(id)? else { return refuse(refusal::manifest_not_found()) };
        manifest.stopcount = i64::try_from(stops.len()).unwrap_or(i64::MAX);
        manifest.total_item_count = stops.iter().map(|stop| stop.item_count).sum();
        manifest.voided = stops.is_empty();
        if !stops.is_empty() && !stops.iter().any(Stop::is_open) {
            manifest.fulfilled = 1;
            manifest.completion_date = manifest.completion_date.or(Some(self.now));
        }
        self.put(&manifest)
    }
}

fn manifest(id: &str, origin: &Vendor, carrier: Carrier, stopcount: i64, total_item_count: i64, now: i64) -> Manifest {
    Manifest {
        id: id.to_owned(),
        completion_date: None,
        fulfilled: 0,
        stopcount,
        total_item_count,
        origination_license_number: origin.location.clone(),
        origination_name: origin.name.clone(),
        origination_street: origin.address1.clone(),
        origination_city: origin.city.clone(),
        origination_state: origin.state.clone(),
        origination_zip: origin.zip.clone(),
        origination_phone: origin.phone.clone(),
        transporter_id: carrier.id,
        transporter_name: carrier.name,
        transporter_dob: carrier.born,
        transporter_vehicle_details: carrier.vehicle_details,
        transporter_vehicle_identification: carrier.vehicle_identification,
        second_transporter_id: carrier.second_id,
        filed_at: now,
        transferred_at: None,
        voided: false,
    }
}
