//! The price_tiers table, its steps and the products that are on it.

use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::features::discounts::Step;
use crate::schema::{price_tier_products, price_tier_steps, price_tiers, products};
use crate::values::{Cents, LocationId, PriceTierId, ProductId};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// A price for so many units and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromUnits {
    pub least_units: i64,
    pub each: Cents,
}

/// A tier with its steps, the fewest units first, and the products on it.
#[derive(Debug, Clone)]
pub struct PriceTier {
    pub id: PriceTierId,
    pub name: String,
    pub active: bool,
    pub steps: Vec<FromUnits>,
    /// SKU and name, by name.
    pub products: Vec<(String, String)>,
}

impl PriceTier {
    pub fn find(conn: &mut Conn, location: LocationId, id: PriceTierId) -> Result<Self> {
        let here = price_tiers::table.find(id).filter(price_tiers::location_id.eq(location));
        let row: (PriceTierId, String, bool) =
            here.select((price_tiers::id, price_tiers::name, price_tiers::active)).first(conn)?;
        Self::with_rest(conn, row)
    }

    /// Those in use first, each group by name.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let rows: Vec<(PriceTierId, String, bool)> = price_tiers::table
            .filter(price_tiers::location_id.eq(location))
            .order((price_tiers::active.desc(), price_tiers::name, price_tiers::id))
            .select((price_tiers::id, price_tiers::name, price_tiers::active))
            .load(conn)?;
        rows.into_iter().map(|row| Self::with_rest(conn, row)).collect()
    }

    fn with_rest(conn: &mut Conn, (id, name, active): (PriceTierId, String, bool)) -> Result<Self> {
        let steps: Vec<(i64, Cents)> = price_tier_steps::table
            .filter(price_tier_steps::tier_id.eq(id))
            .order(price_tier_steps::least_units)
            .select((price_tier_steps::least_units, price_tier_steps::price_cents))
            .load(conn)?;
        let products = price_tier_products::table
            .inner_join(products::table)
            .filter(price_tier_products::tier_id.eq(id))
            .order(products::name_lower)
            .select((products::sku, products::name))
            .load(conn)?;
        let steps = steps.into_iter().map(|(least_units, each)| FromUnits { least_units, each }).collect();
        Ok(Self { id, name, active, steps, products })
    }

    pub fn insert(tx: &mut Conn, location: LocationId, id: PriceTierId) -> Result<()> {
        let row = (
            price_tiers::id.eq(id),
            price_tiers::location_id.eq(location),
            price_tiers::name.eq(""),
            price_tiers::active.eq(true),
        );
        diesel::insert_into(price_tiers::table).values(row).execute(tx)?;
        Ok(())
    }

    /// Name, steps and products as they are from now on.
    pub fn set(tx: &mut Conn, location: LocationId, tier: &SetTier<'_>) -> Result<()> {
        diesel::update(price_tiers::table.find(tier.id))
            .set((price_tiers::name.eq(tier.name), price_tiers::active.eq(tier.active)))
            .execute(tx)?;
        diesel::delete(price_tier_steps::table.filter(price_tier_steps::tier_id.eq(tier.id))).execute(tx)?;
        for step in tier.steps {
            diesel::insert_into(price_tier_steps::table)
                .values((
                    price_tier_steps::tier_id.eq(tier.id),
                    price_tier_steps::least_units.eq(step.least_units),
                    price_tier_steps::price_cents.eq(step.each),
                ))
                .execute(tx)?;
        }
        diesel::delete(price_tier_products::table.filter(price_tier_products::tier_id.eq(tier.id))).execute(tx)?;
        for product in tier.products {
            Self::must_be_on_no_other(tx, location, *product)?;
            diesel::insert_into(price_tier_products::table)
                .values((
                    price_tier_products::product_id.eq(product),
                    price_tier_products::location_id.eq(location),
                    price_tier_products::tier_id.eq(tier.id),
                ))
                .execute(tx)?;
        }
        Ok(())
    }

    /// A product is on one tier: two would both say what it costs.
    fn must_be_on_no_other(tx: &mut Conn, location: LocationId, product: ProductId) -> Result<()> {
        let other: Option<(String, String)> = price_tier_products::table
            .inner_join(price_tiers::table)
            .inner_join(products::table)
            .filter(price_tier_products::location_id.eq(location))
            .filter(price_tier_products::product_id.eq(product))
            .select((products::name, price_tiers::name))
            .first(tx)
            .optional()?;
        match other {
            Some((product, tier)) => rule(format!("{product} is on the tier “{tier}” already. Take it off there first.")),
            None => Ok(()),
        }
    }
}

/// What is written of a tier.
pub struct SetTier<'a> {
    pub id: PriceTierId,
    pub name: &'a str,
    pub active: bool,
    pub steps: &'a [FromUnits],
    pub products: &'a [ProductId],
}

/// Which product is on which tier.
type On = Vec<(ProductId, PriceTierId)>;

/// The tiers in use that these products are on, and their steps.
pub fn steps_for(conn: &mut Conn, location: LocationId, of: &[ProductId]) -> Result<(On, Vec<Step>)> {
    if of.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let on: On = price_tier_products::table
        .inner_join(price_tiers::table)
        .filter(price_tier_products::location_id.eq(location))
        .filter(price_tiers::active.eq(true))
        .filter(price_tier_products::product_id.eq_any(of.to_vec()))
        .select((price_tier_products::product_id, price_tier_products::tier_id))
        .load(conn)?;
    if on.is_empty() {
        return Ok((on, Vec::new()));
    }
    let tiers: Vec<PriceTierId> = on.iter().map(|(_, tier)| *tier).collect();
    let steps: Vec<(PriceTierId, i64, Cents)> = price_tier_steps::table
        .filter(price_tier_steps::tier_id.eq_any(tiers))
        .select((price_tier_steps::tier_id, price_tier_steps::least_units, price_tier_steps::price_cents))
        .load(conn)?;
    Ok((on, steps.into_iter().map(|(tier, least_units, each)| Step { tier, least_units, each }).collect()))
}

impl Watched for PriceTier {
    const CATEGORY: Category = Category::PriceTiers;
    type Id = PriceTierId;

    fn picture(conn: &mut Conn, location: LocationId, id: &PriceTierId) -> Result<Picture> {
        let tier = Self::find(conn, location, *id)?;
        let steps: Vec<String> = tier.steps.iter().map(|step| format!("from {}: {}", step.least_units, step.each)).collect();
        let skus: Vec<&str> = tier.products.iter().map(|(sku, _)| sku.as_str()).collect();
        let picture = Picture::of(id, &tier.name).with("Name", &tier.name).with("Prices", steps.join(", "));
        Ok(picture.with("SKUs", skus.join(", ")).yes("In use", tier.active).gone(!tier.active))
    }
}
