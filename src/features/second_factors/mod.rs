//! The second factor: six digits from an authenticator (TOTP, RFC 6238) besides the password, and codes for the day it is lost.
//!
//! A code is taken once: the half minute it belongs to is kept, and it and all before are used. Five wrong ones lock the factor for a
//! quarter of an hour; the right password does not open that lock, so whoever has the password alone gets no more tries.

pub mod checks;
pub mod confirmations;
mod model;
mod picture;
mod records;
pub mod removals;
pub mod web;

pub use model::SecondFactor;
pub use records::RemoveSecondFactor;
