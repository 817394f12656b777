//! The acts of the laboratory die at every place: a sample, its void, a retest, a remediation.

use crate::crashes_of_acts::{Death, at_every_place, outcome, recover, status_of};
use crate::labs::{failed, remediate, retest, send_sample};
use crate::support::{MANAGER, Shop, State};
use diesel::prelude::*;
use lotbook::schema::packages;
use serde_json::{Value, json};

async fn lab_result(shop: &Shop) -> Option<i64> {
    shop.app().read(|conn| Ok(packages::table.select(packages::lab_result).first(conn)?)).await.unwrap()
}

async fn untested(shop: &Shop) -> String {
    let mut item = State::item("Blue Dream 3.5 g", 28, "0.125");
    item["result"] = Value::Null;
    let barcode = shop.stocked(json!([item])).await.remove(0);
    shop.clerk(MANAGER).await.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream")
}

#[test]
fn a_sample() {
    at_every_place("inventory_qa_sample", async |shop, death: Death, happens| {
        let (manager, package) = (shop.clerk(MANAGER).await, untested(shop).await);
        manager.get(&format!("{package}/samples/new")).await;
        death.arrange(shop, "inventory_qa_sample").await;
        send_sample(&manager, &package, "2").await;
        recover(shop).await;
        assert_eq!(status_of(shop, "create_sample").await, [outcome(happens)], "{death:?}");
        assert_eq!(lab_result(shop).await, happens.then_some(0), "{death:?}");
    });
}

#[test]
fn the_void_of_a_sample() {
    at_every_place("inventory_qa_sample_void", async |shop, death: Death, happens| {
        let (manager, package) = (shop.clerk(MANAGER).await, untested(shop).await);
        send_sample(&manager, &package, "2").await.goes_to(&package);
        let void = crate::labs::void_of(&manager, &manager.get(&package).await).await;
        death.arrange(shop, "inventory_qa_sample_void").await;
        void.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "void_sample").await, [outcome(happens)], "{death:?}");
        assert_eq!(lab_result(shop).await, (!happens).then_some(0), "{death:?}");
    });
}

#[test]
fn a_retest() {
    at_every_place("inventory_qa_retest", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        let (_, package) = failed(shop, &manager).await;
        manager.get(&format!("{package}/retests/new")).await;
        death.arrange(shop, "inventory_qa_retest").await;
        retest(&manager, &package, "1", "2").await;
        recover(shop).await;
        assert_eq!(status_of(shop, "retest").await, [outcome(happens)], "{death:?}");
        assert_eq!(lab_result(shop).await, Some(if happens { 0 } else { -1 }), "{death:?}");
    });
}

#[test]
fn a_remediation() {
    at_every_place("inventory_remediate", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        let (_, package) = failed(shop, &manager).await;
        death.arrange(shop, "inventory_remediate").await;
        remediate(&manager, &package).await;
        recover(shop).await;
        assert_eq!(status_of(shop, "remediate").await, [outcome(happens)], "{death:?}");
        assert_eq!(lab_result(shop).await, if happens { None } else { Some(-1) }, "{death:?}");
    });
}
