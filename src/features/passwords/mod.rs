//! One's own password: whoever is signed in changes it, knowing the one they have.
//!
//! A wrong current password counts as at the door, so a screen left open is no place to guess. A new one ends every session but the
//! one it was chosen in. `web/clerk.rs` leads people here when their password has become too old for their shop.

mod records;
pub mod web;
