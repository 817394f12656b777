//! What was told to the state about a thing, and what became of it: a package's or manifest's part of the filings.

use crate::db::Conn;
use crate::error::Result;
use crate::filing::{Action, Status};
use crate::schema::{filing_subjects, filings, users};
use crate::values::{At, FilingId};
use diesel::prelude::*;

/// One filing, for a list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = filings, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct FilingLine {
    pub id: FilingId,
    pub action: Action,
    pub status: Status,
    pub summary: String,
    pub refusal: Option<String>,
    pub contradiction: Option<String>,
    pub settled: Option<String>,
    pub state_transaction: Option<i64>,
    pub opened_at: At,
    pub closed_at: Option<At>,
    #[diesel(select_expression = users::name)]
    pub by: String,
}

impl FilingLine {
    /// The filings about any of `subjects`, oldest first.
    pub fn of_subjects(conn: &mut Conn, subjects: &[String]) -> Result<Vec<Self>> {
        // From the few subjects to the filings, never along all filings.
        let about =
            filing_subjects::table.filter(filing_subjects::subject.eq_any(subjects.to_vec())).select(filing_subjects::filing_id);
        let all = filings::table
            .inner_join(users::table)
            .filter(filings::id.eq_any(about))
            .order(filings::id)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// What was planned to follow a filing, oldest first.
    pub fn following(conn: &mut Conn, filing: FilingId) -> Result<Vec<Self>> {
        let all = filings::table
            .inner_join(users::table)
            .filter(filings::follows.eq(filing))
            .order(filings::id)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    fn is_contradiction(&self) -> bool {
        self.contradiction.is_some() && self.settled.is_none()
    }

    /// The mark of its badge.
    pub fn mark(&self) -> &'static str {
        match self.status {
            _ if self.is_contradiction() => "refused",
            Status::Accepted => "accepted",
            Status::Refused => "refused",
            Status::Open | Status::Planned => "waiting",
        }
    }

    /// Where it stands.
    pub fn words(&self) -> &'static str {
        if self.is_contradiction() { "Contradiction" } else { self.status.label() }
    }

    /// Why not, if not.
    pub fn reason(&self) -> &str {
        self.refusal.as_deref().unwrap_or_default()
    }
}
