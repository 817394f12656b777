//! What was said to the state, and what it answered: read-only. The rows are written by `filing/`, and by nothing else.

mod filter;
mod model;
mod said;
mod subjects;
pub mod web;

pub use filter::Which;
