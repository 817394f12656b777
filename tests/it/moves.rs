//! Moving many packages by scanning: a room, then packages, then one press.

use crate::support::{AUDITOR, Answer, BUDTENDER, Form, INVENTORY, Page, Shop, State, shop};
use serde_json::{Value, json};

const NEW: &str = "/inventory/moves/new";
const SCANS: &str = "/inventory/moves/scans";

async fn three(shop: &Shop) -> Vec<String> {
    let item = |name: &str, kind| State::item(name, kind, "0.125");
    let items = json!([item("Blue Dream 3.5 g", 28), item("Blue Dream 3.5 g", 28), item("Mango Gummies 100 mg", 22)]);
    shop.stocked(items).await
}

/// One more scan on the list.
async fn scan(page: &Page, code: &str) -> Page {
    let answer = page.form(SCANS).set("code", code).send().await;
    answer.goes_to(NEW);
    answer.follow().await
}

/// The button that moves what is on the list.
fn button(page: &Page) -> Form {
    assert!(page.has("button[formaction='/inventory/moves']"));
    let mut form = page.form(SCANS);
    form.action = "/inventory/moves".to_owned();
    form
}

async fn moved(page: &Page) -> Answer {
    button(page).send().await
}

fn rooms(call: &Value) -> Vec<i64> {
    let body = call["body"].as_object().or(call["request"].as_object()).cloned().unwrap_or_default();
    body["data"].as_array().unwrap().iter().map(|line| line["room"].as_i64().unwrap()).collect()
}

