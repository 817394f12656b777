//! What is written down of an upload: that it was sent, begun, paused, gone on with, tried again or cancelled. The state hears of its
//! rows only by their filings.

use super::model::{RowStatus, Status, Upload};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::may;
use crate::schema::{initial_upload_rows as rows, initial_uploads as uploads};
use crate::values::{At, InitialUploadId};
use diesel::prelude::*;
use serde::Serialize;

/// A file is kept, to be looked at.
#[derive(Serialize)]
pub struct StageUpload {
    pub rows: i64,
    /// Of the rows: the same form with another file is another content.
    pub hash: String,
}

impl Record for StageUpload {
    const ACT: &'static str = "stage_initial_upload";
    type Needs = may::UploadStock;
    type Done = InitialUploadId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<InitialUploadId> {
        let here = uploads::table.filter(uploads::location_id.eq(by.clerk.location));
        let highest: Option<i64> = here.select(diesel::dsl::max(uploads::number)).first(tx)?;
        let id = InitialUploadId::new();
        diesel::insert_into(uploads::table)
            .values((
                uploads::id.eq(id),
                uploads::location_id.eq(by.clerk.location),
                uploads::number.eq(highest.unwrap_or_default() + 1),
                uploads::rows.eq(self.rows),
                uploads::status.eq(Status::Arriving),
                uploads::uploaded_by.eq(by.clerk.user),
                uploads::uploaded_at.eq(by.now),
            ))
            .execute(tx)?;
        Ok(id)
    }
}

/// A person says that so many packages may be told to the state.
#[derive(Serialize)]
pub struct BeginUpload {
    pub upload: InitialUploadId,
    pub packages: i64,
}

impl Record for BeginUpload {
    const ACT: &'static str = "begin_initial_upload";
    type Needs = may::UploadStock;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let upload = Upload::find(tx, by.clerk.location, self.upload)?;
        let there = upload.counts(tx)?.in_status(RowStatus::Waiting);
        if there != self.packages {
            let words = format!("There are {there} packages to report now. Look at them, and type that number.");
            return Err(Error::Invalid(Problems::one("packages", words)));
        }
        let begun = (uploads::begun_at.eq(by.now),);
        diesel::update(uploads::table.find(self.upload)).set(begun).execute(tx)?;
        go_on(tx, by, &upload, &[Status::Staged])
    }
}

/// It goes on, in the name of whoever says so.
fn go_on(tx: &mut Conn, by: &By<'_>, upload: &Upload, from: &[Status]) -> Result<()> {
    let mine = uploads::table.find(upload.id).filter(uploads::status.eq_any(from.to_vec()));
    let running = (
        uploads::status.eq(Status::Running),
        uploads::run_by.eq(by.clerk.user),
        uploads::note.eq(None::<String>),
        uploads::closed_at.eq(None::<At>),
    );
    if diesel::update(mine).set(running).execute(tx)? == 1 {
        return Ok(());
    }
    let status = upload.status.label().to_lowercase();
    rule(format!("Upload {} is {status}: the page shows how it stands. Nothing was changed.", upload.number))
}

/// A person stops it, for now. What is with the state already comes to its end.
#[derive(Serialize)]
pub struct PauseUpload {
    pub upload: InitialUploadId,
}

impl Record for PauseUpload {
    const ACT: &'static str = "pause_initial_upload";
    type Needs = may::UploadStock;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let upload = Upload::find(tx, by.clerk.location, self.upload)?;
        let note = format!("Paused by {}.", by.clerk.name);
        if upload.status == Status::Running && pause(tx, upload.id, &note)? {
            return Ok(());
        }
        rule(format!("Upload {} is {}: there is nothing to pause.", upload.number, upload.status.label().to_lowercase()))
    }
}

/// Stops it with a reason; false when it was not running.
pub fn pause(tx: &mut Conn, upload: InitialUploadId, note: &str) -> Result<bool> {
    let running = uploads::table.find(upload).filter(uploads::status.eq(Status::Running));
    let paused = (uploads::status.eq(Status::Paused), uploads::note.eq(note));
    Ok(diesel::update(running).set(paused).execute(tx)? == 1)
}

/// A person lets it go on.
#[derive(Serialize)]
pub struct ResumeUpload {
    pub upload: InitialUploadId,
}

impl Record for ResumeUpload {
    const ACT: &'static str = "resume_initial_upload";
    type Needs = may::UploadStock;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let upload = Upload::find(tx, by.clerk.location, self.upload)?;
        go_on(tx, by, &upload, &[Status::Paused])
    }
}

/// What was refused is told once more: the reason is mended.
#[derive(Serialize)]
pub struct RetryRefused {
    pub upload: InitialUploadId,
}

impl Record for RetryRefused {
    const ACT: &'static str = "retry_initial_upload";
    type Needs = may::UploadStock;
    type Done = usize;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<usize> {
        let upload = Upload::find(tx, by.clerk.location, self.upload)?;
        let refused = rows::table.filter(rows::upload_id.eq(self.upload)).filter(rows::status.eq(RowStatus::Refused));
        let again = (rows::status.eq(RowStatus::Waiting), rows::refusal.eq(None::<String>));
        let count = diesel::update(refused).set(again).execute(tx)?;
        if count == 0 {
            return rule(format!("Nothing of upload {} was refused, so there is nothing to try again.", upload.number));
        }
        go_on(tx, by, &upload, &[Status::Running, Status::Paused, Status::Done])?;
        Ok(count)
    }
}

/// Nothing of it will be reported.
#[derive(Serialize)]
pub struct CancelUpload {
    pub upload: InitialUploadId,
}

impl Record for CancelUpload {
    const ACT: &'static str = "cancel_initial_upload";
    type Needs = may::UploadStock;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let upload = Upload::find(tx, by.clerk.location, self.upload)?;
        let unbegun = uploads::table.find(self.upload).filter(uploads::status.eq_any([Status::Arriving, Status::Staged]));
        let cancelled = (uploads::status.eq(Status::Cancelled), uploads::closed_at.eq(by.now));
        if diesel::update(unbegun).set(cancelled).execute(tx)? == 1 {
            return Ok(());
        }
        rule(format!("Upload {} is {} and cannot be cancelled.", upload.number, upload.status.label().to_lowercase()))
    }
}
