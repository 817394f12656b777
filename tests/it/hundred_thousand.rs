//! The list with a hundred thousand packages beside the list with a thousand. Ignored, because it measures and proves nothing:
//! `cargo test --test it hundred_thousand -- --ignored --nocapture`, with `TEST_DATABASE` for PostgreSQL.

use crate::support::{Clerk, INVENTORY, Shop, shop};
use diesel::prelude::*;
use lotbook::db::Conn;
use lotbook::error::Result;
use std::time::Instant;

/// Copies of one package, each with an id, a barcode and one of five hundred products of its own; every tenth is in stock only.
fn load(tx: &mut Conn, count: i64) -> Result<()> {
    let numbers = format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})");
    let products = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)";
    let id = |prefix: &str, number: &str| format!("'{prefix}' || substr(CAST(1000000000000 + {number} AS TEXT), 2)");
    let packages = id("019ab000-0000-7000-8000-", "n.i");
    let product = id("019ac000-0000-7000-8000-", "(n.i % 500)");
    let columns =
        "location_id, room_id, status, inventory_type, state_name, lab_result, manifest_id, customer_return, received_at";
    for sql in [
        format!(
            "{products} INSERT INTO products (id, name, name_lower, sku, goods, category, brand, strain, inventory_type, order_type, \
             route, alternate_routes, posted_amount, price_cents, on_register, active, created_at) \
             SELECT {product}, 'Product ' || n.i, 'product ' || n.i, 'SKU-' || n.i, p.goods, p.category, 'Brand ' || (n.i % 20), \
             p.strain, p.inventory_type, p.order_type, p.route, p.alternate_routes, p.posted_amount, p.price_cents, p.on_register, \
             p.active, p.created_at FROM n CROSS JOIN (SELECT * FROM products WHERE sku = 'FLW-BD-35') p"
        ),
        format!(
            "{numbers} INSERT INTO packages (id, barcode, product_id, strain, lot_name, search_text, {columns}) \
             SELECT {packages}, '9' || substr(CAST(1000000000000000 + n.i AS TEXT), 2), {product}, 'Strain ' || (n.i % 40), \
             'Lot ' || (n.i % 3000), 'product ' || (n.i % 500) || ' sku-' || (n.i % 500) || ' strain ' || (n.i % 40) || ' lot ' \
             || (n.i % 3000) || ' 9' || substr(CAST(1000000000000000 + n.i AS TEXT), 2), {columns} \
             FROM n CROSS JOIN (SELECT {columns} FROM packages LIMIT 1) p"
        ),
        "INSERT INTO stock (package_id, place_id, on_hand, held) \
         SELECT id, room_id, CASE WHEN lot_name LIKE '%7' THEN 0 ELSE 2400 END, 0 FROM packages WHERE id LIKE '019ab000-%'"
            .to_owned(),
    ] {
        diesel::sql_query(sql).execute(tx)?;
    }
    // What a database does by itself after a night.
    diesel::sql_query("ANALYZE").execute(tx)?;
    Ok(())
}

/// What the invariants at the end of a shop know nothing of.
fn unload(tx: &mut Conn) -> Result<()> {
    for sql in [
        "DELETE FROM stock WHERE package_id LIKE '019ab000-%'",
        "DELETE FROM packages WHERE id LIKE '019ab000-%'",
        "DELETE FROM products WHERE id LIKE '019ac000-%'",
    ] {
        diesel::sql_query(sql).execute(tx)?;
    }
    Ok(())
}

async fn measure(clerk: &Clerk, what: &str, path: &str) {
    let mut times = Vec::new();
    for _ in 0..50 {
        let begun = Instant::now();
        clerk.get(path).await;
        times.push(begun.elapsed());
    }
    times.sort();
    println!("  {what:<28} p50 {:>6.1?}  p99 {:>6.1?}", times[25], times[49]);
}

async fn all(shop: &Shop, clerk: &Clerk, count: i64) {
    shop.app().db.write(move |tx| load(tx, count)).await.unwrap();
    let room = clerk.get("/inventory").await.options("room").remove(1);
    println!("{count} packages");
    let middle = format!("/inventory?older=019ab000-0000-7000-8000-{:012}", count / 2);
    for (what, path) in [
        ("first page", "/inventory"),
        ("a page in the middle", middle.as_str()),
        ("room", &format!("/inventory?room={room}")),
        ("brand", "/inventory?brand=Brand%207"),
        ("failed in the lab (none)", "/inventory?lab=failed"),
        ("expiring (none)", "/inventory?expiring=30"),
        ("zero quantity", "/inventory?zero_quantity=1"),
        ("search: one package id", "/inventory?q=9000000000000500"),
        ("search: product", "/inventory?q=product%20321"),
        ("search: lot", "/inventory?q=lot%20997"),
        ("search: nothing", "/inventory?q=nowhere"),
    ] {
        measure(clerk, what, path).await;
    }
    let begun = Instant::now();
    let file = clerk.ask("/inventory/packages.csv").await;
    println!("  {:<28} {:.1?} for {} lines", "the whole as a file", begun.elapsed(), file.body.lines().count());
    shop.app().db.write(unload).await.unwrap();
}

#[test]
#[ignore = "measures; see the module"]
fn the_list_with_a_hundred_thousand_packages() {
    shop(async |shop| {
        shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        for count in [1_000, 100_000] {
            all(shop, &clerk, count).await;
        }
    });
}
