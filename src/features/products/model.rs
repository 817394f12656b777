//! The products table.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result, not_found};
use crate::schema::products;
use crate::values::{Amount, At, Cents, OrderType, ProductId, Route, text_enum};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

text_enum! {
    /// The three classes of goods (architecture §8); only cannabis is sold so far.
    Goods {
        Cannabis = "cannabis", "Cannabis";
        Device = "device", "Delivery device";
        Merchandise = "merchandise", "Merchandise";
    }
}

/// BioTrack's inventory types that may be sold to a patient (biotrack-api §4.1).
pub const RETAIL_TYPES: [(i64, &str); 11] = [
    (22, "Solid Marijuana Infused Edible"),
    (23, "Liquid Marijuana Infused Edible"),
    (24, "Marijuana Extract for Inhalation"),
    (25, "Marijuana Infused Topicals"),
    (28, "Usable Marijuana"),
    (31, "Marijuana Mix Packaged"),
    (32, "Marijuana Mix Infused"),
    (34, "Capsule"),
    (35, "Tincture"),
    (36, "Transdermal Patch"),
    (37, "Suppository"),
];

/// Flower and pre-rolls: dispensed only under the smoking route (florida-rules 3.6).
pub const SMOKING_TYPES: [i64; 2] = [28, 31];

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = products, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Product {
    pub id: ProductId,
    pub name: String,
    pub sku: String,
    pub goods: Goods,
    pub category: String,
    pub brand: String,
    pub strain: String,
    pub inventory_type: Option<i64>,
    pub order_type: Option<OrderType>,
    pub route: Option<Route>,
    /// Other routes it may be dispensed by, as words with blanks between.
    pub alternate_routes: String,
    /// What one unit posts to an order, unless the lab has set the package's own med usable weight.
    pub posted_amount: Amount,
    pub price_cents: Cents,
    pub state_name: Option<String>,
    pub on_register: bool,
    pub active: bool,
}

/// What a person says of a product.
#[derive(Debug, Clone, Serialize, Deserialize, Insertable, AsChangeset)]
#[diesel(table_name = products, treat_none_as_null = true)]
pub struct NewProduct {
    pub name: String,
    pub name_lower: String,
    pub sku: String,
    pub goods: Goods,
    pub category: String,
    pub brand: String,
    pub strain: String,
    pub inventory_type: Option<i64>,
    pub order_type: Option<OrderType>,
    pub route: Option<Route>,
    pub alternate_routes: String,
    pub posted_amount: Amount,
    pub price_cents: Cents,
    pub state_name: Option<String>,
    pub on_register: bool,
    pub active: bool,
}

impl NewProduct {
    pub fn insert(&self, tx: &mut Conn, id: ProductId, now: At) -> Result<ProductId> {
        diesel::insert_into(products::table)
            .values((products::id.eq(id), self, products::created_at.eq(now)))
            .execute(tx)
            .on_unique(|| self.sku_is_taken())?;
        Ok(id)
    }

    pub fn update(&self, tx: &mut Conn, id: ProductId) -> Result<()> {
        let found = diesel::update(products::table.find(id)).set(self).execute(tx).on_unique(|| self.sku_is_taken())?;
        if found == 1 { Ok(()) } else { not_found() }
    }

    fn sku_is_taken(&self) -> Error {
        Error::Invalid(Problems::one("sku", format!("“{}” is the SKU of another product. Choose another.", self.sku)))
    }
}

impl Product {
    pub fn find(conn: &mut Conn, id: ProductId) -> Result<Self> {
        Ok(products::table.find(id).select(Self::as_select()).first(conn)?)
    }

    /// The catalog in use, by name.
    pub fn listed(conn: &mut Conn) -> Result<Vec<Self>> {
        let all = products::table
            .filter(products::active.eq(true))
            .order((products::name_lower, products::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// By its SKU, as scanned or typed.
    pub fn find_by_sku(conn: &mut Conn, sku: &str) -> Result<Option<Self>> {
        Ok(products::table.filter(products::sku.eq(sku)).select(Self::as_select()).first(conn).optional()?)
    }

    /// Remembers the state's name, so that the next delivery finds this product.
    pub fn map(tx: &mut Conn, id: ProductId, state_name: &str) -> Result<()> {
        diesel::update(products::table.find(id)).set(products::state_name.eq(state_name)).execute(tx)?;
        Ok(())
    }

    /// Every route it may be dispensed by, its own first.
    pub fn routes(&self) -> Vec<Route> {
        let alternates = self.alternate_routes.split_whitespace().filter_map(|word| word.parse().ok());
        self.route.into_iter().chain(alternates).collect()
    }
}
