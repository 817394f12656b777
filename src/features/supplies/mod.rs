//! Supplies: delivery devices and merchandise on the shelf, by product and room. The state is told nothing of them in stock.

pub mod adjustments;
pub mod exports;
mod filter;
mod history;
mod model;
pub mod moves;
mod records;
pub mod web;

pub use history::SupplyMove;
pub use model::{Shelf, note_cost};
pub use records::{authority_of, usable_room};
