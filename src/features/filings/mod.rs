//! What was said to the state, what it answered, and what a person settled. The rows are written by `filing/`, and by nothing else.

mod filter;
mod model;
mod said;
pub mod settlements;
mod subjects;
pub mod web;

pub use filter::Which;
