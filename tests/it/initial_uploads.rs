//! Taking over a running store: the dry run of each row, one filing a row, never a row twice whoever dies when.

use crate::crashes::hasty;
use crate::support::{ADMIN, AUDITOR, Answer, Clerk, INVENTORY, MANAGER, Page, Shop, shop, shop_with};
use diesel::prelude::*;
use lotbook::features::initial_uploads::Runner;
use lotbook::filing::Step;
use lotbook::schema::{initial_upload_rows, moves, packages};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const HEADINGS: &str = "Old label,SKU,Product,Strain,Inventory type,Quantity,Unit cost,Room,Expiry,Batch\n";

/// So many packages of flower, each with a label of its own.
fn shelf(count: usize) -> String {
    let row = |number: usize| format!("OLD-{number:05},FLW-BD-35,,Blue Dream,28,24,12.50,Vault,11/23/2030,LOT-7\n");
    std::iter::once(HEADINGS.to_owned()).chain((1..=count).map(row)).collect()
}

async fn send(clerk: &Clerk, file: &[u8]) -> Answer {
    let form = clerk.get("/go-live/uploads/new").await.form("/go-live/uploads");
    clerk.upload("/go-live/uploads", "/go-live/uploads/new", &form.fields, file).await
}

/// The page of an upload that was looked at.
async fn staged(clerk: &Clerk, file: &str) -> Page {
    let path = send(clerk, file.as_bytes()).await.goes_to("/go-live/uploads/");
    clerk.get(&path).await
}

async fn begin(page: &Page, packages: usize) -> Answer {
    page.form_to("/go-live/uploads/", "/runs").set("packages", &packages.to_string()).send().await
}

/// Waits until the page of the upload says this.
async fn until(clerk: &Clerk, path: &str, words: &str) -> Page {
    let begun = Instant::now();
    loop {
        let page = clerk.get(path).await;
        if page.text().contains(words) {
            return page;
        }
        assert!(begun.elapsed() < Duration::from_secs(90), "{path} does not come to “{words}”:\n{}", page.text());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// How many packages the state made of each old label.
async fn told(shop: &Shop) -> BTreeMap<String, usize> {
    let mut labels = BTreeMap::new();
    for row in shop.state.rows("inventory").await {
        if let Some(label) = row["source_label"].as_str() {
            *labels.entry(label.to_owned()).or_default() += 1;
        }
    }
    labels
}

async fn nothing_is_twice(shop: &Shop, made: usize) {
    let told = told(shop).await;
    assert!(told.values().all(|count| *count == 1), "{told:?}");
    assert_eq!(told.len(), made, "{told:?}");
    let ours: Vec<Option<String>> =
        shop.app().read(|conn| Ok(packages::table.select(packages::external_barcode).load(conn)?)).await.unwrap();
    let mut ours: Vec<String> = ours.into_iter().flatten().collect();
    ours.sort();
    assert_eq!(ours, told.into_keys().collect::<Vec<_>>(), "our old labels and the state's differ");
}

#[test]
fn two_hundred_packages_become_known_to_the_state_and_a_scan_finds_each_by_both_ids() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let page = staged(&clerk, &shelf(200)).await;
        page.says("200 packages can be reported").says("In pieces4800 each").says("Value at cost$60,000.00").says("Ready (200)");
        assert!(told(shop).await.is_empty(), "nothing is told before somebody says so");
        begin(&page, 199).await.follow().await.says("There are 200 packages to report now");
        begin(&page, 200).await.goes_to(&page.path);
        let done = until(&clerk, &page.path, "Finished").await;
        done.says("200 of 200 packages: 200 accepted, 0 refused").says("each needs a passed test");
        nothing_is_twice(shop, 200).await;
        let rest = clerk.get(&format!("{}?only=accepted", page.path)).await;
        rest.says("OLD-00100").says_not("OLD-00101");
        let rest = clerk.get(&rest.attribute("a[rel=next]", "href")).await;
        rest.says("OLD-00101").says("OLD-00200");
        clerk.get(&rest.attribute("a[rel=prev]", "href")).await.says("OLD-00001");

        let found = clerk.get("/inventory?q=old-00007").await;
        let package = clerk.get(&found.link("Blue Dream")).await;
        package.says("OLD-00007").says("OLD-00007, from upload 1, line 8").says("LOT-7").says("Vault");
        let barcode: String = shop
            .app()
            .read(|conn| {
                let known = packages::table.filter(packages::external_barcode.eq("OLD-00007"));
                Ok(known.select(packages::barcode).first(conn)?)
            })
            .await
            .unwrap();
        for code in ["OLD-00007", barcode.as_str()] {
            let list =
                clerk.get("/inventory/moves/new").await.form_to("/inventory/moves/scans", "").set("code", code).send().await;
            list.follow().await.says("on the list");
        }
        clerk.get("/filings?q=OLD-00007").await.says("Take over 24 each of Blue Dream 3.5 g, label OLD-00007");
    });
}

