//! `/go-live/uploads/{id}`: what is said of each row, and, once it is begun, how far it is.

use super::judge::Verdict;
use super::model::{Bound, Only, RowLine, RowStatus, Status, Tally, Upload};
use super::runs::Onboarding;
use crate::features::locations::Location;
use crate::values::{At, InitialUploadId};
use crate::web::prelude::*;
use chrono::TimeDelta;
use serde::Deserialize;

/// Rows on one page.
const SHOWN: i64 = 100;

/// Which rows are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// A verdict or a status.
    only: String,
    from: Option<i64>,
    before: Option<i64>,
}

impl Wanted {
    fn only(&self) -> Option<Only> {
        let verdict = self.only.parse().map(Only::Verdict);
        verdict.or_else(|_| self.only.parse().map(Only::Status)).ok()
    }

    fn bound(&self) -> Bound {
        self.before.map_or_else(|| Bound::From(self.from.unwrap_or_default()), Bound::Before)
    }
}

#[derive(Template)]
#[template(path = "initial_uploads/show.html", blocks = ["progress"])]
struct Show {
    shell: Shell,
    upload: Upload,
    sent_by: String,
    run_by: Option<String>,
    tally: Tally,
    lines: Vec<RowLine>,
    wanted: Wanted,
    /// The lines at which the neighbouring pages end and begin.
    before: Option<i64>,
    after: Option<i64>,
    onboarding: Onboarding,
    license: String,
    now: At,
    may_upload: bool,
    may_see_filings: bool,
    may_see_packages: bool,
}

/// GET /go-live/uploads/{id}
pub async fn show(
    app: Data<App>,
    may: May<may::SeeGoLive>,
    id: Path<InitialUploadId>,
    wanted: Query<Wanted>,
    ask: Ask,
    shell: Shell,
) -> Result<Html> {
    let (location, id, wanted) = (may.location, id.into_inner(), wanted.into_inner());
    let (only, bound) = (wanted.only(), wanted.bound());
    let read = app.read(move |conn| {
        let upload = Upload::find(conn, location, id)?;
        let sent_by = Upload::name_of(conn, upload.uploaded_by)?;
        let run_by = upload.run_by.map(|user| Upload::name_of(conn, user)).transpose()?;
        let tally = if Upload::is_begun(upload.status) { upload.counts(conn)? } else { upload.tally(conn)? };
        let (lines, before, after) = turned(upload.lines(conn, only, bound, SHOWN + 1)?, bound);
        let license = Location::find(conn, location)?.license;
        Ok((upload, sent_by, run_by, tally, lines, before, after, license))
    });
    let (upload, sent_by, run_by, tally, lines, before, after, license) = read.await?;
    let asks = upload.status == Status::Staged;
    let onboarding = if asks { Onboarding::ask(&app, &license).await } else { Onboarding::Unknown };
    let now = app.clock.now();
    let (may_upload, license) = (may.may::<may::UploadStock>(), license.to_string());
    let (may_see_filings, may_see_packages) = (may.may::<may::SeeFilings>(), may.may::<may::SeeInventory>());
    let show = Show {
        shell,
        upload,
        sent_by,
        run_by,
        tally,
        lines,
        wanted,
        before,
        after,
        onboarding,
        license,
        now,
        may_upload,
        may_see_filings,
        may_see_packages,
    };
    if ask.wants("progress") { fragment(show.as_progress()) } else { page(show) }
}

/// One page in the order of the file, and where its neighbours are.
fn turned(mut lines: Vec<RowLine>, bound: Bound) -> (Vec<RowLine>, Option<i64>, Option<i64>) {
    let most = usize::try_from(SHOWN).unwrap_or_default();
    let there_is_more = lines.len() > most;
    lines.truncate(most);
    let (has_before, has_after) = match bound {
        Bound::From(line) => (line > 0, there_is_more),
        Bound::Before(_) => {
            lines.reverse();
            (there_is_more, true)
        }
    };
    let before = lines.first().map(|line| line.line).filter(|_| has_before);
    let after = lines.last().map(|line| line.line + 1).filter(|_| has_after);
    (lines, before, after)
}

