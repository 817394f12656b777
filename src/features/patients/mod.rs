//! Patients: the only place where their names are kept. What the registry says of them is kept without names, in `register/`.
//!
//! **Looks are logged.** Whatever shows a patient's name or record calls [`seen`] before it answers (florida-rules 11.9, 11.16): if that
//! cannot be written down, nothing is shown. Lists show initials and the card's last four characters, which is no record.

mod flags;
mod model;
mod profile;
mod records;
mod seen;
pub mod web;

pub mod bans;
pub mod notes;
pub mod searches;
pub mod views;
pub mod warnings;

pub use flags::{Flag, must_be_welcome};
pub use model::{Patient, bare, masked, years_between};
pub use profile::{Countdown, clocks};
pub use seen::{Place, seen};
