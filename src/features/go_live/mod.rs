//! Going live: a page that checks and shows, with time and name, whether everything is in place before the first sale (product-spec
//! 6.12): our books are compared with what the state says now. It mends nothing; each finding leads to where it is mended.

pub mod checks;
mod finding;
mod goods;
mod model;
mod own;
mod places;
mod theirs;
pub mod web;
