//! Asking the state what is on its way to us. The asking is over before anything is written.

use super::model::{Manifest, Status};
use super::upsert::{self, Told, ToldLab, ToldLine};
use crate::app::{App, By, Record};
use crate::biotrack::{IncomingLine, IncomingManifest, LabResult, ReadError};
use crate::db::Conn;
use crate::error::Result;
use crate::features::locations::Location;
use crate::may::{self, May};
use crate::values::{Amount, At, Barcode, FormKey, License, LocationId, ManifestId, ManifestNumber};
use chrono::TimeDelta;
use serde::Serialize;
use std::collections::HashMap;

/// The state is asked again when what we have is older.
const FRESH: TimeDelta = TimeDelta::seconds(30);

/// How far the list can be trusted.
#[derive(Debug, Clone, Default)]
pub struct Freshness {
    /// When the state last told us; `None`: it never has.
    pub as_of: Option<At>,
    /// Why the state could not be asked just now.
    pub silence: Option<String>,
}

/// What the state said, to be written down.
#[derive(Serialize)]
struct NotePull {
    asked_at: At,
    #[serde(flatten)]
    heard: Heard,
}

/// What the state told us, as far as it got: a link that breaks in the middle loses no manifest that was read whole.
#[derive(Default, Serialize)]
struct Heard {
    /// Every manifest that is on its way, also those whose lines could not be read.
    listed: Vec<ManifestNumber>,
    told: Vec<Told>,
    arrived: Vec<(ManifestNumber, At)>,
    /// The newest transaction of which the arrivals were read: the next reading begins there.
    arrivals_until: Option<i64>,
    silence: Option<String>,
}

impl Record for NotePull {
    const ACT: &'static str = "pull incoming manifests";
    type Needs = may::SeeReceiving;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        self.write(tx, by.clerk.location, by.now)
    }
}

impl NotePull {
    fn write(&self, tx: &mut Conn, location: LocationId, now: At) -> Result<()> {
        for told in &self.heard.told {
            told.write(tx, location, now)?;
        }
        for (number, at) in &self.heard.arrived {
            upsert::mark_arrived(tx, location, *number, *at)?;
        }
        upsert::withdraw_unlisted(tx, location, &self.heard.listed, self.asked_at)?;
        if self.heard.silence.is_some() {
            return Ok(());
        }
        if let Some(transaction) = self.heard.arrivals_until {
            upsert::note_arrivals(tx, location, transaction)?;
        }
        upsert::note_pulled(tx, location, now)
    }
}

/// What we know before we ask.
struct Known {
    license: License,
    open: Vec<Manifest>,
    as_of: Option<At>,
    arrivals_until: i64,
}

/// Asks, unless the state told us within half a minute.
pub async fn pull_if_old(app: &App, may: &May<may::SeeReceiving>) -> Result<Freshness> {
    let location = may.location;
    let as_of = app.read(move |conn| upsert::last_pulled(conn, location)).await?;
    let now = app.clock.now();
    match as_of {
        Some(at) if now - at < FRESH && at <= now => Ok(Freshness { as_of, silence: None }),
        // Nothing is asked or noted in the name of somebody who only reads.
        _ if may.is_inspector() => Ok(Freshness { as_of, silence: None }),
        _ => pull(app, may).await,
    }
}

/// Asks the state now. Its silence is no error: what we have is shown, with its age.
pub async fn pull(app: &App, may: &May<may::SeeReceiving>) -> Result<Freshness> {
    let (note, freshness) = heard(app, may.location).await?;
    if let Some(note) = note {
        app.record(may, FormKey::new(), note).await?;
    }
    Ok(freshness)
}

/// By itself, for one location: nobody's act, so nobody's name is under it. What was told within `fresh` is not asked again.
pub async fn pull_for(app: &App, location: LocationId, fresh: TimeDelta) -> Result<()> {
    let (as_of, asked_at) = (app.read(move |conn| upsert::last_pulled(conn, location)).await?, app.clock.now());
    if as_of.is_some_and(|at| asked_at - at < fresh && at <= asked_at) {
        return Ok(());
    }
    let (note, _) = heard(app, location).await?;
    let Some(note) = note else { return Ok(()) };
    let now = app.clock.now();
    app.db.write(move |tx| note.write(tx, location, now)).await
}

/// What the state says now, to be written down, and how far it can be trusted.
async fn heard(app: &App, location: LocationId) -> Result<(Option<NotePull>, Freshness)> {
    let known = app.read(move |conn| known(conn, location)).await?;
    let asked_at = app.clock.now();
    match ask(app, &known).await {
        Ok(mut heard) => {
            // Two who ask at once write in the same order, so that neither waits for the other in a ring.
            heard.told.sort_by_key(|told| told.number);
            let silence = heard.silence.clone();
            let as_of = if silence.is_none() { Some(app.clock.now()) } else { known.as_of };
            Ok((Some(NotePull { asked_at, heard }), Freshness { as_of, silence }))
        }
        Err(error) => {
            tracing::warn!(%error, "what is on its way could not be asked");
            Ok((None, Freshness { as_of: known.as_of, silence: Some(error.to_string()) }))
        }
    }
}

fn known(conn: &mut Conn, location: LocationId) -> Result<Known> {
    Ok(Known {
        license: Location::find(conn, location)?.license,
        open: Manifest::open(conn, location)?,
        as_of: upsert::last_pulled(conn, location)?,
        arrivals_until: upsert::arrivals_until(conn, location)?,
    })
}

