//! `/go-live/uploads/{id}/runs`: a person says that so many packages may be told to the state.

use super::judge::Verdict;
use super::model::{Status, Upload};
use super::records::BeginUpload;
use super::stage::judge_again;
use crate::features::locations::Location;
use crate::values::{InitialUploadId, License, LocationId};
use crate::web::prelude::*;
use std::time::Duration;

/// How long a page waits for the state's word before it does without.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether opening stock may be reported, as far as the state says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onboarding {
    Open,
    Closed,
    /// It did not answer in time.
    Unknown,
}

impl Onboarding {
    /// Asks the state, with a page's patience.
    pub async fn ask(app: &App, license: &License) -> Self {
        match tokio::time::timeout(PATIENCE, app.biotrack.takes_opening_stock(license)).await {
            Ok(Ok(true)) => Self::Open,
            Ok(Ok(false)) => Self::Closed,
            Ok(Err(_)) | Err(_) => Self::Unknown,
        }
    }
}

/// Refuses in words, before anything is told.
pub async fn must_be_onboarding(app: &App, location: LocationId) -> Result<()> {
    let license = app.read(move |conn| Ok(Location::find(conn, location)?.license)).await?;
    match Onboarding::ask(app, &license).await {
        Onboarding::Open => Ok(()),
        Onboarding::Closed => rule(format!(
            "The state's onboarding of {license} is closed, so it takes no opening stock and nothing was reported. Ask the state to open it, or receive goods by manifest."
        )),
        Onboarding::Unknown => rule("The state does not answer just now, so nothing was begun. Try again when the link is back."),
    }
}

/// POST /go-live/uploads/{id}/runs
pub async fn create(app: Data<App>, may: May<may::UploadStock>, id: Path<InitialUploadId>, form: Form) -> Result<Redirect> {
    let (upload, location, fields) = (id.into_inner(), may.location, form.fields());
    let (key, leaves_out) = (fields.form_key()?, fields.ticked("leave_out"));
    let packages = fields.whole("packages", 1..=1_000_000);
    let found = app.read(move |conn| Upload::find(conn, location, upload)).await?;
    if found.status == Status::Staged {
        // What was shown may be old: the catalog, or another upload, has gone on.
        judge_again(&app, location, upload).await?;
        let tally = app.read(move |conn| found.counts(conn)).await?;
        if tally.of(Verdict::Problem) > 0 && !leaves_out {
            fields.problem("leave_out", "Tick that the rows with problems are left out, or mend them first.");
        }
    }
    let packages = fields.done(packages)?;
    must_be_onboarding(&app, location).await?;
    app.record(&may, key, BeginUpload { upload, packages }).await?;
    Ok(see_other(format!("/go-live/uploads/{upload}")).notice("Begun. You may leave this page; it goes on by itself."))
}
