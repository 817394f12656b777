//! What is to be done about lab results: packages on the shelf that have none, wait, failed, differ from the catalog, or want signatures.

use super::super::inventory::{Lab, Package, Status, Unit};
use super::super::products::{Goods, Product};
use super::failures::{FailedTest, first_known};
use super::model::SampleLine;
use super::release::Release;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::rules::failed_tests::Deadline;
use crate::schema::{certificate_releases, packages, products, rooms, stock};
use crate::values::{Amount, LocationId, PackageId, Quantity, text_enum};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use chrono_tz::Tz;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

text_enum! {
    /// A part of the worklist.
    Which {
        NoResult = "none", "No result";
        Pending = "pending", "Pending";
        Failed = "failed", "Failed";
        Different = "different", "Differs from the catalog";
        Unsigned = "unsigned", "To be released";
        Samples = "samples", "Samples";
    }
}

/// One package of the worklist.
#[derive(Debug, Clone)]
pub struct WorkLine {
    pub package: Package,
    pub product: Product,
    pub room: String,
    pub on_hand: Quantity,
    /// Of what failed.
    pub deadline: Option<Deadline>,
    /// Of what is to be released, once somebody has signed.
    pub signed: Option<SignedOnce>,
}

/// The first of two signatures.
#[derive(Debug, Clone)]
pub struct SignedOnce {
    pub by: String,
    /// Whoever looks at the list signed.
    pub by_me: bool,
}

/// How many packages are on a part of the worklist.
pub type Count = (Which, i64);

/// Signed twice, of what posts the same as the package.
macro_rules! released {
    () => {{
        let both_none = certificate_releases::med_usable.is_null().and(packages::med_usable.is_null());
        certificate_releases::table
            .filter(certificate_releases::location_id.eq(packages::location_id))
            .filter(certificate_releases::withdrawn_at.is_null())
            .filter(certificate_releases::second_by.is_not_null())
            .filter(certificate_releases::med_usable.eq(packages::med_usable).or(both_none))
    }};
}

/// Active cannabis of which something is here, as far as a part of the worklist wants it.
macro_rules! wanted {
    ($query:expr, $location:expr, $which:expr) => {{
        let query = $query
            .inner_join(products::table)
            .inner_join(rooms::table)
            .inner_join(stock::table.on(stock::package_id.eq(packages::id).and(stock::place_id.eq(packages::room_id))))
            .filter(packages::location_id.eq($location))
            .filter(packages::status.eq(Status::Active))
            .filter(products::goods.eq_any([Goods::Cannabis, Goods::Bulk]))
            .filter(stock::on_hand.gt(Quantity::ZERO))
            .into_boxed();
        match $which {
            Which::NoResult => query.filter(packages::lab_result.is_null()),
            Which::Pending => query.filter(packages::lab_result.eq(0_i64)),
            Which::Failed => query.filter(packages::lab_result.lt(0_i64).or(packages::lab_result.gt(1_i64))),
            Which::Different => query.filter(packages::med_usable.ne(products::posted_amount.nullable())),
            // A release is of its sample's certificate, which sublots share, or of a package of which no sample is known
            // (`release::certificate_of`). Asked apart: each has an index of its own.
            Which::Unsigned | Which::Samples => {
                let of_sample = released!().filter(certificate_releases::certificate.nullable().eq(packages::sample_id));
                let of_itself =
                    released!().filter(packages::sample_id.is_null()).filter(certificate_releases::package_id.eq(packages::id));
                query.filter(packages::lab_result.eq(1_i64)).filter(not(exists(of_sample))).filter(not(exists(of_itself)))
            }
        }
    }};
}

