//! Before a manifest is received: the draft, the catalog's products, rooms, tags and days; and a thousand packages at once.

use crate::support::{ADMIN, Clerk, INVENTORY, MANAGER, Page, Shop, State, shop, shop_with};
use diesel::prelude::*;
use lotbook::schema::{manifest_lines, package_tags, packages, product_state_names, products, receipt_draft_lines, rooms};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

type Done = lotbook::error::Result<()>;

fn two() -> Value {
    json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Mango Gummies 100 mg", 22, "100.00")])
}

async fn arrived(shop: &Shop, clerk: &Clerk, items: Value) -> (String, Vec<String>) {
    let (manifest, barcodes) = shop.state.ship(items).await;
    shop.arrived(clerk, &manifest).await;
    (format!("/receiving/{manifest}"), barcodes)
}

/// The name of a field of the line with this barcode.
fn field(page: &Page, name: &str, barcode: &str) -> String {
    page.attribute(&format!("[name^='{name}-'][aria-label$='{barcode}']"), "name")
}

async fn receive_all(clerk: &Clerk, path: &str) {
    let confirm = clerk.get(path).await.form(&format!("{path}/drafts")).with("all", "accept").send().await;
    confirm.is(200);
    Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(path);
}

#[test]
fn a_draft_moves_nothing_and_is_resumed_by_somebody_else() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (path, barcodes) = arrived(shop, &clerk, two()).await;
        let page = clerk.get(&path).await;
        let lot = field(&page, "lot", &barcodes[0]);
        let accepted = field(&page, "accepted", &barcodes[1]);
        let form = page.form(&format!("{path}/drafts")).set(&lot, "LOT-3").set(&accepted, "many");
        let kept = form.with("go", "save").send().await;
        kept.goes_to(&path);
        let kept = kept.follow().await;
        kept.says("The draft is kept. It moves no stock").says("Draft of");
        assert_eq!(kept.form(&format!("{path}/drafts")).value(&accepted), "many", "what cannot be read is kept too");
        let ours: i64 = shop.app().read(|conn| Ok(packages::table.count().first(conn)?)).await.unwrap();
        assert_eq!(ours, 0);
        let rows: i64 = shop.app().read(|conn| Ok(receipt_draft_lines::table.count().first(conn)?)).await.unwrap();
        assert_eq!(rows, 2, "only what somebody decided is kept");
        let manager = shop.clerk(MANAGER).await;
        manager.get("/receiving").await.says("Draft of");
        let page = manager.get(&format!("{path}?show=wrong")).await;
        assert!(page.problem(&accepted).contains("Type how many of the"));
        let page = manager.get(&path).await;
        assert_eq!(page.form(&format!("{path}/drafts")).value(&lot), "LOT-3");
        // All of it rejected, and that forgotten again.
        let all = page.form(&format!("{path}/drafts")).set("reject_reason", "Wrong shop").with("all", "reject").send().await;
        all.is(200).says("Reject all of it: 2 packages");
        let kept = manager.get(&path).await;
        kept.form(&format!("{path}/drafts")).with("go", "forget").send().await.follow().await.says("as suggested again");
        let page = manager.get(&path).await;
        assert_eq!(page.form(&format!("{path}/drafts")).value(&accepted), "24");
        let fixed = page.form(&format!("{path}/drafts")).set(&lot, "LOT-3").send().await;
        Page::of(&fixed).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        manager.get("/inventory?q=lot-3").await.says("Blue Dream");
        // Once it is received, the draft is closed with it.
        page.form(&format!("{path}/drafts")).send().await.follow().await.says("cannot be reopened");
    });
}

#[test]
fn nothing_is_changed_while_the_state_is_silent_about_the_receipt() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (path, barcodes) = arrived(shop, &clerk, two()).await;
        let page = clerk.get(&path).await;
        let scans = clerk.get(&format!("{path}/scans")).await;
        let confirm = page.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        shop.state.fault("inventory_transfer_inbound", "drop_after", 1).await;
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to("/filings/");
        let late = page.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        late.follow().await.says("is just being received");
        let scan = scans.form(&format!("{path}/scans")).set("code", &barcodes[0]).send().await;
        scan.follow().await.says("is just being received");
        shop.sweep().await;
        clerk.get(&path).await.says("2 packages accepted.");
    });
}

