//! Counting what needs attention at one location. Each count reads only what its own line on the screen says.

use super::super::destructions::{Destruction, Status as DestructionStatus};
use super::super::drivers::Driver;
use super::super::inventory::Status as PackageStatus;
use super::super::patients::Patient;
use super::super::products::Goods;
use super::super::receiving::Status as ManifestStatus;
use super::super::register::{Cart, Status as CartStatus};
use super::super::sales::Status as SaleStatus;
use crate::db::Conn;
use crate::error::Result;
use crate::filing::Status;
use crate::may::{Clerk, Standing};
use crate::schema::{destructions, filings, inspections, manifests, packages, products, sales, stock, users};
use crate::values::{At, Cents, FilingId, LocationId, Quantity, clock};
use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone};
use diesel::prelude::*;

/// What the state is usually done within; longer is worth a look.
const SLOW: TimeDelta = TimeDelta::minutes(1);

/// The instants that "today", "due" and "slow" are measured by.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    pub now: At,
    /// The state's clock: its 72 hours are its own.
    pub state: At,
    pub today: NaiveDate,
    /// The instant at which today began in the shop's zone.
    pub midnight: At,
}

impl Times {
    pub fn of(clerk: &Clerk, now: At, state: At) -> Self {
        let today = clock::local_date(now, clerk.zone);
        let midnight = clerk.zone.from_local_datetime(&today.and_time(NaiveTime::MIN)).earliest();
        Self { now, state, today, midnight: midnight.map_or(now - TimeDelta::days(1), |at| at.naive_utc()) }
    }
}

/// Shipments that stand between the truck and the shelf.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shipments {
    pub on_the_way: i64,
    pub arrived: i64,
}

impl Shipments {
    pub fn count(conn: &mut Conn, location: LocationId) -> Result<Self> {
        let mut with = |status: ManifestStatus| {
            let here = manifests::table.filter(manifests::location_id.eq(location)).filter(manifests::status.eq(status));
            here.count().get_result(conn)
        };
        Ok(Self { on_the_way: with(ManifestStatus::Awaiting)?, arrived: with(ManifestStatus::Arrived)? })
    }
}

/// Packages on their way to destruction.
#[derive(Debug, Clone, Default)]
pub struct Destructions {
    /// Their 72 hours are over; the overdue ones are among them.
    pub due: i64,
    pub overdue: i64,
    pub not_yet: i64,
    /// When the next one comes due.
    pub next: Option<At>,
}

impl Destructions {
    pub fn count(conn: &mut Conn, location: LocationId, times: &Times) -> Result<Self> {
        let scheduled: Vec<Destruction> = destructions::table
            .filter(destructions::location_id.eq(location))
            .filter(destructions::status.eq(DestructionStatus::Scheduled))
            .order(destructions::due_at)
            .select(Destruction::as_select())
            .load(conn)?;
        let (due, not_yet): (Vec<_>, Vec<_>) = scheduled.into_iter().partition(|one| one.is_due(times.state));
        let overdue = due.iter().filter(|one| one.is_overdue(times.state)).count();
        let next = not_yet.first().map(|one| one.due_at);
        Ok(Self { due: number(due.len()), overdue: number(overdue), not_yet: number(not_yet.len()), next })
    }
}

/// What the state has not answered, refused today and not done since, or answered against our books.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filings {
    pub slow: i64,
    /// Since when the slowest waits.
    pub since: Option<At>,
    pub refused_today: i64,
    pub contradictions: i64,
}

impl Filings {
    pub fn count(conn: &mut Conn, location: LocationId, times: &Times) -> Result<Self> {
        let slow: Vec<At> = filings::table
            .filter(filings::location_id.eq(location))
            .filter(filings::status.eq_any([Status::Open, Status::Planned]))
            .filter(filings::opened_at.lt(times.now - SLOW))
            .order(filings::opened_at)
            .select(filings::opened_at)
            .load(conn)?;
        let undone = crate::filing::undone(conn, location, times.midnight)?;
        let refused_today = if undone.is_empty() {
            0
        } else {
            let refused = filings::table.filter(filings::id.eq_any(undone)).filter(filings::contradiction.is_null());
            refused.count().get_result(conn)?
        };
        let contradictions = filings::table
            .filter(filings::location_id.eq(location))
            .filter(filings::contradiction.is_not_null())
            .filter(filings::settled.is_null())
            .count()
            .get_result(conn)?;
        Ok(Self { slow: number(slow.len()), since: slow.first().copied(), refused_today, contradictions })
    }
}

