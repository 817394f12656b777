//! What is asked of a conversion before the state is told: that the package may be made into something, that the weights agree with
//! each other and with the catalog, and that nothing vanishes or changes its strain without somebody saying so.

use super::filings::Convert;
use super::model::strains_of;
use crate::db::Conn;
use crate::error::{Problems, Result, rule};
use crate::features::inventory::{Lab, Package, Status};
use crate::features::labs::LabSample;
use crate::features::products::Product;
use crate::stock;
use crate::values::{Amount, OrderType, Quantity, Unit};

/// What scales may lie: output may exceed input by this and no more (product-spec §6.7), and less than this is not missed.
pub(super) const EXCESS: Quantity = Quantity::ONE;

/// Why nothing is made of a package as its lab results stand; none: something may be.
pub(super) fn kept_by_the_lab(conn: &mut Conn, package: &Package) -> Result<Option<String>> {
    if Lab::of(package.lab_result).has_failed() {
        let number = package.barcode.grouped();
        return Ok(Some(format!(
            "Package {number} failed its test: have it retested, remediate it, or schedule its destruction. Nothing is made of it."
        )));
    }
    LabSample::words_of_retest(conn, package)
}

impl Convert {
    /// Alone: what is in a cart stays what it is.
    pub(super) fn check(&self, tx: &mut Conn, package: &Package, product: &Product) -> Result<()> {
        let number = package.barcode.grouped();
        package.must_be_no_return()?;
        if package.status != Status::Active {
            return rule(format!("Package {number} is put aside: nothing can be made of it."));
        }
        if let Some(words) = kept_by_the_lab(tx, package)? {
            return rule(words);
        }
        let balance = stock::where_is(tx, package.id, package.room_id)?;
        if balance.held.is_positive() {
            return rule(format!("{} of package {number} are in a cart. Finish or cancel that sale first.", balance.held));
        }
        let mut problems = Problems::default();
        if self.used > balance.on_hand {
            problems.add("from", format!("Use at most {} g: that is all of package {number}.", balance.on_hand));
        }
        self.weigh(&mut problems);
        if let Some(words) = self.misfit(product) {
            problems.add("in_each", words);
        }
        let strains = strains_of(tx, product)?;
        if let Some(words) = self.changed_strain(package, product, &strains) {
            problems.add("other_strain", words);
        }
        problems.check()
    }

    /// What comes out is what goes in, but for what somebody says is lost.
    fn weigh(&self, problems: &mut Problems) {
        let output = self.output();
        if output > self.used.plus(EXCESS) {
            let words = format!(
                "{} × {} g and {} g of waste are {output} g, more than the {} g that go in.",
                self.made,
                self.usable,
                self.waste(),
                self.used
            );
            problems.add("to", words);
        }
        let missing = self.used.minus(output);
        if missing > EXCESS && !self.unaccounted {
            let words = format!(
                "{missing} g of the {} g are unaccounted for: is it waste? Type it there, or tick this box if there is nothing to destroy.",
                self.used
            );
            problems.add("unaccounted", words);
        }
    }

    /// Why what is in each cannot be what the catalog sells under that product's name.
    fn misfit(&self, product: &Product) -> Option<String> {
        let (name, grams) = (&product.name, self.usable);
        let differs = |net: &Amount| net.0.saturating_sub(grams.0.saturating_mul(10)).abs() >= 10;
        if let Some(net) = product.net_weight.filter(differs) {
            return Some(format!("The catalog says that one “{name}” holds {net} g. Type that, or choose another product."));
        }
        let posted = product.posted_amount;
        let in_ounces = product.order_type.map(OrderType::unit) == Some(Unit::Ounce);
        if !in_ounces || posted == Amount::ZERO || (ounces_at_least(grams)..=ounces_at_most(grams)).contains(&posted) {
            return None;
        }
        Some(format!(
            "One “{name}” takes {} from the order, and {grams} g are {}. Type what is in one, or choose another product.",
            posted.in_words(Unit::Ounce),
            ounces_at_most(grams).in_words(Unit::Ounce)
        ))
    }

    fn changed_strain(&self, package: &Package, product: &Product, strains: &[String]) -> Option<String> {
        let own = package.strain.trim().to_lowercase();
        let same = strains.iter().any(|strain| strain.trim().to_lowercase() == own);
        if self.other_strain || own.is_empty() || strains.is_empty() || same {
            return None;
        }
        Some(format!(
            "This package is of the strain {}, and “{}” is of {}. Choose another product, or tick this box if that is right.",
            package.strain,
            product.name,
            strains.join(", ")
        ))
    }
}

/// Catalogs count 28 g to the ounce or 28.3495, and round to three decimals either way: all of that fits.
fn ounces_at_least(grams: Quantity) -> Amount {
    Amount(grams.0.saturating_mul(100_000) / 283_495)
}

fn ounces_at_most(grams: Quantity) -> Amount {
    Amount(grams.0.saturating_mul(10).saturating_add(27) / 28)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_sizes_fit_however_a_catalog_counts_an_ounce() {
        for (grams, thousandths) in
            [(350, 125), (350, 123), (350, 124), (100, 35), (100, 36), (50, 18), (700, 250), (2_800, 1_000)]
        {
            let fits = ounces_at_least(Quantity(grams))..=ounces_at_most(Quantity(grams));
            assert!(fits.contains(&Amount(thousandths)), "{grams} hundredths of a gram, {thousandths}");
        }
        for (grams, thousandths) in [(2_800, 125), (350, 120), (350, 126), (100, 125)] {
            let fits = ounces_at_least(Quantity(grams))..=ounces_at_most(Quantity(grams));
            assert!(!fits.contains(&Amount(thousandths)), "{grams} hundredths of a gram, {thousandths}");
        }
    }
}
