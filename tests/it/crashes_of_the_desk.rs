//! The acts of the inventory desk die at every place: an arrival, an adjustment, a count's adjustment, a move of several packages, several
//! destructions at once, and what undoes them.

use crate::counts;
use crate::crashes_of_acts::{Death, at_every_place, at_every_place_after, outcome, recover, schedule, status_of};
use crate::sublots::{at_the_state, page_of};
use crate::support::{Clerk, MANAGER, Shop, State, shop_with};
use diesel::prelude::*;
use lotbook::schema::{destructions, packages, rooms};
use serde_json::json;

async fn two_packages(shop: &Shop) -> [String; 2] {
    let item = || State::item("Blue Dream 3.5 g", 28, "0.125");
    shop.stocked(json!([item(), item()])).await.try_into().unwrap()
}

async fn statuses(shop: &Shop) -> Vec<String> {
    shop.app().read(|conn| Ok(packages::table.order(packages::id).select(packages::status).load(conn)?)).await.unwrap()
}

#[test]
fn an_arrival() {
    at_every_place("inventory_manifest_arrive", async |shop, death: Death, happens| {
        let (manifest, _) = shop.state.ship(json!([State::item("Blue Dream 3.5 g", 28, "0.125")])).await;
        let manager = shop.clerk(MANAGER).await;
        manager.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        let arrival = manager.get(&format!("/receiving/{manifest}")).await.form(&format!("/receiving/{manifest}/arrivals"));
        death.arrange(shop, "inventory_manifest_arrive").await;
        arrival.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "confirm_arrival").await, [outcome(happens)], "{death:?}");
        let page = manager.get(&format!("/receiving/{manifest}")).await;
        assert_eq!(page.has("form[action$='/drafts']"), happens, "{death:?}: only what has arrived is received");
    });
}

#[test]
fn an_adjustment() {
    at_every_place("inventory_adjust", async |shop, death: Death, happens| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let package = page_of(&manager, &barcode).await;
        let page = manager.get(&format!("{package}/adjustments/new")).await;
        let form = page.form(&format!("{package}/adjustments")).set("quantity", "5").set("how", "less").set("note", "broken");
        let reason = page.options("reason").remove(0);
        death.arrange(shop, "inventory_adjust").await;
        form.set("reason", &reason).send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "adjust").await, [outcome(happens)], "{death:?}");
        assert_eq!(at_the_state(shop, &barcode).await, if happens { 1900 } else { 2400 }, "{death:?}");
    });
}

#[test]
fn the_adjustment_of_a_count() {
    at_every_place("inventory_adjust", async |shop, death: Death, happens| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let count = counts::begun(shop, &manager, "simple", "open").await;
        counts::enter(&manager, &count, &barcode, "20").await;
        counts::submit(&manager, &count, "").await.goes_to(&count);
        let form = manager.get(&count).await.form(&format!("{count}/completions")).set("reason", "1");
        death.arrange(shop, "inventory_adjust").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "adjust").await, [outcome(happens)], "{death:?}");
        assert_eq!(at_the_state(shop, &barcode).await, if happens { 2000 } else { 2400 }, "{death:?}");
        let page = manager.get(&count).await;
        if !happens {
            page.says("Submitted").says("Differs");
        } else if page.has("form[action$='/completions']") {
            // Whoever comes next finds it adjusted, and has only to complete it.
            page.says("Adjusted");
            page.form(&format!("{count}/completions")).send().await.follow().await.says("The count is completed.");
        } else {
            page.says("Completed");
        }
    });
}

