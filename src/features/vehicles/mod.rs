//! Vehicles, and their records in BioTrack: a delivery cannot leave without one (mission row 21).

mod filings;
mod model;
pub mod retirements;
pub mod web;

pub use filings::{AddVehicle, ChangeVehicle, RetireVehicle};
pub use model::{Details, Vehicle};
