//! What is printed of a sale: its receipt, and the labels that the law wants on what is dispensed (florida-rules §7). The first print is
//! recorded, and each further one is a reprint, with who, when and why.

mod label;
mod model;
mod records;
pub mod web;

pub use model::{Kind, Print};
