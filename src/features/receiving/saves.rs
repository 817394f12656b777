//! What is written down before a receipt: decisions, products and scans. Nothing of it moves stock, and the state hears nothing.

use super::delivery::Delivery;
use super::draft::{Decided, Pen};
use super::lines::Texts;
use super::model::{Line, Manifest};
use super::suggestion::SHORT;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::features::products::Product;
use crate::filing::claims;
use crate::may;
use crate::schema::packages;
use crate::values::clock::said;
use crate::values::{Barcode, ManifestId, ManifestLineId, ProductId, Quantity, ReceiptScanId, RoomId};
use diesel::prelude::*;
use serde::Serialize;

/// A manifest that can be received, and whose receipt is not on its way to the state.
fn open(tx: &mut Conn, by: &By<'_>, id: ManifestId) -> Result<Delivery> {
    let manifest = Manifest::find(tx, by.clerk.location, id)?;
    manifest.must_be_receivable(by.clerk.zone)?;
    if claims::is_claimed(tx, &Manifest::subject(id))? {
        return rule("This manifest is just being received; the state has not answered yet. Nothing of it can be changed now.");
    }
    Delivery::of(tx, manifest, by.now)
}

/// What becomes of lines about which nobody said anything.
#[derive(Debug, Clone, Serialize)]
pub enum Rest {
    /// They stay as suggested.
    AsSuggested,
    /// They are accepted as sent, also those that nobody scanned; where nothing was scanned, all are.
    Accepted,
    /// Nothing of the whole manifest is taken, and why.
    Rejected(String),
    /// Whatever was typed of any line is forgotten; scans and damages stay.
    Forgotten,
}

/// A page of the form is kept.
#[derive(Serialize)]
pub struct SaveDraft {
    pub manifest: ManifestId,
    /// `None`: the form did not ask.
    pub room: Option<Option<RoomId>>,
    /// What it was when the page was shown: lines with that room followed it.
    pub room_then: Option<RoomId>,
    pub lines: Vec<(ManifestLineId, Texts)>,
    /// The page showed what scanning suggests.
    pub scanned: bool,
    pub rest: Rest,
}

impl Record for SaveDraft {
    const ACT: &'static str = "save a draft of a receipt";
    type Needs = may::Receive;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let mut delivery = open(tx, by, self.manifest)?;
        let room = std::mem::replace(&mut delivery.draft.room, self.room_then);
        let before = delivery.lines.iter().map(|line| self.typed(&delivery, line)).collect::<Vec<_>>();
        delivery.draft.room = room;
        let mut pen = Pen { manifest: self.manifest, by: by.clerk.user, at: by.now, tx };
        pen.sign()?;
        if let Some(room) = self.room.filter(|room| *room != delivery.draft.room) {
            pen.room(room)?;
            delivery.draft.room = room;
        }
        for (line, typed) in delivery.lines.iter().zip(before) {
            let kept = delivery.draft.lines.get(&line.barcode).cloned().unwrap_or_default();
            let decided = self.rest(line, typed.unwrap_or_else(|| kept.clone()), &delivery);
            if decided != kept {
                pen.line(line.barcode, &decided)?;
            }
        }
        Ok(())
    }
}

impl SaveDraft {
    fn typed(&self, delivery: &Delivery, line: &Line) -> Option<Decided> {
        let texts = self.lines.iter().find(|(id, _)| *id == line.id).map(|(_, texts)| texts)?;
        Some(delivery.decided(line, texts, self.scanned))
    }

    fn rest(&self, line: &Line, decided: Decided, delivery: &Delivery) -> Decided {
        let is_said = decided.accepted.is_some() || delivery.draft.damages.contains_key(&line.barcode);
        match &self.rest {
            Rest::AsSuggested => decided,
            // Nobody scanned, so the button says "all": what was typed of quantities does not count.
            Rest::Accepted if !delivery.is_scanned() => Decided { accepted: None, reason: None, ..decided },
            Rest::Accepted if is_said || delivery.is_here(line) => decided,
            Rest::Accepted => Decided { accepted: Some(line.quantity.to_string()), reason: Some(String::new()), ..decided },
            Rest::Forgotten => Decided::default(),
            Rest::Rejected(why) => Decided { accepted: Some("0".to_owned()), reason: Some(why.clone()), ..decided },
        }
    }
}

/// Which products of the catalog the sender's are, for this manifest; its receipt makes it lasting.
#[derive(Serialize)]
pub struct NameProducts {
    pub manifest: ManifestId,
    /// By the line that stands for all of its name.
    pub products: Vec<(ManifestLineId, ProductId)>,
}

impl Record for NameProducts {
    const ACT: &'static str = "choose products of a receipt";
    type Needs = may::Receive;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let delivery = open(tx, by, self.manifest)?;
        let mut problems = Problems::default();
        for (id, product) in &self.products {
            let Some(line) = delivery.lines.iter().find(|line| line.id == *id) else { return Err(Error::NotFound) };
            let fits = |product: &Product| product.inventory_type == Some(line.inventory_type);
            if !delivery.product(*product).is_some_and(fits) {
                problems
                    .add(&format!("product-{id}"), "That product is not in use any more, or of another type. Choose another.");
            }
        }
        problems.check()?;
        let mut pen = Pen { manifest: self.manifest, by: by.clerk.user, at: by.now, tx };
        pen.sign()?;
        for (id, product) in &self.products {
            if let Some(line) = delivery.lines.iter().find(|line| line.id == *id) {
                pen.product(&line.state_name, line.inventory_type, *product)?;
            }
        }
        Ok(())
    }
}

