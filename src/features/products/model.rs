//! The products table.

use super::super::inventory::words;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result, not_found};
use crate::schema::products;
pub use crate::values::Goods;
use crate::values::{Amount, At, Cents, OrderType, ProductId, Route};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::{Deserialize, Serialize};

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

/// Those of which something that may be sold is made (biotrack-api §4.6), and which are not sold themselves.
pub const BULK_TYPES: [(i64, &str); 5] = [
    (13, "Flower Lot"),
    (17, "Hydrocarbon Wax"),
    (18, "CO2 Hash Oil"),
    (19, "Food Grade Solvent Extract"),
    (30, "Marijuana Mix"),
];

/// Flower and pre-rolls: dispensed only under the smoking route (florida-rules 3.6).
pub const SMOKING_TYPES: [i64; 2] = [28, 31];

/// An entry of the catalog.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = products, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Product {
    pub id: ProductId,
    pub name: String,
    pub sku: String,
    pub goods: Goods,
    pub category: String,
    pub brand: String,
    pub vendor: String,
    pub strain: String,
    /// Names with ", " between.
    pub tags: String,
    pub upc: String,
    pub external_id: String,
    pub size: String,
    pub volume: String,
    pub flavor: String,
    pub thc_cbd_ratio: String,
    pub six_attributes: String,
    pub inventory_type: Option<i64>,
    pub order_type: Option<OrderType>,
    pub route: Option<Route>,
    /// Other routes it may be dispensed by, as words with blanks between.
    pub alternate_routes: String,
    /// What one unit posts to an order, unless the lab has set the package's own med usable weight.
    pub posted_amount: Amount,
    pub servings: Option<i64>,
    /// Milligrams of THC in one serving, thousandths.
    pub serving_amount: Option<Amount>,
    pub thc_content: Option<Amount>,
    pub cbd_content: Option<Amount>,
    /// Grams, thousandths.
    pub net_weight: Option<Amount>,
    pub price_cents: Cents,
    pub cost_cents: Option<Cents>,
    pub expiration_days: Option<i64>,
    pub low_threshold: Option<i64>,
    pub most_per_sale: Option<i64>,
    /// The state's name for it, by which deliveries find it.
    pub state_name: Option<String>,
    pub description: String,
    pub ingredients: String,
    pub allergens: String,
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
    pub vendor: String,
    pub strain: String,
    /// Names with ", " between.
    pub tags: String,
    pub upc: String,
    pub external_id: String,
    pub size: String,
    pub volume: String,
    pub flavor: String,
    pub thc_cbd_ratio: String,
    pub six_attributes: String,
    pub inventory_type: Option<i64>,
    pub order_type: Option<OrderType>,
    pub route: Option<Route>,
    /// Other routes it may be dispensed by, as words with blanks between.
    pub alternate_routes: String,
    /// What one unit posts to an order, unless the lab has set the package's own med usable weight.
    pub posted_amount: Amount,
    pub servings: Option<i64>,
    /// Milligrams of THC in one serving, thousandths.
    pub serving_amount: Option<Amount>,
    pub thc_content: Option<Amount>,
    pub cbd_content: Option<Amount>,
    /// Grams, thousandths.
    pub net_weight: Option<Amount>,
    pub price_cents: Cents,
    pub cost_cents: Option<Cents>,
    pub expiration_days: Option<i64>,
    pub low_threshold: Option<i64>,
    pub most_per_sale: Option<i64>,
    /// The state's name for it, by which deliveries find it.
    pub state_name: Option<String>,
    pub description: String,
    pub ingredients: String,
    pub allergens: String,
    pub on_register: bool,
}

impl NewProduct {
    /// With nothing said but what it is called and what kind of goods it is.
    pub fn named(name: &str, sku: &str, goods: Goods) -> Self {
        Self {
            name: name.to_owned(),
            name_lower: name.to_lowercase(),
            sku: sku.to_owned(),
            goods,
            category: String::new(),
            brand: String::new(),
            vendor: String::new(),
            strain: String::new(),
            tags: String::new(),
            upc: String::new(),
            external_id: String::new(),
            size: String::new(),
            volume: String::new(),
            flavor: String::new(),
            thc_cbd_ratio: String::new(),
            six_attributes: String::new(),
            inventory_type: None,
            order_type: None,
            route: None,
            alternate_routes: String::new(),
            posted_amount: Amount::ZERO,
            servings: None,
            serving_amount: None,
            thc_content: None,
            cbd_content: None,
            net_weight: None,
            price_cents: Cents(0),
            cost_cents: None,
            expiration_days: None,
            low_threshold: None,
            most_per_sale: None,
            state_name: None,
            description: String::new(),
            ingredients: String::new(),
            allergens: String::new(),
            on_register: true,
        }
    }

