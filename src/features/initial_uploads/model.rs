//! The uploads and their rows.

use super::columns::Cells;
use super::judge::Verdict;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{initial_upload_rows as rows, initial_uploads as uploads, packages, users};
use crate::values::{At, Barcode, Cents, FilingId, InitialUploadId, LocationId, PackageId, Quantity, UserId, text_enum};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

text_enum! {
    Status {
        Arriving = "arriving", "Did not arrive whole";
        Staged = "staged", "Nothing reported yet";
        Running = "running", "Being reported";
        Paused = "paused", "Paused";
        Done = "done", "Finished";
        Cancelled = "cancelled", "Cancelled";
    }
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Arriving => "refused",
            Self::Running => "waiting",
            Self::Paused => "held",
            Self::Done => "accepted",
            Self::Staged | Self::Cancelled => "quiet",
        }
    }
}

text_enum! {
    /// What became of a row.
    RowStatus {
        Waiting = "waiting", "Waiting";
        Filing = "filing", "With the state";
        Accepted = "accepted", "Accepted";
        Refused = "refused", "Refused";
        LeftOut = "left_out", "Left out";
    }
}

impl RowStatus {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Waiting | Self::LeftOut => "quiet",
            Self::Filing => "waiting",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = uploads, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Upload {
    pub id: InitialUploadId,
    pub location_id: LocationId,
    /// What people call it.
    pub number: i64,
    pub rows: i64,
    pub status: Status,
    pub uploaded_by: UserId,
    pub uploaded_at: At,
    /// In whose name its rows are told to the state.
    pub run_by: Option<UserId>,
    pub begun_at: Option<At>,
    /// Why it stopped by itself.
    pub note: Option<String>,
    pub closed_at: Option<At>,
}

/// A row, for the screen.
#[derive(Debug, Clone)]
pub struct RowLine {
    pub line: i64,
    pub cells: Cells,
    pub verdict: Verdict,
    pub words: Vec<String>,
    pub status: RowStatus,
    pub filing: Option<FilingId>,
    /// The package it became, and its new identifier.
    pub package: Option<(PackageId, Barcode)>,
    pub refusal: Option<String>,
}

impl RowLine {
    /// Fits on one line of the list.
    pub fn has_short_label(&self) -> bool {
        self.cells.label.chars().count() < 25
    }
}

/// How many rows there are of each kind, and what they come to.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    verdicts: HashMap<Verdict, i64>,
    statuses: HashMap<RowStatus, i64>,
    /// Of rows without a problem: in pieces, and in grams.
    pub pieces: Quantity,
    pub grams: Quantity,
    pub value: Cents,
}

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    Verdict(Verdict),
    Status(RowStatus),
}

