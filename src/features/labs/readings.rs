//! Lab results are the lab's, and change after receipt: what was pending passes, what passed may fail. Here they are read again. The
//! asking is over before anything is written.

use super::super::inventory::{Change, Lab, LabReading, Package, Status};
use super::failures::FailedTest;
use super::model::{LabSample, Purpose};
use super::release::{Release, content_of};
use crate::app::{App, By, Record};
use crate::biotrack::{LabResult, ReadError};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::{self, May};
use crate::rules::failed_tests::rule_on;
use crate::values::clock::local_date;
use crate::values::{At, FormKey, PackageId, SampleNumber};
use chrono::TimeDelta;
use serde::Serialize;
use std::time::Duration;

/// A result that may still change is asked for again when it is older.
const FRESH: TimeDelta = TimeDelta::hours(1);

/// How long a page that only wants to be up to date waits for the state.
const PATIENCE: Duration = Duration::from_secs(2);

/// So many packages are asked about in one call.
const AT_ONCE: usize = 100;

/// What the state said of some packages, to be written down.
#[derive(Serialize)]
struct NoteLabResults(Vec<Told>);

/// What it said of one.
#[derive(Serialize)]
struct Told {
    package: PackageId,
    /// When its result was last read, as we knew it when the state was asked.
    known_at: Option<At>,
    reading: LabReading,
    /// Of every sample of it that we wait for.
    samples: Vec<(SampleNumber, i64)>,
}

impl Record for NoteLabResults {
    const ACT: &'static str = "read packages' lab results";
    type Needs = may::ReadLabs;
    /// How many say something else than before.
    type Done = usize;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<usize> {
        let mut changed = 0;
        for told in &self.0 {
            changed += usize::from(told.note(tx, by)?);
        }
        Ok(changed)
    }
}

impl Told {
    fn note(&self, tx: &mut Conn, by: &By<'_>) -> Result<bool> {
        let before = Package::find(tx, by.clerk.location, self.package)?;
        if self.is_old(&before) {
            return Ok(false);
        }
        LabSample::note_results(tx, before.id, &self.samples)?;
        let current = LabSample::current(tx, before.id)?;
        if self.is_overtaken(tx, &current)? {
            return Ok(false);
        }
        let retested: Vec<i64> = current.iter().filter(|one| one.purpose == Purpose::Retest).map(|one| one.result).collect();
        let lab_result = match retested.as_slice() {
            [] => self.reading.lab_result,
            samples => {
                let failed_at = FailedTest::newest_of(tx, before.id)?.unwrap_or(by.now);
                rule_on(local_date(failed_at, by.clerk.zone)).of_retest(self.reading.lab_result, samples)
            }
        };
        before.note_lab(tx, &LabReading { lab_result, ..self.reading.clone() })?;
        let after = Package::find(tx, by.clerk.location, self.package)?;
        FailedTest::note(tx, &before, &after, by.now)?;
        journal(tx, &before, &after, by)
    }

    /// Something else was noted while the answer was on its way, and knows of a later moment: another answer, or an act that changed
    /// what the lab's word is worth.
    fn is_old(&self, before: &Package) -> bool {
        before.lab_read_at != self.known_at && before.lab_read_at > Some(self.reading.lab_read_at)
    }

    /// The answer speaks of another sample than the one we have sent meanwhile: it was on its way when that left.
    fn is_overtaken(&self, tx: &mut Conn, current: &[LabSample]) -> Result<bool> {
        let Some(sample) = self.reading.sample_id.as_deref() else { return Ok(!current.is_empty()) };
        if current.iter().any(|one| one.number.as_str() == sample) {
            return Ok(false);
        }
        Ok(!current.is_empty() || LabSample::is_ours(tx, self.package, sample)?)
    }
}

/// What changed, for the package's page; what was signed of it stands no more.
fn journal(tx: &mut Conn, before: &Package, after: &Package, by: &By<'_>) -> Result<bool> {
    if content_of(before)? == content_of(after)? {
        return Ok(false);
    }
    let change = |property, old: &str, new: &str, tx: &mut Conn| {
        Change { package: after.id, property, old, new, by: by.clerk.user, filing: None, at: by.now }.note(tx)
    };
    change("Lab result", Lab::of(before.lab_result).words(), Lab::of(after.lab_result).words(), tx)?;
    let amount = |package: &Package| package.med_usable.map(|amount| amount.to_string()).unwrap_or_default();
    change("Amount set by the lab", &amount(before), &amount(after), tx)?;
    if Release::withdraw(tx, before, by.now)? {
        change("Certificate", "Signed", "Withdrawn: a new result", tx)?;
    }
    Ok(true)
}

