//! Small types that cannot be wrong. They import nothing of ours.
//!
//! Ids are types and `Copy`, money is whole cents, goods are whole hundredths of the state's unit and medicine is whole
//! thousandths: there is no float in this program. Text that comes from outside becomes one of these at the edge, or is refused there.

pub mod clock;
pub mod code;
pub mod goods;
pub mod id;
pub mod medicine;
pub mod money;
pub mod quantity;
pub(crate) mod stored;

pub use clock::{At, Clock};
pub use code::{Barcode, EmployeeNumber, HoldNumber, License, ManifestNumber, SampleNumber};
pub use goods::Goods;
pub use id::*;
pub use medicine::{Amount, OrderType, Route, Unit};
pub use money::Cents;
pub use quantity::{Exact, Quantity};
pub(crate) use stored::text_enum;

/// Why a piece of text did not become a value, in words for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

impl Unreadable {
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}
