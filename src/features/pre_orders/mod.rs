//! Pre-orders: what a patient orders ahead, picked by scan, and handed over as an ordinary cart.
//!
//! **Two kinds of having.** A confirmed line is a *promise* of a product ([`promised`]): it names no package and holds nothing. A pick
//! is so much of one package in a bag, and holds its stock as a cart's line does. Of the registry nothing is promised at all: whether it
//! would fit today is shown when the order is taken, and decided when the bag becomes a cart.
//!
//! **The state hears nothing of it.** All here is local; what is told is the sale that the cart becomes.
//!
//! **Order of writing.** Whoever touches a cart and a pre-order writes the cart's row first, then the pre-order's: no two wait for
//! each other.

mod draft;
mod event;
mod line;
mod listed;
mod model;
mod pick;
mod picking;
mod progress;
mod promised;
mod sheet;
mod turning;
pub mod web;

pub mod cancellations; // POST /pre_orders/{id}/cancellations
pub mod confirmations; // POST /pre_orders/{id}/confirmations
pub mod exports; // GET /pre_orders/all.csv
pub mod lines; // /pre_orders/{id}/lines
pub mod notices; // POST /pre_orders/{id}/notices: who called the patient
pub mod picks; // /pre_orders/{id}/picks: picking by scan
pub mod readiness; // POST /pre_orders/{id}/readiness
pub mod stale;
pub mod tickets; // GET /pre_orders/{id}/ticket: 80 mm of paper

pub use event::Event;
pub use listed::to_pick;
pub use model::{PreOrder, Status};
pub use pick::Pick;
pub use promised::{promised, words as promised_words};
pub use turning::{cart_went, ready_numbers, ready_of};