/// A code of the shipment was scanned, or typed.
#[derive(Serialize)]
pub struct ScanCode {
    pub manifest: ManifestId,
    pub code: String,
}

impl Record for ScanCode {
    const ACT: &'static str = "scan a package of a shipment";
    type Needs = may::Receive;
    /// What it was, in words.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let delivery = open(tx, by, self.manifest)?;
        let code = plain(tx, &self.code)?;
        let line = delivery.lines.iter().find(|line| line.barcode.to_string() == code);
        if let Some(scan) = delivery.draft.scan_of(&code) {
            return Ok(format!("Scanned already, by {} on {}: it counts once.", scan.by, said(scan.scanned_at, by.clerk.zone)));
        }
        let mut pen = Pen { manifest: self.manifest, by: by.clerk.user, at: by.now, tx };
        pen.sign()?;
        pen.scan(&code)?;
        let Some(line) = line else {
            return Ok(format!("“{code}” is not on this manifest. It stands on the list of what is over."));
        };
        forget_short(&mut pen, &delivery, line)?;
        Ok(format!("Here: {}, {} {}.", line.state_name, line.quantity, line.unit().words()))
    }
}

/// It was kept as missing, and is here.
fn forget_short(pen: &mut Pen<'_>, delivery: &Delivery, line: &Line) -> Result<()> {
    let kept = delivery.draft.lines.get(&line.barcode);
    if kept.is_some_and(|kept| kept.reason.as_deref() == Some(SHORT)) { pen.forget_quantity(line.barcode) } else { Ok(()) }
}

/// The 16 digits without blanks; of an older label that we know, the 16 digits that it was linked to; else as it is.
fn plain(tx: &mut Conn, code: &str) -> Result<String> {
    if let Ok(barcode) = code.parse::<Barcode>() {
        return Ok(barcode.to_string());
    }
    let known: Option<Barcode> =
        packages::table.filter(packages::external_barcode.eq(code)).select(packages::barcode).first(tx).optional()?;
    Ok(known.map_or_else(|| code.to_owned(), |barcode| barcode.to_string()))
}

/// A code was scanned by mistake.
#[derive(Serialize)]
pub struct ForgetScan {
    pub manifest: ManifestId,
    pub scan: ReceiptScanId,
}

impl Record for ForgetScan {
    const ACT: &'static str = "take back a scan of a shipment";
    type Needs = may::Receive;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let delivery = open(tx, by, self.manifest)?;
        let Some(scan) = delivery.draft.scans.iter().find(|scan| scan.id == self.scan) else {
            return rule("That scan was taken back already.");
        };
        let mut pen = Pen { manifest: self.manifest, by: by.clerk.user, at: by.now, tx };
        pen.sign()?;
        pen.unscan(&scan.code)?;
        Ok(format!("The scan of {} was taken back.", scan.code))
    }
}

/// A package came damaged, wholly or in part; none: it is not damaged after all.
#[derive(Serialize)]
pub struct NoteDamage {
    pub manifest: ManifestId,
    pub code: String,
    /// `None`: all of it.
    pub quantity: Option<Quantity>,
    pub note: String,
}

impl Record for NoteDamage {
    const ACT: &'static str = "note damage of a shipment";
    type Needs = may::Receive;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let delivery = open(tx, by, self.manifest)?;
        let code = plain(tx, &self.code)?;
        let wrong = |field: &str, words: String| Err(Error::Invalid(Problems::one(field, words)));
        let Some(line) = delivery.lines.iter().find(|line| line.barcode.to_string() == code) else {
            return wrong("damaged_code", format!("“{code}” is not on this manifest. Scan the label of the damaged package."));
        };
        let quantity = self.quantity.unwrap_or(line.quantity);
        if !quantity.is_positive() || quantity > line.quantity {
            return wrong(
                "damaged",
                format!("The sender shipped {0}: type a number up to {0}, or leave it empty for all.", line.quantity),
            );
        }
        if line.unit().is_counted() && quantity.whole().is_none() {
            return wrong("damaged", "These are counted: type a whole number.".to_owned());
        }
        let mut pen = Pen { manifest: self.manifest, by: by.clerk.user, at: by.now, tx };
        pen.sign()?;
        if delivery.draft.scan_of(&code).is_none() {
            pen.scan(&code)?;
        }
        pen.forget_quantity(line.barcode)?;
        pen.damage(line.barcode, quantity, &self.note)?;
        Ok(format!("Damaged: {quantity} of {}. It is suggested to reject that.", line.state_name))
    }
}

/// It is not damaged after all.
#[derive(Serialize)]
pub struct ForgetDamage {
    pub manifest: ManifestId,
    pub barcode: Barcode,
}

impl Record for ForgetDamage {
    const ACT: &'static str = "take back a damage of a shipment";
    type Needs = may::Receive;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        open(tx, by, self.manifest)?;
        let mut pen = Pen { manifest: self.manifest, by: by.clerk.user, at: by.now, tx };
        pen.sign()?;
        pen.mend(self.barcode)?;
        Ok("It is not marked as damaged any more.".to_owned())
    }
}
