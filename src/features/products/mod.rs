//! The catalog: what a package is, what it posts to a patient's order, and what it costs.

mod draft;
mod model;
mod search;
pub mod web;

pub use model::{Goods, NewProduct, Product, RETAIL_TYPES, SMOKING_TYPES};
