//! Packages: one 16-digit BioTrack identifier each.

mod adjust;
pub mod adjustments;
mod changes;
mod detail;
mod family;
pub mod filings;
mod history;
mod lab;
pub mod lab_readings;
mod lab_results;
mod list;
mod model;
pub mod moves;
mod unit;
pub mod web;

pub use adjust::Adjust;
pub use changes::{Change, ChangeLine};
pub use family::{Birth, Family, Relative};
pub use filings::MoveToRoom;
pub use history::FilingLine;
pub use lab::{Lab, Measured, measured};
pub use list::{Filter, PackageLine};
pub use model::{NewPackage, Package, Status};
pub use unit::{Unit, type_name};
