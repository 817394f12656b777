//! What was scanned or typed onto a purchase: which product it is, and what one of it costs when nobody says.

use super::search::escaped;
use crate::db::Conn;
use crate::error::{Error, Problems, Result};
use crate::features::products::Product;
use crate::features::supplies::Shelf;
use crate::schema::products;
use crate::values::{Barcode, Cents, Goods, LocationId};
use diesel::prelude::*;

/// So many products of the same name are named.
const MOST_NAMED: i64 = 5;

/// The product of a SKU, a UPC or a part of a name that only one has; anything else is refused beside `product_code`.
pub fn product_of(conn: &mut Conn, code: &str) -> Result<Product> {
    let code = code.trim();
    match Product::find_by_sku(conn, code)? {
        Some(product) => may_be_bought(product),
        None if code.parse::<Barcode>().is_ok() => {
            no("A package id has 16 digits, and a package comes with a manifest from the state: look under Receive inventory.")
        }
        None => named(conn, code),
    }
}

fn named(conn: &mut Conn, words: &str) -> Result<Product> {
    let pattern = format!("%{}%", escaped(&words.to_lowercase()));
    let found: Vec<Product> = products::table
        .filter(products::name_lower.like(pattern).escape('\\'))
        .filter(products::active.eq(true))
        .order((products::name_lower, products::id))
        .limit(MOST_NAMED + 1)
        .select(Product::as_select())
        .load(conn)?;
    let supplies: Vec<&Product> = found.iter().filter(|product| product.goods.is_supply()).collect();
    match (supplies.as_slice(), found.first()) {
        ([only], _) => may_be_bought((*only).clone()),
        ([], None) => no(format!(
            "Nothing in the catalog has the SKU, UPC or name “{words}”. Add the product to the catalog first: what is bought must be one."
        )),
        ([], Some(cannabis)) => may_be_bought(cannabis.clone()),
        (several, _) => {
            let names: Vec<String> = several.iter().map(|product| format!("{} ({})", product.name, product.sku)).collect();
            no(format!("Several products are called like that: {}. Type the SKU of one.", names.join(", ")))
        }
    }
}

/// A device or merchandise that is in use.
fn may_be_bought(product: Product) -> Result<Product> {
    match (product.goods, product.active) {
        (Goods::Cannabis | Goods::Bulk, _) => no(format!(
            "{} is cannabis, and cannabis comes with a manifest from the state: look under Receive inventory.",
            product.name
        )),
        (_, false) => no(retired(&product.name)),
        (Goods::Device | Goods::Merchandise, true) => Ok(product),
    }
}

/// Why a product that is no longer offered is not bought.
pub fn retired(name: &str) -> String {
    format!("{name} is retired. Restore it in the catalog, or take another product.")
}

/// What is typed, else what it cost last here, else what the catalog says.
pub fn cost_of(conn: &mut Conn, location: LocationId, product: &Product, typed: Option<Cents>) -> Result<Cents> {
    let last = Shelf::of(conn, location, product.id)?.last_cost;
    match typed.or(last).or(product.cost_cents) {
        Some(cost) => Ok(cost),
        None => Err(Error::Invalid(Problems::one(
            "unit_cost",
            format!("Nobody has said yet what one of {} costs. Type it; 0 if it was free.", product.name),
        ))),
    }
}

fn no<T>(words: impl Into<String>) -> Result<T> {
    Err(Error::Invalid(Problems::one("product_code", words)))
}

/// SKU and name of what may be bought, as far as a list can be offered.
pub fn choices(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    let all = products::table
        .filter(products::active.eq(true))
        .filter(products::goods.eq_any([Goods::Device, Goods::Merchandise]))
        .order((products::name_lower, products::id))
        .limit(1000)
        .select((products::sku, products::name))
        .load(conn)?;
    Ok(all)
}
