//! What is on its way, as the state tells it: to several of our locations, to several people at once, and while it is being received.

use crate::support::{Clerk, Form, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::features::locations::Location;
use lotbook::schema::{manifest_lines, manifests};
use lotbook::values::{At, LocationId};
use serde_json::{Value, json};
use std::time::Duration;

fn two() -> Value {
    json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Relief Balm 200 mg", 25, "200.00")])
}

async fn pull(clerk: &Clerk) {
    clerk.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
}

/// Everything of an arrived manifest accepted, and not sent yet.
async fn confirmed(shop: &Shop, clerk: &Clerk) -> (String, Form) {
    let (manifest, _) = shop.state.ship(two()).await;
    shop.arrived(clerk, &manifest).await;
    let page = clerk.get(&format!("/receiving/{manifest}")).await;
    let confirm = page.form(&format!("/receiving/{manifest}/drafts")).with("all", "accept").send().await;
    let receipt = Page::of(&confirm).form(&format!("/receiving/{manifest}/receipts"));
    (manifest, receipt)
}

async fn both_rows(shop: &Shop, manifest: &str) -> Vec<(LocationId, At)> {
    let number = manifest.to_owned();
    let ours = move |conn: &mut lotbook::db::Conn| {
        let rows = manifests::table.filter(manifests::number.eq(number)).order(manifests::id);
        Ok(rows.select((manifests::location_id, manifests::pulled_at)).load(conn)?)
    };
    shop.app().read(ours).await.unwrap()
}

#[test]
fn a_manifest_may_have_a_stop_at_another_location_of_ours() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, _) = shop.state.ship(two()).await;
        pull(&clerk).await;
        // As if it were the other location that had asked first, about its own stop.
        let asked_first = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            let mut other = Location::all(tx)?.remove(0);
            other.id = LocationId::new();
            other.license = "MMTC-2019-0016-R2".parse()?;
            other.insert(tx)?;
            diesel::update(manifests::table).set(manifests::location_id.eq(other.id)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(asked_first).await.unwrap();
        let theirs = both_rows(shop, &manifest).await;
        pull(&clerk).await;
        clerk.get(&format!("/receiving/{manifest}")).await.says("Blue Dream 3.5 g").says("Confirm arrival");
        let both = both_rows(shop, &manifest).await;
        assert_eq!((both.len(), both[0]), (2, theirs[0]), "the other location's row is its own");
    });
}

#[test]
fn several_people_ask_at_once() {
    shop(async |shop| {
        let mut people = Vec::new();
        for number in 0..6 {
            people.push(shop.clerk([INVENTORY, MANAGER][number % 2]).await);
        }
        shop.state.ship(two()).await;
        // Each hears of the manifest before any of them has written it down.
        shop.state.delay("inventory_manifest_lookup", 300, 6).await;
        let asking: Vec<_> = people.into_iter().map(|clerk| tokio::spawn(async move { clerk.ask("/receiving").await })).collect();
        for answer in asking {
            answer.await.unwrap().is(200).says("On its way");
        }
        let known: i64 = shop.app().read(|conn| Ok(manifest_lines::table.count().first(conn)?)).await.unwrap();
        assert!(known > 0);
    });
}

#[test]
fn a_list_read_before_the_receipt_does_not_rewrite_what_is_being_received() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, receipt) = confirmed(shop, &clerk).await;
        let path = format!("/receiving/{manifest}");
        // What we know of it is out of date, so its lines are asked for again: after the state has closed it, it has none.
        let out_of_date = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(manifests::table).set(manifests::item_count.eq(9)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(out_of_date).await.unwrap();
        shop.state.delay("inventory_transfer_lookup", 1_200, 1).await;
        shop.state.fault("inventory_transfer_inbound", "drop_after", 1).await;
        let late = pull(&clerk);
        let received = async {
            tokio::time::sleep(Duration::from_millis(400)).await;
            receipt.send().await.goes_to("/filings/");
        };
        tokio::join!(late, received);
        clerk.get(&path).await.says("has not answered yet").says("Blue Dream 3.5 g");
        shop.sweep().await;
        clerk.get(&path).await.says("2 packages accepted.").says("Relief Balm");
    });
}

#[test]
fn what_is_being_received_was_not_withdrawn() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, receipt) = confirmed(shop, &clerk).await;
        let path = format!("/receiving/{manifest}");
        shop.state.fault("inventory_transfer_inbound", "drop_after", 1).await;
        receipt.send().await.goes_to("/filings/");
        // The state, having received it, lists it no more.
        pull(&clerk).await;
        clerk.get(&path).await.says("has not answered yet").says_not("withdrew it");
        shop.sweep().await;
        clerk.get(&path).await.says("2 packages accepted.");
    });
}

#[test]
fn a_link_that_breaks_in_the_middle_loses_no_manifest_that_was_read() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let known = async || -> i64 { shop.app().read(|conn| Ok(manifests::table.count().first(conn)?)).await.unwrap() };
        shop.state.fault("inventory_transfer_lookup", "drop_before", 1).await;
        let page = clerk.get("/receiving").await;
        page.says("does not answer");
        assert_eq!(known().await, 3, "the demonstration's four, but for the one that could not be read");
        clerk.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        let open = manifests::status.ne("withdrawn");
        let all: i64 = shop.app().read(move |conn| Ok(manifests::table.filter(open).count().first(conn)?)).await.unwrap();
        assert_eq!((known().await, all), (4, 4));
    });
}
