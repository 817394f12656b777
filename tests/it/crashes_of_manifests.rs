//! The acts of a manifest die at every place: the draft, the stock and the state's books agree afterwards.

use crate::crashes_of_acts::{at_every_place, outcome, recover, status_of};
use crate::manifests::{filed, ready, scanned, shipped, stands, voided};
use crate::support::{MANAGER, Shop};
use diesel::prelude::*;
use lotbook::schema::outgoing_manifests;

async fn status(shop: &Shop) -> String {
    shop.app().read(|conn| Ok(outgoing_manifests::table.select(outgoing_manifests::status).first(conn)?)).await.unwrap()
}

fn stock(status: &str, hundredths: i64) -> (String, i64) {
    (status.to_owned(), hundredths)
}

#[test]
fn a_manifest_is_filed() {
    at_every_place("inventory_manifest", async |shop, death, happens| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        death.arrange(shop, "inventory_manifest").await;
        filed(&clerk, &manifest).await;
        recover(shop).await;
        assert_eq!(status_of(shop, "file_manifest").await, [outcome(happens)], "{death:?}");
        assert_eq!(status(shop).await, if happens { "filed" } else { "draft" }, "{death:?}");
        assert_eq!(stands(shop, &barcode).await, stock("active", 2400), "{death:?}");
    });
}

#[test]
fn a_manifest_is_shipped() {
    at_every_place("inventory_transfer_outbound", async |shop, death, happens| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        death.arrange(shop, "inventory_transfer_outbound").await;
        shipped(&clerk, &manifest).await;
        recover(shop).await;
        assert_eq!(status_of(shop, "ship_manifest").await, [outcome(happens)], "{death:?}");
        assert_eq!(status(shop).await, if happens { "shipped" } else { "filed" }, "{death:?}");
        let expected = if happens { stock("in_transit", 0) } else { stock("active", 2400) };
        assert_eq!(stands(shop, &barcode).await, expected, "{death:?}");
    });
}

#[test]
fn a_manifest_is_voided() {
    at_every_place("inventory_manifest_void", async |shop, death, happens| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        death.arrange(shop, "inventory_manifest_void").await;
        voided(&clerk, &manifest).await;
        recover(shop).await;
        assert_eq!(status_of(shop, "void_manifest").await, [outcome(happens)], "{death:?}");
        assert_eq!(status(shop).await, if happens { "voided" } else { "filed" }, "{death:?}");
        assert_eq!(stands(shop, &barcode).await, stock("active", 2400), "{death:?}");
    });
}

#[test]
fn a_shipment_is_called_back_with_its_void() {
    at_every_place("inventory_transfer_outbound_void", async |shop, death, happens| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        shipped(&clerk, &manifest).await.goes_to(&manifest);
        death.arrange(shop, "inventory_transfer_outbound_void").await;
        voided(&clerk, &manifest).await;
        recover(shop).await;
        assert_eq!(status_of(shop, "recall_shipment").await, [outcome(happens)], "{death:?}");
        // The follow-up: planned in the same commit.
        let void = status_of(shop, "void_manifest").await;
        assert_eq!(void, if happens { vec!["accepted"] } else { vec![] }, "{death:?}");
        assert_eq!(status(shop).await, if happens { "voided" } else { "shipped" }, "{death:?}");
        let expected = if happens { stock("active", 2400) } else { stock("in_transit", 0) };
        assert_eq!(stands(shop, &barcode).await, expected, "{death:?}");
    });
}

#[test]
fn a_stop_is_voided() {
    at_every_place("inventory_manifest_void_stop", async |shop, death, happens| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        let stop = clerk.get(&manifest).await.attribute("section[id^='stop-']", "id").replace("stop-", "");
        let form = clerk.get(&format!("{manifest}/stops/{stop}/voids/new")).await.form_to(&manifest, "/voids");
        death.arrange(shop, "inventory_manifest_void_stop").await;
        form.set("void_reason", "Nobody is there").send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "void_stop").await, [outcome(happens)], "{death:?}");
        assert_eq!(status(shop).await, if happens { "voided" } else { "filed" }, "{death:?}");
        assert_eq!(stands(shop, &barcode).await, stock("active", 2400), "{death:?}");
    });
}

#[test]
fn what_came_back_is_taken_into_stock() {
    at_every_place("inventory_transfer_outbound_return", async |shop, death, happens| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, barcode) = ready(shop, &clerk).await;
        filed(&clerk, &manifest).await.goes_to(&manifest);
        shipped(&clerk, &manifest).await.goes_to(&manifest);
        crate::manifests::refused(shop, &barcode, "0").await;
        let form = clerk.get("/manifests/returns").await.form("/manifests/returns");
        death.arrange(shop, "inventory_transfer_outbound_return").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "take_back").await, [outcome(happens)], "{death:?}");
        let expected = if happens { stock("active", 2400) } else { stock("in_transit", 0) };
        assert_eq!(stands(shop, &barcode).await, expected, "{death:?}");
    });
}

/// Between the sublot and the draft there is nothing to lose: it is on the draft with the state's yes.
#[test]
fn a_sublot_goes_on_a_draft() {
    at_every_place("inventory_split", async |shop, death, happens| {
        let clerk = shop.clerk(MANAGER).await;
        let (manifest, _) = ready(shop, &clerk).await;
        let barcode = shop.one_package().await;
        death.arrange(shop, "inventory_split").await;
        scanned(&clerk, &manifest, 1, &barcode, "10").await;
        recover(shop).await;
        assert_eq!(status_of(shop, "make_sublots").await, [outcome(happens)], "{death:?}");
        clerk.get(&manifest).await.says(if happens { "2 packages" } else { "1 package" });
        assert_eq!(stands(shop, &barcode).await, stock("active", if happens { 1400 } else { 2400 }), "{death:?}");
    });
}
