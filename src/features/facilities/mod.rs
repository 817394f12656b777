//! Where goods may be sent: dispensaries, plants and laboratories, each a licence of the state's list.

mod model;
mod records;
pub mod restorations;
pub mod retirements;
mod theirs;
pub mod web;

pub use model::{Facility, Kind};
