//! Counts of what is on the shelf, by room, brand or category (product-spec 4.8, 6.10). Selling goes on meanwhile: a package's
//! difference is against what was on hand at the moment at which it was counted. What differs is told to the state by the same
//! adjustments that a single package has.

pub mod cancellations;
pub mod completions;
pub mod entries;
mod entry;
pub mod entry_removals;
mod find;
pub mod find_removals;
mod left;
mod line;
mod model;
mod records;
mod removal;
pub mod reopenings;
pub mod submissions;
mod told;
pub mod web;

pub use line::CountLine;
pub use model::{Count, Status};
pub use told::difference;
