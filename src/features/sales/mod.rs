//! Sales: told to the state within the act itself, shown with the state's own number, voided on the same business day. Of merchandise
//! alone the state is told nothing (`untold`).

mod activity;
mod checkout;
mod filings;
mod listed;
mod model;
pub mod receipts;
pub mod register; // POST /register/carts/{id}/sales
mod supplies;
mod telling;
mod untold;
mod voiding;
pub mod voids;
pub mod web;
mod writing;

pub use filings::Sell;
pub use model::{Sale, SaleLine, Status, sees_all};
pub use receipts::ReceiptPage;
pub use supplies::{Counter, SaleSupply, Supply};
pub use untold::{SellUntold, VoidUntold};
pub use voiding::VoidSale;
pub use voids::obstacle;
pub use web::Ticket;
