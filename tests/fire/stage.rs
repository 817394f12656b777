//! What all clerks share: the state's control door, and what they know of the goods.

use super::chance::Chance;
use crate::support::State;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Packages that the clerks know; older ones are forgotten as new ones come.
const KNOWN: usize = 150;
/// Those that everybody wants.
const HOT: usize = 12;

pub struct Stage {
    pub state: State,
    pub cards: Vec<String>,
    pub sales: Pile,
    shipped: Mutex<HashMap<String, Vec<String>>>,
    barcodes: Mutex<Vec<String>>,
    paths: Mutex<HashMap<String, String>>,
    counter: AtomicU64,
}

/// Addresses to draw from.
#[derive(Default)]
pub struct Pile(Mutex<Vec<String>>);

impl Pile {
    pub fn fill(&self, more: Vec<String>) {
        self.0.lock().unwrap().extend(more.into_iter().filter(|path| path.starts_with("/sales/")));
    }

    /// Takes one out: two may hold the same address all the same, when it was filled in twice.
    pub fn draw(&self, chance: &mut Chance) -> Option<String> {
        let mut pile = self.0.lock().unwrap();
        let place = chance.between(0, pile.len().checked_sub(1)? as u64) as usize;
        Some(pile.swap_remove(place))
    }
}

impl Stage {
    pub fn new(state: State, cards: Vec<String>) -> Self {
        Self {
            state,
            cards,
            sales: Pile::default(),
            shipped: Mutex::default(),
            barcodes: Mutex::default(),
            paths: Mutex::default(),
            counter: AtomicU64::new(1),
        }
    }

    pub fn number(&self) -> u64 {
        self.counter.fetch_add(1, Ordering::Relaxed)
    }

    /// A shipment on its way to the shop; its manifest.
    pub async fn ship(&self, chance: &mut Chance) -> String {
        let item = |name: &str, quantity: u64| {
            json!({ "name": name, "inventorytype": 28, "strain": "", "quantity": quantity.to_string(), "usable_weight": "3.5",
                    "med_usableweight": "0.001", "result": 1 })
        };
        let names = ["Blue Dream 3.5 g", "Northern Lights 3.5 g", "Sour Diesel Pre-Roll 1 g"];
        let count = chance.between(4, 14);
        let items: Vec<Value> = (0..count).map(|_| item(chance.clone().pick(&names).unwrap(), chance.between(60, 200))).collect();
        let (manifest, barcodes) = self.state.ship(json!(items)).await;
        self.shipped.lock().unwrap().insert(manifest.clone(), barcodes);
        manifest
    }

    /// Somebody has received that manifest: its packages are known to the clerks.
    pub fn received(&self, path: &str) {
        let manifest = path.trim_start_matches("/receiving/");
        let Some(new) = self.shipped.lock().unwrap().remove(manifest) else { return };
        let mut known = self.barcodes.lock().unwrap();
        known.extend(new);
        let forgotten = known.len().saturating_sub(KNOWN);
        known.drain(..forgotten);
    }

    pub fn any_barcode(&self, chance: &mut Chance) -> Option<String> {
        let known = self.barcodes.lock().unwrap();
        let hot = known.len().saturating_sub(if chance.percent(25) { HOT } else { KNOWN });
        chance.pick(&known[hot..]).cloned()
    }

    pub fn path_of(&self, barcode: &str) -> Option<String> {
        self.paths.lock().unwrap().get(barcode).cloned()
    }

    pub fn is_at(&self, barcode: &str, path: &str) {
        self.paths.lock().unwrap().insert(barcode.to_owned(), path.to_owned());
    }
}
