//! Labels of packages: the state's 16 digits as bars and as a square, on paper of three sizes; every print is written down.

mod codes;
mod model;
mod records;
pub mod web;

pub use model::{LabelPrint, Size};
