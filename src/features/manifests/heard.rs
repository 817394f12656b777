//! What became of shipments elsewhere, as the state tells it: arrivals, what was received, and what was not accepted.

use super::line::Line;
use super::model::{Manifest, Status};
use super::shipping::set_status;
use super::stop::Stop;
use crate::app::{App, By, Record};
use crate::biotrack::{ReadError, Returned};
use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::Status as PackageStatus;
use crate::features::locations::Location;
use crate::may::{self, May};
use crate::schema::{outgoing_lines, outgoing_manifests, outgoing_returns};
use crate::values::{At, Barcode, FormKey, LocationId, ManifestNumber, OutgoingId, OutgoingReturnId, Quantity, UserId};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Serialize;

/// The state is asked again when what we have is older.
const FRESH: TimeDelta = TimeDelta::seconds(30);

/// What the state said, to be written down.
#[derive(Serialize)]
struct NoteHeard {
    shipments: Vec<Shipment>,
    returned: Vec<(ManifestNumber, Barcode, Quantity, Option<String>)>,
}

#[derive(Serialize)]
struct Shipment {
    manifest: OutgoingId,
    /// Stop numbers with when the driver arrived.
    arrived: Vec<(i64, At)>,
    /// Nothing of it is on its way any more.
    completed_at: Option<At>,
}

/// Asks what became of everything that is on its way. The state's silence is no error: its words are the answer.
pub async fn pull(app: &App, may: &May<may::SeeManifests>) -> Result<Option<String>> {
    if may.is_inspector() {
        // What we have is shown: nothing is noted in the name of somebody who only reads.
        return Ok(None);
    }
    let location = may.location;
    let (license, under_way) =
        app.read(move |conn| Ok((Location::find(conn, location)?.license, under_way(conn, location)?))).await?;
    let heard = async {
        let returned = app.biotrack.returns(&license).await?;
        let mut shipments = Vec::new();
        if let Some(since) = under_way.iter().filter_map(|manifest| manifest.filed_transaction).min() {
            let (manifests, stops) = (app.biotrack.manifests_since(since).await?, app.biotrack.manifest_stops(since).await?);
            for ours in &under_way {
                let of = |number| Some(number) == ours.state_number;
                let arrived = stops.iter().filter(|stop| of(stop.manifest) && !stop.deleted);
                shipments.push(Shipment {
                    manifest: ours.id,
                    arrived: arrived.filter_map(|stop| Some((stop.stop, stop.arrived_at?))).collect(),
                    completed_at: manifests.iter().find(|one| of(one.manifest)).and_then(|one| one.completed_at),
                });
            }
        }
        Ok::<_, ReadError>((shipments, returned))
    };
    match heard.await {
        Ok((shipments, returned)) => {
            let told = |one: Returned| (one.manifest, one.barcode, one.quantity, one.reject_reason);
            let note = NoteHeard { shipments, returned: returned.into_iter().map(told).collect() };
            app.record(may, FormKey::new(), note).await?;
            Ok(None)
        }
        Err(error) => {
            tracing::warn!(%error, "what became of shipments could not be asked");
            Ok(Some(error.to_string()))
        }
    }
}

/// The same, unless the state told us of this one within half a minute.
pub async fn pull_if_old(app: &App, may: &May<may::SeeManifests>, manifest: &Manifest) -> Result<Option<String>> {
    let now = app.clock.now();
    match manifest.pulled_at {
        _ if !manifest.is(Status::Shipped) => Ok(None),
        Some(at) if now - at < FRESH && at <= now => Ok(None),
        _ => pull(app, may).await,
    }
}

fn under_way(conn: &mut Conn, location: LocationId) -> Result<Vec<Manifest>> {
    let all = outgoing_manifests::table
        .filter(outgoing_manifests::location_id.eq(location))
        .filter(outgoing_manifests::status.eq(Status::Shipped))
        .order(outgoing_manifests::id)
        .select(Manifest::as_select())
        .load(conn)?;
    Ok(all)
}

impl Record for NoteHeard {
    const ACT: &'static str = "hear what became of manifests";
    type Needs = may::SeeManifests;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        for (number, barcode, quantity, reason) in &self.returned {
            note_returned(tx, by, *number, *barcode, *quantity, reason.as_deref())?;
        }
        for shipment in &self.shipments {
            for (stop, at) in &shipment.arrived {
                Stop::note_arrived(tx, shipment.manifest, *stop, *at)?;
            }
            Manifest::note_pulled(tx, shipment.manifest, by.now)?;
            let manifest = Manifest::find(tx, by.clerk.location, shipment.manifest)?;
            if let (Some(at), true) = (shipment.completed_at, manifest.is(Status::Shipped)) {
                complete(tx, &manifest, by.clerk.user, at)?;
            }
        }
        Ok(())
    }
}

/// What a receiver did not take is written down once.
fn note_returned(
    tx: &mut Conn,
    by: &By<'_>,
    number: ManifestNumber,
    barcode: Barcode,
    quantity: Quantity,
    reason: Option<&str>,
) -> Result<()> {
    let of = outgoing_manifests::table
        .filter(outgoing_manifests::location_id.eq(by.clerk.location))
        .filter(outgoing_manifests::state_number.eq(number))
        .select(outgoing_manifests::id);
    let Some(manifest) = of.first::<OutgoingId>(tx).optional()? else { return Ok(()) };
    let Some(line) = Line::of_manifest(tx, manifest)?.into_iter().find(|line| line.barcode() == barcode) else { return Ok(()) };
    crate::db::on_each!(tx, |c| diesel::insert_into(outgoing_returns::table)
        .values((
            outgoing_returns::id.eq(OutgoingReturnId::new()),
            outgoing_returns::location_id.eq(by.clerk.location),
            outgoing_returns::line_id.eq(line.id),
            outgoing_returns::quantity.eq(quantity),
            outgoing_returns::reject_reason.eq(reason),
            outgoing_returns::heard_at.eq(by.now),
        ))
        .on_conflict_do_nothing()
        .execute(c))?;
    Line::note_returned(tx, line.id, quantity, reason)
}

/// Everything was received, or is ours again: what the receivers have is theirs.
fn complete(tx: &mut Conn, manifest: &Manifest, by: UserId, at: At) -> Result<()> {
    for line in Line::of_manifest(tx, manifest.id)?.iter().filter(|line| line.is_open) {
        if line.taken().is_positive() {
            set_status(tx, line.package_id, PackageStatus::Transferred, by, None, at)?;
            diesel::update(outgoing_lines::table.find(line.id)).set(outgoing_lines::is_open.eq(false)).execute(tx)?;
        }
    }
    Manifest::close(tx, manifest.id, Status::Received, None, at)
}