#[test]
fn every_row_is_told_what_is_wrong_and_what_would_be_right() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let taken = staged(&clerk, &shelf(1)).await;
        begin(&taken, 1).await.goes_to("/go-live");
        until(&clerk, &taken.path, "Finished").await;
        let cap = clerk.get("/products/new").await.form("/products");
        let cap = cap.set("name", "Cap").set("sku", "CAP-1").set("goods", "merchandise").set("price", "5");
        cap.send().await.goes_to("/products/");
        shop.unmapped("FLW-NL-35").await;
        let file = format!(
            "{HEADINGS}\
             A-1,NOPE-1,,,28,1,,Vault,,\n\
             A-2,FLW-NL-35,,,28,1,,Vault,,\n\
             A-3,CAP-1,,,28,1,,Vault,,\n\
             A-4,FLW-BD-35,,,22,1,,Vault,,\n\
             A-5,FLW-BD-35,,,28,1,,Attic,,\n\
             A-6,FLW-BD-35,,,28,0,,Vault,,\n\
             A-7,FLW-BD-35,,,28,-3,,Vault,,\n\
             A-8,FLW-BD-35,,,28,3.505,,Vault,,\n\
             A-9,FLW-BD-35,,,28,2.5,,Vault,,\n\
             B-1,FLW-BD-35,,,28,1,,Vault,,\n\
             b-1,FLW-BD-35,,,28,1,,Vault,,\n\
             OLD-00001,FLW-BD-35,,,28,1,,Vault,,\n\
             6.85E+15,FLW-BD-35,,,28,1,,Vault,,\n\
             =A1&B1,FLW-BD-35,,,28,1,,Vault,,\n\
             ,FLW-BD-35,,,28,1,,Vault,,\n\
             B-2,FLW-BD-35,,,28,1,cheap,Vault,,\n\
             B-3,FLW-BD-35,,,28,1,,Vault,soon,\n\
             B-4,FLW-BD-35,,,28,1,,Vault,,,extra\n\
             B-5,FLW-BD-35,Mango Gummies 100 mg,,28,1,,Vault,,\n\
             C-1,,blue dream 3.5 g,,,1,,vault,,\n\
             C-2,FLW-BD-35,,,Usable Marijuana,1,,ROOM-3,11/23/2020,\n\
             C-3,FLW-BD-35,,,28,1,,Vault,2031-01-01,\n"
        );
        let page = staged(&clerk, &file).await;
        for words in [
            "SKU: “NOPE-1” is not in the catalog. Add the product, or correct the SKU.",
            "SKU: Northern Lights 3.5 g is not mapped: Route is missing.",
            "SKU: Cap is not cannabis (Merchandise)",
            "Inventory type: says 22, Solid Marijuana Infused Edible; the product's is 28, Usable Marijuana.",
            "Room: “Attic” is not a room here. The rooms are: Receiving, Sales floor, Vault, Quarantine.",
            "Quantity: is 0. Leave the row out",
            "Quantity: “-3” is less than nothing.",
            "Quantity: “3.505” has more than two decimals, and BioTrack keeps two. Weigh again, or type 3.50.",
            "Quantity: “2.5” is not whole, and this is counted in pieces.",
            "Old label: “B-1” is also on line 12.",
            "Old label: “b-1” is also on line 11.",
            "Old label: “OLD-00001” is in stock already as",
            "Old label: “6.85E+15” was shortened by the spreadsheet.",
            "Old label: “=A1&B1” is a formula.",
            "Old label: is empty.",
            "Unit cost: “cheap” is no amount of money.",
            "Expiry: “soon” is no date.",
            "“extra” stands beyond the last heading.",
            "Product: says “Mango Gummies 100 mg”; FLW-BD-35 is Blue Dream 3.5 g.",
            "Inventory type: is empty. The product's is taken: 28, Usable Marijuana.",
            "Expiry: is over.",
        ] {
            page.says(words);
        }
        page.says("Problems (19)").says("Warnings (2)").says("Ready (1)").says("3 packages can be reported");
        clerk.get(&format!("{}?only=warning", page.path)).await.says("C-2").says_not("C-3").says_not("A-1");
        let csv = clerk.ask(&format!("{}/rows.csv", page.path)).await;
        csv.is(200).says("'=A1&B1,FLW-BD-35").says("Old label: is empty.");
        begin(&page, 3).await.follow().await.says("Tick that the rows with problems are left out");
        page.form_to("/go-live/uploads/", "/runs").set("packages", "3").with("leave_out", "1").send().await.goes_to(&page.path);
        let done = until(&clerk, &page.path, "Finished").await;
        done.says("3 of 3 packages: 3 accepted").says("19 rows with problems were left out");
        nothing_is_twice(shop, 4).await;
    });
}