/// What one person filed and the state has not answered.
#[derive(Debug, Clone, Queryable)]
pub struct OwnFiling {
    pub id: FilingId,
    pub summary: String,
    pub opened_at: At,
}

impl OwnFiling {
    /// At most ten: nobody can have more on the wire who stands at one counter.
    pub fn waiting(conn: &mut Conn, clerk: &Clerk) -> Result<Vec<Self>> {
        let open = filings::table
            .filter(filings::user_id.eq(clerk.user))
            .filter(filings::location_id.eq(clerk.location))
            .filter(filings::status.eq_any([Status::Open, Status::Planned]))
            .order(filings::id)
            .limit(10)
            .select((filings::id, filings::summary, filings::opened_at))
            .load(conn)?;
        Ok(open)
    }
}

/// People whose sales the state would refuse.
pub fn unmatched_users(conn: &mut Conn, location: LocationId) -> Result<i64> {
    let unmatched = users::table
        .filter(users::location_id.eq(location))
        .filter(users::active.eq(true))
        .filter(users::id.ne_all(inspections::table.select(inspections::user_id)))
        .filter(
            users::registry_standing
                .ne(Standing::Registered)
                .or(users::login_id.ne(users::email))
                .or(users::email.ne(users::mmur_email)),
        )
        .count()
        .get_result(conn)?;
    Ok(unmatched)
}

/// Packages on the shelf that may not be sold, for want of a passed test.
#[derive(Debug, Clone, Copy, Default)]
pub struct Untested {
    /// No sample is known.
    pub none: i64,
    pub pending: i64,
    /// Failed, or rejected by the laboratory.
    pub failed: i64,
}

impl Untested {
    pub fn count(conn: &mut Conn, location: LocationId) -> Result<Self> {
        let on_shelf = stock::table
            .filter(stock::package_id.eq(packages::id))
            .filter(stock::on_hand.gt(Quantity::ZERO))
            .select(stock::package_id);
        let results: Vec<Option<i64>> = packages::table
            .inner_join(products::table)
            .filter(packages::location_id.eq(location))
            .filter(packages::status.eq(PackageStatus::Active))
            .filter(products::goods.eq_any([Goods::Cannabis, Goods::Bulk]))
            .filter(packages::lab_result.is_null().or(packages::lab_result.ne(1)))
            .filter(diesel::dsl::exists(on_shelf))
            .select(packages::lab_result)
            .load(conn)?;
        let count = |wanted: &[Option<i64>]| number(results.iter().filter(|result| wanted.contains(result)).count());
        Ok(Self { none: count(&[None]), pending: count(&[Some(0)]), failed: count(&[Some(-1), Some(2)]) })
    }
}

/// What was sold today.
#[derive(Debug, Clone, Copy, Default)]
pub struct DaySales {
    pub count: i64,
    pub total: Cents,
}

impl DaySales {
    /// One person's.
    pub fn own(conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<Self> {
        let sold = sales::table.filter(sales::business_date.eq(times.today)).filter(sales::status.eq(SaleStatus::Sold));
        Ok(Self::of(sold.filter(sales::user_id.eq(clerk.user)).select(sales::total_cents).load(conn)?))
    }

    /// Everybody's at the location.
    pub fn of_shop(conn: &mut Conn, clerk: &Clerk, times: &Times) -> Result<Self> {
        let sold = sales::table.filter(sales::business_date.eq(times.today)).filter(sales::status.eq(SaleStatus::Sold));
        Ok(Self::of(sold.filter(sales::location_id.eq(clerk.location)).select(sales::total_cents).load(conn)?))
    }

    fn of(totals: Vec<Cents>) -> Self {
        Self { count: number(totals.len()), total: totals.into_iter().sum() }
    }
}

/// The initials of the patient whose cart this person has open.
pub fn open_cart(conn: &mut Conn, clerk: &Clerk) -> Result<Option<String>> {
    let open = Cart::at_hand(conn, clerk)?.filter(|cart| cart.status == CartStatus::Open);
    open.map(|cart| Ok(Patient::find(conn, cart.patient_id)?.initials())).transpose()
}

/// Whether a person is on the list of those who may carry orders: by name, since that list is BioTrack's, not the accounts'.
pub fn is_listed_driver(conn: &mut Conn, clerk: &Clerk) -> Result<bool> {
    let drivers = Driver::listed(conn, clerk.location)?;
    Ok(drivers.iter().any(|driver| driver.is_active() && driver.details.name == clerk.name))
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
