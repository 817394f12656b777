//! What BioTrack is told of incoming shipments: that one is here, and what we take of it.

use super::delivery::Delivery;
use super::lines::Choice;
use super::model::{Line, Manifest};
use super::prepared::{Prepared, PreparedLine, refuse_known};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::features::inventory::{MoveToRoom, Package, tags};
use crate::features::locations::Location;
use crate::features::products::names;
use crate::filing::{self, Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect};
use crate::values::clock::said;
use crate::values::{At, FilingId, License, ManifestId, ManifestNumber, PackageId, Quantity};
use serde::{Deserialize, Serialize};

/// The shipment is here: before this is told, receiving is refused.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConfirmArrival {
    pub manifest: ManifestId,
    /// Known when the filing opens.
    pub stop: Option<Stop>,
}

/// Where and when, as it is told.
#[derive(Clone, Serialize, Deserialize)]
pub struct Stop {
    number: ManifestNumber,
    license: License,
    at: At,
}

impl ConfirmArrival {
    pub fn new(manifest: ManifestId) -> Self {
        Self { manifest, stop: None }
    }

    fn stop(&self) -> Result<&Stop> {
        self.stop.as_ref().ok_or_else(|| internal(format!("the arrival of {} was never opened", self.manifest)))
    }
}

impl Filing for ConfirmArrival {
    const ACTION: Action = Action::ConfirmArrival;
    type Needs = may::Receive;
    type Answer = Plain;
    type Done = ManifestNumber;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Manifest::subject(self.manifest)])?;
        let manifest = Manifest::find(tx, opening.clerk.location, self.manifest)?;
        manifest.must_be_open(opening.clerk.zone)?;
        if let Some(at) = manifest.arrived_at {
            let (number, at) = (manifest.number.grouped(), said(at, opening.clerk.zone));
            return rule(format!("Manifest {number} was already marked as arrived on {at}. You can receive it."));
        }
        let license = Location::find(tx, opening.clerk.location)?.license;
        // Never in the future of the state's clock.
        let at = opening.now.min(opening.state_now);
        self.stop = Some(Stop { number: manifest.number, license: license.clone(), at });
        Ok(messages::InventoryManifestArrive {
            manifest_id: manifest.number,
            location: license,
            stop_number: None,
            arrived_at: at,
        }
        .into())
    }

    fn accept(&self, tx: &mut Conn, _: &Receipt<Plain>) -> Result<ManifestNumber> {
        let stop = self.stop()?;
        Manifest::arrived(tx, self.manifest, stop.at)?;
        Ok(stop.number)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        let trace = Trace::in_table("manifest").rows_of("manifest_stop_data");
        match &self.stop {
            Some(stop) => trace.row([
                ("manifestid", stop.number.to_string()),
                ("license_number", stop.license.to_string()),
                ("arrived_at", stop.at.and_utc().timestamp().to_string()),
            ]),
            None => trace,
        }
    }

    fn summary(&self) -> String {
        match &self.stop {
            Some(stop) => format!("Confirm arrival of manifest {}", stop.number.grouped()),
            None => Self::ACTION.label().to_owned(),
        }
    }

    fn form_url(&self) -> String {
        format!("/receiving/{}", self.manifest)
    }

    fn result_url(&self, number: &ManifestNumber) -> String {
        format!("/receiving/{number}")
    }
}

/// A manifest is received, once and for good: every line, in whole, in part or not at all.
#[derive(Clone, Serialize, Deserialize)]
pub struct Receive {
    pub manifest: ManifestId,
    /// The state of the draft whose totals somebody confirmed; nothing else is filed.
    #[serde(default)]
    pub confirmed: String,
    /// Of filings that were kept before drafts were; now they are read from the draft, and what they come to stands below.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Known when the filing opens.
    pub prepared: Option<Prepared>,
}

impl Receive {
    pub fn new(manifest: ManifestId, confirmed: String) -> Self {
        Self { manifest, confirmed, choices: Vec::new(), prepared: None }
    }

