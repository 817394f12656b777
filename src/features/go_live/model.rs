//! The checks that were made, each with what was found.

use super::finding::{Finding, Outcome};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{go_live_checks as checks, users};
use crate::values::{At, GoLiveCheckId, LocationId};
use diesel::prelude::*;

/// Earlier checks on the page.
const LISTED: i64 = 20;

/// A check, in short.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = checks, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Check {
    pub id: GoLiveCheckId,
    #[diesel(select_expression = users::name)]
    pub by: String,
    pub checked_at: At,
    pub passed: i64,
    pub failed: i64,
    pub unknown: i64,
}

impl Check {
    /// The newest first.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = checks::table
            .inner_join(users::table)
            .filter(checks::location_id.eq(location))
            .order(checks::id.desc())
            .limit(LISTED)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: GoLiveCheckId) -> Result<Self> {
        let one = checks::table.inner_join(users::table).filter(checks::id.eq(id)).filter(checks::location_id.eq(location));
        Ok(one.select(Self::as_select()).first(conn)?)
    }

    pub fn findings(&self, conn: &mut Conn) -> Result<Vec<Finding>> {
        let kept: String = checks::table.find(self.id).select(checks::findings).first(conn)?;
        Ok(serde_json::from_str(&kept)?)
    }

    /// Everything passed.
    pub fn is_ready(&self) -> bool {
        self.failed == 0 && self.unknown == 0
    }
}

/// How many of the findings came out so.
pub fn count(findings: &[Finding], outcome: Outcome) -> i64 {
    i64::try_from(findings.iter().filter(|finding| finding.outcome == outcome).count()).unwrap_or(i64::MAX)
}
