//! Where our own calculation from the registry's history was not what the registry said. Kept at each reading, once a day for each
//! pair of figures.

use super::super::patients::masked;
use super::lines::OrderChoice;
use super::snapshot::Snapshot;
use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::may::Clerk;
use crate::rules::allotment::Variant;
use crate::rules::differences::{Difference, registry_day};
use crate::schema::{patients, registry_differences};
use crate::values::{Amount, At, LocationId, OrderType, PatientId, RegistryDifferenceId, RegistryReadId};
use chrono::TimeDelta;
use diesel::prelude::*;

/// So many are shown, the newest first.
const MOST: i64 = 200;

/// Of all medical routes together, where an order would be named.
const AGGREGATE: &str = "aggregate";

/// One difference, as it is read.
pub struct Kept {
    pub found_at: At,
    /// The end of the patient's card number.
    pub card: String,
    pub about: String,
    pub ours: String,
    pub registrys: String,
    /// The registry gives more than we find.
    pub registry_gives_more: bool,
    /// By how much.
    pub by: String,
    pub variant: Variant,
}

type Row = (At, String, String, OrderType, Amount, Amount, Variant);

impl Kept {
    /// The newest first.
    pub(super) fn newest(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let rows: Vec<Row> = registry_differences::table
            .inner_join(patients::table)
            .filter(registry_differences::location_id.eq(location))
            .order((registry_differences::found_at.desc(), registry_differences::id.desc()))
            .limit(MOST)
            .select((
                registry_differences::found_at,
                patients::card_id,
                registry_differences::about,
                registry_differences::order_type,
                registry_differences::ours,
                registry_differences::registrys,
                registry_differences::window_variant,
            ))
            .load(conn)?;
        Ok(rows.into_iter().map(Self::of).collect())
    }

    fn of((found_at, card, about, order_type, ours, registrys, variant): Row) -> Self {
        let unit = order_type.unit();
        let about = match about.parse::<OrderChoice>() {
            Err(_) => "All medical routes".to_owned(),
            Ok(choice) if choice.route.label() == order_type.label() => order_type.label().to_owned(),
            Ok(choice) => format!("{} · {}", choice.route.label(), order_type.label()),
        };
        Self {
            found_at,
            card: masked(&card),
            about,
            ours: ours.in_words(unit),
            registrys: registrys.in_words(unit),
            registry_gives_more: registrys > ours,
            by: registrys.less(ours).plus(ours.less(registrys)).in_words(unit),
            variant,
        }
    }
}

/// How many differences the last week brought, for the first page.
pub fn recent(conn: &mut Conn, location: LocationId, now: At) -> Result<i64> {
    let since = now - TimeDelta::days(7);
    let here = registry_differences::table.filter(registry_differences::location_id.eq(location));
    Ok(here.filter(registry_differences::found_at.ge(since)).count().get_result(conn)?)
}

/// Keeps what differs, and says so in the log: no name, no card.
pub(super) fn note_differences(
    tx: &mut Conn,
    clerk: &Clerk,
    patient: PatientId,
    reading: RegistryReadId,
    snapshot: &Snapshot,
) -> Result<()> {
    for Difference { order, order_type, ours, registrys } in snapshot.differences() {
        let route = order.as_ref().map_or(AGGREGATE, |(route, _)| route.as_str());
        tracing::warn!(%reading, %order_type, route, %ours, %registrys, "our calculation is not what the registry says");
        let about = order.map_or_else(|| AGGREGATE.to_owned(), |(route, order)| OrderChoice { route, order }.to_string());
        on_each!(tx, |c| diesel::insert_into(registry_differences::table)
            .values((
                registry_differences::id.eq(RegistryDifferenceId::new()),
                registry_differences::location_id.eq(clerk.location),
                registry_differences::registry_read_id.eq(reading),
                registry_differences::patient_id.eq(patient),
                registry_differences::about.eq(&about),
                registry_differences::order_type.eq(order_type),
                registry_differences::ours.eq(ours),
                registry_differences::registrys.eq(registrys),
                registry_differences::window_variant.eq(snapshot.variant),
                registry_differences::found_on.eq(registry_day(snapshot.read_at)),
                registry_differences::found_at.eq(snapshot.read_at),
            ))
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}
