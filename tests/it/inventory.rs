//! Inventory: found as people look for it, and everything there is to know of a package.

use crate::support::{AUDITOR, BUDTENDER, INVENTORY, Page, State, shop};
use diesel::prelude::*;
use lotbook::features::locations::Location;
use lotbook::schema::packages;
use lotbook::values::LocationId;
use serde_json::json;

fn grouped(barcode: &str) -> String {
    barcode.as_bytes().chunks(4).map(|part| std::str::from_utf8(part).unwrap()).collect::<Vec<_>>().join("%20")
}

#[test]
fn packages_are_found_by_what_stands_on_them() {
    shop(async |shop| {
        let mut dream = State::item("Blue Dream 3.5 g", 28, "0.125");
        dream["strain"] = json!("Blue Dream 100%");
        let barcodes = shop.stocked(json!([dream, State::item("Mango Gummies 100 mg", 22, "100.00")])).await;
        let clerk = shop.clerk(INVENTORY).await;
        let all = clerk.get("/inventory").await;
        all.says("Blue Dream").says("Mango Gummies").says("Passed").says("FLW-BD-35");
        for query in ["q=BLUE%20dream", "q=flw-bd", "q=dream%20100%25", "category=Flower"] {
            clerk.get(&format!("/inventory?{query}")).await.says("FLW-BD-35").says_not("EDI-MG-100");
        }
        clerk.get(&format!("/inventory?q={}", grouped(&barcodes[1]))).await.says("EDI-MG-100").says_not("FLW-BD-35");
        clerk.get("/inventory?q=b_ue").await.says("No package is like that");
        clerk.get("/inventory?lab=failed").await.says_not("EDI-MG-100");
        clerk.get("/inventory?status=scheduled").await.says_not("EDI-MG-100");
        let filtered = clerk.get("/inventory?q=mango&lab=passed").await;
        assert_eq!(filtered.link("mango"), "/inventory?lab=passed");
        assert_eq!(filtered.link("Lab: Passed"), "/inventory?q=mango");
    });
}

#[test]
fn a_packages_page_says_where_it_comes_from_and_what_became_of_it() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(AUDITOR).await;
        let link = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let page = clerk.get(&link).await;
        page.says("Sellable").says("set by the lab").says("0.125 oz").says("from the catalog").says("Potency").says("24");
        page.says("received").says("moved").says("Receive manifest").says("Move");
        assert!(!page.has("a[href^='/destructions/new']"), "an auditor changes nothing");
        assert!(page.all(".steps li").len() >= 2);
    });
}

#[test]
fn what_is_not_here_is_said_in_words() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        for path in ["/inventory/nonsense", "/inventory/019aaf00-0000-7000-8000-000000000000", "/inventory/6853296789574115"] {
            clerk.ask(path).await.is(404).says("Not found");
        }
        shop.clerk(BUDTENDER).await.ask("/inventory").await.is(403);
    });
}

#[test]
fn a_package_of_another_location_is_not_there() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let count = clerk.get(&format!("{package}/adjustments/new")).await.form(&format!("{package}/adjustments"));
        let moved_away = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            let mut other = Location::all(tx)?.remove(0);
            other.id = LocationId::new();
            other.license = "MMTC-2019-0016-R2".parse()?;
            other.insert(tx)?;
            diesel::update(packages::table).set(packages::location_id.eq(other.id)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(moved_away).await.unwrap();
        clerk.ask(&package).await.is(404);
        clerk.ask(&format!("{package}/adjustments/new")).await.is(404);
        count.set("quantity", "20").set("reason", "1").set("note", "recount").send().await.is(404);
        clerk.get("/inventory").await.says_not("Blue Dream");
        assert!(shop.state.calls("inventory_adjust").await.is_empty());
    });
}

#[test]
fn a_lab_result_that_changes_after_receipt_is_read_again() {
    shop(async |shop| {
        let mut item = State::item("Blue Dream 3.5 g", 28, "0.125");
        item["result"] = json!(0);
        let barcode = shop.stocked(json!([item])).await.remove(0);
        let (clerk, auditor) = (shop.clerk(INVENTORY).await, shop.clerk(AUDITOR).await);
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let lab = |page: &Page| page.all("section[aria-labelledby='lab-title']").join(" ");
        shop.state.lab(&barcode, 1).await;
        assert!(lab(&clerk.get(&package).await).contains("Pending"), "read less than an hour ago");

        shop.state.advance_seconds(3601).await;
        shop.app().biotrack.probe().await.unwrap();
        assert!(lab(&auditor.get(&package).await).contains("Pending"), "who only looks changes nothing");
        let page = clerk.get(&package).await;
        // What has not passed is not received onto the sales floor; that is now the only clause left.
        assert_eq!(page.all("section[aria-labelledby='sellable-title'] li").len(), 1);
        page.says("Not on a sales floor");
        assert!(lab(&page).contains("Passed"));

        // A result that was final is read by the button.
        shop.state.lab(&barcode, -1).await;
        let button = page.form(&format!("{package}/lab_readings"));
        button.send().await.goes_to(&package);
        let page = clerk.get(&package).await;
        page.says("Not sellable").says("Read from the state just now: Failed.");
        assert!(lab(&page).contains("Failed"));

        shop.state.fault("inventory_qa_check_all", "error_500", 1).await;
        page.form(&format!("{package}/lab_readings")).send().await.follow().await.says("as it was read before");
        assert!(!auditor.get(&package).await.has("form[action$='/lab_readings']"));
    });
}

#[test]
fn a_whole_package_moves_to_another_room_here_and_at_the_state() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let list = clerk.get(&format!("/inventory?q={barcode}")).await;
        let package = list.link("Blue Dream 3.5 g");
        let page = clerk.get(&format!("{package}/moves/new")).await;
        let room = page.options("room").remove(0);
        let form = page.form(&format!("{package}/moves")).set("room", &room);
        assert_eq!(form.send().await.goes_to(&package), package);
        assert_eq!(form.send().await.goes_to(&package), package, "a second press is harmless");
        assert_eq!(shop.state.calls("inventory_move").await.len(), 2, "once on receiving, once now");
        clerk.get(&package).await.says("Moved to").says("Not sellable");
        // Already there.
        let again = clerk.get(&format!("{package}/moves/new")).await;
        assert!(!again.options("room").contains(&room));
    });
}

#[test]
fn whoever_asks_for_the_destroyed_finds_them_without_another_switch() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(crate::support::AUDITOR).await;
        let manager = shop.clerk(crate::support::MANAGER).await;
        let form = manager.get(&format!("/destructions/new?package={barcode}")).await.form("/destructions");
        let destruction = form.set("reason", "6").set("note", "Mould").send().await.goes_to("/destructions/");
        shop.state.advance_hours(73).await;
        shop.app().biotrack.probe().await.unwrap();
        let page = manager.get(&format!("{destruction}/completions/new")).await;
        let people = page.options("witness_one");
        let form = page.form(&format!("{destruction}/completions")).set("method", "Ground").set("witness_one", &people[0]);
        form.set("witness_two", &people[1]).send().await.goes_to(&destruction);
        clerk.get("/inventory?status=destroyed").await.says("Blue Dream 3.5 g").says("Destroyed");
        clerk.get("/inventory").await.says_not("Blue Dream 3.5 g");
    });
}
