//! How much of a package: whole hundredths of the state's own unit (each or grams).
//!
//! BioTrack keeps two decimals and rounds a third silently, then says there is not enough (product-spec §3): so a third decimal
//! is refused here, at the edge.

use super::{Unreadable, stored::stored_as_bigint};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Hundredths of the state's unit.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::BigInt)]
pub struct Quantity(pub i64);

stored_as_bigint!(Quantity);

impl Quantity {
    pub const ZERO: Self = Self(0);
    pub const ONE: Self = Self(100);

    /// So many whole units.
    pub fn units(count: i64) -> Self {
        Self(count.saturating_mul(100))
    }

    /// Reads `3`, `3.5`, `3.50`; never negative; a third decimal that is not zero is refused.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let bare = text.trim();
        let short = match bare.split_once('.') {
            Some((whole, tail)) if tail.len() > 2 && tail[2..].bytes().all(|b| b == b'0') => format!("{whole}.{}", &tail[..2]),
            _ => bare.to_owned(),
        };
        fixed_point(&short, 2)
            .map(Self)
            .ok_or_else(|| Unreadable::new("Type a quantity like 12 or 3.50, with at most two decimals."))
    }

    /// The decimal string of the wire: `12` or `3.50`.
    pub fn wire(self) -> String {
        self.to_string()
    }

    /// The count, if there is no fraction.
    pub fn whole(self) -> Option<i64> {
        (self.0 % 100 == 0).then_some(self.0 / 100)
    }

    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    pub fn is_positive(self) -> bool {
        self.0 > 0
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        if part == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part:02}") }
    }
}

/// A quantity with four decimals, as the state may show one: for comparing, never for acting (product-spec §12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(i64);

impl Exact {
    /// `None` for what is no number, or has more than four decimals.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = text.trim().strip_prefix('-').map_or((1, text.trim()), |digits| (-1, digits));
        fixed_point(digits, 4).map(|parts| Self(sign * parts))
    }

    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Without its sign.
    pub fn size(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Less than the two decimals that anything is counted in.
    pub fn is_rounding(self) -> bool {
        self.0.unsigned_abs() < 100
    }
}

impl From<Quantity> for Exact {
    fn from(quantity: Quantity) -> Self {
        Self(quantity.0.saturating_mul(100))
    }
}

impl fmt::Display for Exact {
    /// Always with its four decimals: `12.5000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:04}", self.0.unsigned_abs() / 10_000, self.0.unsigned_abs() % 10_000)
    }
}

/// `text` as a whole number of 10^-`decimals`; `None` for a sign, an exponent, too many decimals or a number too large.
pub fn fixed_point(text: &str, decimals: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !digits(whole) || !digits(part) || part.len() > decimals || whole.len() > 12 {
        return None;
    }
    format!("{}{part:0<decimals$}", if whole.is_empty() { "0" } else { whole }).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_decimals_are_kept_for_comparing() {
        let told = Exact::parse("12.4998").unwrap();
        let difference = told.minus(Quantity(1250).into());
        assert_eq!((told.to_string(), difference.to_string()), ("12.4998".to_owned(), "-0.0002".to_owned()));
        assert!(difference.is_rounding() && !Exact::from(Quantity(1)).is_rounding());
        assert_eq!(Exact::parse("-3").map(|one| one.to_string()).as_deref(), Some("-3.0000"));
        assert_eq!((Exact::parse("1.00001"), Exact::parse("--1"), Exact::parse("")), (None, None, None));
    }

    #[test]
    fn a_third_decimal_is_refused_not_rounded() {
        for (typed, hundredths) in [("24", 2400), ("3.5", 350), ("3.50", 350), ("3.500", 350), ("0.01", 1)] {
            assert_eq!(Quantity::parse(typed), Ok(Quantity(hundredths)), "{typed}");
        }
        for wrong in ["3.505", "", "-2", "+2", "1e2", "two", "1,5", "9999999999999"] {
            assert!(Quantity::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Quantity(350).to_string(), "3.50");
        assert_eq!(Quantity::units(24).wire(), "24");
    }
}
