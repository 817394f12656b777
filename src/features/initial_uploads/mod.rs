//! Taking over a running store (product-spec 6.12): what is on its shelf comes from a spreadsheet, is looked at row by row, and is told
//! to the state one filing a row while the location is being onboarded. The state gives each package its 16 digits; the label that it
//! carries stays its External package id, so a scan of either finds it.
//!
//! Nothing is told before a person has said so, with the number of packages. What was begun goes on by itself (`run`).

pub mod cancellations;
mod columns;
pub mod exports;
mod filings;
mod goods;
mod judge;
pub mod judgements;
mod known;
mod model;
pub mod pauses;
mod records;
pub mod resumptions;
pub mod retries;
mod run;
pub mod runs;
pub mod shown;
mod stage;
pub mod templates;
pub mod web;

pub use filings::TakeOver;
pub use goods::unmapped;
pub use model::{Status, Upload};
pub use run::{Runner, run};