impl Upload {
    /// Whether a person has said that it may be reported.
    pub fn is_begun(status: Status) -> bool {
        matches!(status, Status::Running | Status::Paused | Status::Done)
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: InitialUploadId) -> Result<Self> {
        Ok(uploads::table.find(id).filter(uploads::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// The newest first: at most a page and one more, each with who sent it and its tally.
    pub fn listed(conn: &mut Conn, location: LocationId, cursor: &Cursor) -> Result<Vec<(Self, String, Tally)>> {
        let all = uploads::table
            .inner_join(users::table.on(users::id.eq(uploads::uploaded_by)))
            .filter(uploads::location_id.eq(location))
            .select((Self::as_select(), users::name))
            .limit(PAGE_AND_ONE)
            .into_boxed();
        let found: Vec<(Self, String)> = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => all.filter(uploads::id.lt(key.clone())).order(uploads::id.desc()).load(conn)?,
            (None, Some(key)) => all.filter(uploads::id.gt(key.clone())).order(uploads::id.asc()).load(conn)?,
            (None, None) => all.order(uploads::id.desc()).load(conn)?,
        };
        found.into_iter().map(|(upload, name)| Ok((upload.clone(), name, upload.counts(conn)?))).collect()
    }

    /// Those that are not finished, by number, with their status.
    pub fn unfinished(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let open = [Status::Arriving, Status::Staged, Status::Running, Status::Paused];
        let all = uploads::table.filter(uploads::location_id.eq(location)).filter(uploads::status.eq_any(open));
        Ok(all.order(uploads::number).select(Self::as_select()).load(conn)?)
    }

    /// Rows that the state did not take or that were left out, and whose label is on no package: line by upload.
    pub fn left_behind(conn: &mut Conn, location: LocationId) -> Result<Vec<(InitialUploadId, i64, i64)>> {
        let here = || {
            rows::table.inner_join(uploads::table).filter(uploads::location_id.eq(location)).filter(uploads::status.eq_any([
                Status::Running,
                Status::Paused,
                Status::Done,
            ]))
        };
        let accepted: Vec<String> = here().filter(rows::status.eq(RowStatus::Accepted)).select(rows::label_key).load(conn)?;
        let accepted: HashSet<String> = accepted.into_iter().collect();
        let left: Vec<(InitialUploadId, i64, i64, String)> = here()
            .filter(rows::status.eq_any([RowStatus::Refused, RowStatus::LeftOut]))
            .order((uploads::number, rows::line))
            .select((uploads::id, uploads::number, rows::line, rows::label_key))
            .load(conn)?;
        let left = left.into_iter().filter(|(_, _, _, key)| !accepted.contains(key));
        Ok(left.map(|(id, number, line, _)| (id, number, line)).collect())
    }

    /// The name of somebody it mentions.
    pub fn name_of(conn: &mut Conn, user: UserId) -> Result<String> {
        Ok(users::table.find(user).select(users::name).first(conn)?)
    }

    /// How many rows there are of each kind.
    pub fn counts(&self, conn: &mut Conn) -> Result<Tally> {
        let of = || rows::table.filter(rows::upload_id.eq(self.id));
        let verdicts: Vec<(Verdict, i64)> = of().group_by(rows::verdict).select((rows::verdict, count_star())).load(conn)?;
        let statuses: Vec<(RowStatus, i64)> = of().group_by(rows::status).select((rows::status, count_star())).load(conn)?;
        let (verdicts, statuses) = (verdicts.into_iter().collect(), statuses.into_iter().collect());
        Ok(Tally { verdicts, statuses, ..Tally::default() })
    }

    /// [`Self::counts`], with what the rows come to.
    pub fn tally(&self, conn: &mut Conn) -> Result<Tally> {
        let mut tally = self.counts(conn)?;
        type Sums = (Option<Quantity>, bool, Option<Cents>);
        let all: Vec<Sums> = rows::table
            .filter(rows::upload_id.eq(self.id))
            .filter(rows::quantity.is_not_null())
            .select((rows::quantity, rows::counted, rows::value_cents))
            .load(conn)?;
        for (quantity, counted, value) in all {
            let sum = if counted { &mut tally.pieces } else { &mut tally.grams };
            *sum = sum.plus(quantity.unwrap_or_default());
            tally.value = tally.value.plus(value.unwrap_or_default());
        }
        Ok(tally)
    }

    /// Rows from this line on, or `backwards` before it; at most `limit`.
    pub fn lines(&self, conn: &mut Conn, only: Option<Only>, from: Bound, limit: i64) -> Result<Vec<RowLine>> {
        let mut all = rows::table
            .left_join(packages::table)
            .filter(rows::upload_id.eq(self.id))
            .select((Kept::as_select(), packages::barcode.nullable()))
            .limit(limit)
            .into_boxed();
        all = match only {
            Some(Only::Verdict(verdict)) => all.filter(rows::verdict.eq(verdict)),
            Some(Only::Status(status)) => all.filter(rows::status.eq(status)),
            None => all,
        };
        let found: Vec<(Kept, Option<Barcode>)> = match from {
            Bound::From(line) => all.filter(rows::line.ge(line)).order(rows::line).load(conn)?,
            Bound::Before(line) => all.filter(rows::line.lt(line)).order(rows::line.desc()).load(conn)?,
        };
        found.into_iter().map(|(kept, barcode)| kept.shown(barcode)).collect()
    }
}

/// Where a page of rows begins, or ends.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    From(i64),
    /// Read backwards.
    Before(i64),
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = rows, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
struct Kept {
    line: i64,
    cells: String,
    verdict: Verdict,
    words: String,
    status: RowStatus,
    filing_id: Option<FilingId>,
    package_id: Option<PackageId>,
    refusal: Option<String>,
}

impl Kept {
    fn shown(self, barcode: Option<Barcode>) -> Result<RowLine> {
        Ok(RowLine {
            line: self.line,
            cells: serde_json::from_str(&self.cells)?,
            verdict: self.verdict,
            words: serde_json::from_str(&self.words)?,
            status: self.status,
            filing: self.filing_id,
            package: self.package_id.zip(barcode),
            refusal: self.refusal,
        })
    }
}

impl Tally {
    pub fn of(&self, verdict: Verdict) -> i64 {
        self.verdicts.get(&verdict).copied().unwrap_or_default()
    }

    pub fn in_status(&self, status: RowStatus) -> i64 {
        self.statuses.get(&status).copied().unwrap_or_default()
    }

    /// Rows that will be, or were to be, told to the state.
    pub fn to_report(&self) -> i64 {
        self.of(Verdict::Ready) + self.of(Verdict::Warning)
    }

    /// Rows whose outcome is known.
    pub fn settled(&self) -> i64 {
        self.in_status(RowStatus::Accepted) + self.in_status(RowStatus::Refused)
    }
}
