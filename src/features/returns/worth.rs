//! What a part of a line is worth.

use crate::values::{Cents, Quantity};

/// What is due for `part` of a line of `whole` units that cost `total`, after `before` of them came back already. Reckoned from the
/// line's beginning, so that whatever the parts, together they are worth the line's total and not a cent more: the last takes the rest.
pub fn worth(total: Cents, whole: Quantity, before: Quantity, part: Quantity) -> Cents {
    due(total, whole, before.plus(part)).minus(due(total, whole, before))
}

/// For so much of the line, counted from its beginning; rounded down.
fn due(total: Cents, whole: Quantity, up_to: Quantity) -> Cents {
    let due = i128::from(total.0) * i128::from(up_to.0) / i128::from(whole.0.max(1));
    Cents(i64::try_from(due).unwrap_or(total.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_for_ten_dollars_come_back_one_by_one_for_ten_dollars() {
        let each: Vec<i64> =
            (0..3).map(|n| worth(Cents(1000), Quantity::units(3), Quantity::units(n), Quantity::ONE).0).collect();
        assert_eq!(each, [333, 333, 334]);
    }

    #[test]
    fn however_a_line_comes_back_its_parts_are_worth_its_total() {
        // A small generator of our own: the same every time.
        let mut seed = 88_172_645_463_325_252_u64;
        let mut draw = |below: i64| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            i64::try_from(seed % below.unsigned_abs()).unwrap()
        };
        for _ in 0..2_000 {
            let (total, units) = (Cents(draw(2_000_000)), 1 + draw(60));
            let (whole, mut before, mut sum) = (Quantity::units(units), Quantity::ZERO, Cents::ZERO);
            while before < whole {
                let left = whole.minus(before).0 / 100;
                let part = Quantity::units(1 + draw(left));
                let money = worth(total, whole, before, part);
                assert!(money >= Cents::ZERO);
                (before, sum) = (before.plus(part), sum.plus(money));
            }
            assert_eq!(sum, total, "{units} units");
        }
    }
}
