//! Evidence: what the shop did on a span of days, for somebody who has to be shown it. A ZIP of CSV files with a manifest of their
//! SHA-256, or on paper; that it was gathered is itself in the event log. No patient is in it: not a name, not a card.
//!
//! A pack is written while it is read, a few hundred rows at a time: however many there are, only those are in memory.

mod files;
mod goods;
mod ledger;
pub mod packs;
pub mod papers;
mod span;
mod told;
pub mod web;
mod zip_stream;
