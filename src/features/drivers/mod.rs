//! Drivers, and their employee records in BioTrack: a delivery cannot leave without one (mission row 21).

mod filings;
mod model;
pub mod retirements;
pub mod web;

pub use filings::{AddDriver, ChangeDriver, RetireDriver};
pub use model::{Details, Driver};
