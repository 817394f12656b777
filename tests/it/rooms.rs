//! Rooms: here and in BioTrack in one act.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, Shop, shop};
use serde_json::Value;

async fn room_with(clerk: &Clerk, name: &str, kind: &str) -> Answer {
    clerk.get("/rooms/new").await.form("/rooms").set("name", name).with("kind", kind).send().await
}

/// The shop's rooms as BioTrack has them: (number, name, quarantine), without the removed ones.
async fn in_biotrack(shop: &Shop) -> Vec<(i64, String, i64)> {
    let rows = shop.state.rows("inventory_room").await;
    let here =
        |row: &&Value| row["location"] == "MMTC-2019-0016-R1" && row["deleted"].as_i64() != Some(1) && row["removed"] != true;
    let said = |row: &Value| {
        (row["roomid"].as_i64().unwrap(), row["name"].as_str().unwrap().to_owned(), row["quarantine"].as_i64().unwrap_or(0))
    };
    rows.iter().filter(here).map(said).collect()
}

#[test]
fn saving_a_room_creates_it_in_biotrack_with_the_next_free_number() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        clerk.get("/rooms/new").await.says("It will be room 5 in BioTrack");
        let page = room_with(&clerk, "Cage", "quarantine").await.follow().await;
        page.says("Cage was added, here and in BioTrack.").says("ROOM-5").says("Quarantine");
        assert!(in_biotrack(shop).await.contains(&(5, "Cage".to_owned(), 1)));
        let barcode = shop.one_package().await;
        let package = shop.clerk(INVENTORY).await.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        shop.clerk(INVENTORY).await.get(&format!("{package}/moves/new")).await.says("Cage");
    });
}

#[test]
fn a_room_that_only_the_state_knows_keeps_its_number() {
    shop(async |shop| {
        let clerk = shop.clerk(ADMIN).await;
        room_with(&clerk, "Cage", "inventory").await.goes_to("/rooms");
        let forget = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            use diesel::prelude::*;
            use lotbook::schema::rooms;
            diesel::delete(rooms::table.filter(rooms::name.eq("Cage"))).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(forget).await.unwrap();
        clerk.get("/rooms/new").await.says("It will be room 6 in BioTrack");
        room_with(&clerk, "Second cage", "inventory").await.goes_to("/rooms");
        assert!(in_biotrack(shop).await.contains(&(6, "Second cage".to_owned(), 0)));
    });
}

#[test]
fn a_second_press_adds_no_second_room_and_a_name_is_had_once() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let form = clerk.get("/rooms/new").await.form("/rooms").set("name", "Cage").with("kind", "inventory");
        form.send().await.goes_to("/rooms");
        form.send().await.goes_to("/rooms");
        assert_eq!(shop.state.calls("inventory_room_add").await.len(), 1);
        room_with(&clerk, "CAGE", "inventory").await.follow().await.says("“Cage” is already the name of a room here");
        let page = room_with(&clerk, "", "").await.follow().await;
        assert_eq!(page.problem("name"), "Please fill this in.");
        assert_eq!(page.problem("kind"), "Please choose one.");
    });
}

#[test]
fn what_the_state_refuses_is_not_saved_here_either() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.refuse("inventory_room_add", "The room office is closed.").await;
        room_with(&clerk, "Cage", "inventory").await.follow().await.says("The room office is closed.");
        clerk.get("/rooms").await.says_not("Cage");
    });
}

#[test]
fn a_changed_room_changes_in_biotrack_too_and_what_lies_there_with_it() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(MANAGER).await;
        let edit = clerk.get("/rooms").await.link("Sales floor");
        let page = clerk.get(&edit).await;
        page.says("1 package lies in it");
        let form = page.form("/rooms/").set("name", "Back floor");
        form.without("kind").with("kind", "quarantine").send().await.follow().await.says("Back floor was changed");
        assert!(in_biotrack(shop).await.contains(&(2, "Back floor".to_owned(), 1)));
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        clerk.get(&package).await.says("Not on a sales floor");
        clerk.get(&edit).await.form("/rooms/").send().await.follow().await.says("there is nothing to change");
    });
}

