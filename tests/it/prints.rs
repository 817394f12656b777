//! Paper of a sale: the receipt, the labels that the law wants, and every reprint written down.

use crate::register::{ADA, blue_dream, gummies, stocked};
use crate::sales::{pay, tender};
use crate::support::{AUDITOR, BUDTENDER, Clerk, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::sale_prints;
use serde_json::json;

/// Two eighths and a box of gummies, sold by Ben; the page of the sale.
async fn sold(shop: &Shop, clerk: &Clerk) -> String {
    let codes = stocked(shop, json!([blue_dream(), gummies()])).await;
    pay(&tender(clerk, ADA, &[&codes[0], &codes[0], &codes[1]]).await, "120").await.goes_to_the_sale()
}

/// (kind, printed before, reason) of every print, by our books.
async fn printed(shop: &Shop) -> Vec<(String, i64, Option<String>)> {
    let columns = (sale_prints::kind, sale_prints::printed_before, sale_prints::reason);
    shop.app().read(move |conn| Ok(sale_prints::table.order(sale_prints::id).select(columns).load(conn)?)).await.unwrap()
}

#[test]
fn a_receipt_is_printed_once_and_each_further_print_is_a_reprint() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        let sale = sold(shop, &ben).await;
        let form = ben.get(&format!("{sale}/receipt")).await.form(&format!("{sale}/prints"));
        let paper = form.send().await.goes_to(&format!("{sale}/prints/"));
        assert_eq!(form.send().await.goes_to(&format!("{sale}/prints/")), paper, "a second press is not a second print");
        let page = ben.get(&paper).await;
        page.says("MMTC-2019-0016-R1").says("0.250 oz posted").says("BioTrack sale").says_not("Reprint").says_not("Lindqvist");
        assert!(page.has("[data-print-now]"));
        let again = ben.get(&format!("{sale}/receipt")).await;
        again.says("printed 1 time before");
        let form = again.form(&format!("{sale}/prints"));
        let refused = form.send().await.follow().await;
        assert!(refused.problem("reason").contains("Say why"), "{}", refused.problem("reason"));
        let second = form.set("reason", "Paper jam").send().await.goes_to(&format!("{sale}/prints/"));
        ben.get(&second).await.says("Reprint").says_not("Lindqvist");
        assert_eq!(printed(shop).await, [("receipt".into(), 0, None), ("receipt".into(), 1, Some("Paper jam".into()))]);
        ben.get(&sale).await.says("Receipt printed").says("Receipt printed again: Paper jam").says("Sale 1, state transaction");
        // Later it is looked at, and does not go to the printer.
        shop.state.advance_seconds(120).await;
        shop.app().biotrack.probe().await.unwrap();
        assert!(!ben.get(&paper).await.has("[data-print-now]"));
    });
}

#[test]
fn labels_say_what_the_law_wants_and_whom_it_is_for() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        let sale = sold(shop, &ben).await;
        let form = ben.get(&format!("{sale}/prints/new")).await.form(&format!("{sale}/prints"));
        let sheet = ben.get(&form.send().await.goes_to(&format!("{sale}/prints/"))).await;
        assert_eq!(sheet.all("article.dispensed").len(), 3, "one for each unit");
        sheet.says("Lotbook Demo Dispensary · MMTC-2019-0016-R1").says("Ada Lindqvist").says("Smoking").says("Edible");
        sheet.says("THC 0.9 %").says("Meets the testing requirement").says("carcinogens").says("federal food-safety law");
        sheet.says("illegal").says("Physician Dr.").says("Dose:").says("Dispensed").says("Batch").says("artwork");
        assert!(sheet.has("svg.bars path[d]") && sheet.has("svg.square path[d]"));
        sheet.says_not("Reprint");
        // One label of the second line alone: that line is a reprint.
        let page = ben.get(&format!("{sale}/prints/new")).await;
        let line = page.option_with("line", "Mango");
        let one = page.form(&format!("{sale}/prints")).set("line", &line).set("per", "line").set("reason", "Label damaged");
        let again = ben.get(&one.send().await.goes_to(&format!("{sale}/prints/"))).await;
        assert_eq!(again.all("article.dispensed").len(), 1);
        again.says("Reprint").says("Mango Gummies").says_not("Blue Dream");
        ben.get(&sale).await.says("All labels printed").says("Labels of Mango Gummies 100 mg printed again: Label damaged");
        let kinds: Vec<i64> = printed(shop).await.into_iter().map(|(_, before, _)| before).collect();
        assert_eq!(kinds, [0, 1]);
    });
}

#[test]
fn two_first_prints_at_once_are_one_print_and_one_that_must_say_why() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        let sale = sold(shop, &ben).await;
        let form = async || ben.get(&format!("{sale}/receipt")).await.form(&format!("{sale}/prints"));
        let (one, other) = (form().await, form().await);
        let (first, second) = tokio::join!(one.send(), other.send());
        let paper = |answer: &crate::support::Answer| answer.location.as_deref().is_some_and(|to| to.contains("/prints/"));
        assert_eq!([paper(&first), paper(&second)].iter().filter(|done| **done).count(), 1);
        assert_eq!(printed(shop).await.len(), 1);
    });
}

#[test]
fn who_may_not_print_may_read_and_nobody_labels_what_was_voided() {
    shop(async |shop| {
        let (ben, maria, auditor) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await, shop.clerk(AUDITOR).await);
        let sale = sold(shop, &ben).await;
        let reading: Page = auditor.get(&format!("{sale}/receipt")).await;
        reading.says("Copy for reading").says("BioTrack sale");
        assert!(!reading.has(&format!("form[action='{sale}/prints']")));
        auditor.ask(&format!("{sale}/prints/new")).await.is(403);
        let labels = maria.get(&format!("{sale}/prints/new")).await.form(&format!("{sale}/prints"));
        let void = maria.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "A mistake");
        void.send().await.goes_to(&sale);
        labels.send().await;
        assert!(printed(shop).await.is_empty());
        maria.ask(&format!("{sale}/prints/new")).await.is(422).says("Only what was sold is labelled");
        maria.get(&sale).await.says("Void sale 1").says("Who did what");
    });
}
