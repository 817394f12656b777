//! What the shop says of its packages and the state is not told: batch, inventory status, older label. Each is in the journal.

use crate::support::{AUDITOR, BUDTENDER, Clerk, INVENTORY, MANAGER, Page, State, shop};
use serde_json::json;

async fn package(clerk: &Clerk, barcode: &str) -> String {
    let page = clerk.get(&format!("/inventory?q={barcode}")).await;
    page.attribute("tbody th a[href^='/inventory/']", "href")
}

fn journal(page: &Page) -> String {
    page.all("section[aria-labelledby='changes-title']").join(" ")
}

#[test]
fn a_batch_is_assigned_to_many_and_never_emptied_by_an_empty_field() {
    shop(async |shop| {
        let items = json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Blue Dream 3.5 g", 28, "0.125")]);
        let barcodes = shop.stocked(items).await;
        let clerk = shop.clerk(INVENTORY).await;
        let (one, two) = (package(&clerk, &barcodes[0]).await, package(&clerk, &barcodes[1]).await);
        let id = |url: &str| url.rsplit('/').next().unwrap().to_owned();
        let new = format!("/inventory/batches/new?chosen={}&chosen={}", id(&one), id(&two));
        let form = clerk.get(&new).await.form("/inventory/batches");
        form.clone().set("batch", "").send().await.follow().await.says("Please fill this in.");
        form.set("batch", "Batch-77").send().await.follow().await.says("2 packages are of batch Batch-77 now.");
        assert!(journal(&clerk.get(&one).await).contains("Batch"));
        assert_eq!(clerk.get("/inventory?q=batch-77").await.all("#rows tbody tr").len(), 2);
        clerk.get(&one).await.says("BatchBatch-77");
        let page = clerk.get(&format!("/inventory/batches/new?chosen={}", id(&one))).await;
        assert_eq!(page.form("/inventory/batches").value("batch"), "Batch-77");
        let cleared = page.form("/inventory/batches").set("batch", "").with("clear", "1").send().await;
        cleared.follow().await.says("The package is of no batch now.");
        assert!(shop.clerk(AUDITOR).await.get(&one).await.text().contains("Batch-77noneInes Duarte"));
    });
}

#[test]
fn an_inventory_status_keeps_a_package_from_being_sold_in_the_words_of_the_rule() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (manager, clerk) = (shop.clerk(MANAGER).await, shop.clerk(INVENTORY).await);
        manager.get("/statuses").await.says("No inventory statuses yet");
        let add = manager.get("/statuses/new").await.form("/statuses").set("name", "On hold").without("sellable");
        add.send().await.follow().await.says("On hold was added.").says("Not for sale");
        let again = manager.get("/statuses/new").await.form("/statuses").set("name", "ON HOLD");
        again.send().await.follow().await.says("“On hold” is already an inventory status here");
        clerk.ask("/statuses/new").await.is(403);

        let package = package(&clerk, &barcode).await;
        let id = package.rsplit('/').next().unwrap().to_owned();
        let page = clerk.get(&format!("/inventory/status_changes/new?chosen={id}")).await;
        let status = page.options("standing").remove(0);
        page.form("/inventory/status_changes").set("standing", &status).send().await.follow().await.says("Not sellable");
        let page = clerk.get(&package).await;
        page.says("its inventory status says that it is not for sale").says("On hold").says("set by Ines Duarte");
        assert!(journal(&page).contains("Inventory statusnoneOn holdInes Duarte"), "{}", journal(&page));
        clerk.get(&format!("/inventory?status={status}")).await.says("Blue Dream");
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await;
        budtender.get("/register").await.says("its inventory status says that it is not for sale");

        // What the list says counts at once.
        let edit = manager.get("/statuses").await.link("On hold");
        manager.get(&edit).await.form("/statuses/").with("sellable", "1").send().await.goes_to("/statuses");
        clerk.get(&package).await.says("Sellable").says_not("Not sellable");
        manager.get(&edit).await.form("/statuses/").without("active").send().await.goes_to("/statuses");
        let page = clerk.get(&format!("/inventory/status_changes/new?chosen={id}")).await;
        assert_eq!(page.options("standing"), ["none"], "one that is out of use is given to nothing");
    });
}

#[test]
fn an_older_label_is_linked_with_a_reason_and_finds_the_package() {
    shop(async |shop| {
        let items = json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Mango Gummies 100 mg", 22, "100.00")]);
        let barcodes = shop.stocked(items).await;
        let clerk = shop.clerk(INVENTORY).await;
        let (one, two) = (package(&clerk, &barcodes[0]).await, package(&clerk, &barcodes[1]).await);
        let form = |page: Page, url: &str| page.form(&format!("{url}/external_ids"));
        let new = format!("{one}/external_ids/new");
        let empty = form(clerk.get(&new).await, &one).set("label", "OLD-1").send().await.follow().await;
        assert_eq!(empty.problem("reason"), "Please fill this in.");
        let done = form(clerk.get(&new).await, &one).set("label", "OLD-1").set("reason", "label of the old system").send().await;
        let page = done.follow().await;
        page.says("OLD-1 is its External package id now").says("the label it still carries; set by Ines Duarte");
        assert!(journal(&page).contains("OLD-1: label of the old system"));
        clerk.get("/inventory?q=old-1").await.says("Blue Dream").says_not("Mango");
        for taken in ["OLD-1", barcodes[0].as_str()] {
            let form = form(clerk.get(&format!("{two}/external_ids/new")).await, &two).set("label", taken);
            let page = form.set("reason", "mistaken").send().await.follow().await;
            assert!(page.problem("label").contains("A scan must find one package only."), "{taken}");
        }
        let off = form(clerk.get(&new).await, &one).with("clear", "1").set("reason", "relabelled").send().await;
        off.follow().await.says("It carries no older label any more.");
        shop.clerk(AUDITOR).await.ask(&new).await.is(403);
    });
}

#[test]
fn two_clerks_at_once_do_not_give_one_label_to_two_packages() {
    shop(async |shop| {
        let item = || State::item("Blue Dream 3.5 g", 28, "0.125");
        let barcodes = shop.stocked(json!([item(), item()])).await;
        let clerks = [shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await];
        for round in 0..6 {
            let mut forms = Vec::new();
            for (clerk, barcode) in clerks.iter().zip(&barcodes) {
                let url = package(clerk, barcode).await;
                let form = clerk.get(&format!("{url}/external_ids/new")).await.form(&format!("{url}/external_ids"));
                forms.push(form.set("label", &format!("SAME-{round}")).set("reason", "label of the old system"));
            }
            let (one, two) = tokio::join!(forms[0].send(), forms[1].send());
            let done = [one, two].iter().filter(|answer| !answer.location.clone().unwrap().ends_with("/new")).count();
            assert_eq!(done, 1, "round {round}");
        }
        let labels: Vec<Option<String>> = shop
            .app()
            .read(|conn| {
                use diesel::prelude::*;
                Ok(lotbook::schema::packages::table.select(lotbook::schema::packages::external_barcode).load(conn)?)
            })
            .await
            .unwrap();
        assert_ne!(labels[0], labels[1]);
    });
}
