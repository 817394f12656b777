//! Conversions: a package, or a part of it, becomes another product; and taking that back while nothing has touched what was made.

mod checks;
mod filings;
mod model;
mod types;
mod undo;
pub mod undos;
pub mod web;

pub use filings::Convert;
pub use model::{Conversion, may_be_undone};
pub use types::targets;
pub use undo::UndoConversion;
