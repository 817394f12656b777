//! Rooms of a shop, as BioTrack knows them. Creating and naming them has its own pages later; here they are pulled from the state.

mod model;

pub use model::{Kind, Room};