    fn prepared(&self) -> Result<&Prepared> {
        self.prepared.as_ref().ok_or_else(|| internal(format!("the receipt of {} was never opened", self.manifest)))
    }

    /// The manifest first: what is read of it afterwards nobody rewrites.
    fn claimed(&self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Delivery> {
        claims::alone(tx, opening.filing, &[Manifest::subject(self.manifest)])?;
        let manifest = Manifest::find(tx, opening.clerk.location, self.manifest)?;
        let delivery = Delivery::of(tx, manifest, opening.now)?;
        let barcodes: Vec<String> = delivery.lines.iter().map(|line| Package::barcode_subject(line.barcode)).collect();
        claims::alone(tx, opening.filing, &barcodes)?;
        Ok(delivery)
    }

    fn must_be_confirmed(&self, delivery: &Delivery, opening: &Opening<'_>) -> Result<()> {
        if delivery.fingerprint()? == self.confirmed {
            return Ok(());
        }
        let saved = delivery.draft.saved.as_ref();
        let by = saved.map(|(by, at)| format!(", last by {by} on {}", said(*at, opening.clerk.zone))).unwrap_or_default();
        rule(format!(
            "What is to be received was changed after the page with the totals was shown{by}. Look at it again; nothing was done."
        ))
    }
}

impl Filing for Receive {
    const ACTION: Action = Action::Receive;
    type Needs = may::Receive;
    type Answer = Plain;
    type Done = ManifestNumber;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let delivery = self.claimed(tx, opening)?;
        delivery.manifest.must_be_receivable(opening.clerk.zone)?;
        if delivery.lines.is_empty() {
            return rule("We do not know what is on this manifest yet. Press “Ask the state now” on the list, then receive it.");
        }
        self.must_be_confirmed(&delivery, opening)?;
        let (choices, problems) = delivery.choices();
        problems.check()?;
        let prepared = Prepared::of(&delivery, &choices, opening)?;
        refuse_known(&Package::already_here(tx, &prepared.barcodes_taken())?, opening)?;
        let message = prepared.message(&delivery);
        self.prepared = Some(prepared);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<ManifestNumber> {
        let prepared = self.prepared()?;
        let mut goods: Vec<(PackageId, Quantity)> = Vec::new();
        for line in &prepared.lines {
            if let Some(package) = &line.package {
                package.insert(tx)?;
                tags::begin(tx, package.id, &line.tags)?;
                goods.push((package.id, line.accepted));
            }
            let package = line.package.as_ref().map(|package| package.id);
            Line::settle(tx, line.line, line.accepted, line.reason.as_deref(), package)?;
        }
        stock::post(tx, receipt, Effect::Received { into: prepared.arrival_room }, &goods, prepared.at)?;
        for (product, state_name) in &prepared.mapped {
            names::remember(tx, *product, state_name)?;
        }
        Manifest::received(tx, self.manifest, prepared.by, prepared.at)?;
        for moves in MoveToRoom::together(prepared.lines.iter().filter_map(|line| line.moves.as_ref())) {
            filing::plan(tx, receipt.filing(), &moves, prepared.at)?;
        }
        Ok(prepared.number)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    /// The state writes a row for every line, with the quantity that was taken, down to 0.
    fn trace(&self, _: FilingId) -> Trace {
        let trace = Trace::in_table("inventory_transfer_inbound");
        let Some(prepared) = &self.prepared else { return trace };
        let row = |trace: Trace, line: &PreparedLine| {
            trace.row([
                ("inventoryid", line.barcode.to_string()),
                ("manifestid", prepared.number.to_string()),
                ("quantity", line.accepted.wire()),
            ])
        };
        prepared.lines.iter().fold(trace, row).and_nothing_else()
    }

    fn summary(&self) -> String {
        self.prepared.as_ref().map_or_else(|| Self::ACTION.label().to_owned(), Prepared::summary)
    }

    fn form_url(&self) -> String {
        format!("/receiving/{}", self.manifest)
    }

    fn result_url(&self, number: &ManifestNumber) -> String {
        format!("/receiving/{number}")
    }
}