async fn ask(app: &App, known: &Known) -> Result<Heard, ReadError> {
    let mut heard = Heard::default();
    for incoming in app.biotrack.incoming(&known.license).await? {
        heard.listed.push(incoming.manifest);
        let same = |ours: &&Manifest| ours.number == incoming.manifest && ours.item_count == incoming.item_count;
        // Lines are asked for once; a manifest on the road cannot be changed without being made anew.
        let lines = match known.open.iter().find(same) {
            Some(_) => None,
            None => match ask_lines(app, &known.license, incoming.manifest).await {
                Ok(lines) => Some(lines),
                Err(error) => {
                    heard.silence = Some(error.to_string());
                    continue;
                }
            },
        };
        heard.told.push(Told::of(incoming, lines));
    }
    let waits = |number: ManifestNumber| known.open.iter().all(|ours| ours.number != number || ours.status == Status::Awaiting);
    if heard.told.iter().any(|told| waits(told.number)) {
        // Of a manifest that we have just heard of, the arrival may be older than the last one that was read.
        let is_new = |told: &Told| known.open.iter().all(|ours| ours.number != told.number);
        let since = if heard.told.iter().any(is_new) { 0 } else { known.arrivals_until };
        match ask_arrivals(app, &known.license, since).await {
            Ok((arrived, until)) => (heard.arrived, heard.arrivals_until) = (arrived, Some(until)),
            Err(error) => heard.silence = Some(error.to_string()),
        }
    }
    Ok(heard)
}

async fn ask_lines(app: &App, license: &License, manifest: ManifestNumber) -> Result<Vec<ToldLine>, ReadError> {
    let lines = app.biotrack.transfer_lines(license, manifest).await?;
    let barcodes: Vec<Barcode> = lines.iter().map(|line| line.barcode).collect();
    let labs = app.biotrack.lab_results(&barcodes).await?;
    let now = app.clock.now();
    let mut of: HashMap<Barcode, LabResult> = labs.into_iter().map(|lab| (lab.barcode, lab)).collect();
    Ok(lines.into_iter().map(|line| ToldLine::of(of.remove(&line.barcode), line, now)).collect())
}

/// Arrivals at our stops that changed on transaction `since` or later, and the newest transaction among the stops.
async fn ask_arrivals(app: &App, license: &License, since: i64) -> Result<(Vec<(ManifestNumber, At)>, i64), ReadError> {
    let stops = app.biotrack.manifest_stops(since).await?;
    let until = stops.iter().map(|stop| stop.transaction).max().unwrap_or(since);
    let ours = stops.into_iter().filter(|stop| !stop.deleted && stop.license.as_ref() == Some(license));
    Ok((ours.filter_map(|stop| Some((stop.manifest, stop.arrived_at?))).collect(), until))
}

impl Told {
    fn of(incoming: IncomingManifest, lines: Option<Vec<ToldLine>>) -> Self {
        Self {
            number: incoming.manifest,
            sender_license: incoming.sender,
            sender_name: incoming.sender_name,
            transfer_date: incoming.transfer_on,
            item_count: incoming.item_count,
            lines,
        }
    }
}

impl ToldLine {
    fn of(lab: Option<LabResult>, line: IncomingLine, now: At) -> Self {
        Self {
            barcode: line.barcode,
            inventory_type: line.inventory_type,
            strain: line.strain.unwrap_or_default(),
            state_name: line.product.or(line.description).unwrap_or_default(),
            quantity: line.quantity,
            usable_weight: line.usable_weight,
            med_usable: lab.as_ref().and_then(|lab| lab.med_usable).or(line.med_usable),
            sample_id: lab.as_ref().and_then(|lab| lab.sample.clone()).or(line.sample),
            lab: ToldLab::of(lab, now),
        }
    }
}

impl ToldLab {
    /// No result is an answer too.
    fn of(lab: Option<LabResult>, now: At) -> Self {
        let Some(lab) = lab else { return Self { lab_read_at: Some(now), ..Self::default() } };
        Self {
            lab_result: Some(lab.result),
            lab_license: lab.lab,
            lab_tests: Some(lab.tests.to_string()),
            lab_read_at: Some(now),
        }
    }
}

/// Results read again, of one manifest.
#[derive(Serialize)]
struct NoteLabs {
    manifest: ManifestId,
    labs: Vec<(Barcode, Option<Amount>, ToldLab)>,
}

impl Record for NoteLabs {
    const ACT: &'static str = "read lab results of incoming packages";
    type Needs = may::Receive;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let manifest = Manifest::find(tx, by.clerk.location, self.manifest)?;
        upsert::write_labs(tx, &manifest, &self.labs)
    }
}

/// Lab results are fetched with each receive (mission row 18), right before it. Silence leaves what was read before, with its time.
pub async fn read_labs(app: &App, may: &May<may::Receive>, manifest: &Manifest) -> Result<()> {
    let ours = manifest.clone();
    let lines = app.read(move |conn| ours.lines(conn)).await?;
    let barcodes: Vec<Barcode> = lines.iter().map(|line| line.barcode).collect();
    let read = match app.biotrack.lab_results(&barcodes).await {
        Ok(read) => read,
        Err(error) => {
            tracing::warn!(%error, manifest = %manifest.number, "lab results could not be read before receiving");
            return Ok(());
        }
    };
    let now = app.clock.now();
    let mut of: HashMap<Barcode, LabResult> = read.into_iter().map(|lab| (lab.barcode, lab)).collect();
    let labs = barcodes.into_iter().map(|barcode| {
        let lab = of.remove(&barcode);
        (barcode, lab.as_ref().and_then(|lab| lab.med_usable), ToldLab::of(lab, now))
    });
    app.record(may, FormKey::new(), NoteLabs { manifest: manifest.id, labs: labs.collect() }).await
}
