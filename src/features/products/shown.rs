//! A product as it would be, so that a preview shows it with the same columns as one that exists.

use super::model::{NewProduct, Product};
use crate::values::ProductId;

impl NewProduct {
    /// As if it were saved.
    pub(super) fn shown(&self, id: ProductId) -> Product {
        let says = self.clone();
        Product {
            id,
            name: says.name,
            sku: says.sku,
            goods: says.goods,
            category: says.category,
            brand: says.brand,
            vendor: says.vendor,
            strain: says.strain,
            tags: says.tags,
            upc: says.upc,
            external_id: says.external_id,
            size: says.size,
            volume: says.volume,
            flavor: says.flavor,
            thc_cbd_ratio: says.thc_cbd_ratio,
            six_attributes: says.six_attributes,
            inventory_type: says.inventory_type,
            order_type: says.order_type,
            route: says.route,
            alternate_routes: says.alternate_routes,
            posted_amount: says.posted_amount,
            servings: says.servings,
            serving_amount: says.serving_amount,
            thc_content: says.thc_content,
            cbd_content: says.cbd_content,
            net_weight: says.net_weight,
            price_cents: says.price_cents,
            cost_cents: says.cost_cents,
            expiration_days: says.expiration_days,
            low_threshold: says.low_threshold,
            most_per_sale: says.most_per_sale,
            state_name: says.state_name,
            description: says.description,
            ingredients: says.ingredients,
            allergens: says.allergens,
            on_register: says.on_register,
            active: true,
        }
    }
}
