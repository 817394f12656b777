//! The catalog: what a package is, what it posts to a patient's order, and what it costs.

mod amounts;
pub mod applications;
mod columns;
pub mod combinations;
mod combine;
mod draft;
pub mod edits;
pub mod exports;
mod import;
pub mod imports;
mod medicine;
mod model;
pub mod names;
mod preview;
mod records;
pub mod restorations;
pub mod retirements;
mod search;
mod shown;
mod stocked;
mod term;
pub mod terms;
pub mod web;

pub use amounts::Differing;
pub use import::resume;
pub use model::{Goods, NewProduct, Product, RETAIL_TYPES, SMOKING_TYPES};
pub use records::save;
