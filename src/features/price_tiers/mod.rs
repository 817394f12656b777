//! Price tiers: prices that fall with the number of units, over all the products of a tier together.

mod model;
mod records;
pub mod web;

pub use model::{PriceTier, steps_for};
