//! Users: individual accounts only, and what the state's staff registry knows of each (mission row 23).
//!
//! Login ID, Email and MMUR email are three fields that must be the same to the byte, and the same as the state has it. Nothing here
//! corrects a spelling by itself: it shows where two of them part, and asks the state.

pub mod dismissals;
mod model;
mod records;
pub mod registry_checks;
pub mod reinstatements;
mod said;
pub mod second_factor_removals;
pub mod sessions;
pub mod sign_outs;
mod spelling;
pub mod web;

pub use model::{Details, Kind, New, Paper, Registry, User};
