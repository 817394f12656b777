//! What a receipt suggests of each line, before a person decides: from the shipment as it was sent, scanned and found damaged, from the
//! catalog and from the location's settings. What was typed stands above it.

use super::delivery::Delivery;
use super::draft::Decided;
use super::lines::Texts;
use super::model::Line;
use crate::features::inventory::Lab;
use crate::features::locations::CreateBatches;
use crate::features::products::Product;
use crate::features::rooms::Kind;
use crate::values::{Cents, Quantity, RoomId};
use chrono::{NaiveDate, TimeDelta};

/// Why a line is rejected that nobody scanned.
pub const SHORT: &str = "Short: not in the shipment";

/// How many of a line are accepted, and why not all.
type Accepting = (String, String);

impl Delivery {
    /// Somebody began to scan the shipment: what is not scanned is missing.
    pub fn is_scanned(&self) -> bool {
        !self.draft.scans.is_empty()
    }

    /// Scanned as here, or nobody scans.
    pub fn is_here(&self, line: &Line) -> bool {
        !self.is_scanned() || self.draft.has_scanned(line.barcode)
    }

    /// On the sender's list, and not found.
    pub fn is_short(&self, line: &Line) -> bool {
        !self.is_here(line)
    }

    /// As it stands now.
    pub fn texts(&self, line: &Line) -> Texts {
        let (suggested, Some(typed)) = (self.suggested(line), self.draft.lines.get(&line.barcode).cloned()) else {
            return self.suggested(line);
        };
        Texts {
            accepted: typed.accepted.unwrap_or(suggested.accepted),
            reason: typed.reason.unwrap_or(suggested.reason),
            room: typed.room.unwrap_or(suggested.room),
            cost: typed.cost.unwrap_or(suggested.cost),
            lot: typed.lot.unwrap_or(suggested.lot),
            expires: typed.expires.unwrap_or(suggested.expires),
            tags: typed.tags.unwrap_or(suggested.tags),
        }
    }

    /// Unless somebody decides otherwise.
    pub fn suggested(&self, line: &Line) -> Texts {
        let product = self.product_of(line);
        let (accepted, reason) = self.accepting(line);
        let expires = product.and_then(|product| self.expiry(product));
        Texts {
            accepted,
            reason,
            room: self.usual_room(line).to_string(),
            cost: product.and_then(|product| product.cost_cents).map(Cents::plain).unwrap_or_default(),
            lot: self.usual_lot(line),
            expires: expires.map(|day| day.to_string()).unwrap_or_default(),
            tags: product.map(|product| product.tags.clone()).unwrap_or_default(),
        }
    }

    fn accepting(&self, line: &Line) -> Accepting {
        match self.draft.damages.get(&line.barcode) {
            Some(damage) => {
                let left = line.quantity.minus(damage.quantity).max(Quantity::ZERO);
                (left.to_string(), format!("Damaged: {}", damage.note))
            }
            None if self.is_short(line) => short(),
            None => as_sent(line),
        }
    }

    /// What of the texts of a line somebody decided, and is not only as suggested. `scanned`: the page showed what scanning suggests.
    pub fn decided(&self, line: &Line, texts: &Texts, scanned: bool) -> Decided {
        let usual = self.suggested(line);
        let own = |text: &String, usual: &String| (text != usual).then(|| text.clone());
        let typed = (texts.accepted.clone(), texts.reason.clone());
        // A page that was shown before others scanned suggested what they have found to be otherwise.
        let is_stale = typed == short() && self.is_here(line) || typed == as_sent(line) && !scanned;
        let follows = is_stale || typed == (usual.accepted.clone(), usual.reason.clone());
        let (accepted, reason) = if follows { (None, None) } else { (Some(typed.0), Some(typed.1)) };
        Decided {
            accepted,
            reason,
            room: own(&texts.room, &usual.room),
            cost: own(&texts.cost, &usual.cost),
            lot: own(&texts.lot, &usual.lot),
            expires: own(&texts.expires, &usual.expires),
            tags: own(&texts.tags, &usual.tags),
        }
    }

    /// Where goods go unless a line says otherwise. What has not passed does not go to where things are sold by itself.
    pub fn usual_room(&self, line: &Line) -> RoomId {
        let has_passed = Lab::of(line.lab_result).has_passed();
        let sells = |id: RoomId| self.room(id).is_some_and(|room| room.kind == Kind::SalesFloor);
        let in_use = |id: &RoomId| self.room(*id).is_some();
        match (self.draft.room.filter(in_use), self.location.receiving_room_id.filter(in_use)) {
            (Some(chosen), _) if has_passed || !sells(chosen) => chosen,
            (None, Some(usual)) if has_passed => usual,
            _ => self.arrival_room,
        }
    }

    /// What the lot name is filled with (*Create Batches Automatically*, mission row 9).
    fn usual_lot(&self, line: &Line) -> String {
        match self.location.create_batches {
            CreateBatches::Never => String::new(),
            CreateBatches::Package => line.barcode.to_string(),
            CreateBatches::Manifest => self.manifest.number.to_string(),
        }
    }

    /// The product's own number of days after the receipt, else the location's.
    fn expiry(&self, product: &Product) -> Option<NaiveDate> {
        let days = product.expiration_days.unwrap_or(self.location.expiry_days);
        (days > 0).then(|| self.today.checked_add_signed(TimeDelta::days(days.min(36_500)))).flatten()
    }
}

fn short() -> Accepting {
    ("0".to_owned(), SHORT.to_owned())
}

fn as_sent(line: &Line) -> Accepting {
    (line.quantity.to_string(), String::new())
}
