//! From a scan to the screen, in a new shop and in one with a hundred thousand packages and a million past sales. Ignored, because it
//! measures and proves nothing: `cargo test --release --test it scan_speed -- --ignored --nocapture`, once more with `TEST_DATABASE`
//! for PostgreSQL.

use crate::register::{ADA, open_cart};
use crate::support::crowd::{UPC, barcode};
use crate::support::{BUDTENDER, Clerk, MANAGER, Shop, shop};
use lotbook::db::Url;
use std::time::{Duration, Instant};

/// Requests of each kind.
const TIMES: usize = 200;

struct Line {
    what: &'static str,
    times: Vec<Duration>,
}

impl Line {
    fn at(&self, percent: usize) -> Duration {
        self.times[self.times.len() * percent / 100]
    }
}

async fn measure(what: &'static str, clerk: &Clerk, path: &str) -> Line {
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        clerk.ask(path).await.is(200);
        times.push(begun.elapsed());
    }
    times.sort();
    Line { what, times }
}

async fn all(shop: &Shop, clerk: &Clerk, packages: i64, sales: i64) -> Vec<Line> {
    let begun = Instant::now();
    shop.crowded(packages).await;
    shop.gathered(500).await;
    shop.aged(sales).await;
    shop.analyzed().await;
    println!("  {packages} packages and {sales} sales were loaded in {:.1?}", begun.elapsed());
    open_cart(clerk, ADA).await;
    let of_package = |number: usize| barcode(i64::try_from(number).unwrap() * 11 + 1);
    let mut lines = vec![scans(clerk, "scan of a package to answer", of_package).await];
    lines.push(scans(clerk, "scan of a SKU of 500 packages", |_| "SKU-1".to_owned()).await);
    lines.push(scans(clerk, "scan of a UPC of 500 packages", |_| UPC.to_owned()).await);
    lines.push(measure("the register's page", clerk, "/register").await);
    lines.push(measure("search by name", clerk, "/register/search?q=product%20321").await);
    lines.push(measure("tender's page", clerk, "/register/tender").await);
    let manager = shop.clerk(MANAGER).await;
    lines.push(measure("sales, first page", &manager, "/sales").await);
    lines.push(measure("sales by number", &manager, "/sales?q=-4711").await);
    lines
}

/// From the scan to the till as it is then; one package at a time, because the patient's order is not for two hundred.
async fn scans(clerk: &Clerk, what: &'static str, code: impl Fn(usize) -> String) -> Line {
    let mut times = Vec::new();
    for number in 0..TIMES {
        let page = clerk.get("/register").await;
        if page.has("form[action*='/removals']") {
            let remove = page.attribute("form[action*='/removals']", "action");
            page.form(&remove).send().await;
        }
        let page = clerk.get("/register").await;
        let at = page.attribute("form[action$='/lines']", "action");
        let form = page.form(&at).set("code", &code(number));
        let begun = Instant::now();
        let answer = form.send_by_script("div#till").await;
        times.push(begun.elapsed());
        answer.is(200);
    }
    times.sort();
    Line { what, times }
}

#[test]
#[ignore = "measures; see the module"]
fn from_a_scan_to_the_screen() {
    shop(async |shop| {
        let first = shop.one_package().await;
        let clerk = shop.clerk(BUDTENDER).await;
        clerk.cart_for(ADA).await;
        clerk.scan(&first).await;
        clerk.sell().await.goes_to_the_sale();
        println!("{}", if matches!(shop.app().config.database, Url::Sqlite(_)) { "SQLite" } else { "PostgreSQL" });
        let lines = all(shop, &clerk, 100_000, 1_000_000).await;
        for line in &lines {
            println!("| {:<40} | p50 {:.1?} | p95 {:.1?} | p99 {:.1?} |", line.what, line.at(50), line.at(95), line.at(99));
        }
        shop.rejuvenated().await;
        shop.deserted().await;
    });
}
