//! The link clock (florida-rules 6.1, 6.2): times in which nobody here reached the state, who must hear of them by when, and what
//! the department was sent.
//!
//! `watch.rs` begins and ends incidents by what the calls to the state came to; nobody opens or closes one by hand. An incident is of
//! the whole installation, so it belongs to no location. What every page says of it comes from memory (`crate::outage`), which the
//! watch and the recording of a notice keep fresh.

mod draft;
mod model;
pub mod notices;
mod records;
mod waiting;
mod watch;
pub mod web;

pub use model::{Incident, Notice};
pub use watch::{Watch, refresh};
