//! Sales while a spreadsheet of fifty thousand rows is written into the catalog, beside sales without it. Ignored, because it measures:
//! `cargo test --release --test it import_beside_sales -- --ignored --nocapture`, and once more with `TEST_DATABASE` for PostgreSQL.

use crate::support::{BUDTENDER, Clerk, MANAGER, Page, Shop, State, shop};
use serde_json::Value;
use std::time::{Duration, Instant};

const ROWS: usize = 50_000;
/// Sales before the import; during it, as many as there is time for.
const SALES: usize = 100;

/// One sale of one package: how long the request took that sells.
async fn sale(shop: &Shop, clerk: &Clerk, number: usize, barcode: &str) -> Duration {
    let card = shop.another_patient(number).await;
    clerk.cart_for(&card).await;
    clerk.scan(barcode).await;
    let form = clerk.get("/register/tender").await.form_to("/register/carts/", "/sales").with("id_checked", "on");
    let begun = Instant::now();
    form.send().await.goes_to_the_sale();
    begun.elapsed()
}

fn say(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let (count, at) = (times.len(), |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)]);
    println!("  {what:<28} {count} sales, p50 {:.1?}, p99 {:.1?}, longest {:.1?}", at(50), at(99), times[count - 1]);
}

async fn staged(manager: &Clerk) -> Page {
    let row = |number: usize| {
        format!("BULK-{number},A product of an import number {number},Merchandise,{number},Bulk,Brand {}\n", number % 200)
    };
    let file = "SKU,Name,Goods,Price,Category,Brand\n".to_owned() + &(1..=ROWS).map(row).collect::<String>();
    let (form, begun) = (manager.get("/products/imports/new").await.form("/products/imports"), Instant::now());
    let answer = manager.upload("/products/imports", "/products/imports/new", &form.fields, file.as_bytes()).await;
    println!("  {ROWS} rows ({} KB) were read and kept in {:.1?}", file.len() / 1024, begun.elapsed());
    let begun = Instant::now();
    let page = answer.follow().await;
    println!("  their preview took {:.1?}", begun.elapsed());
    page
}

#[test]
#[ignore = "measures; see the module"]
fn sales_during_an_import_of_fifty_thousand_rows() {
    shop(async |shop| {
        let flower: Vec<Value> = (0..100).map(|_| State::item("Blue Dream 3.5 g", 28, "0.125")).collect();
        let barcodes = shop.stocked(Value::Array(flower)).await;
        let (clerk, manager) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let mut alone = Vec::new();
        for number in 0..SALES {
            alone.push(sale(shop, &clerk, number, &barcodes[number % 100]).await);
        }
        let preview = staged(&manager).await;
        let begun = Instant::now();
        let path = preview.form_to("/products/imports/", "/applications").send().await.goes_to("/products/imports/");
        let mut during = Vec::new();
        for number in SALES..2_000 {
            during.push(sale(shop, &clerk, number, &barcodes[number % 100]).await);
            if number % 10 == 0 && !manager.get(&path).await.text().contains("Being written") {
                break;
            }
        }
        println!("  the import was written in about {:.1?}", begun.elapsed());
        say("alone", alone);
        say("during the import", during);
        while manager.get(&path).await.text().contains("Being written") {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        manager.get(&path).await.says("0 products were changed");
    });
}
