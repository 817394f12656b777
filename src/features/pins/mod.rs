//! PINs: a few digits that say who stands at a till where everybody has an account of their own.
//!
//! With one, somebody whose role allows it approves what another clerk does (`Approved<P>`), and a clerk who signed in with their
//! password on a browser today takes that till over or unlocks it. A PIN never signs anybody in elsewhere. Five wrong ones lock it.

mod approvals;
pub mod devices;
pub mod locks;
mod model;
mod records;
pub mod switches;
mod tries;
mod weak;
pub mod web;

pub use approvals::{Approval, approved};
pub use model::Pin;

/// The PIN of the demonstration's managers and budtenders, shown on the sign-in page when that world is loaded.
pub const DEMONSTRATION_PIN: &str = "739214";
