//! Inventory statuses: what a shop calls the standing of a package beyond the state's words, and whether such a package may be sold.

mod model;
mod records;
pub mod web;

pub use model::InventoryStatus;
