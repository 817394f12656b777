//! What a patient's order is counted in: medicine, not goods (florida-rules §2).

use super::{Unreadable, quantity::fixed_point, stored::stored_as_bigint, text_enum};
use serde::{Deserialize, Serialize};
use std::fmt;

text_enum! {
    /// The registry's kinds of order (florida-rules 2.4).
    OrderType {
        Medical = "medical", "Medical Cannabis";
        LowThc = "low_thc", "Low-THC Cannabis";
        Smoking = "smoking", "Smoking";
    }
}

text_enum! {
    /// The route of administration, the registry's "form" (florida-rules 2.5).
    Route {
        Edible = "edible", "Edible";
        Inhalation = "inhalation", "Inhalation";
        Oral = "oral", "Oral";
        Sublingual = "sublingual", "Sublingual";
        Suppository = "suppository", "Suppository";
        Topical = "topical", "Topical";
        Smoking = "smoking", "Smoking";
    }
}

text_enum! {
    /// What an order's amounts are counted in (florida-rules 2.11).
    Unit {
        MgThc = "mg_thc", "mg THC";
        MgCbd = "mg_cbd", "mg CBD";
        Ounce = "oz", "oz";
    }
}

impl OrderType {
    pub fn unit(self) -> Unit {
        match self {
            Self::Medical => Unit::MgThc,
            Self::LowThc => Unit::MgCbd,
            Self::Smoking => Unit::Ounce,
        }
    }

    /// How many dates a dispensation counts for (florida-rules §5): 35 for smoking, else 70.
    pub fn window_days(self) -> i64 {
        if self == Self::Smoking { 35 } else { 70 }
    }
}

/// An amount of medicine in thousandths of its unit: 0.001 oz, 0.001 mg. Ounces carry three decimals, milligrams two.
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
pub struct Amount(pub i64);

stored_as_bigint!(Amount);

impl Amount {
    pub const ZERO: Self = Self(0);

    /// Reads a decimal with at most three decimals, never negative.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        fixed_point(text.trim(), 3).map(Self).ok_or_else(|| Unreadable::new("Type an amount like 0.125 or 100."))
    }

    pub fn times(self, count: i64) -> Self {
        Self(self.0.saturating_mul(count))
    }

    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left, never below nothing.
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }

    /// For people: ounces with their three decimals, milligrams in groups and without needless zeros: `0.250`, `24,500`.
    pub fn shown(self, unit: Unit) -> String {
        if unit == Unit::Ounce {
            return self.with_unit_decimals(unit);
        }
        let text = self.to_string();
        let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
        let comma = |at: usize| at > 0 && (whole.len() - at).is_multiple_of(3);
        let grouped: String =
            whole.char_indices().flat_map(|(at, digit)| comma(at).then_some(',').into_iter().chain([digit])).collect();
        grouped + rest
    }

    /// [`Amount::shown`] and what it is counted in: `24,500 mg THC`.
    pub fn in_words(self, unit: Unit) -> String {
        format!("{} {}", self.shown(unit), unit.label())
    }

    /// With as many decimals as the unit carries on the wire and in a field: `0.125`, `100.00`.
    pub fn with_unit_decimals(self, unit: Unit) -> String {
        match unit {
            Unit::Ounce => format!("{}.{:03}", self.0 / 1000, self.0.unsigned_abs() % 1000),
            Unit::MgThc | Unit::MgCbd => format!("{}.{:02}", self.0 / 1000, (self.0.unsigned_abs() % 1000) / 10),
        }
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Amount {
    /// Without needless zeros: `0.125`, `100`, `2.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0.unsigned_abs() % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ounces_keep_three_decimals_and_milligrams_two() {
        assert_eq!(Amount::parse("0.123").map(|a| a.times(8)), Ok(Amount(984)));
        assert_eq!(Amount(984).with_unit_decimals(Unit::Ounce), "0.984");
        assert_eq!(Amount(100_000).with_unit_decimals(Unit::MgThc), "100.00");
        assert_eq!(Amount(100_000).to_string(), "100");
        assert!(Amount::parse("0.1234").is_err());
    }

    #[test]
    fn people_read_milligrams_in_groups_and_ounces_with_three_decimals() {
        for (thousandths, unit, shown) in [
            (24_500_000, Unit::MgThc, "24,500 mg THC"),
            (1_234_567_250, Unit::MgCbd, "1,234,567.25 mg CBD"),
            (100_000, Unit::MgThc, "100 mg THC"),
            (250, Unit::Ounce, "0.250 oz"),
        ] {
            assert_eq!(Amount(thousandths).in_words(unit), shown);
        }
    }
}
