//! The register: a patient whom the registry has just shown, a cart that holds its stock, and one next step.
//!
//! Selling itself is in `sales/`: this folder fills the cart, `goods` says what may go into it and `limits` how much.

mod account;
mod advice;
mod ahead;
mod allotment_holds;
mod astray;
pub mod bag; // POST /register/carts/{id}/pre_orders
mod beside;
mod bill;
mod cart;
mod carts;
mod coach;
mod code;
mod desk;
mod differences;
mod goods;
mod left_open;
mod limits;
mod line;
mod lines;
mod of_product;
pub mod other_packages; // /register/lines/{id}/packages
pub mod overdue;
mod panel;
mod parked;
pub mod parkings; // POST /register/carts/{id}/parkings, recalls and clearings
mod price;
mod reading;
mod renewal;
mod scanned;
mod since_scan;
mod snapshot;
mod supply;
mod supply_lines;
mod till;
mod till_lines;
pub mod web;

pub mod cart_discounts; // /register/discounts, and what is chosen there
pub mod cart_lines; // POST /register/carts/{id}/lines and what follows from a line
pub mod difference_list; // GET /register/differences
pub mod openings; // POST /register/carts, its cancellations and readings
pub mod search;
pub mod tender;

pub use ahead::{Ahead, would_fit};
pub use allotment_holds::{free_allotment, take_allotment, taken_elsewhere};
pub use bill::{Bill, of_package, of_supply};
pub use cart::{Cart, Status};
pub use carts::OpenCart;
pub use code::{Code, Scan};
pub use differences::recent as recent_differences;
pub use goods::Candidate;
pub use limits::{Debit, must_fit};
pub use line::Line;
pub use price::{Price, Totals};
pub use reading::{Reading, Said, ask};
pub use renewal::renew;
pub use since_scan::changed_since;
pub use snapshot::{Snapshot, day, is_open, same_card};
pub use supply::{CartSupply, device_orders, must_be_for_sale};