#[test]
fn a_line_without_its_product_blocks_and_the_choice_is_remembered() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let items = json!([
            State::item("BLUE DREAM EIGHTH", 28, "0.125"),
            State::item("BLUE DREAM EIGHTH", 28, "0.125"),
            State::item("Mango Gummies 100 mg", 22, "100.00"),
        ]);
        let (path, _) = arrived(shop, &clerk, items).await;
        let page = clerk.get(&path).await;
        page.says("2 packages are of a product that the catalog does not know");
        let blocked = page.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        blocked.is(422).says("Choose the product of the catalog that “BLUE DREAM EIGHTH” is.");
        let matches = clerk.get(&format!("{path}/matches")).await;
        matches.says("1 name is of no product yet");
        let name = matches.attribute("select[aria-label$='BLUE DREAM EIGHTH']", "name");
        let product = matches.options(&name).remove(0);
        let gummies = matches.form(&format!("{path}/matches")).value(&matches.attribute("select[aria-label*='Mango']", "name"));
        let wrong = matches.form(&format!("{path}/matches")).set(&name, &gummies).send().await;
        assert!(wrong.follow().await.problem(&name).contains("of another type"));
        matches.form(&format!("{path}/matches")).set(&name, &product).send().await.goes_to(&path);
        receive_all(&clerk, &path).await;

        // The catalog's own name of it stays, and this one is known beside it.
        let id = product.clone();
        let known = move |conn: &mut lotbook::db::Conn| {
            let own: Option<String> = products::table.find(&id).select(products::state_name).first(conn)?;
            let other: Vec<(String, String)> = product_state_names::table
                .select((product_state_names::state_name, product_state_names::product_id))
                .load(conn)?;
            Ok((own, other))
        };
        let (own, others) = shop.app().read(known).await.unwrap();
        assert!(own.is_some());
        assert_eq!(others, [("BLUE DREAM EIGHTH".to_owned(), product.clone())]);
        let again = json!([State::item("BLUE DREAM EIGHTH", 28, "0.125"), State::item("Mango Gummies 100 mg", 22, "100.00")]);
        let (path, _) = arrived(shop, &clerk, again).await;
        clerk.get(&path).await.says_not("does not know");
        receive_all(&clerk, &path).await;
        let all: Vec<String> =
            shop.app().read(|conn| Ok(packages::table.select(packages::product_id).load(conn)?)).await.unwrap();
        assert_eq!(all.iter().filter(|one| **one == product).count(), 3);
    });
}

#[test]
fn a_retired_product_and_one_of_another_type_say_so() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (path, _) = arrived(shop, &clerk, two()).await;
        let retire = |tx: &mut lotbook::db::Conn| -> Done {
            let gummies = products::table.filter(products::state_name.eq("Mango Gummies 100 mg"));
            diesel::update(gummies).set(products::active.eq(false)).execute(tx)?;
            let flower = products::table.filter(products::state_name.eq("Blue Dream 3.5 g"));
            diesel::update(flower).set(products::inventory_type.eq(24)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(retire).await.unwrap();
        let answer = clerk.get(&path).await.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        answer.is(422).says("and that product is retired. Restore it, or choose another.");
        answer.says("is Marijuana Extract for Inhalation in the catalog. Choose a product of the same type.");
    });
}

#[test]
fn what_somebody_of_us_has_already_is_told_before_the_confirmation() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let taken = shop.one_package().await;
        let (path, barcodes) = arrived(shop, &clerk, two()).await;
        // As if the sender had shipped the same package a second time.
        let barcode = barcodes[0].clone();
        let again = move |tx: &mut lotbook::db::Conn| -> Done {
            let line = manifest_lines::table.filter(manifest_lines::barcode.eq(&barcode));
            diesel::update(line).set(manifest_lines::barcode.eq(&taken)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(again).await.unwrap();
        let answer = clerk.get(&path).await.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        answer
            .is(422)
            .says("This package was already received on")
            .says("at Lotbook Demo Dispensary")
            .says("never received twice");
    });
}

