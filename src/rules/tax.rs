//! Sales tax by class, in whole cents (florida-rules §10). Marijuana and marijuana delivery devices are exempt; everything else is
//! taxed at the shop's rate, the state's and the county's together.

use super::Source;
use crate::values::{Cents, text_enum};
use chrono::NaiveDate;

text_enum! {
    /// What a product is to the tax.
    TaxClass {
        ExemptMarijuana = "exempt_marijuana", "Marijuana, exempt";
        /// For preparing, storing, ingesting or inhaling, dispensed by an MMTC.
        ExemptDevice = "exempt_device", "Marijuana delivery device, exempt";
        Taxable = "taxable", "Taxable";
    }
}

/// Which classes are exempt from some day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub exempt: &'static [TaxClass],
    pub source: Source,
}

/// The oldest first. Bills of 2020 to 2026 would have narrowed the exemption; none is known to have passed.
const RULES: &[Rule] = &[LATEST];

const LATEST: Rule = Rule {
    exempt: &[TaxClass::ExemptMarijuana, TaxClass::ExemptDevice],
    source: Source {
        rule: "212.08(2)(l)",
        effective_from: match NaiveDate::from_ymd_opt(2017, 6, 23) {
            Some(day) => day,
            None => NaiveDate::MIN,
        },
        effective_to: None,
        read_at: "florida-rules.md 10",
    },
};

/// Every rule that is known, the oldest first.
pub fn all() -> &'static [Rule] {
    RULES
}

/// The classes that are exempt on `day`; before the first rule that is known, by that.
pub fn on(day: NaiveDate) -> Rule {
    RULES.iter().rev().copied().find(|rule| rule.source.holds_on(day)).unwrap_or(LATEST)
}

impl Rule {
    pub fn exempts(&self, class: TaxClass) -> bool {
        self.exempt.contains(&class)
    }

    /// The tax on one line of `taxable`, after discounts, at a rate in hundredths of a percent.
    pub fn tax(&self, class: TaxClass, taxable: Cents, rate_basis_points: i64) -> Cents {
        if self.exempts(class) { Cents::ZERO } else { rounded(taxable, rate_basis_points) }
    }
}

/// To the nearest cent, half a cent away from nothing: what is given back carries exactly the tax that was taken. How the state wants it
/// rounded was not read; line by line, the sum on a receipt is the sum of what its lines say.
fn rounded(taxable: Cents, rate_basis_points: i64) -> Cents {
    let exact = i128::from(taxable.0) * i128::from(rate_basis_points); // ten-thousandths of a cent
    let cents = (exact.abs() + 5_000) / 10_000 * exact.signum();
    Cents(i64::try_from(cents).unwrap_or(if cents < 0 { i64::MIN } else { i64::MAX }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use TaxClass::{ExemptDevice, ExemptMarijuana, Taxable};
    use proptest::prelude::*;

    fn today() -> Rule {
        on("2026-11-23".parse().unwrap())
    }

    #[test]
    fn marijuana_and_its_devices_are_exempt_and_nothing_else_is() {
        for class in [ExemptMarijuana, ExemptDevice] {
            assert_eq!(today().tax(class, Cents(2_200), 750), Cents::ZERO, "{class}");
        }
        assert_eq!(today().tax(Taxable, Cents(2_200), 750), Cents(165));
        assert_eq!(today().source.rule, "212.08(2)(l)");
    }

    #[test]
    fn half_a_cent_is_a_cent_and_less_is_none() {
        for (cents, rate, tax) in
            [(10, 500, 1), (9, 500, 0), (8, 600, 0), (9, 600, 1), (1, 5_000, 1), (100, 0, 0), (1_999, 750, 150)]
        {
            assert_eq!(today().tax(Taxable, Cents(cents), rate), Cents(tax), "{cents} at {rate}");
        }
    }

    #[test]
    fn two_lines_are_taxed_each_for_itself() {
        let line = today().tax(Taxable, Cents(10), 500);
        assert_eq!(line.plus(line), Cents(2), "together they would be 1");
    }

    #[test]
    fn no_amount_is_too_large() {
        assert_eq!(today().tax(Taxable, Cents(i64::MAX), 20_000), Cents(i64::MAX));
        assert_eq!(today().tax(Taxable, Cents(i64::MIN), 20_000), Cents(i64::MIN));
    }

    proptest! {
        #[test]
        fn the_tax_is_the_nearest_cent_and_a_refund_takes_it_back(cents in 0..10_000_000_i64, rate in 0..=5_000_i64) {
            let tax = today().tax(Taxable, Cents(cents), rate).0;
            let off = i128::from(tax) * 10_000 - i128::from(cents) * i128::from(rate);
            prop_assert!((-5_000 < off) && (off <= 5_000), "{} at {}: {}", cents, rate, tax);
            prop_assert_eq!(today().tax(Taxable, Cents(-cents), rate), Cents(-tax));
        }
    }
}
