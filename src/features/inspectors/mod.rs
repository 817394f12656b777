//! Inspectors: somebody of an agency reads everything for a time that the shop sets, and changes nothing.
//!
//! Three locks hold that: they have the permissions that read and no others (`may`), whatever is sent but a search is refused before
//! any handler sees it (`web::inspected`), and neither door takes anything from them (`app`, `filing`). The state never hears of them.

pub mod endings;
mod model;
mod records;
pub mod web;

pub use model::Inspector;
