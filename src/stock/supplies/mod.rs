//! The ledger of supplies: delivery devices and merchandise, counted by product and room.
//!
//! **Why not packages.** A package is what the state gave a 16-digit identifier; its ledger, `packages`, `moves` and `stock`, is held
//! against the state's books, and nothing of it moves without the state's yes. Nobody gives a rolling tray an identifier, one is like
//! the other, and nothing that happens to it in stock is reported. To keep it there would mean invented identifiers that no scanner
//! reads and the state denies. So supplies have a small ledger of the same shape: insert-only moves with two ends, a balance with
//! CHECKs under it, holds by one conditional UPDATE. Whole units only. Mistakes are corrected by mirror moves.
//!
//! A move is posted by an [`Authority`], and there are two: [`NotReportable`], which only the row of a product that is a device or
//! merchandise makes, and the state's [`Receipt`], for what the state is told after all: a device that is sold to a patient.
//!
//! [`Receipt`]: crate::biotrack::Receipt

mod authority;
mod balance;
mod effect;
mod hold;
mod ledger;

pub use authority::{Authority, NotReportable};
pub use balance::{in_room, is_anywhere, of_product, settled, where_is};
pub use effect::{Effect, Move};
pub use hold::{give_back, held_by, hold, release, release_part, take_over};
pub use ledger::{Posting, post};
