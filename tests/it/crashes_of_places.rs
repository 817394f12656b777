//! The acts about rooms, drivers and vehicles die at every place. (Adding a vehicle dies in `crashes`, row by row.)

use crate::crashes_of_acts::{Death, at_every_place, outcome, recover, status_of};
use crate::support::{Clerk, Form, MANAGER, Shop};
use serde_json::Value;

/// The rows of the state's table that were not removed.
async fn kept(shop: &Shop, table: &str) -> Vec<Value> {
    let rows = shop.state.rows(table).await;
    rows.into_iter().filter(|row| row["deleted"] != 1 && row["_removed"] != true).collect()
}

/// Whether the state and our list both have something of that name.
async fn is_known(shop: &Shop, clerk: &Clerk, [table, field, list]: [&str; 3], name: &str) -> [bool; 2] {
    let there = kept(shop, table).await.iter().any(|row| row[field] == name);
    [clerk.get(list).await.text().contains(name), there]
}

const ROOMS: [&str; 3] = ["inventory_room", "name", "/rooms"];
const DRIVERS: [&str; 3] = ["employee", "employee_name", "/drivers"];
const VEHICLES: [&str; 3] = ["vehicle", "nickname", "/vehicles"];

async fn room(clerk: &Clerk, name: &str) -> Form {
    clerk.get("/rooms/new").await.form("/rooms").set("name", name).with("kind", "inventory")
}

async fn driver(clerk: &Clerk, name: &str) -> Form {
    let form = clerk.get("/drivers/new").await.form("/drivers").set("name", name).set("born_on", "1990-02-01");
    form.set("hired_on", "2020-12-23").set("license_number", "S530-460-66").set("phone", "850 555 0142")
}

/// The form that changes what stands in that list under that name.
async fn changing(clerk: &Clerk, list: &str, name: &str) -> Form {
    let edit = clerk.get(list).await.link(name);
    clerk.get(&edit).await.form(edit.trim_end_matches("/edit"))
}

/// The form that gives it up.
async fn retiring(clerk: &Clerk, list: &str, name: &str) -> Form {
    let edit = clerk.get(list).await.link(name);
    let path = edit.replace("/edit", "/retirements");
    clerk.get(&format!("{path}/new")).await.form(&path)
}

#[test]
fn a_new_room() {
    at_every_place("inventory_room_add", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        let form = room(&manager, "Cage").await;
        death.arrange(shop, "inventory_room_add").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "add_room").await, [outcome(happens)], "{death:?}");
        assert_eq!(is_known(shop, &manager, ROOMS, "Cage").await, [happens; 2], "{death:?}");
    });
}

#[test]
fn a_changed_room() {
    at_every_place("inventory_room_modify", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        let form = changing(&manager, "/rooms", "Vault").await.set("name", "Strong room");
        death.arrange(shop, "inventory_room_modify").await;
        form.without("kind").with("kind", "quarantine").send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "change_room").await, [outcome(happens)], "{death:?}");
        assert_eq!(is_known(shop, &manager, ROOMS, "Strong room").await, [happens; 2], "{death:?}");
        assert_eq!(is_known(shop, &manager, ROOMS, "Vault").await, [!happens; 2], "{death:?}");
    });
}

#[test]
fn a_room_given_up() {
    at_every_place("inventory_room_remove", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        room(&manager, "Cage").await.send().await.goes_to("/rooms");
        let form = retiring(&manager, "/rooms", "Cage").await;
        death.arrange(shop, "inventory_room_remove").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "retire_room").await, [outcome(happens)], "{death:?}");
        assert_eq!(is_known(shop, &manager, ROOMS, "Cage").await, [true, !happens], "{death:?}: its row stays here");
        assert_eq!(manager.get("/rooms").await.text().contains("Retired"), happens, "{death:?}");
    });
}

#[test]
fn a_new_driver() {
    at_every_place("employee_add", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        let form = driver(&manager, "Dana Reyes").await;
        death.arrange(shop, "employee_add").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "add_driver").await, [outcome(happens)], "{death:?}");
        assert_eq!(is_known(shop, &manager, DRIVERS, "Dana Reyes").await, [happens; 2], "{death:?}");
    });
}

#[test]
fn a_changed_driver() {
    at_every_place("employee_modify", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        driver(&manager, "Dana Reyes").await.send().await.goes_to("/drivers");
        let form = changing(&manager, "/drivers", "Dana Reyes").await.set("name", "Dana Stone");
        death.arrange(shop, "employee_modify").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "change_driver").await, [outcome(happens)], "{death:?}");
        assert_eq!(is_known(shop, &manager, DRIVERS, "Dana Stone").await, [happens; 2], "{death:?}");
    });
}

#[test]
fn a_driver_who_leaves() {
    at_every_place("employee_remove", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        driver(&manager, "Dana Reyes").await.send().await.goes_to("/drivers");
        let form = retiring(&manager, "/drivers", "Dana Reyes").await;
        death.arrange(shop, "employee_remove").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "retire_driver").await, [outcome(happens)], "{death:?}");
        let [_, there] = is_known(shop, &manager, DRIVERS, "Dana Reyes").await;
        assert_eq!(there, !happens, "{death:?}");
    });
}

#[test]
fn a_changed_vehicle() {
    at_every_place("vehicle_modify", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        manager.van().await.send().await.goes_to("/vehicles");
        let form = changing(&manager, "/vehicles", "Van 2").await.set("nickname", "Night van");
        death.arrange(shop, "vehicle_modify").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "change_vehicle").await, [outcome(happens)], "{death:?}");
        assert_eq!(is_known(shop, &manager, VEHICLES, "Night van").await, [happens; 2], "{death:?}");
    });
}

#[test]
fn a_vehicle_given_up() {
    at_every_place("vehicle_remove", async |shop, death: Death, happens| {
        let manager = shop.clerk(MANAGER).await;
        manager.van().await.send().await.goes_to("/vehicles");
        let form = retiring(&manager, "/vehicles", "Van 2").await;
        death.arrange(shop, "vehicle_remove").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "retire_vehicle").await, [outcome(happens)], "{death:?}");
        let [_, there] = is_known(shop, &manager, VEHICLES, "Van 2").await;
        assert_eq!(there, !happens, "{death:?}");
    });
}
