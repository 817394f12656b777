//! Products that no discount comes to by itself: what is chosen by hand still counts.

use crate::db::Conn;
use crate::error::Result;
use crate::event::{Category, Picture, Watched};
use crate::schema::{products, undiscounted_products};
use crate::values::{LocationId, ProductId};
use diesel::prelude::*;

/// The products of a location that are kept out.
pub struct Exempt;

impl Exempt {
    /// SKU and name, by name.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<(String, String)>> {
        let all = undiscounted_products::table
            .inner_join(products::table.on(products::id.eq(undiscounted_products::product_id)))
            .filter(undiscounted_products::location_id.eq(location))
            .order(products::name_lower)
            .select((products::sku, products::name))
            .load(conn)?;
        Ok(all)
    }

    /// Which of these are kept out.
    pub fn among(conn: &mut Conn, location: LocationId, of: &[ProductId]) -> Result<Vec<ProductId>> {
        if of.is_empty() {
            return Ok(Vec::new());
        }
        let all = undiscounted_products::table
            .filter(undiscounted_products::location_id.eq(location))
            .filter(undiscounted_products::product_id.eq_any(of.to_vec()))
            .select(undiscounted_products::product_id)
            .load(conn)?;
        Ok(all)
    }

    /// These and no others from now on.
    pub fn set(tx: &mut Conn, location: LocationId, all: &[ProductId]) -> Result<()> {
        diesel::delete(undiscounted_products::table.filter(undiscounted_products::location_id.eq(location))).execute(tx)?;
        for product in all {
            let row = (undiscounted_products::product_id.eq(product), undiscounted_products::location_id.eq(location));
            diesel::insert_into(undiscounted_products::table).values(row).execute(tx)?;
        }
        Ok(())
    }
}

/// One list for each location.
impl Watched for Exempt {
    const CATEGORY: Category = Category::Discounts;
    type Id = ();

    fn picture(conn: &mut Conn, location: LocationId, (): &()) -> Result<Picture> {
        let skus: Vec<String> = Self::listed(conn, location)?.into_iter().map(|(sku, _)| sku).collect();
        Ok(Picture::of(location, "Products without discounts").with("SKUs", skus.join(", ")))
    }
}
