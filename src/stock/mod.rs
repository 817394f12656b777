//! The stock ledger: the only code that changes a quantity.
//!
//! *Moves* are insert-only and have two ends, a room or an outside [`Place`]. `stock` is their running balance for rooms, with CHECKs
//! under it, so overselling is impossible on both databases. A *hold* reserves part of a balance for its owner: a cart, a filing, a
//! scheduled destruction; `stock.held` is the sum of the holds. What leaves a room must be held by the filing whose [`Receipt`]
//! (the state's yes) moves it, so accepting cannot fail. Mistakes are corrected by mirror moves, never by editing.
//!
//! Merchandise that the state does not know will need an authority of its own here; nothing in this program sells any yet.
//!
//! [`Receipt`]: crate::biotrack::Receipt

mod balance;
mod effect;
mod hold;
mod ledger;
mod place;

pub use balance::{Balance, MoveLine, history, of_package, where_is};
pub use effect::{Effect, Move};
pub use hold::{Owner, give_back, hand_on, held_by, hold, holders, release, release_part, take_over};
pub use ledger::post;
pub use place::Place;
