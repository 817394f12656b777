//! The stops of a manifest that is to be filed: read, and checked with everything on them before anything is written.

use super::Call;
use super::inventory::{amount, whole_only};
use crate::sandbox::ask::Ask;
use crate::sandbox::profile::exempt_from_tests;
use crate::sandbox::quality::Standing;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Lab, Patient, Vendor};
use crate::sandbox::shipping::{Destination, Leg};
use crate::sandbox::texts;
use crate::values::Quantity;
use std::collections::BTreeSet;

const HOUR: i64 = 3600;

/// The stops of the call, in `stop_overview` or (one only, as older clients send it) in the call itself.
pub fn legs(call: &mut Call, origin: &Vendor) -> Result<Vec<Leg>> {
    let mut stops = call.ask.lines("stop_overview")?;
    if stops.is_empty() {
        stops.push(call.ask.clone());
    }
    let mut legs = Vec::new();
    let mut returns = BTreeSet::new();
    for (number, stop) in (1..).zip(&stops) {
        let number = stop.int("stop_number")?.unwrap_or(number);
        let (to, goods) = if call.books.profile.florida_additions && stop.has("card_id") {
            (patient(call, stop)?, delivered(call, origin, stop)?)
        } else {
            let receiver = receiver(call, origin, stop)?;
            let goods = transferred(call, origin, &receiver, stop, &mut returns)?;
            (Destination::License(Box::new(receiver)), goods)
        };
        legs.push(leg(call, stop, number, to, goods)?);
    }
    together(call, &legs)?;
    if returns.len() > 1 { refuse(refusal::mixed_refunds()) } else { Ok(legs) }
}

fn leg(call: &Call, stop: &Ask, number: i64, to: Destination, goods: Vec<(String, Quantity)>) -> Result<Leg> {
    let departs_at = stop.needed_int("approximate_departure")?;
    let arrives_at = stop.needed_int("approximate_arrival")?;
    let hours = call.books.profile.manifest_lead_hours;
    if hours > 0 && departs_at < call.books.now + hours * HOUR {
        return refuse(refusal::departs_too_early(number, hours));
    }
    if arrives_at < departs_at {
        return refuse(texts::arrives_before_departing());
    }
    Ok(Leg { number, to, departs_at, arrives_at, route: stop.needed("approximate_route")?, goods })
}

/// The rules about all stops of one manifest.
fn together(call: &Call, legs: &[Leg]) -> Result<()> {
    let numbers: BTreeSet<i64> = legs.iter().map(|leg| leg.number).collect();
    if numbers.len() < legs.len() || !numbers.iter().zip(1..).all(|(number, expected)| *number == expected) {
        return refuse(texts::stop_numbers());
    }
    let licenses: Vec<&String> = legs
        .iter()
        .filter_map(|leg| match &leg.to {
            Destination::License(vendor) => Some(&vendor.location),
            Destination::Patient(_) => None,
        })
        .collect();
    if !licenses.is_empty() && licenses.len() < legs.len() {
        return refuse(texts::patients_and_licenses());
    }
    let different: BTreeSet<&String> = licenses.iter().copied().collect();
    if call.books.profile.one_stop_per_license && different.len() < licenses.len() {
        return refuse(texts::two_stops_one_license());
    }
    let packages: Vec<&String> = legs.iter().flat_map(|leg| &leg.goods).map(|(barcode, _)| barcode).collect();
    if let Some(most) = call.books.profile.items_per_manifest.filter(|most| packages.len() > *most) {
        return refuse(texts::too_many_items(packages.len(), most));
    }
    let different: BTreeSet<&String> = packages.iter().copied().collect();
    if !licenses.is_empty() && different.len() < packages.len() {
        return refuse(texts::given_twice());
    }
    Ok(())
}

