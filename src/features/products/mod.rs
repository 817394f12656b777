//! The catalog: what a package is, what it posts to a patient's order, and what it costs.

mod amounts;
mod columns;
pub mod combinations;
mod combine;
mod draft;
mod medicine;
mod model;
mod records;
pub mod restorations;
pub mod retirements;
mod search;
mod term;
pub mod terms;
pub mod web;

pub use amounts::Differing;
pub use model::{Goods, NewProduct, Product, RETAIL_TYPES, SMOKING_TYPES};
pub use records::save;
