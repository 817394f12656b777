//! Manifests of ours: goods that go to another licence, from the draft until the receiver has them or they are here again.

pub mod additions;
pub mod checks;
pub mod deletions;
mod draft;
mod filings;
mod heard;
pub mod items;
mod line;
mod model;
mod paper;
pub mod prices;
pub mod prints;
pub mod pulls;
pub mod removals;
pub mod returns;
mod search;
pub mod shipments;
mod shipping;
mod stop;
pub mod stop_removals;
pub mod stop_voids;
pub mod stops;
pub mod submissions;
mod taking_back;
mod voiding;
pub mod voids;
pub mod web;
mod whole;

pub use draft::{AT_ONCE, must_have_stop, put_on_draft};
pub use filings::FileManifest;
pub use line::OnManifest;
pub use model::{Manifest, Status};
pub use shipping::ShipManifest;
pub use taking_back::TakeBack;
pub use voiding::{RecallShipment, VoidManifest, VoidStop};
