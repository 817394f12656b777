//! What all clerks share: the state's control door, and what they know of the goods.

use super::browser::Page;
use super::chance::Chance;
use crate::support::State;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Packages of a kind that the clerks know; older ones are forgotten as new ones come.
const KNOWN: usize = 150;
/// Those that everybody wants.
const HOT: usize = 12;

/// What the state calls a lot of flower.
pub const LOT: &str = "Flower lot";

pub struct Stage {
    pub state: State,
    pub cards: Vec<String>,
    pub sales: Pile,
    /// What passed and is to be sold.
    pub goods: Shelf,
    /// Lots of flower, of which packages are made.
    pub lots: Shelf,
    /// The pages of those lots of which something was made.
    pub converted: Shelf,
    /// What no laboratory has spoken of when it comes.
    pub lab: Shelf,
    shipped: Mutex<HashMap<String, Vec<(Kind, String)>>>,
    paths: Mutex<HashMap<String, String>>,
    counter: AtomicU64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Goods,
    Lot,
    Untested,
}

/// The numbers or the pages of packages, the newest last.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<String>>);

impl Shelf {
    pub fn add(&self, barcode: String) {
        let mut known = self.0.lock().unwrap();
        if !known.contains(&barcode) {
            known.push(barcode);
        }
        let forgotten = known.len().saturating_sub(KNOWN);
        known.drain(..forgotten);
    }

    pub fn any(&self, chance: &mut Chance) -> Option<String> {
        let known = self.0.lock().unwrap();
        let hot = known.len().saturating_sub(if chance.percent(25) { HOT } else { KNOWN });
        chance.pick(&known[hot..]).cloned()
    }
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
            goods: Shelf::default(),
            lots: Shelf::default(),
            converted: Shelf::default(),
            lab: Shelf::default(),
            shipped: Mutex::default(),
            paths: Mutex::default(),
            counter: AtomicU64::new(1),
        }
    }

    pub fn number(&self) -> u64 {
        self.counter.fetch_add(1, Ordering::Relaxed)
    }

    /// A shipment on its way to the shop; its manifest.
    pub async fn ship(&self, chance: &mut Chance) -> String {
        let kinds: Vec<Kind> = (0..chance.between(4, 14)).map(|_| kind(chance)).collect();
        let items: Vec<Value> = kinds.iter().map(|kind| item(*kind, chance)).collect();
        let (manifest, barcodes) = self.state.ship(json!(items)).await;
        self.shipped.lock().unwrap().insert(manifest.clone(), kinds.into_iter().zip(barcodes).collect());
        manifest
    }

    /// Somebody has received that manifest: its packages are known to the clerks.
    pub fn received(&self, path: &str) {
        let manifest = path.trim_start_matches("/receiving/");
        let Some(new) = self.shipped.lock().unwrap().remove(manifest) else { return };
        for (kind, barcode) in new {
            let shelf = match kind {
                Kind::Goods => &self.goods,
                Kind::Lot => &self.lots,
                Kind::Untested => &self.lab,
            };
            shelf.add(barcode);
        }
    }

    /// What the page of a package says was made of it.
    pub fn made_of(&self, page: &Page) {
        page.codes("family-title").into_iter().for_each(|barcode| self.goods.add(barcode));
    }

    /// To be sold.
    pub fn any_barcode(&self, chance: &mut Chance) -> Option<String> {
        self.goods.any(chance)
    }

    /// Of whatever kind.
    pub fn any_package(&self, chance: &mut Chance) -> Option<String> {
        let shelf = match chance.between(0, 9) {
            0 => &self.lots,
            1 => &self.lab,
            _ => &self.goods,
        };
        shelf.any(chance)
    }

    pub fn path_of(&self, barcode: &str) -> Option<String> {
        self.paths.lock().unwrap().get(barcode).cloned()
    }

    pub fn is_at(&self, barcode: &str, path: &str) {
        self.paths.lock().unwrap().insert(barcode.to_owned(), path.to_owned());
    }
}

fn kind(chance: &mut Chance) -> Kind {
    match chance.between(0, 9) {
        0 => Kind::Lot,
        1 | 2 => Kind::Untested,
        _ => Kind::Goods,
    }
}

fn item(kind: Kind, chance: &mut Chance) -> Value {
    let names = ["Blue Dream 3.5 g", "Northern Lights 3.5 g", "Sour Diesel Pre-Roll 1 g"];
    let (name, inventory_type) = match kind {
        Kind::Lot => (LOT, 13),
        Kind::Goods | Kind::Untested => (*chance.pick(&names).unwrap(), 28),
    };
    let result = if kind == Kind::Untested { Value::Null } else { json!(1) };
    json!({ "name": name, "inventorytype": inventory_type, "strain": "", "quantity": chance.between(60, 200).to_string(),
            "usable_weight": "3.5", "med_usableweight": "0.001", "result": result })
}
