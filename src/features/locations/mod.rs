//! A location: one licence, and the defaults its admin sets.

mod model;
mod settings;
pub mod web;

pub use model::{CreateBatches, FleetSwitch, Location};
