//! More packages than anybody receives in a test: copies of one, each with an id, a barcode and one of five hundred products of its own,
//! written into the database as they are. Every eleventh is sold out.

use super::shop::Shop;
use diesel::prelude::*;
use lotbook::app::App;
use lotbook::db::{Conn, Url};
use lotbook::error::Result;
use lotbook::features::inventory::words;

pub const UPC: &str = "850000000017";

fn numbers(count: i64) -> String {
    format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})")
}

fn id(prefix: &str, number: &str) -> String {
    format!("'{prefix}' || substr(CAST(1000000000000 + {number} AS TEXT), 2)")
}

/// The package, the newest first: `package(count)` is on the first page.
pub fn package(number: i64) -> String {
    format!("019ab000-0000-7000-8000-{number:012}")
}

/// Its 16 digits.
pub fn barcode(number: i64) -> String {
    format!("9{:015}", number * 7_919)
}

fn load(tx: &mut Conn, count: i64) -> Result<()> {
    let (packages, product) = (id("019ab000-0000-7000-8000-", "n.i"), id("019ac000-0000-7000-8000-", "(n.i % 500)"));
    let of_product = "goods, category, strain, inventory_type, order_type, route, alternate_routes, posted_amount, price_cents, \
                      on_register, active, created_at";
    let of_package =
        "location_id, room_id, status, inventory_type, state_name, lab_result, manifest_id, customer_return, received_at";
    for sql in [
        format!(
            "{} INSERT INTO products (id, name, name_lower, sku, brand, vendor, {of_product}) \
             SELECT {product}, 'Product ' || (n.i % 500), 'product ' || (n.i % 500), 'SKU-' || (n.i % 500), 'Brand ' || (n.i % 20), \
             'Vendor ' || (n.i % 50), {of_product} \
             FROM n CROSS JOIN (SELECT {of_product} FROM products WHERE sku = 'FLW-BD-35') p",
            numbers(500)
        ),
        format!(
            "{} INSERT INTO packages (id, barcode, external_barcode, product_id, strain, lot_name, search_text, in_stock, {of_package}) \
             SELECT {packages}, '9' || substr(CAST(1000000000000000 + n.i * 7919 AS TEXT), 2), \
             CASE WHEN n.i % 4 = 0 THEN '1A406' || (n.i * 13) END, {product}, 'Strain ' || (n.i % 40), 'Lot ' || (n.i % 3000), '', \
             n.i % 11 <> 7, {of_package} FROM n CROSS JOIN (SELECT {of_package} FROM packages LIMIT 1) p",
            numbers(count)
        ),
        // A few have failed, and a few expire.
        format!("UPDATE packages SET lab_result = -1 WHERE id = '{}' OR id = '{}'", package(3), package(count / 2)),
        format!(
            "UPDATE packages SET expires_on = DATE '2026-12-01' WHERE id = '{}' OR id = '{}'",
            package(5),
            package(count / 3)
        ),
        "INSERT INTO stock (package_id, place_id, on_hand, held) \
         SELECT id, room_id, CASE WHEN in_stock THEN 2400 ELSE 0 END, 0 FROM packages WHERE id LIKE '019ab000-%'"
            .to_owned(),
        "DELETE FROM facts WHERE name = 'search_words'".to_owned(),
    ] {
        // SQLite keeps a day as text.
        let sql = if matches!(tx, Conn::Sqlite(_)) { sql.replace("DATE '", "'") } else { sql };
        diesel::sql_query(sql).execute(tx)?;
    }
    Ok(())
}

/// What the invariants at the end of a shop know nothing of.
fn unload(tx: &mut Conn) -> Result<()> {
    for sql in [
        "DELETE FROM search_words WHERE about LIKE '019ab000-%' OR about LIKE '019ac000-%'",
        "DELETE FROM cart_lines WHERE package_id LIKE '019ab000-%'",
        "DELETE FROM holds WHERE package_id LIKE '019ab000-%'",
        "DELETE FROM stock WHERE package_id LIKE '019ab000-%'",
        "DELETE FROM packages WHERE id LIKE '019ab000-%'",
        "DELETE FROM products WHERE id LIKE '019ac000-%'",
    ] {
        diesel::sql_query(sql).execute(tx)?;
    }
    Ok(())
}

/// So many packages more, with the words by which they are found.
pub async fn crowd(app: &App, count: i64) {
    app.db.write(move |tx| load(tx, count)).await.unwrap();
    words::complete(app).await.unwrap();
}

/// They are gone again.
pub async fn desert(app: &App) {
    app.db.write(unload).await.unwrap();
}

/// What a database does by itself after a night.
pub async fn analyze(app: &App) {
    let analyze = |tx: &mut Conn| -> Result<usize> { Ok(diesel::sql_query("ANALYZE").execute(tx)?) };
    app.db.write(analyze).await.unwrap();
}

impl Shop {
    /// [`crowd`]
    pub async fn crowded(&self, count: i64) {
        crowd(self.app(), count).await;
    }

    /// The first so many of them are all of SKU-1, which has a UPC.
    pub async fn gathered(&self, count: i64) {
        let product = "019ac000-0000-7000-8000-000000000001";
        let write = move |tx: &mut Conn| -> Result<()> {
            let of =
                format!("UPDATE packages SET product_id = '{product}' WHERE id LIKE '019ab000-%' AND id <= '{}'", package(count));
            diesel::sql_query(of).execute(tx)?;
            diesel::sql_query(format!("UPDATE products SET upc = '{UPC}' WHERE id = '{product}'")).execute(tx)?;
            Ok(())
        };
        self.app().db.write(write).await.unwrap();
    }

    /// [`analyze`]
    pub async fn analyzed(&self) {
        analyze(self.app()).await;
    }

    /// PostgreSQL does it within a minute; SQLite plans without.
    pub async fn looked_over(&self) {
        if matches!(self.app().config.database, Url::Postgres(_)) {
            self.analyzed().await;
        }
    }

    pub async fn deserted(&self) {
        desert(self.app()).await;
    }
}