impl Shop {
    /// A product that lost its route.
    async fn unmapped(&self, sku: &'static str) {
        use lotbook::schema::products;
        self.app()
            .db
            .write(move |tx| -> lotbook::error::Result<()> {
                let product = products::table.filter(products::sku.eq(sku));
                diesel::update(product).set(products::route.eq(None::<String>)).execute(tx)?;
                Ok(())
            })
            .await
            .unwrap();
    }
}

#[test]
fn files_that_cannot_be_read_are_refused_in_words_and_nothing_is_kept() {
    shop(async |shop| {
        let clerk = shop.clerk(ADMIN).await;
        for (file, words) in [
            (&b"Old label,SKU,Colour\nA,B,red\n"[..], "not known here: “Colour”"),
            (b"Old label,SKU,Quantity\nA,B,1\n", "missing: “Inventory type”, “Room”"),
            (b"Old label,Label,SKU,Inventory type,Quantity,Room\n1,2,3,4,5,6\n", "twice: “Label”"),
            (b"Old label,SKU,Inventory type,Quantity,Room\nA,B,28,1,Caf\xe9\n", "Line 2 is not in UTF-8"),
            (b"Old label;SKU;Inventory type;Quantity;Room\nA;B;28;1;Vault\n", "not separated by commas"),
            (b"", "Choose a CSV file first"),
        ] {
            send(&clerk, file).await.follow().await.says(words);
        }
        clerk.get("/go-live/uploads").await.says("Nothing was uploaded yet");
        // A mark at the beginning, other headings in another order, and what a spreadsheet does to keep zeros.
        let file = "\u{feff}QTY,room,Product SKU,Type,Old_Package-ID\r\n1,Vault,FLW-BD-35,28,\"=\"\"0012\"\"\"\r\n";
        staged(&clerk, file).await.says("1 package can be reported").says("0012");
        let template = clerk.ask("/go-live/uploads/template.csv").await;
        template.is(200).says("Old label,SKU,Product,Strain,Inventory type,Quantity,Unit cost,Room,Expiry,Batch");
        shop.clerk(INVENTORY).await.ask("/go-live/uploads/new").await.is(403);
        shop.clerk(AUDITOR).await.get("/go-live/uploads").await.says("Upload 1");
    });
}

#[test]
fn while_onboarding_is_closed_nothing_is_reported_and_the_page_says_so_first() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        clerk.get("/go-live/uploads/new").await.says("onboarding of MMTC-2019-0016-R1 is closed");
        let page = staged(&clerk, &shelf(8)).await;
        page.says("onboarding of MMTC-2019-0016-R1 is closed");
        assert!(!page.has("form[action$='/runs']"));
        let key = lotbook::values::FormKey::new();
        let forced = clerk.post(&format!("{}/runs", page.path), &[("form_key", key.as_str()), ("packages", "8")]).await;
        // It did not come from the page, so it leads nowhere else.
        clerk.ask(&forced.goes_to("/go-live/uploads/")).await.says("takes no opening stock and nothing was reported");
        // Closed in the middle: three refusals of the same words stop it.
        shop.state.onboarding(true).await;
        let page = clerk.get(&page.path).await;
        begin(&page, 8).await.goes_to(&page.path);
        shop.state.onboarding(false).await;
        let paused = until(&clerk, &page.path, "Paused").await;
        paused.says("rows in a row with the same words: “The current session does not possess access");
        let form = paused.form_to("/go-live/uploads/", "/resumptions");
        form.send().await.follow().await.says("onboarding of MMTC-2019-0016-R1 is closed");
        shop.state.onboarding(true).await;
        clerk.get(&page.path).await.form_to("/go-live/uploads/", "/retries").send().await.goes_to(&page.path);
        until(&clerk, &page.path, "8 of 8 packages: 8 accepted, 0 refused").await;
        nothing_is_twice(shop, 8).await;
    });
}

