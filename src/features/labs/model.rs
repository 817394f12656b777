//! The lab_samples table: every part of a package that went to a laboratory.

use super::super::inventory::{Lab, Package, Unit};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{lab_samples, packages, products, users};
use crate::values::{
    At, Barcode, FilingId, LabSampleId, License, LocationId, PackageId, Quantity, SampleNumber, UserId, text_enum,
};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use diesel::prelude::*;

text_enum! {
    /// What a sample is for.
    Purpose {
        Test = "test", "Test";
        Retest = "retest", "Retest";
    }
}

/// See the module.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = lab_samples, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct LabSample {
    pub id: LabSampleId,
    pub location_id: LocationId,
    pub package_id: PackageId,
    pub number: SampleNumber,
    pub lab_license: License,
    pub lab_name: String,
    pub quantity: Quantity,
    pub purpose: Purpose,
    /// -1 failed, 0 pending, 1 passed, 2 rejected.
    pub result: i64,
    /// The package's, before this one was drawn.
    pub result_before: Option<i64>,
    pub filing_id: FilingId,
    /// The state's transaction: a void names it.
    pub sent_in: i64,
    pub sent_by: UserId,
    pub sent_at: At,
    /// Since when it does not speak for its package any more.
    pub superseded_by: Option<FilingId>,
    pub voided_at: Option<At>,
}

/// A sample with the name of its package, for lists.
#[derive(Debug, Clone, Queryable)]
pub struct SampleLine {
    pub sample: LabSample,
    pub barcode: Barcode,
    pub inventory_type: i64,
    pub product: String,
    pub by: String,
}

impl LabSample {
    pub fn find(conn: &mut Conn, location: LocationId, id: LabSampleId) -> Result<Self> {
        let here = lab_samples::table.find(id).filter(lab_samples::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// All that were sent with one filing.
    pub fn of_filing(conn: &mut Conn, filing: FilingId) -> Result<Vec<Self>> {
        let sent = lab_samples::table.filter(lab_samples::filing_id.eq(filing)).order(lab_samples::id);
        Ok(sent.select(Self::as_select()).load(conn)?)
    }

    /// Those that speak for a package now.
    pub fn current(conn: &mut Conn, package: PackageId) -> Result<Vec<Self>> {
        let of_package = lab_samples::table.filter(lab_samples::package_id.eq(package)).order(lab_samples::id);
        let current = of_package.filter(lab_samples::superseded_by.is_null()).filter(lab_samples::voided_at.is_null());
        Ok(current.select(Self::as_select()).load(conn)?)
    }

    /// Why nothing is made of a package whose retest runs: two new samples speak for what failed, and one of a part of it would go
    /// round them. None: no retest runs.
    pub fn words_of_retest(conn: &mut Conn, package: &Package) -> Result<Option<String>> {
        if package.lab_has_spoken() || !Self::current(conn, package.id)?.iter().any(|one| one.purpose == Purpose::Retest) {
            return Ok(None);
        }
        Ok(Some(format!(
            "Package {} failed its test and is being retested. Nothing is split off it or made of it until both samples have a result.",
            package.barcode.grouped()
        )))
    }

    /// The state's transaction of the oldest sample of these packages that has no result yet.
    pub fn oldest_open(conn: &mut Conn, of: &[PackageId]) -> Result<Option<i64>> {
        let open = lab_samples::table.filter(lab_samples::package_id.eq_any(of.to_vec())).filter(lab_samples::result.eq(0_i64));
        let open = open.filter(lab_samples::voided_at.is_null()).order(lab_samples::sent_in);
        Ok(open.select(lab_samples::sent_in).first(conn).optional()?)
    }

    pub fn is_ours(conn: &mut Conn, package: PackageId, number: &str) -> Result<bool> {
        let known = lab_samples::table.filter(lab_samples::package_id.eq(package)).filter(lab_samples::number.eq(number));
        Ok(diesel::select(diesel::dsl::exists(known)).get_result(conn)?)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(lab_samples::table).values(self).execute(tx)?;
        Ok(())
    }

    /// What the laboratory said of each.
    pub fn note_results(tx: &mut Conn, package: PackageId, told: &[(SampleNumber, i64)]) -> Result<()> {
        for (number, result) in told {
            let row = lab_samples::table.filter(lab_samples::package_id.eq(package)).filter(lab_samples::number.eq(*number));
            diesel::update(row).set(lab_samples::result.eq(*result)).execute(tx)?;
        }
        Ok(())
    }

    /// From now on something else speaks for the package.
    pub fn supersede(tx: &mut Conn, package: PackageId, by: FilingId) -> Result<()> {
        let current = lab_samples::table.filter(lab_samples::package_id.eq(package)).filter(lab_samples::superseded_by.is_null());
        diesel::update(current).set(lab_samples::superseded_by.eq(by)).execute(tx)?;
        Ok(())
    }

    /// All of one filing are taken back; what spoke for the package before them speaks again.
    pub fn void(tx: &mut Conn, sent_with: FilingId, at: At) -> Result<()> {
        let sent = lab_samples::table.filter(lab_samples::filing_id.eq(sent_with));
        diesel::update(sent).set(lab_samples::voided_at.eq(at)).execute(tx)?;
        let before = lab_samples::table.filter(lab_samples::superseded_by.eq(sent_with));
        diesel::update(before).set(lab_samples::superseded_by.eq(None::<FilingId>)).execute(tx)?;
        Ok(())
    }

    pub fn lab(&self) -> Lab {
        Lab::of(Some(self.result))
    }

    /// Nothing was found yet, and it was not taken back.
    pub fn is_open(&self) -> bool {
        self.result == 0 && self.voided_at.is_none()
    }

    pub fn mark(&self) -> &'static str {
        if self.voided_at.is_some() { "quiet" } else { self.lab().mark() }
    }

    pub fn words(&self) -> &'static str {
        if self.voided_at.is_some() { "Voided" } else { self.lab().words() }
    }
}

