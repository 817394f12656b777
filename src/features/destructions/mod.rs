//! The Destruction Manager: scheduled, waiting 72 hours by the state's clock, then destroyed before two witnesses; or undone
//! (mission rows 13–16). Whole packages only; the reasons are the state's.

pub mod certificates;
mod closings;
pub mod completions;
mod filings;
mod line;
mod model;
mod photo;
pub mod photos;
pub mod schedulings;
pub mod shared_photos;
pub mod together;
pub mod undos;
pub mod web;

pub use closings::{Destroy, UndoDestruction};
pub use filings::{AT_ONCE, ScheduleDestruction};
pub use line::{DestructionLine, Which};
pub use model::{Destruction, Person, Status};
