//! What failed stays held until its retest or its remediation has let it go: no sublot, no conversion and no late answer goes round it.

use crate::conversions::{self, flower_lot};
use crate::crashes::hasty;
use crate::crashes_of_acts::recover;
use crate::labs::{failed, read, remediate, retest, sample_numbers};
use crate::sublots::{self, children, page_of};
use crate::support::{Clerk, Form, INVENTORY, Shop, State, shop, shop_with};
use serde_json::json;
use std::time::Duration;

/// The two newest samples are found so by their laboratory.
async fn both_found(shop: &Shop, result: i64) {
    let all = sample_numbers(shop).await;
    for number in &all[all.len() - 2..] {
        shop.state.lab_of_sample(number, result).await;
    }
}

#[test]
fn what_is_retested_is_split_only_when_both_samples_have_passed() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (_, package) = failed(shop, &clerk).await;
        let splitting = sublots::form(&clerk, &package, &["4"]).await;
        retest(&clerk, &package, "1", "1").await.goes_to(&package);
        let refused = splitting.clone().with("untested", "1").send().await.follow().await;
        refused.says("is being retested");
        assert!(shop.state.calls("inventory_split").await.is_empty());
        clerk.get(&format!("{package}/sublots/new")).await.says("is being retested");
        both_found(shop, 1).await;
        read(&clerk, &package).await.says("Passed");
        sublots::form(&clerk, &package, &["4"]).await.send().await.goes_to(&package);
        let child = children(shop).await.remove(0).0;
        let child = page_of(&clerk, &child).await;
        clerk.get(&child).await.says("Passed").says("Sellable");
        read(&clerk, &child).await.says("Passed");
    });
}

#[test]
fn what_failed_or_is_retested_is_not_converted() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (package, barcode) = flower_lot(shop, &clerk).await;
        let converting = conversions::form(&clerk, &package, "2.5").await;
        shop.state.lab(&barcode, -1).await;
        read(&clerk, &package).await.says("Failed");
        converting.send().await.follow().await.says("failed its test");
        let as_it_is = converting.clone().with("as_it_is", "1").send().await;
        as_it_is.follow().await.says("failed its test");
        retest(&clerk, &package, "1", "1").await.goes_to(&package);
        converting.send().await.follow().await.says("is being retested");
        assert!(shop.state.calls("inventory_convert").await.is_empty());
        both_found(shop, 1).await;
        read(&clerk, &package).await.says("Passed");
        converting.send().await.goes_to("/inventory/");
    });
}

#[test]
fn a_sublot_of_what_the_lab_rejected_is_rejected() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        shop.state.lab(&barcode, 2).await;
        read(&clerk, &package).await.says("Rejected by the lab");
        sublots::form(&clerk, &package, &["4"]).await.send().await.goes_to(&package);
        let child = children(shop).await.remove(0).0;
        let child = page_of(&clerk, &child).await;
        clerk.get(&child).await.says("Rejected by the lab").says("14 days left");
    });
}

async fn pending(shop: &Shop, clerk: &Clerk, item: serde_json::Value) -> (String, String) {
    let mut item = item;
    item["result"] = json!(0);
    let name = item["name"].as_str().unwrap().to_owned();
    let barcode = shop.stocked(json!([item])).await.remove(0);
    let package = clerk.get(&format!("/inventory?q={barcode}")).await.link(&name);
    (barcode, package)
}

#[test]
fn a_sublot_has_the_labs_word_of_when_it_was_split_off() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (barcode, package) = pending(shop, &clerk, State::item("Blue Dream 3.5 g", 28, "0.125")).await;
        let splitting = sublots::form(&clerk, &package, &["4"]).await.with("untested", "1");
        shop.state.fault("inventory_split", "drop_after", 1).await;
        splitting.send().await;
        shop.state.lab(&barcode, 1).await;
        read(&clerk, &package).await.says("Passed");
        recover(shop).await;
        let child = children(shop).await.remove(0).0;
        let child = page_of(&clerk, &child).await;
        clerk.get(&child).await.says("No lab result").says("Not sellable");
    });
}

/// Presses the button that reads again; its answer is long on its way.
async fn read_slowly(shop: &Shop, clerk: &Clerk, package: &str) -> tokio::task::JoinHandle<()> {
    let button: Form = clerk.get(package).await.form(&format!("{package}/lab_readings"));
    let late = json!([{ "action": "inventory_qa_check_all", "kind": "delay_after", "count": 1, "millis": 2_000 }]);
    shop.state.mix(late, None).await;
    let (reading, package) = (async move { button.send().await }, package.to_owned());
    let reading = tokio::spawn(async move {
        reading.await.goes_to(&package);
    });
    tokio::time::sleep(Duration::from_millis(600)).await;
    reading
}

#[test]
fn an_answer_that_was_long_on_its_way_does_not_overwrite_a_newer_one() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        let slow = read_slowly(shop, &clerk, &package).await;
        shop.state.lab(&barcode, -1).await;
        read(&clerk, &package).await.says("Failed its lab test");
        slow.await.unwrap();
        clerk.get(&package).await.says("Failed its lab test");
    });
}

#[test]
fn an_answer_from_before_a_remediation_does_not_fail_the_package_again() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (_, package) = failed(shop, &clerk).await;
        let slow = read_slowly(shop, &clerk, &package).await;
        remediate(&clerk, &package).await.goes_to(&package);
        slow.await.unwrap();
        clerk.get(&package).await.says("No lab result").says_not("On hold: it failed.");
    });
}
