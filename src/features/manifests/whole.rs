//! A manifest with everything on it.

use super::line::Line;
use super::model::Manifest;
use super::stop::Stop;
use crate::db::Conn;
use crate::error::Result;
use crate::features::drivers::Driver;
use crate::features::facilities::Facility;
use crate::features::locations::Location;
use crate::features::vehicles::Vehicle;
use crate::values::{Cents, LocationId, OutgoingId};

/// One stop, where it is, and what goes there.
#[derive(Debug, Clone)]
pub struct Leg {
    pub stop: Stop,
    pub facility: Facility,
    pub lines: Vec<Line>,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Whole {
    pub manifest: Manifest,
    pub location: Location,
    pub legs: Vec<Leg>,
    pub driver: Option<Driver>,
    pub second: Option<Driver>,
    pub vehicle: Option<Vehicle>,
}

impl Leg {
    /// What the receiver pays; none, while a price is missing.
    pub fn total(&self) -> Option<Cents> {
        self.lines.iter().map(Line::price).sum()
    }
}

impl Whole {
    pub fn find(conn: &mut Conn, location: LocationId, id: OutgoingId) -> Result<Self> {
        let manifest = Manifest::find(conn, location, id)?;
        let mut lines = Line::of_manifest(conn, id)?;
        let mut legs = Vec::new();
        for (stop, facility) in Stop::of_manifest(conn, id)? {
            let (here, elsewhere) = lines.into_iter().partition(|line| line.stop_id == stop.id);
            lines = elsewhere;
            legs.push(Leg { stop, facility, lines: here });
        }
        let transport = manifest.transport;
        Ok(Self {
            location: Location::find(conn, location)?,
            driver: transport.driver_id.map(|id| Driver::find(conn, location, id)).transpose()?,
            second: transport.second_driver_id.map(|id| Driver::find(conn, location, id)).transpose()?,
            vehicle: transport.vehicle_id.map(|id| Vehicle::find(conn, location, id)).transpose()?,
            manifest,
            legs,
        })
    }

    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.legs.iter().flat_map(|leg| &leg.lines)
    }

    /// What is still bound to it, with where it goes.
    pub fn bound(&self) -> impl Iterator<Item = (&Leg, &Line)> {
        self.legs.iter().flat_map(|leg| leg.lines.iter().map(move |line| (leg, line))).filter(|(_, line)| line.is_open)
    }

    pub fn count(&self) -> usize {
        self.lines().count()
    }

    /// Something on it is invoiced.
    pub fn is_invoiced(&self) -> bool {
        self.legs.iter().any(|leg| leg.stop.is_open() && leg.facility.needs_prices())
    }
}
