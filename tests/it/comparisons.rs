//! A package in both books: the state's own row beside ours, and our quantity told once more.

use crate::support::*;
use chrono::TimeDelta;
use diesel::prelude::*;
use lotbook::biotrack::messages::{AdjustLine, InventoryAdjust, Uom};
use lotbook::biotrack::{Message, Reply};
use lotbook::filing::Action;
use lotbook::schema::filings;
use lotbook::values::{FilingId, Quantity};

/// Somebody else changes the package at the state, and tells nobody here.
async fn change_at_the_state(shop: &Shop, barcode: &str, quantity: Quantity) {
    let biotrack = &shop.app().biotrack;
    let line = AdjustLine {
        barcodeid: barcode.parse().unwrap(),
        quantity,
        quantity_uom: Uom::Each,
        r#type: 1,
        reason: "by another program".to_owned(),
    };
    let soon = shop.app().clock.machine() + TimeDelta::seconds(20);
    let message = Message::from(InventoryAdjust { data: vec![line] });
    let reply = biotrack.send(FilingId::new(), INVENTORY, &message, soon).await;
    assert!(matches!(reply, Reply::Accepted(_)), "{reply:?}");
}

fn agreed(page: &Page) -> Vec<String> {
    page.all("td[data-label='Agrees']")
}

#[test]
fn both_books_are_shown_fact_by_fact_and_our_quantity_is_told_once_more() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (clerk, auditor) = (shop.clerk(INVENTORY).await, shop.clerk(AUDITOR).await);
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let both = clerk.get(&package).await.link("Compare with the state");
        let page = clerk.get(&both).await;
        page.says("Both books say the same.").says("24.0000").says("Room number").says("Scheduled for destruction");
        assert!(agreed(&page).iter().all(|word| word == "Yes"), "{:?}", agreed(&page));
        assert!(!page.has("form[action$='/comparisons']"), "there is nothing to tell");

        change_at_the_state(shop, &barcode, Quantity::units(22)).await;
        let page = clerk.get(&both).await;
        page.says("The state has 2.0000 less than we.").says("22.0000").says("could not be compared");
        assert_eq!(agreed(&page).iter().filter(|word| *word == "No").count(), 1);
        assert!(!auditor.get(&both).await.has("form[action$='/comparisons']"), "who only looks changes nothing");

        let form = page.form(&format!("{package}/comparisons"));
        let nothing = form.clone().set("reason", "").set("note", "").send().await.follow().await;
        nothing.says("Reason").says("Note");
        form.set("reason", "1").set("note", "counted twice, 24 are here").send().await.goes_to(&both);
        clerk.get(&both).await.says("Both books say the same.").says("The state was told our quantity once more.");
        clerk.get(&package).await.says("Tell the state again that");
    });
}

#[test]
fn a_silent_state_and_a_package_it_does_not_know_are_said_in_words() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(MANAGER).await;
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let both = format!("{package}/comparisons/new");
        shop.state.fault("inventory_check", "error_500", 1).await;
        clerk.get(&both).await.says("The state gave no row of this package").says("On hand here: 24.");
        shop.state.refuse("inventory_check", "You do not currently have possession of identifier.").await;
        clerk.get(&both).await.says("The state refused").says("possession of identifier");
        shop.state.fault("sync_inventory", "error_500", 1).await;
        clerk.get(&both).await.says("could not be compared");
    });
}

#[test]
fn what_changed_while_the_page_stood_open_is_not_overwritten() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let form = async || clerk.get(&format!("{package}/adjustments/new")).await.form(&format!("{package}/adjustments"));
        let (first, second) = (form().await, form().await);
        let send = async |form: Form, quantity: &str| {
            form.set("quantity", quantity).set("reason", "1").set("note", "counted").send().await
        };
        send(first, "22").await.goes_to(&package);
        clerk.get(&package).await.says("Adjusted from 24 to 22");
        send(second, "23").await.follow().await.says("had 24 when this page was opened, and has 22 now");
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 1);

        let doubted = send(form().await, "4").await.follow().await;
        doubted.says("From 22 to 4 is 18 less. Tick this if it is so.");
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 1, "asked about first");
        doubted.form(&format!("{package}/adjustments")).with("sure", "1").send().await.goes_to(&package);
        clerk.get(&package).await.says("Adjusted from 22 to 4");
    });
}

#[test]
fn an_adjustment_is_by_an_amount_too_and_the_state_hears_the_whole() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let form = async || clerk.get(&format!("{package}/adjustments/new")).await.form(&format!("{package}/adjustments"));
        let adjust = async |how: &str, quantity: &str| {
            let form = form().await.set("how", how).set("quantity", quantity);
            form.set("reason", "1").set("note", "one jar broke").send().await
        };
        adjust("less", "3").await.goes_to(&package);
        clerk.get(&package).await.says("3 less, here and in BioTrack.");
        adjust("more", "1").await.goes_to(&package);
        let said = shop.app().read(|conn| {
            let adjusts = filings::table.filter(filings::action.eq(Action::Adjust)).order(filings::id);
            Ok(adjusts.select(filings::message).load::<Option<String>>(conn)?)
        });
        let said: Vec<String> = said.await.unwrap().into_iter().flatten().collect();
        assert!(
            said.len() == 2 && said[0].contains("\"quantity\":\"21\"") && said[1].contains("\"quantity\":\"22\""),
            "{said:?}"
        );
        adjust("less", "23").await.follow().await.says("has 22: so much cannot be taken off");
        adjust("counted", "22").await.follow().await.says("there is nothing to adjust");
        adjust("more", "0.5").await.follow().await.says("counted in whole units");
        adjust("sideways", "1").await.follow().await.says("What this quantity is");
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 2);
    });
}
