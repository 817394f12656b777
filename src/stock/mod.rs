//! The stock ledger: the only code that changes a quantity.
//!
//! *Moves* are insert-only and have two ends, a room or an outside [`Place`]. `stock` is their running balance for rooms, with CHECKs
//! under it, so overselling is impossible on both databases. A *hold* reserves part of a balance for its owner: a cart, a pick for a
//! pre-order, a filing, a scheduled destruction; `stock.held` is the sum of the holds. What leaves a room must be held by the filing whose [`Receipt`]
//! (the state's yes) moves it, so accepting cannot fail. Mistakes are corrected by mirror moves, never by editing.
//!
//! Delivery devices and merchandise, to which the state gives no identifier, have a ledger of the same shape: [`supplies`].
//!
//! [`Receipt`]: crate::biotrack::Receipt

mod balance;
mod effect;
mod hold;
mod ledger;
mod place;
pub mod supplies;

pub use balance::{Balance, MoveLine, history, of_package, undone, where_is};
pub use effect::{Effect, Move};
pub use hold::{Owner, give_back, hand_on, held_by, hold, holders, release, release_part, take_over};
pub use ledger::post;
pub use place::Place;
