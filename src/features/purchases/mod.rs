//! Purchases: delivery devices and merchandise bought from a vendor. They come without a manifest, and the state is told nothing.
//!
//! A draft is kept and resumed and moves no stock. It is received once; what was wrong about it goes back to the vendor by an act of
//! its own.

pub mod cancellations;
mod draft;
mod line;
mod model;
mod price;
pub mod receipts;
mod received;
mod records;
pub mod returns;
mod search;
pub mod web;

pub use model::Said;
pub use received::take_in;
