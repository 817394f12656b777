//! What differs from state to state, as data. Florida is the only profile so far.

use crate::values::{OrderType, Route};

/// What becomes of goods that a customer brings back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restock {
    /// A new identifier that may only be destroyed or shipped back (Florida).
    NewIdentifier,
}

/// A state's configurable points.
#[derive(Debug, Clone, Copy)]
pub struct Profile {
    pub destroy_wait_hours: i64,
    /// Decimals that a quantity keeps; more are rounded away silently.
    pub decimals: usize,
    pub qa_needed_at_sale: bool,
    pub restock: Restock,
    /// A sale may be voided on the business day it was made on, in this zone.
    pub business_day: chrono_tz::Tz,
    pub adult_at_years: i32,
    /// How far ahead of the state's clock a time may be and still not be "in the future".
    pub clock_slack_seconds: i64,
}

pub const FLORIDA: Profile = Profile {
    destroy_wait_hours: 72,
    decimals: 2,
    qa_needed_at_sale: true,
    restock: Restock::NewIdentifier,
    business_day: chrono_tz::US::Eastern,
    adult_at_years: 18,
    clock_slack_seconds: 5,
};

/// Whether goods of that type are counted, not weighed (biotrack-api §1.7, disagreement 9).
pub fn unit_based(inventory_type: i64) -> bool {
    matches!(inventory_type, 7 | 10..=12 | 22..=26 | 28 | 31 | 32 | 34..=37)
}

/// Whether goods of that type are sold to patients (biotrack-api §4.1).
pub fn retail(inventory_type: i64) -> bool {
    !routes(inventory_type).is_empty()
}

/// The routes that goods of that type may be dispensed for (florida-rules 2.5, 3.6).
pub fn routes(inventory_type: i64) -> &'static [Route] {
    match inventory_type {
        22 | 23 => &[Route::Edible],
        24 => &[Route::Inhalation],
        25 | 36 => &[Route::Topical],
        28 | 31 => &[Route::Smoking],
        32 => &[Route::Smoking, Route::Inhalation],
        34 => &[Route::Oral],
        35 => &[Route::Sublingual, Route::Oral],
        37 => &[Route::Suppository],
        _ => &[],
    }
}

/// The kind of order that goods of that type are for, unless the lab says that they are low in THC.
pub fn order_type(inventory_type: i64) -> OrderType {
    if routes(inventory_type).first() == Some(&Route::Smoking) { OrderType::Smoking } else { OrderType::Medical }
}

/// An amount in another unit as the stored one: grams for what is weighed. `None` for a unit that is not known.
pub fn in_stored_unit(amount: i64, unit: Option<&str>) -> Option<i64> {
    let ten_thousandths = match unit.map(str::trim) {
        None | Some("" | "g" | "each") => 10_000,
        Some("mg") => 10,
        Some("kg") => 10_000_000,
        Some("oz") => 283_495,
        Some("lb") => 4_535_920,
        Some(_) => return None,
    };
    let product = amount.checked_mul(ten_thousandths)?;
    Some((product + product.signum() * 5_000) / 10_000)
}