    pub fn insert(&self, tx: &mut Conn, id: ProductId, now: At) -> Result<ProductId> {
        let made = (products::id.eq(id), self, products::active.eq(true), products::created_at.eq(now));
        diesel::insert_into(products::table).values(made).execute(tx).on_unique(|| self.sku_is_taken())?;
        words::note_product(tx, id)?;
        Ok(id)
    }

    pub fn update(&self, tx: &mut Conn, id: ProductId) -> Result<()> {
        let found = diesel::update(products::table.find(id)).set(self).execute(tx).on_unique(|| self.sku_is_taken())?;
        if found == 1 { words::note_product(tx, id) } else { not_found() }
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

    /// By its SKU or UPC, as scanned or typed.
    pub fn find_by_sku(conn: &mut Conn, code: &str) -> Result<Option<Self>> {
        if code.is_empty() {
            return Ok(None);
        }
        let by_sku = products::table.filter(products::sku.eq(code)).select(Self::as_select()).first(conn).optional()?;
        match by_sku {
            Some(product) => Ok(Some(product)),
            None => Ok(Self::having_upc(conn, code)?.pop()),
        }
    }

    /// These, by name; an id that is none is passed over.
    pub fn chosen(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<Self>> {
        let mut all: Vec<Self> = Vec::new();
        for part in ids.chunks(500) {
            let some = products::table.filter(products::id.eq_any(part.to_vec())).select(Self::as_select());
            all.extend(some.load(conn)?);
        }
        all.sort_by_key(|product| (product.name.to_lowercase(), product.id));
        all.dedup_by_key(|product| product.id);
        Ok(all)
    }

    /// Who else has this UPC.
    pub fn with_upc(conn: &mut Conn, upc: &str, but: Option<ProductId>) -> Result<Option<Self>> {
        // Most products have none, and an import asks for each of fifty thousand.
        if upc.is_empty() {
            return Ok(None);
        }
        Ok(Self::having_upc(conn, upc)?.into_iter().find(|other| Some(other.id) != but))
    }

    fn having_upc(conn: &mut Conn, upc: &str) -> Result<Vec<Self>> {
        // The index has only products with a UPC, and SQLite takes it only when the question says so without a value.
        let with_one = products::upc.eq(upc).and(sql::<Bool>("products.upc <> ''"));
        Ok(products::table.filter(with_one).select(Self::as_select()).load(conn)?)
    }

    pub fn set_active(tx: &mut Conn, id: ProductId, active: bool) -> Result<()> {
        diesel::update(products::table.find(id)).set(products::active.eq(active)).execute(tx)?;
        Ok(())
    }

    /// Others in use whose six attributes are the same (florida-rules 6.3), each product id should stand for one such set; or their
    /// names, which is the same thing entered twice more often than not.
    pub fn twins(&self, conn: &mut Conn) -> Result<Vec<Self>> {
        let same_name = products::name_lower.eq(self.name.to_lowercase());
        let same_six = products::six_attributes.eq(&self.six_attributes).and(products::six_attributes.ne(""));
        let others = products::table
            .filter(same_name.or(same_six))
            .filter(products::id.ne(self.id))
            .filter(products::active.eq(true))
            .order(products::name_lower)
            .limit(20)
            .select(Self::as_select())
            .load(conn)?;
        Ok(others)
    }

    /// Remembers the state's name, so that the next delivery finds this product.
    pub fn map(tx: &mut Conn, id: ProductId, state_name: &str) -> Result<()> {
        diesel::update(products::table.find(id)).set(products::state_name.eq(state_name)).execute(tx)?;
        words::note_product(tx, id)
    }

    /// Every route it may be dispensed by, its own first.
    pub fn routes(&self) -> Vec<Route> {
        let alternates = self.alternate_routes.split_whitespace().filter_map(|word| word.parse().ok());
        self.route.into_iter().chain(alternates).collect()
    }
}
