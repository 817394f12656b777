//! What a line of a ticket costs, and what the lines cost together: the one place that adds.

use crate::values::{Cents, Goods};

/// The price of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    pub each: Cents,
    pub units: i64,
    pub discount: Cents,
    pub tax: Cents,
}

impl Price {
    /// Without a discount; `rate` is the shop's sales tax in hundredths of a percent. Marijuana and delivery devices are exempt
    /// (florida-rules §10).
    pub fn of(goods: Goods, each: Cents, units: i64, rate: i64) -> Self {
        let untaxed = Self { each, units, discount: Cents::ZERO, tax: Cents::ZERO };
        match goods {
            Goods::Merchandise => Self { tax: tax_on(untaxed.before_tax(), rate), ..untaxed },
            Goods::Cannabis | Goods::Bulk | Goods::Device => untaxed,
        }
    }

    /// What the state is told.
    pub fn before_tax(&self) -> Cents {
        self.each.times(self.units).minus(self.discount)
    }

    pub fn total(&self) -> Cents {
        self.before_tax().plus(self.tax)
    }
}

/// To the nearest cent; half a cent is rounded up.
fn tax_on(amount: Cents, rate: i64) -> Cents {
    Cents(amount.0.saturating_mul(rate).saturating_add(5_000).div_euclid(10_000))
}

/// Several lines together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub subtotal: Cents,
    pub tax: Cents,
    pub total: Cents,
}

impl FromIterator<Price> for Totals {
    fn from_iter<I: IntoIterator<Item = Price>>(prices: I) -> Self {
        prices.into_iter().fold(Self::default(), |sum, price| Self {
            subtotal: sum.subtotal.plus(price.before_tax()),
            tax: sum.tax.plus(price.tax),
            total: sum.total.plus(price.total()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_merchandise_is_taxed_and_half_a_cent_is_a_cent() {
        let of = |goods, each, units| Price::of(goods, Cents(each), units, 750);
        for exempt in [Goods::Cannabis, Goods::Bulk, Goods::Device] {
            assert_eq!(of(exempt, 1_999, 3).total(), Cents(5_997));
        }
        // 7.5 % of $22.00 is $1.65; of $0.20 it is a cent and a half; of $0.06 less than half a cent.
        assert_eq!(of(Goods::Merchandise, 2_200, 1).tax, Cents(165));
        assert_eq!(of(Goods::Merchandise, 10, 2).tax, Cents(2));
        assert_eq!(of(Goods::Merchandise, 6, 1).tax, Cents::ZERO);
    }

    #[test]
    fn a_lines_total_is_price_times_quantity_less_discount_and_with_tax() {
        let hat = Price { each: Cents(2_200), units: 2, discount: Cents(400), tax: Cents(300) };
        let flower = Price { each: Cents(4_000), units: 1, discount: Cents::ZERO, tax: Cents::ZERO };
        assert_eq!((hat.before_tax(), hat.total()), (Cents(4_000), Cents(4_300)));
        let together = Totals { subtotal: Cents(8_000), tax: Cents(300), total: Cents(8_300) };
        assert_eq!([hat, flower].into_iter().collect::<Totals>(), together);
    }
}
