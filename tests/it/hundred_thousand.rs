//! The list with a hundred thousand packages beside the list with a thousand. Ignored, because it measures and proves nothing:
//! `cargo test --release --test it hundred_thousand -- --ignored --nocapture`, and once more with `TEST_DATABASE` for
//! PostgreSQL.

use crate::support::crowd::{barcode, package};
use crate::support::{Clerk, INVENTORY, Shop, shop};
use lotbook::db::Url;
use std::time::{Duration, Instant};

/// Requests of each kind.
const TIMES: usize = 200;

struct Line {
    what: &'static str,
    p50: Duration,
    p99: Duration,
}

async fn measure(clerk: &Clerk, what: &'static str, path: &str) -> Line {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        clerk.ask(path).await.is(200);
        times.push(begun.elapsed());
    }
    times.sort();
    Line { what, p50: times[TIMES / 2], p99: times[TIMES * 99 / 100] }
}

async fn all(shop: &Shop, clerk: &Clerk, count: i64) -> Vec<Line> {
    let begun = Instant::now();
    shop.crowded(count).await;
    println!("  {count} packages were loaded in {:.1?}", begun.elapsed());
    let mut lines = Vec::new();
    // As the loader leaves it first: no database has looked at what it has.
    lines.push(measure(clerk, "first page, before ANALYZE", "/inventory").await);
    lines.push(measure(clerk, "brand, before ANALYZE", "/inventory?brand=Brand%207").await);
    shop.analyzed().await;
    let room = clerk.get("/inventory").await.options("room").remove(1);
    let older = |number: i64| format!("/inventory?older={}", package(number));
    let (id, label) = (barcode(500), 13 * 500);
    for (what, path) in [
        ("first page", "/inventory".to_owned()),
        ("page 50", older(count - 50 * 55)),
        ("a page in the middle", older(count / 2)),
        ("room", format!("/inventory?room={room}")),
        ("category", "/inventory?category=Flower".to_owned()),
        ("brand", "/inventory?brand=Brand%207".to_owned()),
        ("vendor", "/inventory?vendor=Vendor%2033".to_owned()),
        ("brand and room", format!("/inventory?brand=Brand%207&room={room}")),
        ("failed in the lab (2)", "/inventory?lab=failed".to_owned()),
        ("status: scheduled (0)", "/inventory?status=scheduled".to_owned()),
        ("expiring (2)", "/inventory?expiring=30".to_owned()),
        ("zero quantity", "/inventory?zero_quantity=1".to_owned()),
        ("brand, zero quantity", "/inventory?brand=Brand%207&zero_quantity=1".to_owned()),
        ("search: package id", format!("/inventory?q={id}")),
        ("search: its last four", format!("/inventory?q={}", &id[12..])),
        ("search: external id", format!("/inventory?q=1A406{label}")),
        ("search: SKU", "/inventory?q=SKU-321".to_owned()),
        ("search: name", "/inventory?q=product%20321".to_owned()),
        ("search: a word of all", "/inventory?q=product".to_owned()),
        ("search: batch", "/inventory?q=lot%20997".to_owned()),
        ("search: nothing", "/inventory?q=nowhere".to_owned()),
        ("search: name and brand", "/inventory?q=product%20321&brand=Brand%201".to_owned()),
    ] {
        lines.push(measure(clerk, what, &path).await);
    }
    let begun = Instant::now();
    let file = clerk.ask("/inventory/packages.csv?brand=Brand%207").await;
    println!("  a brand as a file: {:.1?} for {} lines", begun.elapsed(), file.body.lines().count());
    let begun = Instant::now();
    let file = clerk.ask("/inventory/packages.csv").await;
    println!("  everything as a file: {:.1?} for {} lines", begun.elapsed(), file.body.lines().count());
    shop.deserted().await;
    lines
}

#[test]
#[ignore = "measures; see the module"]
fn the_list_with_a_hundred_thousand_packages() {
    shop(async |shop| {
        shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        println!("{}", if matches!(shop.app().config.database, Url::Sqlite(_)) { "SQLite" } else { "PostgreSQL" });
        let few = all(shop, &clerk, 1_000).await;
        let many = all(shop, &clerk, 100_000).await;
        println!("| {:<28} | 1,000: p50 | p99 | 100,000: p50 | p99 |\n|---|---|---|---|---|", "");
        for (few, many) in few.iter().zip(&many) {
            let (a, b, c, d) = (few.p50, few.p99, many.p50, many.p99);
            println!("| {:<28} | {a:.1?} | {b:.1?} | {c:.1?} | {d:.1?} |", few.what);
        }
    });
}
