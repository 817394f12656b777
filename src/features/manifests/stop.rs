//! The stops of a manifest: a licence each, with its own times and route.

use super::model::Manifest;
use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::features::facilities::Facility;
use crate::schema::{facilities, outgoing_stops};
use crate::values::{At, FacilityId, OutgoingId, OutgoingStopId, text_enum};
use diesel::prelude::*;
use serde::Serialize;

text_enum! {
    Status {
        Open = "open", "Open";
        Voided = "voided", "Voided";
    }
}

/// What a person says of a stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = outgoing_stops, treat_none_as_null = true, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Planned {
    pub facility_id: FacilityId,
    /// What the shipment is called.
    pub title: String,
    pub route: String,
    pub departs_at: Option<At>,
    pub arrives_at: Option<At>,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outgoing_stops, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Stop {
    pub id: OutgoingStopId,
    pub manifest_id: OutgoingId,
    /// The number that the state is told.
    pub position: i64,
    #[diesel(embed)]
    pub planned: Planned,
    pub status: Status,
    pub arrived_at: Option<At>,
}

impl Stop {
    pub fn find(conn: &mut Conn, manifest: OutgoingId, id: OutgoingStopId) -> Result<Self> {
        let of = outgoing_stops::table.find(id).filter(outgoing_stops::manifest_id.eq(manifest));
        Ok(of.select(Self::as_select()).first(conn)?)
    }

    /// Which manifest a stop is of.
    pub fn manifest_of(conn: &mut Conn, id: OutgoingStopId) -> Result<OutgoingId> {
        Ok(outgoing_stops::table.find(id).select(outgoing_stops::manifest_id).first(conn)?)
    }

    /// In their order, each with where it is.
    pub fn of_manifest(conn: &mut Conn, manifest: OutgoingId) -> Result<Vec<(Self, Facility)>> {
        let all = outgoing_stops::table
            .inner_join(facilities::table)
            .filter(outgoing_stops::manifest_id.eq(manifest))
            .order(outgoing_stops::position)
            .select((Self::as_select(), Facility::as_select()))
            .load(conn)?;
        Ok(all)
    }

    /// After those that there are. A licence has one stop on a manifest.
    pub fn add(tx: &mut Conn, manifest: &Manifest, planned: &Planned) -> Result<OutgoingStopId> {
        let position = Self::place_for(tx, manifest, planned, None)?;
        let id = OutgoingStopId::new();
        diesel::insert_into(outgoing_stops::table)
            .values((
                outgoing_stops::id.eq(id),
                outgoing_stops::manifest_id.eq(manifest.id),
                outgoing_stops::position.eq(position),
                planned,
                outgoing_stops::status.eq(Status::Open),
            ))
            .execute(tx)?;
        Ok(id)
    }

    pub fn change(&self, tx: &mut Conn, manifest: &Manifest, planned: &Planned) -> Result<()> {
        Self::place_for(tx, manifest, planned, Some(self.id))?;
        diesel::update(outgoing_stops::table.find(self.id)).set(planned).execute(tx)?;
        Ok(())
    }

    /// The next stop number; refuses a second stop to one licence, and a facility that is out of use.
    fn place_for(tx: &mut Conn, manifest: &Manifest, planned: &Planned, except: Option<OutgoingStopId>) -> Result<i64> {
        let facility = Facility::find(tx, manifest.location_id, planned.facility_id)?;
        let all = Self::of_manifest(tx, manifest.id)?;
        let same = all.iter().find(|(stop, _)| stop.planned.facility_id == facility.id && Some(stop.id) != except);
        if let Some((stop, _)) = same {
            let words = format!("Stop {} goes to {} already: one licence, one stop.", stop.position, facility.details.name);
            return Err(Error::Invalid(Problems::one("facility", words)));
        }
        if !facility.active {
            let words = format!("{} is retired. Choose a facility that is in use.", facility.details.name);
            return Err(Error::Invalid(Problems::one("facility", words)));
        }
        Ok(all.iter().map(|(stop, _)| stop.position).max().unwrap_or_default() + 1)
    }

    /// Off a draft; those after it move up.
    pub fn remove(&self, tx: &mut Conn) -> Result<()> {
        diesel::delete(outgoing_stops::table.find(self.id)).execute(tx)?;
        let after = outgoing_stops::table
            .filter(outgoing_stops::manifest_id.eq(self.manifest_id))
            .filter(outgoing_stops::position.gt(self.position));
        diesel::update(after).set(outgoing_stops::position.eq(outgoing_stops::position - 1)).execute(tx)?;
        Ok(())
    }

    pub fn void(tx: &mut Conn, id: OutgoingStopId) -> Result<()> {
        diesel::update(outgoing_stops::table.find(id)).set(outgoing_stops::status.eq(Status::Voided)).execute(tx)?;
        Ok(())
    }

    pub fn note_arrived(tx: &mut Conn, manifest: OutgoingId, position: i64, at: At) -> Result<()> {
        let stop =
            outgoing_stops::table.filter(outgoing_stops::manifest_id.eq(manifest)).filter(outgoing_stops::position.eq(position));
        diesel::update(stop).set(outgoing_stops::arrived_at.eq(at)).execute(tx)?;
        Ok(())
    }

    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// `Stop 2: Retest samples`.
    pub fn name(&self) -> String {
        if self.planned.title.is_empty() {
            format!("Stop {}", self.position)
        } else {
            format!("Stop {}: {}", self.position, self.planned.title)
        }
    }
}
