//! A shipment is scanned against the sender's list: here, short, over and damaged.

use crate::support::{AUDITOR, Clerk, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::packages;
use serde_json::{Value, json};

fn three() -> Value {
    json!([
        State::item("Blue Dream 3.5 g", 28, "0.125"),
        State::item("Mango Gummies 100 mg", 22, "100.00"),
        State::item("Relief Balm 200 mg", 25, "200.00"),
    ])
}

async fn arrived(shop: &Shop, clerk: &Clerk, items: Value) -> (String, Vec<String>) {
    let (manifest, barcodes) = shop.state.ship(items).await;
    shop.arrived(clerk, &manifest).await;
    (format!("/receiving/{manifest}"), barcodes)
}

async fn scan(clerk: &Clerk, path: &str, code: &str) -> Page {
    let form = clerk.get(&format!("{path}/scans")).await.form(&format!("{path}/scans")).set("code", code);
    let answer = form.send().await;
    answer.goes_to(&format!("{path}/scans"));
    answer.follow().await
}

fn field(page: &Page, name: &str, barcode: &str) -> String {
    page.attribute(&format!("[name^='{name}-'][aria-label$='{barcode}']"), "name")
}

#[test]
fn what_is_not_scanned_is_suggested_to_be_rejected_and_a_person_decides() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (path, barcodes) = arrived(shop, &clerk, three()).await;
        let early = clerk.get(&path).await;
        let grouped = format!("{} {} {} {}", &barcodes[0][..4], &barcodes[0][4..8], &barcodes[0][8..12], &barcodes[0][12..]);
        let page = scan(&clerk, &path, &grouped).await;
        page.says("Here: Blue Dream 3.5 g").says("1 of 3 here").says("Not scanned yet: 2");
        assert!(page.has("#code[data-focus]") && page.has("form[data-scan]"));
        // Somebody else goes on, and the same code counts once.
        let manager = shop.clerk(MANAGER).await;
        scan(&manager, &path, &barcodes[0]).await.says("Scanned already, by").says("1 of 3 here");
        scan(&manager, &path, &barcodes[1]).await.says("2 of 3 here").says("Last by");

        let page = clerk.get(&path).await;
        page.says("Scanned: 2 of 3 are here.").says("1 package was not found and suggested to be rejected");
        let form = page.form(&format!("{path}/drafts"));
        let [here, short] = [0, 2].map(|place| field(&page, "accepted", &barcodes[place]));
        assert_eq!((form.value(&here), form.value(&short)), ("24".into(), "0".into()));
        assert_eq!(form.value(&short.replace("accepted", "reason")), "Short: not in the shipment");
        let confirm = form.send().await;
        confirm.is(200).says("Receive 2 packages, reject 1").says("2 of 3 here; 1 short, 0 over").says("Not scanned");
        // The page that was shown before anybody scanned decides nothing about quantities by itself.
        early.form(&format!("{path}/drafts")).with("go", "save").send().await.goes_to(&path);
        assert_eq!(clerk.get(&path).await.form(&format!("{path}/drafts")).value(&short), "0");
        // It is found after all: by hand, or by a scan.
        let anyway = clerk.get(&path).await.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        anyway.is(200).says("Receive 3 packages").says("1 package short or damaged, and accepted all the same");
        let back = clerk.get(&path).await.form(&format!("{path}/drafts"));
        let zero = back.set(&short, "0").set(&short.replace("accepted", "reason"), "Short: not in the shipment");
        zero.with("go", "save").send().await.goes_to(&path);
        scan(&clerk, &path, &barcodes[2]).await.says("3 of 3 here");
        let page = clerk.get(&path).await;
        assert_eq!(page.form(&format!("{path}/drafts")).value(&short), "24");
        let confirm = page.form(&format!("{path}/drafts")).send().await;
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        let late = clerk.get(&format!("{path}/scans")).await;
        late.says("This manifest was received, and cannot be reopened.");
        assert!(!late.has("#code"));
    });
}

