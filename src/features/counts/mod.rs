//! Counts of what is on the shelf, by room, brand or category (product-spec 4.8, 6.10). Selling goes on meanwhile: a package's
//! difference is against what was on hand at the moment at which it was counted. What differs is told to the state by the same
//! adjustments that a single package has.

pub mod cancellations;
pub mod completions;
pub mod entries;
mod find;
mod line;
mod model;
mod records;
pub mod reopenings;
pub mod submissions;
pub mod web;

pub use line::{CountLine, difference};
pub use model::{Count, Status};