#[test]
fn a_file_that_is_uploaded_twice_is_reported_once() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let first = staged(&clerk, &shelf(6)).await;
        let second = staged(&clerk, &shelf(6)).await;
        second.says("is also on upload 1, line 2, which is not begun").says("Warnings (6)");
        begin(&first, 6).await.goes_to(&first.path);
        // The page of the second is older than that, and its number is no longer true.
        begin(&second, 6).await.follow().await.says("Tick that the rows with problems are left out");
        clerk.get(&second.path).await.says("Problems (6)").says("0 packages can be reported");
        until(&clerk, &first.path, "Finished").await;
        let third = staged(&clerk, &shelf(7)).await;
        third.says("is in stock already as").says("Problems (6)").says("1 package can be reported");
        for page in [&second, &third] {
            let page = clerk.get(&page.path).await;
            page.form_to("/go-live/uploads/", "/cancellations").send().await.goes_to(&page.path);
        }
        nothing_is_twice(shop, 6).await;
    });
}

#[test]
fn a_person_pauses_and_resumes_and_a_restart_goes_on() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let page = staged(&clerk, &shelf(40)).await;
        shop.state.delay("inventory_initial", 150, 1000).await;
        begin(&page, 40).await.goes_to(&page.path);
        until(&clerk, &page.path, "4 accepted").await;
        clerk.get(&page.path).await.form_to("/go-live/uploads/", "/pauses").send().await.goes_to(&page.path);
        tokio::time::sleep(Duration::from_millis(600)).await;
        let paused = clerk.get(&page.path).await;
        paused.says("Paused by Maria Alvarez");
        let so_far = told(shop).await.len();
        tokio::time::sleep(Duration::from_millis(1500)).await;
        assert_eq!(told(shop).await.len(), so_far, "paused is paused");
        let admin = shop.clerk(ADMIN).await;
        admin.get(&page.path).await.form_to("/go-live/uploads/", "/resumptions").send().await.goes_to(&page.path);
        until(&clerk, &page.path, "in the name of Alex Kim").await;
        tokio::time::sleep(Duration::from_millis(1200)).await;
        shop.restart().await;
        assert!(told(shop).await.len() < 40, "the restart came too late to show anything");
        let clerk = shop.clerk(MANAGER).await;
        until(&clerk, &page.path, "Finished").await.says("40 of 40 packages: 40 accepted, 0 refused");
        nothing_is_twice(shop, 40).await;
    });
}

#[test]
fn two_processes_share_an_upload_and_no_row_is_told_twice() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let page = staged(&clerk, &shelf(30)).await;
        begin(&page, 30).await.goes_to(&page.path);
        let others: Vec<_> = (0..2)
            .map(|_| {
                let mut runner = Runner::new(shop.another_process());
                tokio::spawn(async move {
                    for _ in 0..40 {
                        runner.round().await.unwrap();
                        tokio::time::sleep(Duration::from_millis(25)).await;
                    }
                })
            })
            .collect();
        until(&clerk, &page.path, "Finished").await.says("30 of 30 packages: 30 accepted, 0 refused");
        for other in others {
            other.await.unwrap();
        }
        assert_eq!(shop.state.calls("inventory_initial").await.iter().filter(|call| call["nonce"].is_string()).count(), 30);
        nothing_is_twice(shop, 30).await;
    });
}

/// Where a row is cut off.
#[derive(Debug, Clone, Copy)]
enum Death {
    Inside(Step),
    OnTheWay,
    OnTheWayBack,
}

#[test]
fn wherever_a_row_is_cut_off_it_is_told_at_most_once_and_the_rest_goes_on() {
    let table = [
        (Death::Inside(Step::Asked), 0),
        (Death::Inside(Step::Opened), 1),
        (Death::OnTheWay, 1),
        (Death::OnTheWayBack, 0),
        (Death::Inside(Step::Answered), 0),
        (Death::Inside(Step::Accepting), 0),
        (Death::Inside(Step::Accepted), 0),
    ];
    std::thread::scope(|threads| {
        for (death, refused) in table {
            threads.spawn(move || shop_with(hasty, async |shop| cut_off(shop, death, refused).await));
        }
    });
}