#[test]
fn what_is_over_is_named_with_what_we_know_of_it() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let known = shop.one_package().await;
        let (other, theirs) = shop.state.ship(three()).await;
        let (path, barcodes) = arrived(shop, &clerk, three()).await;
        scan(&clerk, &path, &known).await.says("Already received on").says("with manifest").says("It is not received twice");
        scan(&clerk, &path, &theirs[0]).await.says("On manifest").says("(on its way)").says("It belongs to that one");
        scan(&clerk, &path, "0000000000000017").await.says("On no manifest to us, and not in our books");
        let page = scan(&clerk, &path, "SOME-OLD-LABEL").await;
        page.says("“SOME-OLD-LABEL” is not on this manifest").says("no older label that we know").says("Over: 4");
        assert_eq!(page.link("On manifest"), format!("/receiving/{other}"));
        assert!(!page.attribute("[data-refused-scan]", "data-refused-scan").is_empty());
        // An older label that is linked to the 16 digits stands for them.
        let ours = known.clone();
        let link = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            let package = packages::table.filter(packages::barcode.eq(&ours));
            diesel::update(package).set(packages::external_barcode.eq("OLD-17")).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(link).await.unwrap();
        scan(&clerk, &path, "OLD-17").await.says("Scanned already");
        scan(&clerk, &path, &barcodes[0]).await;
        let mut form = clerk.get(&format!("{path}/scans")).await.form(&format!("{path}/scans")).without("code");
        let page = clerk.get(&format!("{path}/scans")).await;
        form = form.with("off", &page.attribute("#over-title ~ ul li:last-child button[name=off]", "value"));
        form.send().await.follow().await.says("was taken back").says("Over: 3");
        let confirm = clerk.get(&path).await.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        confirm.is(200).says("1 of 3 here; 2 short, 3 over").says("Nothing of this is received. Set it aside.");
    });
}

#[test]
fn what_is_damaged_is_suggested_to_be_rejected_with_its_note() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (path, barcodes) = arrived(shop, &clerk, three()).await;
        for code in &barcodes {
            scan(&clerk, &path, code).await;
        }
        let form = clerk.get(&format!("{path}/scans")).await.form(&format!("{path}/damages"));
        assert_eq!(form.value("damaged_code"), barcodes[2], "the one that was scanned last");
        let wrong = form.clone().set("damaged", "25").set("note", "Leaking").send().await.follow().await;
        assert!(wrong.problem("damaged").contains("type a number up to 24"));
        let wrong = form.clone().set("damaged", "1.5").set("note", "Leaking").send().await.follow().await;
        assert!(wrong.problem("damaged").contains("whole number"));
        let wrong = form.clone().set("damaged_code", "nonsense").set("note", "Leaking").send().await.follow().await;
        assert!(wrong.problem("damaged_code").contains("not on this manifest"));
        form.clone().set("damaged", "4").set("note", "Leaking").send().await.follow().await.says("Damaged: 4 of Relief Balm");
        let wet = form.clone().set("form_key", "01a207ae-0000-7000-8000-000000000002");
        wet.set("damaged_code", &barcodes[0]).set("note", "Wet").send().await.follow().await.says("Damaged: 24 of Blue");
        let taken_back = clerk.get(&format!("{path}/scans")).await.form(&format!("{path}/damages")).with("off", &barcodes[0]);
        taken_back.send().await.follow().await.says("It is not marked as damaged any more.");

        let page = clerk.get(&path).await;
        page.says("Damaged").says("4: Leaking");
        let [whole, part] = [0, 2].map(|place| field(&page, "accepted", &barcodes[place]));
        let form = page.form(&format!("{path}/drafts"));
        assert_eq!((form.value(&whole), form.value(&part)), ("24".into(), "20".into()));
        let confirm = form.with("all", "accept").send().await;
        confirm.is(200).says("Receive 3 packages (1 in part)").says("Damaged: Leaking").says("1 damaged");
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        let page = clerk.get(&path).await;
        page.says("Accepted in part").says("Damaged: Leaking").says("as its transaction");
        let returned = shop.state.rows("transfer_return").await;
        assert_eq!(returned[0]["reject_reason"], "Damaged: Leaking");
    });
}

#[test]
fn scanning_is_from_the_arrival_to_the_receipt_and_for_those_who_receive() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, barcodes) = shop.state.ship(three()).await;
        clerk.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        let path = format!("/receiving/{manifest}");
        let page = clerk.get(&format!("{path}/scans")).await;
        page.says("Scanning goes from the confirmed arrival to the receipt.");
        assert!(!page.has("#code"));
        let mut form = clerk.get(&path).await.form(&format!("{path}/arrivals")).with("code", &barcodes[0]);
        form.action = format!("{path}/scans");
        form.send().await.follow().await.says("Confirm its arrival first");
        clerk.ask(&format!("{path}/matches")).await.is(422).says("Confirm its arrival first");
        let auditor = shop.clerk(AUDITOR).await;
        auditor.get(&format!("{path}/scans")).await.says("Expected: 3");
        auditor.post(&format!("{path}/scans"), &[("code", &barcodes[0])]).await.is(403);
    });
}
