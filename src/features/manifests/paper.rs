//! What stands on the papers of a manifest (florida-rules §8). It is kept with each print, so that the paper can be shown again as it
//! was, whatever has become of the driver, the vehicle or the facility.

use super::line::Line;
use super::whole::{Leg, Whole};
use crate::features::drivers::Driver;
use crate::features::inventory::type_name;
use crate::values::clock::said;
use crate::values::{At, Cents};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// One manifest with all its stops, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub number: i64,
    pub state_number: String,
    pub title: String,
    pub invoice_number: Option<String>,
    pub origin: Party,
    pub drivers: Vec<Carrier>,
    pub vehicle: String,
    pub plate: String,
    pub vin: String,
    pub stops: Vec<PaperStop>,
    pub note: String,
}

/// A licensee, as a paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    pub license: String,
    pub address: String,
    pub phone: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    pub name: String,
    pub employee: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperStop {
    pub number: i64,
    pub title: String,
    pub recipient: Party,
    pub departs: String,
    pub arrives: String,
    pub route: String,
    pub goods: Vec<PaperLine>,
    /// Another company's: it is invoiced.
    pub is_invoiced: bool,
    pub total: Option<Cents>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    pub barcode: String,
    pub product: String,
    pub form: String,
    pub quantity: String,
    pub unit_price: Option<Cents>,
    pub price: Option<Cents>,
}

impl Paper {
    /// Of a manifest that the state knows.
    pub fn of(whole: &Whole, zone: Tz) -> Self {
        let manifest = &whole.manifest;
        let (vehicle, plate, vin) = match &whole.vehicle {
            Some(vehicle) => {
                let details = &vehicle.details;
                let words = format!("{} {} {}, {}", details.year, details.make, details.model, details.color);
                (words, details.plate.clone(), details.vin.clone())
            }
            None => <(String, String, String)>::default(),
        };
        Self {
            number: manifest.number,
            state_number: manifest.state_number.map(|number| number.grouped()).unwrap_or_default(),
            title: manifest.title.clone(),
            invoice_number: manifest.invoice_number.clone(),
            origin: Party {
                name: whole.location.name.clone(),
                license: whole.location.license.to_string(),
                address: whole.location.address.clone(),
                phone: whole.location.phone.clone(),
            },
            drivers: whole.driver.iter().chain(&whole.second).map(carrier).collect(),
            vehicle,
            plate,
            vin,
            stops: whole.legs.iter().filter(|leg| leg.stop.is_open()).map(|leg| stop(leg, zone)).collect(),
            note: manifest.note.clone(),
        }
    }

    /// The stops of the invoice.
    pub fn invoiced(&self) -> Vec<&PaperStop> {
        self.stops.iter().filter(|stop| stop.is_invoiced).collect()
    }
}

fn carrier(driver: &Driver) -> Carrier {
    Carrier { name: driver.details.name.clone(), employee: driver.employee_id.clone() }
}

fn stop(leg: &Leg, zone: Tz) -> PaperStop {
    let (details, planned) = (&leg.facility.details, &leg.stop.planned);
    let time = |at: Option<At>| at.map(|at| said(at, zone)).unwrap_or_default();
    let is_invoiced = leg.facility.needs_prices();
    PaperStop {
        number: leg.stop.position,
        title: planned.title.clone(),
        recipient: Party {
            name: details.name.clone(),
            license: details.license.to_string(),
            address: details.address(),
            phone: details.phone.clone(),
        },
        departs: time(planned.departs_at),
        arrives: time(planned.arrives_at),
        route: planned.route.clone(),
        goods: leg.lines.iter().map(|one| line(one, is_invoiced)).collect(),
        is_invoiced,
        total: leg.total().filter(|_| is_invoiced),
    }
}

fn line(line: &Line, is_invoiced: bool) -> PaperLine {
    PaperLine {
        barcode: line.barcode().grouped(),
        product: line.product.clone(),
        form: type_name(line.package.inventory_type),
        quantity: format!("{} {}", line.quantity, line.unit()),
        unit_price: line.unit_price_cents.filter(|_| is_invoiced),
        price: line.price().filter(|_| is_invoiced),
    }
}
