//! Bills and coins as they were counted.

use crate::values::Cents;
use serde::{Deserialize, Serialize};

/// What a drawer is counted by.
pub const DENOMINATIONS: [i64; 11] = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 25, 10, 5, 1];

/// More pieces of one kind are a slip of the keyboard.
pub const MOST_PIECES: i64 = 20_000;

/// How many of each: (cents, pieces).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted(pub Vec<(i64, i64)>);

impl Counted {
    pub fn total(&self) -> Cents {
        self.0.iter().map(|(cents, pieces)| Cents(*cents).times(*pieces)).sum()
    }
}

/// `$20`, `25¢`.
pub fn denomination(cents: i64) -> String {
    if cents >= 100 { format!("${}", cents / 100) } else { format!("{cents}¢") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawer_is_the_sum_of_its_pieces() {
        let counted = Counted(vec![(2_000, 7), (500, 3), (25, 4), (1, 9)]);
        assert_eq!(counted.total(), Cents(15_609));
        assert_eq!((denomination(2_000), denomination(25)), ("$20".to_owned(), "25¢".to_owned()));
    }
}
