//! The failed_tests table: since when a package is known to have failed, and what was decided about it.

use super::super::inventory::{Lab, Package};
use crate::db::Conn;
use crate::error::Result;
use crate::rules::failed_tests::Deadline;
use crate::schema::failed_tests;
use crate::values::clock::local_date;
use crate::values::{At, FailedTestId, FilingId, PackageId, UserId, text_enum};
use chrono_tz::Tz;
use diesel::prelude::*;

text_enum! {
    /// What was decided. Destruction has a record of its own.
    Decision {
        Retest = "retest", "Retest";
        Remediation = "remediation", "Remediation";
    }
}

/// Who decided what, with which filing.
#[derive(Debug, Clone, Copy)]
pub struct Decided {
    pub decision: Decision,
    pub by: UserId,
    pub at: At,
    pub filing: FilingId,
}

/// See the module.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = failed_tests, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct FailedTest {
    pub id: FailedTestId,
    pub package_id: PackageId,
    pub failed_at: At,
    pub decision: Option<Decision>,
    pub decided_at: Option<At>,
}

impl FailedTest {
    /// The newest of each of these packages.
    fn newest(conn: &mut Conn, of: &[PackageId]) -> Result<Vec<Self>> {
        let mut all: Vec<Self> = failed_tests::table
            .filter(failed_tests::package_id.eq_any(of.to_vec()))
            .order((failed_tests::package_id, failed_tests::id.desc()))
            .select(Self::as_select())
            .load(conn)?;
        all.dedup_by_key(|one| one.package_id);
        Ok(all)
    }

    /// Since when it is known that a package failed, the last time that it did.
    pub(super) fn newest_of(conn: &mut Conn, package: PackageId) -> Result<Option<At>> {
        Ok(Self::newest(conn, &[package])?.first().map(|failed| failed.failed_at))
    }

    /// A reading changed a package from `before` to `after`: its clock begins with the reading that first said so.
    pub(super) fn note(tx: &mut Conn, before: &Package, after: &Package, now: At) -> Result<()> {
        if !Lab::of(after.lab_result).has_failed() {
            return Ok(());
        }
        let had_failed = Lab::of(before.lab_result).has_failed();
        if had_failed && !Self::newest(tx, &[after.id])?.is_empty() {
            return Ok(());
        }
        let failed_at = if had_failed { first_known(before) } else { now };
        diesel::insert_into(failed_tests::table)
            .values((
                failed_tests::id.eq(FailedTestId::new()),
                failed_tests::package_id.eq(after.id),
                failed_tests::failed_at.eq(failed_at),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// Something was decided: the clock stands.
    pub(super) fn decide(tx: &mut Conn, package: &Package, decided: Decided) -> Result<()> {
        // It may have come to us failed, and nobody has read its result again since.
        Self::note(tx, package, package, decided.at)?;
        for failed in Self::newest(tx, &[package.id])? {
            diesel::update(failed_tests::table.find(failed.id))
                .set((
                    failed_tests::decision.eq(decided.decision),
                    failed_tests::decided_by.eq(decided.by),
                    failed_tests::decided_at.eq(decided.at),
                    failed_tests::filing_id.eq(decided.filing),
                ))
                .execute(tx)?;
        }
        Ok(())
    }

    /// What was decided with this filing was taken back.
    pub(super) fn undecide(tx: &mut Conn, filing: FilingId) -> Result<()> {
        diesel::update(failed_tests::table.filter(failed_tests::filing_id.eq(filing)))
            .set((
                failed_tests::decision.eq(None::<Decision>),
                failed_tests::decided_by.eq(None::<UserId>),
                failed_tests::decided_at.eq(None::<At>),
                failed_tests::filing_id.eq(None::<FilingId>),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// The clock of each of these packages, which have all failed: package, since when it is known. The pair's second stands in for
    /// a failure that nobody has written down yet.
    pub fn clocks(conn: &mut Conn, failed: &[(PackageId, At)], zone: Tz) -> Result<Vec<(PackageId, Deadline)>> {
        let ids: Vec<PackageId> = failed.iter().map(|(package, _)| *package).collect();
        let known = Self::newest(conn, &ids)?;
        let since =
            |package, otherwise| known.iter().find(|one| one.package_id == package).map_or(otherwise, |one| one.failed_at);
        let clock =
            |(package, otherwise): &(PackageId, At)| (*package, Deadline::of(local_date(since(*package, *otherwise), zone)));
        Ok(failed.iter().map(clock).collect())
    }
}

/// When it was known, of a package that came here failed.
pub fn first_known(package: &Package) -> At {
    package.lab_read_at.unwrap_or(package.received_at).max(package.received_at)
}
