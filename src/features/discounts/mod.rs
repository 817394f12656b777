//! Discounts and price tiers: what a cart costs before tax, and who may change that.
//!
//! `terms` says what a discount gives and when, `pricing` reckons a cart; both are pure. The law's part of a price, the tax, is in
//! `rules/tax`.

mod exempt;
mod model;
mod pricing;
mod records;
mod terms;
mod typed;
pub mod web;
mod wishes;

pub mod exemptions; // POST /discounts/exemptions: products that no discount comes to by itself

pub use exempt::Exempt;
pub use model::{Discount, keep, of_sale};
pub use pricing::{Item, Missed, Price, Pricing, Step, Taken, least, price};
pub use records::products as products_of;
pub use terms::{Gives, When};
pub use typed::list;
pub use wishes::{Wish, offers};
