//! What is done with a draft: begun, filled, given up. Nothing leaves and the state is told nothing; packages on it are held.

use super::line::Line;
use super::model::{Manifest, Said, Status, Transport};
use super::stop::{Planned, Stop};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::features::drivers::Driver;
use crate::features::inventory::Package;
use crate::features::vehicles::Vehicle;
use crate::may;
use crate::values::{At, Cents, LocationId, OutgoingId, OutgoingLineId, OutgoingStopId, PackageId};
use serde::Serialize;

/// The most packages that are added at once.
pub const AT_ONCE: usize = 200;

/// A draft begins, with its first stop and what goes there.
#[derive(Serialize)]
pub struct StartManifest {
    pub said: Said,
    pub stop: Planned,
    pub packages: Vec<PackageId>,
}

impl Record for StartManifest {
    const ACT: &'static str = "start_manifest";
    type Needs = may::SendGoods;
    type Done = (OutgoingId, OutgoingStopId);

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<(OutgoingId, OutgoingStopId)> {
        let id = Manifest::begin(tx, by.clerk.location, &self.said, by.clerk.user, by.now)?;
        let manifest = Manifest::find(tx, by.clerk.location, id)?;
        let stop = Stop::add(tx, &manifest, &self.stop)?;
        let first = Stop::find(tx, id, stop)?;
        put_all(tx, by, &first, &self.packages)?;
        Ok((id, stop))
    }
}

/// What it is called, and who drives what.
#[derive(Serialize)]
pub struct SaveManifest {
    pub manifest: OutgoingId,
    pub said: Said,
    pub transport: Transport,
}

impl Record for SaveManifest {
    const ACT: &'static str = "save_manifest";
    type Needs = may::SendGoods;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let (location, transport) = (by.clerk.location, self.transport);
        let manifest = Manifest::edit(tx, location, self.manifest)?;
        for driver in transport.driver_id.iter().chain(&transport.second_driver_id) {
            Driver::find(tx, location, *driver)?;
        }
        if let Some(vehicle) = transport.vehicle_id {
            Vehicle::find(tx, location, vehicle)?;
        }
        Manifest::say(tx, manifest.id, &self.said, transport)
    }
}

/// A stop of a draft, new or corrected.
#[derive(Serialize)]
pub struct SaveStop {
    pub manifest: OutgoingId,
    /// None: a new one.
    pub stop: Option<OutgoingStopId>,
    pub planned: Planned,
}

impl Record for SaveStop {
    const ACT: &'static str = "save_manifest_stop";
    type Needs = may::SendGoods;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let manifest = Manifest::edit(tx, by.clerk.location, self.manifest)?;
        match self.stop {
            Some(stop) => Stop::find(tx, manifest.id, stop)?.change(tx, &manifest, &self.planned),
            None => Stop::add(tx, &manifest, &self.planned).map(drop),
        }
    }
}

/// A stop comes off, with everything on it.
#[derive(Serialize)]
pub struct RemoveStop {
    pub manifest: OutgoingId,
    pub stop: OutgoingStopId,
}

impl Record for RemoveStop {
    const ACT: &'static str = "remove_manifest_stop";
    type Needs = may::SendGoods;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let manifest = Manifest::edit(tx, by.clerk.location, self.manifest)?;
        let stop = Stop::find(tx, manifest.id, self.stop)?;
        for line in Line::of_manifest(tx, manifest.id)?.iter().filter(|line| line.stop_id == stop.id) {
            line.remove(tx)?;
        }
        stop.remove(tx)
    }
}

/// Whole packages go on a stop: all of these, or none.
#[derive(Serialize)]
pub struct AddItems {
    pub manifest: OutgoingId,
    pub stop: OutgoingStopId,
    pub packages: Vec<PackageId>,
}

impl Record for AddItems {
    const ACT: &'static str = "add_manifest_items";
    type Needs = may::SendGoods;
    type Done = usize;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<usize> {
        let manifest = Manifest::edit(tx, by.clerk.location, self.manifest)?;
        let stop = Stop::find(tx, manifest.id, self.stop)?;
        put_all(tx, by, &stop, &self.packages)?;
        Ok(self.packages.len())
    }
}

fn put_all(tx: &mut Conn, by: &By<'_>, stop: &Stop, packages: &[PackageId]) -> Result<()> {
    if packages.len() > AT_ONCE {
        return rule(format!("{} packages are chosen, and at most {AT_ONCE} are added at once. Choose fewer.", packages.len()));
    }
    // In one order, so that two who add the same never wait for each other in a ring.
    let mut sorted = packages.to_vec();
    sorted.sort();
    let mut refusals = Vec::new();
    for id in sorted {
        let package = Package::find(tx, by.clerk.location, id)?;
        match Line::put(tx, stop, &package, None, by.now) {
            Err(crate::error::Error::Rule(words)) => refusals.push(words),
            other => other.map(drop)?,
        }
    }
    match refusals.as_slice() {
        [] => Ok(()),
        [only] if packages.len() == 1 => rule(only),
        several => rule(format!("None of the packages was added. {}", several.join(" "))),
    }
}

/// The unit prices of a stop.
#[derive(Serialize)]
pub struct SavePrices {
    pub manifest: OutgoingId,
    pub stop: OutgoingStopId,
    pub prices: Vec<(OutgoingLineId, Option<Cents>)>,
}

impl Record for SavePrices {
    const ACT: &'static str = "save_manifest_prices";
    type Needs = may::SendGoods;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let manifest = Manifest::edit(tx, by.clerk.location, self.manifest)?;
        let stop = Stop::find(tx, manifest.id, self.stop)?;
        self.prices.iter().try_for_each(|(line, price)| Line::set_price(tx, stop.id, *line, *price))
    }
}

/// A package comes off: it can be sold again.
#[derive(Serialize)]
pub struct RemoveItem {
    pub manifest: OutgoingId,
    pub line: OutgoingLineId,
}

impl Record for RemoveItem {
    const ACT: &'static str = "remove_manifest_item";
    type Needs = may::SendGoods;
    /// Its number.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let manifest = Manifest::edit(tx, by.clerk.location, self.manifest)?;
        let line = Line::find(tx, manifest.id, self.line)?;
        line.remove(tx)?;
        Ok(line.barcode().grouped())
    }
}

/// A draft is given up: the state never heard of it.
#[derive(Serialize)]
pub struct DeleteDraft {
    pub manifest: OutgoingId,
}

impl Record for DeleteDraft {
    const ACT: &'static str = "delete_manifest";
    type Needs = may::SendGoods;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let manifest = Manifest::edit(tx, by.clerk.location, self.manifest)?;
        for line in Line::of_manifest(tx, manifest.id)? {
            line.remove(tx)?;
        }
        Manifest::close(tx, manifest.id, Status::Deleted, None, by.now)?;
        Ok(manifest.name())
    }
}

/// Refuses a stop that is none of the manifest.
pub fn must_have_stop(conn: &mut Conn, manifest: OutgoingId, stop: OutgoingStopId) -> Result<()> {
    Stop::find(conn, manifest, stop).map(drop)
}

/// A package goes on a draft that its filing has claimed.
pub fn put_on_draft(
    tx: &mut Conn,
    manifest: OutgoingId,
    stop: OutgoingStopId,
    location: LocationId,
    package: PackageId,
    at: At,
) -> Result<()> {
    let (stop, package) = (Stop::find(tx, manifest, stop)?, Package::find(tx, location, package)?);
    Line::put(tx, &stop, &package, None, at).map(drop)
}