impl SampleLine {
    /// Every sample of a package, the newest first.
    pub fn of_package(conn: &mut Conn, package: PackageId) -> Result<Vec<Self>> {
        let all = lab_samples::table
            .inner_join(packages::table.inner_join(products::table))
            .inner_join(users::table)
            .filter(lab_samples::package_id.eq(package))
            .order(lab_samples::id.desc())
            .select((LabSample::as_select(), packages::barcode, packages::inventory_type, products::name, users::name))
            .load(conn)?;
        Ok(all)
    }

    /// A page of the samples of a location, the newest first.
    pub fn listed(conn: &mut Conn, location: LocationId, cursor: &Cursor) -> Result<Vec<Self>> {
        let query = lab_samples::table
            .inner_join(packages::table.inner_join(products::table))
            .inner_join(users::table)
            .filter(lab_samples::location_id.eq(location))
            .select((LabSample::as_select(), packages::barcode, packages::inventory_type, products::name, users::name))
            .limit(PAGE_AND_ONE)
            .into_boxed();
        let query = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => query.filter(lab_samples::id.lt(key.clone())).order(lab_samples::id.desc()),
            (None, Some(key)) => query.filter(lab_samples::id.gt(key.clone())).order(lab_samples::id.asc()),
            (None, None) => query.order(lab_samples::id.desc()),
        };
        Ok(query.load(conn)?)
    }

    /// Samples that are at a laboratory and have no result.
    pub fn count_open(conn: &mut Conn, location: LocationId) -> Result<i64> {
        let open = lab_samples::table.filter(lab_samples::location_id.eq(location)).filter(lab_samples::result.eq(0_i64));
        Ok(open.filter(lab_samples::voided_at.is_null()).count().get_result(conn)?)
    }

    /// The two of a retest come back together.
    pub fn void_words(&self) -> &'static str {
        if self.sample.purpose == Purpose::Retest { "Void both" } else { "Void" }
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.inventory_type).words()
    }
}
