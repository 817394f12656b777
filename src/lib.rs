//! Lotbook: the point of sale and backoffice of Florida's medical cannabis dispensaries, honest with the state in real time.
//!
//! The map, in reading order:

pub mod values; // small types that cannot be wrong
pub mod error; // everything that can go wrong, in the user's words
pub mod db; // SQLite or PostgreSQL; the one writer thread
pub mod schema; // what the migrations make