impl WorkLine {
    /// A page of a part of the worklist, the newest package first.
    pub fn listed(conn: &mut Conn, clerk: &Clerk, which: Which, cursor: &Cursor) -> Result<Vec<Self>> {
        let query = wanted!(packages::table, clerk.location, which).limit(PAGE_AND_ONE);
        let query = query.select((Package::as_select(), Product::as_select(), rooms::name, stock::on_hand));
        let query = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => query.filter(packages::id.lt(key.clone())).order(packages::id.desc()),
            (None, Some(key)) => query.filter(packages::id.gt(key.clone())).order(packages::id.asc()),
            (None, None) => query.order(packages::id.desc()),
        };
        let rows: Vec<(Package, Product, String, Quantity)> = query.load(conn)?;
        let failed: Vec<_> = rows
            .iter()
            .filter(|(package, ..)| Lab::of(package.lab_result).has_failed())
            .map(|(package, ..)| (package.id, first_known(package)))
            .collect();
        let clocks = FailedTest::clocks(conn, &failed, clerk.zone)?;
        let mut all = Vec::with_capacity(rows.len());
        for (package, product, room, on_hand) in rows {
            let deadline = clocks.iter().find(|(id, _)| *id == package.id).map(|(_, deadline)| *deadline);
            let signed = if which == Which::Unsigned { SignedOnce::of(conn, &package, clerk)? } else { None };
            all.push(Self { package, product, room, on_hand, deadline, signed });
        }
        Ok(all)
    }

    pub fn lab(&self) -> Lab {
        Lab::of(self.package.lab_result)
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    /// What one unit posts, as the lab and as the catalog say it.
    pub fn amounts(&self) -> (String, String) {
        let lab = self.package.med_usable.map_or_else(|| "not set".to_owned(), |amount| in_words(&self.product, amount));
        (lab, in_words(&self.product, self.product.posted_amount))
    }
}

impl SignedOnce {
    fn of(conn: &mut Conn, package: &Package, clerk: &Clerk) -> Result<Option<Self>> {
        let Some(release) = Release::of(conn, package)? else { return Ok(None) };
        let by = release.signatures(conn)?.into_iter().next().map(|signature| signature.by).unwrap_or_default();
        Ok(Some(Self { by, by_me: release.first_by == clerk.user }))
    }
}

/// An amount as the product's order counts it.
pub fn in_words(product: &Product, amount: Amount) -> String {
    product.order_type.map_or_else(|| amount.to_string(), |order_type| amount.in_words(order_type.unit()))
}

/// The packages of a part of the worklist whose results are the oldest, at most so many.
pub fn oldest_read(conn: &mut Conn, location: LocationId, which: Which, most: i64) -> Result<Vec<Package>> {
    let query = wanted!(packages::table, location, which).select(Package::as_select());
    Ok(query.order((packages::lab_read_at, packages::id)).limit(most).load(conn)?)
}

/// How long each part is. Without signatures to be asked for, that part is left out.
pub fn counts(conn: &mut Conn, location: LocationId, asks_signatures: bool) -> Result<Vec<Count>> {
    let mut all = Vec::new();
    for which in Which::ALL.iter().copied().filter(|which| asks_signatures || *which != Which::Unsigned) {
        let count = match which {
            Which::Samples => SampleLine::count_open(conn, location)?,
            Which::Unsigned => unsigned(conn, location)?,
            other => wanted!(packages::table, location, other).count().get_result(conn)?,
        };
        all.push((which, count));
    }
    Ok(all)
}

/// Packages that have passed and want signatures.
pub fn unsigned(conn: &mut Conn, location: LocationId) -> Result<i64> {
    Ok(wanted!(packages::table, location, Which::Unsigned).count().get_result(conn)?)
}

/// The clocks of all that failed and about which nothing was decided.
pub fn deadlines(conn: &mut Conn, location: LocationId, zone: Tz) -> Result<Vec<Deadline>> {
    let failed: Vec<Package> = wanted!(packages::table, location, Which::Failed).select(Package::as_select()).load(conn)?;
    let failed: Vec<(PackageId, _)> = failed.iter().map(|package| (package.id, first_known(package))).collect();
    Ok(FailedTest::clocks(conn, &failed, zone)?.into_iter().map(|(_, deadline)| deadline).collect())
}
