//! Lab results are the lab's, and change after receipt: what was pending passes, what passed may fail. Here they are read again. The
//! asking is over before anything is written.

use super::lab::Lab;
use super::model::{LabReading, Package, Status};
use crate::app::{App, By, Record};
use crate::biotrack::{LabResult, ReadError};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::{self, May};
use crate::values::{At, Barcode, FormKey, PackageId};
use chrono::TimeDelta;
use serde::Serialize;
use std::time::Duration;

/// A result that may still change is asked for again when it is older.
const FRESH: TimeDelta = TimeDelta::hours(1);

/// How long a page that only wants to be up to date waits for the state.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the state said of one package, to be written down.
#[derive(Serialize)]
struct NoteLabResults {
    package: PackageId,
    reading: LabReading,
}

impl Record for NoteLabResults {
    const ACT: &'static str = "read a package's lab results";
    type Needs = may::ReadLabs;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        Package::find(tx, by.clerk.location, self.package)?.note_lab(tx, &self.reading)
    }
}

/// Asks now.
pub async fn read_again(app: &App, may: &May<may::ReadLabs>, package: &Package) -> Result<Lab> {
    match ask(app, package.barcode).await {
        Ok(reading) => note(app, may, package.id, reading).await,
        Err(silence) => rule(format!("The state does not answer, so the lab result stands as it was read before. {silence}")),
    }
}

/// Asks when what we have is old and may have changed. Silence leaves it as it was read, with its time.
pub async fn read_if_old(app: &App, may: &May<may::ReadLabs>, package: PackageId) -> Result<()> {
    let location = may.location;
    let package = app.read(move |conn| Package::find(conn, location, package)).await?;
    if !is_due(&package, app.clock.now()) {
        return Ok(());
    }
    match tokio::time::timeout(PATIENCE, ask(app, package.barcode)).await {
        Ok(Ok(reading)) => note(app, may, package.id, reading).await.map(drop),
        Ok(Err(silence)) => {
            tracing::warn!(%silence, barcode = %package.barcode, "a lab result could not be read again");
            Ok(())
        }
        Err(_) => {
            tracing::warn!(barcode = %package.barcode, "the state took too long over a lab result; the page does not wait");
            Ok(())
        }
    }
}

fn is_due(package: &Package, now: At) -> bool {
    let is_old = package.lab_read_at.is_none_or(|at| now - at >= FRESH);
    is_old && package.status == Status::Active && !Lab::of(package.lab_result).is_final()
}

async fn ask(app: &App, barcode: Barcode) -> Result<LabReading, ReadError> {
    let told = app.biotrack.lab_results(&[barcode]).await?;
    Ok(LabReading::of(told.into_iter().find(|result| result.barcode == barcode), app.clock.now()))
}

async fn note(app: &App, may: &May<may::ReadLabs>, package: PackageId, reading: LabReading) -> Result<Lab> {
    let lab = Lab::of(reading.lab_result);
    app.record(may, FormKey::new(), NoteLabResults { package, reading }).await?;
    Ok(lab)
}

impl LabReading {
    /// No result is an answer too.
    fn of(told: Option<LabResult>, now: At) -> Self {
        Self {
            lab_result: told.as_ref().map(|lab| lab.result),
            lab_tests: told.as_ref().map(|lab| lab.tests.to_string()),
            med_usable: told.as_ref().and_then(|lab| lab.med_usable),
            sample_id: told.as_ref().and_then(|lab| lab.sample.clone()),
            lab_license: told.and_then(|lab| lab.lab),
            lab_read_at: now,
        }
    }
}