#[test]
fn a_room_is_retired_when_nothing_lies_in_it() {
    shop(async |shop| {
        shop.one_package().await;
        let clerk = shop.clerk(MANAGER).await;
        let rooms = clerk.get("/rooms").await;
        let ask = |edit: String| format!("{}/retirements/new", edit.trim_end_matches("/edit"));
        let floor = ask(rooms.link("Sales floor"));
        let full = clerk.get(&floor).await;
        full.says("1 package lies in Sales floor. Move everything out of it first").link("Move by scanning");
        assert!(!full.has("form[action$='/retirements']"));
        clerk.get(&full.link("See 1 package in Sales floor")).await.says("Blue Dream");
        room_with(&clerk, "Cage", "inventory").await.goes_to("/rooms");
        let edit = clerk.get("/rooms").await.link("Cage");
        let page = clerk.get(&ask(edit.clone())).await;
        page.says("BioTrack is told that room 5 is removed");
        page.form("/rooms/").send().await.follow().await.says("Retired, here and in BioTrack.").says("Cage");
        assert!(in_biotrack(shop).await.iter().all(|(number, ..)| *number != 5));
        clerk.ask(&edit).await.is(422).says("Cage is retired");
        // Its number is not given out again, and its name is free.
        room_with(&clerk, "Cage", "inventory").await.goes_to("/rooms");
        assert!(in_biotrack(shop).await.contains(&(6, "Cage".to_owned(), 0)));
    });
}

#[test]
fn the_room_for_received_goods_is_not_given_up() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let floor = clerk.get("/rooms").await.link("Sales floor");
        let ask = format!("{}/retirements/new", floor.trim_end_matches("/edit"));
        clerk.get(&ask).await.says("Sales floor is the room for received goods");
        let room = floor.trim_end_matches("/edit");
        let key = lotbook::values::FormKey::new().to_string();
        clerk.post(&format!("{room}/retirements"), &[("form_key", &key)]).await;
        assert!(shop.state.calls("inventory_room_remove").await.is_empty());
    });
}

#[test]
fn nothing_comes_back_into_a_room_that_was_retired_meanwhile() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (clerk, ben) = (shop.clerk(MANAGER).await, shop.clerk(BUDTENDER).await);
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        room_with(&clerk, "Second floor", "sales_floor").await.goes_to("/rooms");
        let edit = clerk.get("/rooms").await.link("Second floor");
        let room = edit.trim_end_matches("/edit").to_owned();
        let move_to = async |room: &str| {
            let form = clerk.get(&format!("{package}/moves/new")).await.form(&format!("{package}/moves"));
            form.set("room", room).send().await.goes_to(&package)
        };
        move_to(room.rsplit('/').next().unwrap()).await;
        let floor = clerk.get(&format!("{package}/moves/new")).await.options("room");
        let adjust = async |counted: &str| {
            let form = clerk.get(&format!("{package}/adjustments/new")).await.form(&format!("{package}/adjustments"));
            form.set("quantity", counted).set("reason", "1").set("note", "recount").with("sure", "1").send().await
        };
        adjust("1").await.goes_to(&package);
        ben.cart_for("P1000001").await;
        ben.scan(&barcode).await.goes_to("/register");
        let sale = ben.sell().await.goes_to_the_sale();
        clerk.get(&format!("{room}/retirements/new")).await.form("/rooms/").send().await.goes_to("/rooms");

        let void = clerk.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "rung up twice");
        void.send().await.follow().await.says("is booked in Second floor, which is retired").says("Move the package first");
        adjust("5").await.follow().await.says("is booked in Second floor, which is retired");
        assert!(shop.state.calls("sale_void").await.is_empty());

        // Sold out, it leaves the room by scanning, and then its sale can be taken back.
        let list = clerk.get("/inventory/moves/new").await.form("/inventory/moves/scans").set("code", &barcode);
        list.send().await.follow().await.says("1 package on the list");
        move_to(&floor[0]).await;
        let void = clerk.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "rung up twice");
        void.send().await.goes_to("/sales/");
        clerk.get(&package).await.says("1 each");
    });
}

#[test]
fn others_see_the_rooms_and_change_nothing() {
    shop(async |shop| {
        for login in [INVENTORY, AUDITOR] {
            let clerk = shop.clerk(login).await;
            let list = clerk.get("/rooms").await;
            list.says("Vault").says("ROOM-3");
            assert!(!list.has("main a[href='/rooms/new']"));
            clerk.ask("/rooms/new").await.is(403);
        }
        shop.clerk(BUDTENDER).await.ask("/rooms").await.is(403);
    });
}
