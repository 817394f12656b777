//! Receiving: what other licences send us, taken or rejected package by package (mission rows 5, 6, 8, 9, 18).
//!
//! What is on its way is the state's to say (`incoming`); we keep a copy so that the page works while the state is silent. A manifest
//! is received once, by one filing, and closed for good: so the form is followed by a page that says what will happen.

pub mod arrivals;
mod delivery;
pub mod drafts;
mod filings;
mod incoming;
mod lines;
mod model;
mod outcome;
mod prepared;
pub mod pulls;
pub mod receipts;
mod upsert;
pub mod web;

pub use filings::{ConfirmArrival, Receive};
pub use incoming::{Freshness, pull, pull_if_old, read_labs};
pub use lines::Choice;
pub use model::{Line, Manifest, Status};