/// What is counted while an adjustment is on its way is counted against the old quantity, and must not be taken off twice.
#[test]
fn a_move_of_several_packages() {
    // What is received goes to its room by a move of its own.
    at_every_place_after("inventory_move", 1, async |shop, death: Death, happens| {
        let barcodes = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let named = |name: &'static str| {
            shop.app().read(move |conn| Ok(rooms::table.filter(rooms::name.eq(name)).select(rooms::id).first::<String>(conn)?))
        };
        let (vault, floor) = (named("Vault").await.unwrap(), named("Sales floor").await.unwrap());
        let mut chosen = Vec::new();
        for barcode in &barcodes {
            chosen.push(page_of(&manager, barcode).await.replace("/inventory/", "chosen="));
        }
        let list = manager.get(&format!("/inventory/moves/new?{}", chosen.join("&"))).await;
        let mut form = list.form("/inventory/moves/scans").set("room", &vault);
        form.action = "/inventory/moves".to_owned();
        death.arrange(shop, "inventory_move").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "move").await, ["accepted", outcome(happens)], "{death:?}");
        let lie: Vec<String> = shop.app().read(|conn| Ok(packages::table.select(packages::room_id).load(conn)?)).await.unwrap();
        let room = if happens { vault } else { floor };
        assert_eq!(lie, [room.clone(), room], "{death:?}: all of them or none");
    });
}

#[test]
fn several_destructions_scheduled_at_once() {
    at_every_place("inventory_destroy_schedule", async |shop, death: Death, happens| {
        let [one, other] = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let page = manager.get(&format!("/destructions/new?package={one}&package={other}")).await;
        let form = page.form("/destructions").set("reason", "6").set("note", "mould");
        death.arrange(shop, "inventory_destroy_schedule").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "schedule_destruction").await, [outcome(happens)], "{death:?}");
        let status = if happens { "scheduled" } else { "active" };
        assert_eq!(statuses(shop).await, [status, status], "{death:?}: all of them or none");
        let begun: i64 = shop.app().read(|conn| Ok(destructions::table.count().first(conn)?)).await.unwrap();
        assert_eq!(begun, if happens { 2 } else { 0 }, "{death:?}");
    });
}

async fn undo(shop: &Shop, manager: &Clerk, destruction: &str, death: Death, happens: bool) {
    let undo = manager.get(&format!("{destruction}/undos/new")).await.form(&format!("{destruction}/undos"));
    let undo = undo.set("reason", "scheduled by mistake");
    death.arrange(shop, "inventory_destroy_schedule_undo").await;
    undo.send().await;
    recover(shop).await;
    assert_eq!(status_of(shop, "undo_destruction").await, [outcome(happens)], "{death:?}");
    assert_eq!(statuses(shop).await, [if happens { "active" } else { "scheduled" }], "{death:?}");
}

#[test]
fn an_undone_destruction_that_waits() {
    at_every_place("inventory_destroy_schedule_undo", async |shop, death: Death, happens| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let destruction = schedule(&manager, &barcode).await.goes_to("/destructions/");
        undo(shop, &manager, &destruction, death, happens).await;
    });
}

#[test]
fn an_undone_destruction_that_is_due() {
    at_every_place("inventory_destroy_schedule_undo", async |shop, death: Death, happens| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let destruction = schedule(&manager, &barcode).await.goes_to("/destructions/");
        shop.state.advance_hours(73).await;
        shop.app().biotrack.probe().await.unwrap();
        manager.get("/destructions?status=due").await.says("Blue Dream");
        undo(shop, &manager, &destruction, death, happens).await;
    });
}

/// Between the state's yes and ours, the sublots' move dies too: it is planned, and goes out later, once.
#[test]
fn what_follows_an_act_dies_on_its_own_way() {
    shop_with(crate::crashes::hasty, async |shop| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let package = page_of(&manager, &barcode).await;
        let form = crate::sublots::form(&manager, &package, &["3", "4"]).await;
        let room = manager.get(&format!("{package}/sublots/new")).await.options("room").remove(0);
        shop.state.fault("inventory_move", "drop_after", 1).await;
        form.set("room", &room).send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "move").await, ["accepted", "accepted"], "the receipt's and the sublots'");
        assert_eq!(shop.state.calls("inventory_move").await.len(), 2);
    });
}