#[test]
fn room_cost_day_and_tags_of_each_package() {
    shop(async |shop| {
        let (admin, clerk) = (shop.clerk(ADMIN).await, shop.clerk(INVENTORY).await);
        drop(admin);
        let prepare = |tx: &mut lotbook::db::Conn| -> Done {
            let flower = products::table.filter(products::state_name.eq("Blue Dream 3.5 g"));
            diesel::update(flower)
                .set((products::tags.eq("House, New"), products::cost_cents.eq(700), products::expiration_days.eq(30)))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(prepare).await.unwrap();
        let (path, barcodes) = arrived(shop, &clerk, two()).await;
        let page = clerk.get(&path).await;
        let form = page.form(&format!("{path}/drafts"));
        assert_eq!(form.value(&field(&page, "tags", &barcodes[0])), "House, New");
        assert_eq!(form.value(&field(&page, "cost", &barcodes[0])), "7.00");
        let day = form.value(&field(&page, "expires", &barcodes[0]));
        let vault: String = shop
            .app()
            .read(|conn| Ok(rooms::table.filter(rooms::kind.eq("inventory")).select(rooms::id).first(conn)?))
            .await
            .unwrap();
        let form = form
            .set("all_room", &vault)
            .set(&field(&page, "tags", &barcodes[0]), "new, Sale ")
            .set(&field(&page, "expires", &barcodes[1]), "1/31/2031");
        let wrong = form.clone().set(&field(&page, "expires", &barcodes[1]), "soon").send().await;
        assert!(Page::of(&wrong).problem(&field(&page, "expires", &barcodes[1])).contains("Type a date"));
        let confirm = form.send().await;
        confirm.is(200);
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        let (first, second) = (barcodes[0].clone(), barcodes[1].clone());
        let read = move |conn: &mut lotbook::db::Conn| {
            let of = |code: String| packages::table.filter(packages::barcode.eq(code));
            let one: (String, Option<i64>, Option<chrono::NaiveDate>, String) =
                of(first).select((packages::id, packages::cost_cents, packages::expires_on, packages::room_id)).first(conn)?;
            let other: (Option<chrono::NaiveDate>, String) =
                of(second).select((packages::expires_on, packages::room_id)).first(conn)?;
            let tags: Vec<String> = package_tags::table
                .filter(package_tags::package_id.eq(&one.0))
                .order(package_tags::tag)
                .select(package_tags::tag)
                .load(conn)?;
            Ok((one, other, tags))
        };
        let (one, other, tags) = shop.app().read(read).await.unwrap();
        assert_eq!((one.1, one.2.unwrap().to_string(), one.3.as_str()), (Some(700), day, vault.as_str()));
        assert_eq!((other.0.unwrap().to_string().as_str(), other.1.as_str()), ("2031-01-31", vault.as_str()));
        assert_eq!(tags, ["Sale", "new"]);
    });
}

#[test]
fn the_state_is_asked_by_itself_and_only_for_what_is_new() {
    let often = |config: &mut lotbook::config::Config| config.pull = Some(Duration::from_millis(300));
    shop_with(often, async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, _) = shop.state.ship(two()).await;
        let waited = Instant::now();
        let number = manifest.clone();
        loop {
            let number = number.clone();
            let known = move |conn: &mut lotbook::db::Conn| {
                use lotbook::schema::manifests;
                Ok(manifests::table.filter(manifests::number.eq(number)).count().first::<i64>(conn)?)
            };
            if shop.app().read(known).await.unwrap() == 1 {
                break;
            }
            assert!(waited.elapsed() < Duration::from_secs(20), "nobody asked");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let starts = || async {
            let calls = shop.state.calls("sync_manifest").await;
            calls
                .iter()
                .map(|call| call["body"]["transaction_start"].to_string().trim_matches('"').parse::<i64>().unwrap_or_default())
                .collect::<Vec<_>>()
        };
        while starts().await.last().is_none_or(|last| *last == 0) {
            assert!(
                waited.elapsed() < Duration::from_secs(30),
                "all stops are asked for every time: {:?}",
                shop.state.calls("sync_manifest").await.last()
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        clerk.get("/receiving").await.says("that is when the state last told us").says("It is asked by itself every");
        clerk.get(&format!("/receiving/{manifest}")).await.says("Blue Dream 3.5 g");
    });
}

/// What the sender marks as arrived is found, although only new transactions are read.
#[test]
fn an_arrival_that_the_sender_marks_is_found_after_the_first_reading() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, _) = shop.state.ship(two()).await;
        let pull = async || clerk.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        pull().await;
        pull().await;
        let page = clerk.get(&format!("/receiving/{manifest}")).await;
        page.form(&format!("/receiving/{manifest}/arrivals")).send().await.goes_to("/receiving/");
        // As if it had not been we who told the state.
        let forget = |tx: &mut lotbook::db::Conn| -> Done {
            use lotbook::schema::manifests;
            let nothing = (manifests::status.eq("awaiting"), manifests::arrived_at.eq(None::<lotbook::values::At>));
            diesel::update(manifests::table).set(nothing).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(forget).await.unwrap();
        pull().await;
        clerk.get(&format!("/receiving/{manifest}")).await.says("Arrived").says("Check and continue");
    });
}