#[test]
fn a_room_and_packages_are_scanned_and_told_in_one_filing() {
    shop(async |shop| {
        let barcodes = three(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let before = shop.state.calls("inventory_move").await.len();
        let page = scan(&clerk.get(NEW).await, "room-3").await;
        page.says("They go to Vault.");
        let page = scan(&page, &barcodes[0]).await;
        page.says("on the list").says("1 package on the list");
        let grouped: Vec<&str> = barcodes[2].as_bytes().chunks(4).map(|part| std::str::from_utf8(part).unwrap()).collect();
        let page = scan(&page, &grouped.join(" ")).await;
        page.says("2 packages on the list").says("Move 2 packages to Vault");
        let form = button(&page);
        let list = form.send().await.follow().await;
        list.says("2 packages are in Vault now, here and in BioTrack.").says("Mango Gummies");
        form.send().await.goes_to("/inventory?room=");
        let calls = shop.state.calls("inventory_move").await;
        assert_eq!(calls.len(), before + 1, "a second press is harmless");
        assert!(calls.last().unwrap().to_string().contains(&barcodes[0]));
        // The journal names the room before and after, and who moved it.
        let package = clerk.get(&format!("/inventory?q={}", barcodes[0])).await.link("Blue Dream");
        let journal = clerk.get(&package).await.all("section[aria-labelledby='changes-title']").join(" ");
        assert!(journal.contains("RoomSales floorVaultInes Duarte"), "{journal}");
    });
}

#[test]
fn what_cannot_move_is_refused_in_words() {
    shop(async |shop| {
        let barcodes = three(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let page = scan(&clerk.get(NEW).await, "ROOM-2").await;
        scan(&page, &barcodes[0]).await.says("is already in Sales floor");
        scan(&page, "ROOM-9").await.says("Nothing here has the code “ROOM-9”");
        scan(&page, "6853296789574115").await.says("is not in our inventory. Receive it first");
        let page = scan(&page, "ROOM-3").await;
        let page = scan(&page, &barcodes[1]).await;
        let page = scan(&page, &barcodes[1]).await;
        page.says("is on the list already").says("1 package on the list");

        // Part of it is in a cart: the rest can go as a sublot.
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcodes[0]).await;
        let page = scan(&page, &barcodes[0]).await;
        page.says("1 each of package").says("23 each are free, and can go as a sublot");
        assert!(page.link("Make a sublot of the free part").ends_with("/sublots/new"));
        page.says("1 package on the list");

        // What was on the list before it was taken says so beside its line, and nothing moves.
        budtender.scan(&barcodes[1]).await;
        let page = moved(&page).await.follow().await;
        page.says("moves as a whole").says("Some of these cannot go as they are");
        let form = page.form(SCANS).with("off", &page.attribute("button[name='off']", "value"));
        form.send().await.follow().await.says("Nothing is on the list yet.");
    });
}

#[test]
fn a_room_must_be_chosen_and_a_silent_state_is_said() {
    shop(async |shop| {
        let barcodes = three(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let page = scan(&clerk.get(NEW).await, &barcodes[0]).await;
        moved(&page).await.follow().await.says("Choose the room that these packages go to.");
        let vault = page.options("room").remove(2);
        shop.state.refuse("inventory_move", "The vault is sealed.").await;
        let mut form = button(&page);
        form.fields.retain(|(name, _)| name != "room");
        form.fields.push(("room".to_owned(), vault));
        let refused = form.send().await.follow().await;
        refused.says("The state refused this.").says("The vault is sealed.").says("1 package on the list");
        moved(&refused).await.goes_to("/inventory?room=");
        clerk.get(NEW).await.says("Nothing is on the list yet.");
    });
}

#[test]
fn more_than_a_hundred_packages_are_several_filings() {
    shop(async |shop| {
        let items: Vec<Value> = (0..105).map(|_| State::item("Blue Dream 3.5 g", 28, "0.125")).collect();
        let barcodes = shop.stocked(json!(items)).await;
        let clerk = shop.clerk(INVENTORY).await;
        let before = shop.state.calls("inventory_move").await.len();
        let mut page = scan(&clerk.get(NEW).await, "ROOM-3").await;
        for barcode in &barcodes {
            page = scan(&page, barcode).await;
        }
        moved(&page).await.follow().await.says("105 packages are in Vault now");
        let calls = shop.state.calls("inventory_move").await;
        assert_eq!(calls.len(), before + 2);
        let sizes: Vec<usize> = calls[before..].iter().map(|call| rooms(call).len()).collect();
        assert_eq!(sizes, [100, 5]);
    });
}

#[test]
fn who_only_looks_moves_nothing() {
    shop(async |shop| {
        shop.clerk(AUDITOR).await.ask(NEW).await.is(403);
    });
}

#[test]
fn a_list_of_scans_survives_back_and_leaving_and_is_nobody_elses() {
    shop(async |shop| {
        let barcodes = three(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let first = clerk.get(NEW).await;
        let page = scan(&first, "ROOM-3").await;
        scan(&page, &barcodes[0]).await.says("1 package on the list");
        // Back to a page of before, and a scan from there.
        scan(&first, "ROOM-3").await;
        scan(&page, &barcodes[1]).await.says("2 packages on the list").says("Move 2 packages to Vault");
        let package = clerk.get(NEW).await.attribute("tbody a[href^='/inventory/']", "href");
        clerk.get(&package).await;
        let again = shop.clerk(INVENTORY).await;
        again.get(NEW).await.says("2 packages on the list").says("Move 2 packages to Vault");
        shop.clerk(crate::support::MANAGER).await.get(NEW).await.says("Nothing is on the list yet.");

        // What the list of packages brings joins it with the next scan, and goes with it.
        let third = clerk.get(&format!("/inventory?q={}", barcodes[2])).await.link("Mango");
        let brought = clerk.get(&format!("{NEW}?chosen={}", third.rsplit('/').next().unwrap())).await;
        brought.says("3 packages on the list");
        clerk.get(NEW).await.says("2 packages on the list");
        scan(&brought, "ROOM-3").await.says("3 packages on the list");
        let form = clerk.get(NEW).await.form(SCANS).with("off", "all");
        form.send().await.follow().await.says("Nothing is on the list yet.");
    });
}
