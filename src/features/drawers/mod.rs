//! Money in drawers (product-spec 4.7, 5.7, 5.10). A register is a till; its drawer is opened with what is in it, takes and gives
//! cash, and is counted at its close. Nothing is back-dated and nothing is edited: what was wrong is corrected by adding.
//!
//! **Suspense.** While the state has not answered a ticket, its cash is neither a sale's nor over or short: it lies apart, with the
//! ticket's number. `open` of an act takes it into suspense ([`take`], [`pay_back`]), `accept` makes it the drawer's ([`settle`]), and
//! `refuse` leaves it to be given back ([`refuse`]), until a person says that it was, or it is handed over for the next try. A drawer closes over suspense only when whoever
//! closes it has named each ticket. What the state answers after the close is added to the record of that closed drawer as "settled
//! after the close": its count stays as it was, and the cash that lay apart goes with that drawer's deposit.

pub mod adjustments;
mod close;
mod closed;
pub mod closings;
pub mod count_cancellations;
mod counted;
pub mod counts;
pub mod days;
pub mod drops;
pub mod hand_backs;
mod ledger;
mod model;
mod move_page;
pub mod openings;
mod owed;
pub mod pay_ins;
pub mod pay_outs;
mod payments;
mod place;
pub mod places;
mod reason;
pub mod reasons;
mod records;
mod register;
pub mod registers;
mod report;
mod standing;
mod suspended;
mod suspense;
pub mod transfers;
pub mod web;

pub use ledger::Kind;
pub use model::{Drawer, Status};
pub use owed::Owed;
pub use payments::{Debit, Method, Paid, Payment};
pub use place::Place;
pub use register::Register;
pub use standing::Standing;
pub use suspense::{Back, Taken, pay_back, pay_back_at_once, refuse, settle, take, take_at_once, void, void_at_once};

use crate::db::Conn;
use crate::error::Result;
use crate::values::{At, LocationId};

/// A new shop's first register, and the reasons it begins with.
pub fn begin(tx: &mut Conn, location: LocationId, now: At) -> Result<()> {
    Register::insert(tx, &Register::new(location, "Register 1", now))?;
    reason::Reason::begin(tx, location)
}
