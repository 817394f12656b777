//! Lotbook: the point of sale and backoffice of Florida's medical cannabis dispensaries, honest with the state in real time.
//!
//! The map, in reading order:

pub mod app; // the running program and its doors
pub mod biotrack; // talks to the state; knows no tables and no features
pub mod config; // the environment and flags, checked
pub mod db; // SQLite or PostgreSQL; the one writer thread
pub mod demo; // the demonstration world's shop
pub mod error; // everything that can go wrong, in the user's words
pub mod event; // who changed what: the log and its chain
pub mod features; // a folder each
pub mod filing; // telling the state: intent, answer, recovery
pub mod may; // who is asking, and what they may do
pub mod outage; // what every page knows of a silent state
pub mod routes; // every URL on one screen
pub mod rules; // Florida's rules as dated data and pure functions
pub mod sandbox; // the state's stand-in: a second server with its own books
pub mod schema; // what the migrations make
pub mod setup; // the first start: a shop and its first people
pub mod start;
pub mod stock; // the ledger: the only code that changes a quantity
pub mod values; // small types that cannot be wrong
pub mod web; // plumbing for handlers // from a configuration to a running server
