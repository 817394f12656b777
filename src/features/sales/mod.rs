//! Sales: told to the state within the act itself, shown with the state's own number, voided on the same business day.

mod checkout;
mod filings;
mod listed;
mod model;
pub mod receipts;
pub mod register; // POST /register/carts/{id}/sales
pub mod voids;
pub mod web;

pub use filings::{Sell, VoidSale};
pub use model::{Sale, SaleLine, Status, sees_all};
pub use voids::obstacle;
pub use web::Ticket;
