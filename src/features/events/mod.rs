//! The event log as people read it: filtered, exported, and gone through. It is written by `crate::event`.

pub mod checks;
pub mod exports;
mod filter;
mod model;
pub mod web;
