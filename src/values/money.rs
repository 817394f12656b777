//! Money: whole cents.

use super::{Unreadable, stored::stored_as_bigint};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of money in US cents. May be negative (money back).
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
pub struct Cents(pub i64);

stored_as_bigint!(Cents);

impl Cents {
    pub const ZERO: Self = Self(0);

    /// Reads `12`, `12.5`, `12.50`, `$1,200.00`; never negative. A third decimal is refused, not rounded.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let bare: String = text.trim().trim_start_matches('$').chars().filter(|c| *c != ',').collect();
        super::quantity::fixed_point(&bare, 2).map(Self).ok_or_else(|| Unreadable::new("Type an amount of money like 12.50."))
    }

    /// The plain decimal of the wire and of form fields: `12.50`.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100)
    }

    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// This price for so many.
    pub fn times(self, count: i64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let whole = (self.0.unsigned_abs() / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        write!(f, "{sign}${grouped}.{:02}", self.0.unsigned_abs() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_as_people_type_it_and_shown_as_they_read_it() {
        for (typed, cents) in [("12", 1200), ("12.5", 1250), (" $1,200.00 ", 120_000), ("0.01", 1), (".5", 50)] {
            assert_eq!(Cents::parse(typed), Ok(Cents(cents)), "{typed}");
        }
        for wrong in ["", "-1", "1.005", "abc", "1e3", "99999999999999999999", "1..2", "."] {
            assert!(Cents::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Cents(123_456_789).to_string(), "$1,234,567.89");
        assert_eq!(Cents(-5).to_string(), "−$0.05");
        assert_eq!(Cents(-3500).plain(), "-35.00");
    }
}
