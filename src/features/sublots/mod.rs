//! Sublots: parts of a package become packages of their own, with numbers that the state gives them.

mod filings;
pub mod web;

pub use filings::{MakeSublots, Onto, Output};