#[test]
fn a_thousand_packages_are_received_in_one_filing() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let names =
            [("Blue Dream 3.5 g", 28, "0.125"), ("Mango Gummies 100 mg", 22, "100.00"), ("Relief Balm 200 mg", 25, "200.00")];
        let items: Vec<Value> =
            (0..1000).map(|place| names[place % 3]).map(|(name, of, usable)| State::item(name, of, usable)).collect();
        let (manifest, barcodes) = shop.state.ship(json!(items)).await;
        let told = Instant::now();
        shop.arrived(&clerk, &manifest).await;
        eprintln!("pulled and arrived: {:?}", told.elapsed());
        let path = format!("/receiving/{manifest}");
        let timed = async |url: &str| {
            let begun = Instant::now();
            let answer = clerk.ask(url).await;
            answer.is(200);
            eprintln!("{url}: {} bytes in {:?}", answer.page().body.len(), begun.elapsed());
            assert!(answer.page().body.len() < 600_000, "{url} is too heavy");
            answer.page()
        };
        let page = timed(&path).await;
        page.says("1–100 of 1000");
        assert_eq!(page.all("table.receive tbody tr").len(), 100);
        timed(&format!("{path}/scans")).await.says("0 of 1000 here");
        timed(&format!("{path}/matches")).await;
        // A page is kept, then the next one.
        let first = page.attribute("[name^='accepted-']", "name");
        let form = page.form(&format!("{path}/drafts")).set(&first, "0").set(&first.replace("accepted", "reason"), "Crushed");
        let next = form.with("go", "all 2").send().await.follow().await;
        next.says("101–200 of 1000");
        let differs = timed(&format!("{path}?show=differences")).await;
        assert_eq!(differs.form(&format!("{path}/drafts")).value(&first.replace("accepted", "reason")), "Crushed");
        // What is wrong on another page is shown alone.
        let third = clerk.get(&format!("{path}?show=all&page=3")).await;
        let wrong = third.attribute("[name^='accepted-']", "name");
        let wrong_form = third.form(&format!("{path}/drafts")).set(&wrong, "25").with("go", "save");
        wrong_form.send().await.goes_to(&path);
        let begun = Instant::now();
        let answer = next.form(&format!("{path}/drafts")).send().await;
        eprintln!("a draft of a thousand checked: {:?}", begun.elapsed());
        answer.is(422);
        let alone = Page::of(&answer);
        assert_eq!(alone.all("table.receive tbody tr").len(), 1);
        assert!(alone.problem(&wrong).contains("Accept at most 24"));
        let begun = Instant::now();
        let confirm = alone.form(&format!("{path}/drafts")).set(&wrong, "24").send().await;
        confirm.is(200).says("Receive 999 packages, reject 1");
        eprintln!("confirmation: {} bytes in {:?}", confirm.page().body.len(), begun.elapsed());
        let begun = Instant::now();
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        eprintln!("received: {:?}", begun.elapsed());
        assert_eq!(shop.state.calls("inventory_transfer_inbound").await.len(), 1, "one filing");
        // What goes on to the sales floor follows, a hundred to a filing.
        for _ in 0..12 {
            shop.sweep().await;
        }
        let ours: i64 = shop.app().read(|conn| Ok(packages::table.count().first(conn)?)).await.unwrap();
        assert_eq!(ours, 999);
        let page = timed(&path).await;
        page.says("999 packages accepted; 1 rejected.").says("went back to the sender by itself, without a new manifest");
        let rejected = timed(&format!("{path}?show=differences")).await;
        assert_eq!(rejected.all("tbody tr").len(), 1);
        rejected.says("Crushed").says("Back with the sender, no new manifest");
        assert_eq!(barcodes.len(), 1000);
    });
}
