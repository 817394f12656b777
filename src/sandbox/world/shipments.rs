//! Making a shipment out of nothing: goods at the sender, their samples, the manifest, and its transfer. Used by the demonstration
//! world and by the control door.

use super::goods::{Goods, Place, make};
use super::{SENDER, SHOP};
use crate::sandbox::refusal::{self, Result};
use crate::sandbox::rows::{Stop, Vendor};
use crate::sandbox::shipping::{Carrier, Destination, Leg, Terms};
use crate::sandbox::state::Books;
use serde::{Deserialize, Serialize};

/// What to send.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipment {
    pub to: Option<String>,
    pub from: Option<String>,
    pub items: Vec<Goods>,
    /// The driver has been marked as arrived.
    #[serde(default)]
    pub arrived: bool,
    /// The sender has transferred the goods; otherwise they wait there on their manifest.
    #[serde(default = "yes")]
    pub transferred: bool,
}

fn yes() -> bool {
    true
}

/// What was sent.
#[derive(Debug, Serialize)]
pub struct Sent {
    pub manifest_id: String,
    pub barcodes: Vec<String>,
}

const HOUR: i64 = 3600;

pub fn send(books: &mut Books, shipment: &Shipment) -> Result<Sent> {
    let receiver = vendor(books, shipment.to.as_deref().unwrap_or(SHOP))?;
    let sender = vendor(books, shipment.from.as_deref().unwrap_or(SENDER))?;
    let mut goods = Vec::new();
    for made in &shipment.items {
        let place = Place { location: sender.location.clone(), room: Some(1), id: None };
        let item = make(books, made, place)?;
        goods.push((item.id, item.remaining_quantity));
    }
    let barcodes = goods.iter().map(|(barcode, _)| barcode.clone()).collect();
    let leg = Leg {
        number: 1,
        to: Destination::License(Box::new(receiver)),
        departs_at: books.now - HOUR,
        arrives_at: books.now + HOUR,
        route: "US-90 E to Tallahassee".into(),
        goods,
    };
    let manifest_id = books.file_manifest(&sender, theo(), &[leg], None)?;
    if shipment.transferred {
        books.transfer(&manifest_id, &Terms::default())?;
    }
    if shipment.arrived {
        for stop in books.stops_of(&manifest_id)? {
            books.put(&Stop { arrived_at: Some(books.now), ..stop })?;
        }
    }
    Ok(Sent { manifest_id, barcodes })
}

fn theo() -> Carrier {
    Carrier {
        id: "D1".into(),
        name: "Theo Transport".into(),
        born: "06/02/1984".into(),
        vehicle_details: "white Ford Transit 2022".into(),
        vehicle_identification: "1FTBW2CM5NKA00016".into(),
        second_id: None,
    }
}

fn vendor(books: &mut Books, license: &str) -> Result<Vendor> {
    books.get::<Vendor>(license)?.ok_or_else(|| refusal::not_your_location().into())
}
