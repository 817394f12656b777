//! Rooms of a shop, as BioTrack knows them: saved here and there in one act, and pulled from the state on the first start.

mod filings;
mod model;
pub mod retirements;
mod returns;
pub mod signs;
pub mod web;

pub use filings::{AddRoom, ChangeRoom, RetireRoom};
pub use model::{Details, Kind, Room};