impl Show {
    fn title(&self) -> String {
        format!("Upload {}", self.upload.number)
    }

    fn is_staged(&self) -> bool {
        self.upload.status == Status::Staged
    }

    fn is_running(&self) -> bool {
        self.upload.status == Status::Running
    }

    fn is_paused(&self) -> bool {
        self.upload.status == Status::Paused
    }

    fn is_begun(&self) -> bool {
        Upload::is_begun(self.upload.status)
    }

    fn did_not_arrive(&self) -> bool {
        self.upload.status == Status::Arriving
    }

    fn is_closed(&self) -> bool {
        self.onboarding == Onboarding::Closed
    }

    fn is_unknown(&self) -> bool {
        self.onboarding == Onboarding::Unknown
    }

    fn problems(&self) -> i64 {
        self.tally.of(Verdict::Problem)
    }

    fn warnings(&self) -> i64 {
        self.tally.of(Verdict::Warning)
    }

    fn to_report(&self) -> i64 {
        self.tally.to_report()
    }

    fn may_begin(&self) -> bool {
        self.may_upload && self.is_staged() && self.to_report() > 0 && !self.is_closed()
    }

    fn may_cancel(&self) -> bool {
        self.may_upload && (self.is_staged() || self.did_not_arrive())
    }

    fn refused(&self) -> i64 {
        self.tally.in_status(RowStatus::Refused)
    }

    fn accepted(&self) -> i64 {
        self.tally.in_status(RowStatus::Accepted)
    }

    fn with_the_state(&self) -> i64 {
        self.tally.in_status(RowStatus::Filing)
    }

    fn left_out(&self) -> i64 {
        self.tally.in_status(RowStatus::LeftOut)
    }

    fn settled(&self) -> i64 {
        self.tally.settled()
    }

    /// `about 12 min left`, once there is something to count from.
    fn left(&self) -> Option<String> {
        let (settled, begun) = (self.settled(), self.upload.begun_at.filter(|_| self.is_running())?);
        let rest = self.to_report().checked_sub(settled).filter(|rest| *rest > 0)?;
        if settled < 20 {
            return None;
        }
        let seconds = (self.now - begun).num_seconds().max(1).checked_mul(rest)?.checked_div(settled)?;
        let minutes = TimeDelta::try_seconds(seconds)?.num_minutes() + 1;
        Some(format!("about {minutes} min left"))
    }

    /// The button.
    fn deed(&self) -> String {
        if self.to_report() == 1 { "Report 1 package".to_owned() } else { format!("Report {} packages", self.to_report()) }
    }

    /// What can be asked for: its key, its words, how many.
    fn tabs(&self) -> Vec<(&'static str, &'static str, i64)> {
        if self.is_begun() {
            let tab = |status: &RowStatus| (status.as_str(), status.label(), self.tally.in_status(*status));
            return RowStatus::ALL.iter().map(tab).collect();
        }
        Verdict::ALL.iter().map(|verdict| (verdict.as_str(), verdict.label(), self.tally.of(*verdict))).collect()
    }

    fn is_shown(&self, key: &str) -> bool {
        self.wanted.only == key
    }

    fn address(&self, bound: &str, line: i64) -> String {
        format!("/go-live/uploads/{}?only={}&{bound}={line}", self.upload.id, escaped(&self.wanted.only))
    }

    /// This very page, to be looked at again.
    fn here(&self) -> String {
        match self.wanted.bound() {
            Bound::From(line) => self.address("from", line),
            Bound::Before(line) => self.address("before", line),
        }
    }

    fn before(&self) -> Option<String> {
        self.before.map(|line| self.address("before", line))
    }

    fn after(&self) -> Option<String> {
        self.after.map(|line| self.address("from", line))
    }
}

/// Only the words of the tabs are ever there; anything else is dropped.
fn escaped(only: &str) -> String {
    only.chars().filter(|letter| letter.is_ascii_lowercase() || *letter == '_').collect()
}
