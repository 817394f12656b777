//! Writing down a tier; the state is not told of it.

use super::model::{FromUnits, PriceTier, SetTier};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event;
use crate::features::discounts::{least, products_of};
use crate::features::products::Product;
use crate::may;
use crate::values::{PriceTierId, ProductId};
use serde::Serialize;

/// A tier, new or as it is from now on.
#[derive(Serialize)]
pub struct SaveTier {
    /// None: a new one.
    pub tier: Option<PriceTierId>,
    pub name: String,
    pub active: bool,
    pub steps: Vec<FromUnits>,
    pub skus: Vec<String>,
}

impl Record for SaveTier {
    const ACT: &'static str = "save_price_tier";
    type Needs = may::EditDiscounts;
    type Done = PriceTierId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<PriceTierId> {
        let location = by.clerk.location;
        let (id, watch) = match self.tier {
            Some(id) => (id, Some(event::watch::<PriceTier>(tx, by, id)?)),
            None => {
                let id = PriceTierId::new();
                PriceTier::insert(tx, location, id)?;
                (id, None)
            }
        };
        let products = products_of(tx, &self.skus)?;
        self.must_cost_enough(tx, &products)?;
        let tier = SetTier { id, name: &self.name, active: self.active, steps: &self.steps, products: &products };
        PriceTier::set(tx, location, &tier)?;
        match watch {
            Some(watch) => watch.note(tx)?,
            None => event::made::<PriceTier>(tx, by, id)?,
        }
        Ok(id)
    }
}

impl SaveTier {
    /// A told product is never given away.
    fn must_cost_enough(&self, tx: &mut Conn, products: &[ProductId]) -> Result<()> {
        for id in products {
            let product = Product::find(tx, *id)?;
            let least = least(product.goods);
            if let Some(step) = self.steps.iter().find(|step| step.each < least) {
                return rule(format!(
                    "{} is cannabis, which costs {least} a unit at the least. Raise the price from {} units on, or take it off this tier.",
                    product.name, step.least_units
                ));
            }
        }
        Ok(())
    }
}