/// Asks now about one package.
pub async fn read_again(app: &App, may: &May<may::ReadLabs>, package: &Package) -> Result<Lab> {
    read_all(app, may, vec![package.clone()]).await?;
    let (location, id) = (may.location, package.id);
    let read = app.read(move |conn| Package::find(conn, location, id)).await?;
    Ok(Lab::of(read.lab_result))
}

/// Asks now about many: how many of them say something else than before.
pub async fn read_all(app: &App, may: &May<may::ReadLabs>, packages: Vec<Package>) -> Result<usize> {
    match ask(app, &packages).await? {
        Ok(told) => app.record(may, FormKey::new(), NoteLabResults(told)).await,
        Err(silence) => rule(format!("The state does not answer, so the lab result stands as it was read before. {silence}")),
    }
}

/// Asks when what we have is old and may have changed. Silence leaves it as it was read, with its time.
pub async fn read_if_old(app: &App, may: &May<may::ReadLabs>, package: PackageId) -> Result<()> {
    let location = may.location;
    let package = app.read(move |conn| Package::find(conn, location, package)).await?;
    if is_due(&package, app.clock.now()) { refresh(app, may, &package).await } else { Ok(()) }
}

/// Asks now, and goes on without an answer.
pub async fn refresh(app: &App, may: &May<may::ReadLabs>, package: &Package) -> Result<()> {
    match tokio::time::timeout(PATIENCE, ask(app, std::slice::from_ref(package))).await {
        Ok(Ok(Ok(told))) => app.record(may, FormKey::new(), NoteLabResults(told)).await.map(drop),
        Ok(Ok(Err(silence))) => {
            tracing::warn!(%silence, barcode = %package.barcode, "a lab result could not be read again");
            Ok(())
        }
        Ok(Err(error)) => Err(error),
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

async fn ask(app: &App, packages: &[Package]) -> Result<Result<Vec<Told>, ReadError>> {
    let ids: Vec<PackageId> = packages.iter().map(|package| package.id).collect();
    let oldest = app.read(move |conn| LabSample::oldest_open(conn, &ids)).await?;
    Ok(asked(app, packages, oldest).await)
}

/// `oldest`: since which of the state's transactions samples of ours wait for their result.
async fn asked(app: &App, packages: &[Package], oldest: Option<i64>) -> Result<Vec<Told>, ReadError> {
    let now = app.clock.now();
    let samples = match oldest {
        Some(transaction) => app.biotrack.lab_samples_since(transaction).await?,
        None => Vec::new(),
    };
    let mut all = Vec::with_capacity(packages.len());
    for some in packages.chunks(AT_ONCE) {
        let barcodes: Vec<_> = some.iter().map(|package| package.barcode).collect();
        let mut results = app.biotrack.lab_results(&barcodes).await?;
        for package in some {
            let place = results.iter().position(|result| result.barcode == package.barcode);
            let of_package = samples.iter().filter(|sample| sample.parent == package.barcode && !sample.deleted);
            all.push(Told {
                package: package.id,
                known_at: package.lab_read_at,
                reading: reading(place.map(|place| results.swap_remove(place)), now),
                samples: of_package.map(|sample| (sample.sample, sample.result)).collect(),
            });
        }
    }
    Ok(all)
}

/// No result is an answer too.
fn reading(told: Option<LabResult>, now: At) -> LabReading {
    LabReading {
        lab_result: told.as_ref().map(|lab| lab.result),
        lab_tests: told.as_ref().map(|lab| lab.tests.to_string()),
        med_usable: told.as_ref().and_then(|lab| lab.med_usable),
        sample_id: told.as_ref().and_then(|lab| lab.sample.clone()),
        lab_license: told.and_then(|lab| lab.lab),
        lab_read_at: now,
    }
}
