//! Signing in and out: a person's own Login ID and password, never a shared account (the law wants a name behind every act).
//!
//! Five wrong passwords lock an account for fifteen minutes; an unknown Login ID costs the same work and gets the same words as a
//! wrong password, so neither the answer nor its time tells which ones exist.

mod arrivals;
pub mod model;
pub mod password;
mod strangers;
pub mod tries;
pub mod web;

pub use arrivals::{Arrival, alone, half};
pub use model::Account;
pub use password::{hash_password, hash_password_now};

/// The password of every person of the demonstration world, shown on the sign-in page when that world is loaded.
pub const DEMONSTRATION_PASSWORD: &str = "lotbook-demo";
