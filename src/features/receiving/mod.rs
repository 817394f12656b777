//! Receiving: what other licences send us, taken or rejected package by package (mission rows 5, 6, 8, 9, 18).
//!
//! What is on its way is the state's to say (`incoming`); we keep a copy so that the page works while the state is silent. A manifest
//! is received once, by one filing, and closed for good: so the form is followed by a page that says what will happen. Until then
//! everything is a draft (`draft`): scanned against the list, mapped and typed, by whoever has the time.

pub mod arrivals;
mod confirmation;
pub mod damages;
mod delivery;
mod draft;
pub mod drafts;
mod filings;
mod incoming;
mod lines;
mod listing;
pub mod matches;
mod model;
mod outcome;
mod over;
mod prepared;
mod puller;
pub mod pulls;
pub mod receipts;
mod saves;
pub mod scans;
mod suggestion;
mod upsert;
pub mod web;

pub use filings::{ConfirmArrival, Receive};
pub use incoming::{Freshness, pull, pull_if_old, read_labs};
pub use lines::Choice;
pub use model::{Line, Manifest, Status};
pub use puller::Puller;

use crate::db::Conn;
use crate::error::Result;
use crate::schema::manifests;
use crate::values::{License, ManifestId};
use diesel::prelude::*;

/// Who sent a shipment: goods go back there.
pub fn sender_of(conn: &mut Conn, manifest: ManifestId) -> Result<License> {
    Ok(manifests::table.find(manifest).select(manifests::sender_license).first(conn)?)
}
