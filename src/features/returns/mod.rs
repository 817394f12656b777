//! What customers bring back (florida-rules §9): by line and quantity, at any later time. What goes to stock becomes a package of its
//! own that is never sold again and can only be destroyed. And the guide that picks between a return and a void.

pub mod corrections;
mod filings;
mod model;
mod panel;
mod parts;
mod refund;
mod sold;
mod standing;
mod untold;
pub mod web;
mod worth;

pub use filings::ReturnSale;
pub use model::{Method, Return, ReturnLine, Status};
pub use panel::Panel;
pub use parts::Returning;
pub use sold::Sold;
pub use standing::Waiting;
pub use untold::ReturnUntold;
