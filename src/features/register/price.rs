//! What a line of a ticket costs, and what the lines cost together: the one place that adds.

use crate::rules::tax::{self, TaxClass};
use crate::values::{Cents, Goods};
use chrono::NaiveDate;

/// The price of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    pub each: Cents,
    pub units: i64,
    pub discount: Cents,
    pub tax: Cents,
}

impl Price {
    /// Without a discount; `rate` is the shop's sales tax in hundredths of a percent.
    pub fn of(goods: Goods, each: Cents, units: i64, rate: i64, today: NaiveDate) -> Self {
        let untaxed = Self { each, units, discount: Cents::ZERO, tax: Cents::ZERO };
        let class = match goods {
            Goods::Cannabis | Goods::Bulk => TaxClass::ExemptMarijuana,
            Goods::Device => TaxClass::ExemptDevice,
            Goods::Merchandise => TaxClass::Taxable,
        };
        Self { tax: tax::on(today).tax(class, untaxed.before_tax(), rate), ..untaxed }
    }

    /// What the state is told.
    pub fn before_tax(&self) -> Cents {
        self.each.times(self.units).minus(self.discount)
    }

    pub fn total(&self) -> Cents {
        self.before_tax().plus(self.tax)
    }
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
    fn only_merchandise_is_taxed() {
        let of = |goods| Price::of(goods, Cents(2_200), 2, 750, "2026-11-23".parse().unwrap());
        for exempt in [Goods::Cannabis, Goods::Bulk, Goods::Device] {
            assert_eq!(of(exempt).total(), Cents(4_400));
        }
        assert_eq!((of(Goods::Merchandise).tax, of(Goods::Merchandise).total()), (Cents(330), Cents(4_730)));
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