async fn cut_off(shop: &Shop, death: Death, refused: usize) {
    shop.state.onboarding(true).await;
    let clerk = shop.clerk(MANAGER).await;
    let page = staged(&clerk, &shelf(7)).await;
    begin(&page, 7).await.goes_to(&page.path);
    match death {
        Death::Inside(step) => shop.app().dying.cut_off_after(step),
        Death::OnTheWay => shop.state.fault("inventory_initial", "drop_before", 1).await,
        Death::OnTheWayBack => shop.state.fault("inventory_initial", "drop_after", 1).await,
    }
    let begun = Instant::now();
    while !clerk.get(&page.path).await.text().contains("Finished") {
        assert!(begun.elapsed() < Duration::from_secs(60), "{death:?}: {}", clerk.get(&page.path).await.text());
        tokio::time::sleep(Duration::from_millis(700)).await;
        shop.sweep().await;
    }
    let done = clerk.get(&page.path).await;
    done.says(&format!("7 of 7 packages: {} accepted, {refused} refused", 7 - refused));
    if refused > 0 {
        done.says("This never reached the state; nothing was done.");
        done.form_to("/go-live/uploads/", "/retries").send().await.goes_to(&page.path);
        until(&clerk, &page.path, "7 of 7 packages: 7 accepted, 0 refused").await;
    }
    nothing_is_twice(shop, 7).await;
    let rows: Vec<String> =
        shop.app().read(|conn| Ok(initial_upload_rows::table.select(initial_upload_rows::status).load(conn)?)).await.unwrap();
    assert!(rows.iter().all(|status| status == "accepted"), "{death:?}: {rows:?}");
}

#[test]
fn while_the_link_is_down_nothing_more_is_said_and_it_goes_on_by_itself_afterwards() {
    shop_with(hasty, async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let page = staged(&clerk, &shelf(120)).await;
        shop.state.delay("inventory_initial", 150, 1000).await;
        begin(&page, 120).await.goes_to(&page.path);
        until(&clerk, &page.path, "2 accepted").await;
        shop.state.fault("*", "drop_before", 1_000_000).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        let (so_far, filed) = (told(shop).await.len(), shop.filings().await);
        assert!(so_far < 120 && filed <= so_far + 2, "{filed} filings for {so_far} packages: it goes on filing in silence");
        shop.sweep().await;
        shop.state.no_faults().await;
        let begun = Instant::now();
        while !clerk.get(&page.path).await.text().contains("Finished") {
            assert!(begun.elapsed() < Duration::from_secs(60), "{}", clerk.get(&page.path).await.text());
            tokio::time::sleep(Duration::from_millis(700)).await;
            shop.sweep().await;
        }
        let done = clerk.get(&page.path).await;
        if done.has("form[action$='/retries']") {
            done.form_to("/go-live/uploads/", "/retries").send().await.goes_to(&page.path);
        }
        until(&clerk, &page.path, "120 of 120 packages: 120 accepted, 0 refused").await;
        nothing_is_twice(shop, 120).await;
    });
}

impl Shop {
    /// Of rows of uploads.
    async fn filings(&self) -> usize {
        use lotbook::schema::filings;
        let count: i64 = self
            .app()
            .read(|conn| Ok(filings::table.filter(filings::action.eq("take_over")).count().first(conn)?))
            .await
            .unwrap();
        usize::try_from(count).unwrap()
    }
}

#[test]
fn what_the_state_refuses_stands_beside_its_row_in_the_states_words() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let page = staged(&clerk, &shelf(5)).await;
        begin(&page, 5).await.goes_to(&page.path);
        shop.state.refuse("inventory_initial", "The scale says no.").await;
        until(&clerk, &page.path, "Finished").await.says("4 accepted, 1 refused").says("The scale says no.");
        let moved: i64 = shop.app().read(|conn| Ok(moves::table.count().first(conn)?)).await.unwrap();
        assert_eq!(moved, 4);
        nothing_is_twice(shop, 4).await;
    });
}

/// `cargo test --test it fifty_thousand -- --ignored --nocapture`: the time of a dry run, and of a look at it.
#[test]
#[ignore = "it measures; several seconds of two cores"]
fn fifty_thousand_rows_are_looked_at() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let file = shelf(50_000);
        let begun = Instant::now();
        let page = staged(&clerk, &file).await;
        let (whole, megabytes) = (begun.elapsed(), file.len() / 1024 / 1024);
        page.says("50000 packages can be reported");
        let begun = Instant::now();
        clerk.get(&format!("{}?only=ready&from=40000", page.path)).await.says("OLD-40000");
        let look = begun.elapsed();
        let begun = Instant::now();
        page.form_to("/go-live/uploads/", "/judgements").send().await.goes_to(&page.path);
        println!(
            "50,000 rows ({megabytes} MB) looked at in {whole:.1?}, a page of them in {look:.1?}, all again in {:.1?}",
            begun.elapsed()
        );
        assert!(whole < Duration::from_secs(120));
    });
}
