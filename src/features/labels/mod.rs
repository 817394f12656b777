//! Labels of packages: the state's 16 digits as bars and as a square, on paper of three sizes; every print is written down.

mod codes;
mod model;
mod records;
pub mod web;

pub use codes::{Picture, code_128, code_128_of, data_matrix, data_matrix_of};
pub use model::{LabelPrint, Size};
pub use web::MOST_PACKAGES;