/// A licence that goods may be sent to.
fn receiver(call: &mut Call, origin: &Vendor, stop: &Ask) -> Result<Vendor> {
    let license = stop.text("vendor_license").unwrap_or_default();
    let vendor = match call.books.get::<Vendor>(&license)? {
        Some(vendor) => Some(vendor),
        None => call.books.get::<Lab>(&license)?.map(Vendor::from),
    };
    let Some(vendor) = vendor.filter(|vendor| !vendor.inactive) else { return refuse(refusal::no_valid_license()) };
    if vendor.location == origin.location {
        return refuse(texts::same_license());
    }
    let stays_inside = vendor.ubi == origin.ubi || vendor.is_laboratory() || vendor.supplied_by_others;
    if call.books.profile.transfers_within_company && !stays_inside {
        return refuse(texts::outside_company());
    }
    Ok(vendor)
}

/// Whole packages. `returns` learns whether they are what customers brought back.
fn transferred(
    call: &mut Call,
    origin: &Vendor,
    receiver: &Vendor,
    stop: &Ask,
    returns: &mut BTreeSet<bool>,
) -> Result<Vec<(String, Quantity)>> {
    whole_only(stop)?;
    if stop.has("data") {
        return refuse(texts::whole_only());
    }
    let barcodes = stop.list("barcodeid")?;
    if barcodes.is_empty() {
        return refuse(refusal::nothing_to_transfer());
    }
    let mut goods = Vec::with_capacity(barcodes.len());
    for barcode in barcodes {
        let item = at_origin(call, origin, &barcode)?;
        if !receiver.is_laboratory() {
            tested(call, &item)?;
        }
        returns.insert(item.customer_return);
        goods.push((barcode, item.remaining_quantity));
    }
    Ok(goods)
}

/// A package that may leave the origin.
fn at_origin(call: &mut Call, origin: &Vendor, barcode: &str) -> Result<Item> {
    if call.possessed(barcode)?.location != origin.location {
        return refuse(refusal::not_possessed(barcode));
    }
    let item = call.on_hand(barcode)?;
    if item.is_scheduled() {
        return refuse(texts::scheduled(barcode));
    }
    if item.remaining_quantity.is_positive() { Ok(item) } else { refuse(texts::not_enough(barcode)) }
}

/// What customers brought back was tested before it was sold.
fn tested(call: &mut Call, item: &Item) -> Result<()> {
    let exempt = !call.books.profile.qa_needed_at_manifest || item.customer_return || exempt_from_tests(item.inventorytype);
    if exempt || call.books.standing(item)? == Standing::Passed {
        return Ok(());
    }
    refuse(refusal::not_fully_tested(&item.id))
}

/// Invented, like everything about deliveries.
fn patient(call: &mut Call, stop: &Ask) -> Result<Destination> {
    let card = Patient::key(&stop.needed("card_id")?);
    let patient = call.books.get::<Patient>(&card)?;
    let Some(patient) = patient else { return refuse(texts::card_not_found()) };
    Ok(Destination::Patient(patient.card_id))
}

/// Parts of packages, reserved for one patient.
fn delivered(call: &mut Call, origin: &Vendor, stop: &Ask) -> Result<Vec<(String, Quantity)>> {
    let mut goods: Vec<(String, Quantity)> = Vec::new();
    for line in stop.lines("data")? {
        let barcode = line.needed("barcodeid")?;
        let item = at_origin(call, origin, &barcode)?;
        if item.customer_return {
            return refuse(texts::customer_return());
        }
        tested(call, &item)?;
        let Some(quantity) = amount(&item, &line, "quantity")? else { return refuse(texts::missing("quantity")) };
        if !quantity.is_positive() {
            return refuse(texts::amount_too_small(&barcode));
        }
        if goods.iter().any(|(other, _)| *other == barcode) {
            return refuse(texts::given_twice());
        }
        goods.push((barcode, quantity));
    }
    if goods.is_empty() { refuse(refusal::nothing_to_transfer()) } else { Ok(goods) }
}
