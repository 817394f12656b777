//! Vehicles: here and in BioTrack in one act.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, Clerk, MANAGER, Shop, shop};

const VAN: [(&str, &str); 7] = [
    ("nickname", "White van"),
    ("make", "Ford"),
    ("model", "Transit"),
    ("year", "2019"),
    ("color", "white"),
    ("plate", "abc-12 3"),
    ("vin", "1ftbw2cm5kka00001"),
];

async fn van_with(clerk: &Clerk, changes: &[(&str, &str)]) -> Answer {
    let mut form = clerk.get("/vehicles/new").await.form("/vehicles");
    for (name, value) in VAN.iter().chain(changes) {
        form = form.set(name, value);
    }
    form.send().await
}

/// The vehicles BioTrack knows, as (plate, nickname), without the removed ones.
async fn in_biotrack(shop: &Shop) -> Vec<(String, String)> {
    let rows = shop.state.rows("vehicle").await;
    let known = rows.iter().filter(|row| row["deleted"].as_i64() != Some(1) && row["_removed"] != true);
    known.map(|row| (row["plate"].as_str().unwrap().to_owned(), row["nickname"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn saving_a_vehicle_creates_it_in_biotrack_in_the_same_act() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        clerk.get("/vehicles").await.says("No vehicles yet");
        let page = van_with(&clerk, &[]).await.follow().await;
        page.says("White van was added, here and in BioTrack.").says("ABC123").says("1FTBW2CM5KKA00001");
        assert_eq!(in_biotrack(shop).await, [("ABC123".to_owned(), "White van".to_owned())]);
    });
}

#[test]
fn a_second_press_of_the_button_adds_no_second_vehicle() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let mut form = clerk.get("/vehicles/new").await.form("/vehicles");
        for (name, value) in VAN {
            form = form.set(name, value);
        }
        form.send().await.goes_to("/vehicles");
        form.send().await.goes_to("/vehicles");
        assert_eq!(in_biotrack(shop).await.len(), 1);
        assert_eq!(shop.state.calls("vehicle_add").await.len(), 1);
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let page = van_with(&clerk, &[("vin", "1FTBW2CM5KKA0000"), ("year", "19"), ("color", "")]).await.follow().await;
        assert!(page.problem("vin").contains("17 characters; this has 16"), "{}", page.problem("vin"));
        assert!(page.problem("year").contains("whole number from 1950"));
        assert_eq!(page.problem("color"), "Please fill this in.");
        assert_eq!(page.form("/vehicles").value("nickname"), "White van");
        assert!(in_biotrack(shop).await.is_empty());
    });
}

#[test]
fn a_plate_or_vin_that_another_vehicle_has_is_refused_by_name() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        van_with(&clerk, &[]).await.goes_to("/vehicles");
        let page = van_with(&clerk, &[("nickname", "Other"), ("vin", "1FTBW2CM5KKA00002")]).await.follow().await;
        page.says("“White van” already has that plate or VIN");
        assert_eq!(in_biotrack(shop).await.len(), 1);
    });
}

#[test]
fn what_the_state_refuses_is_not_saved_here_either() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.refuse("vehicle_add", "The vehicle office is closed.").await;
        let page = van_with(&clerk, &[]).await.follow().await;
        page.says("The state refused this").says("The vehicle office is closed.");
        assert_eq!(page.form("/vehicles").value("make"), "Ford");
        clerk.get("/vehicles").await.says("No vehicles yet");
    });
}

#[test]
fn a_changed_vehicle_changes_in_biotrack_too() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let list = van_with(&clerk, &[]).await.follow().await;
        let edit = clerk.get(&list.link("White van")).await;
        let form = edit.form("/vehicles/");
        assert_eq!((form.value("plate"), form.value("year")), ("ABC123".to_owned(), "2019".to_owned()));
        form.set("nickname", "Blue van").set("color", "blue").send().await.follow().await.says("Blue van was changed");
        assert_eq!(in_biotrack(shop).await, [("ABC123".to_owned(), "Blue van".to_owned())]);
    });
}

#[test]
fn retiring_asks_first_and_removes_the_vehicle_from_biotrack() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let list = van_with(&clerk, &[]).await.follow().await;
        let edit = list.link("White van");
        let ask = clerk.get(&clerk.get(&edit).await.link("Retire")).await;
        ask.says("BioTrack is told that vehicle 1 is removed");
        let list = ask.form("/vehicles/").send().await.follow().await;
        list.says("Retired, here and in BioTrack.").says("White van");
        assert!(in_biotrack(shop).await.is_empty());
        clerk.ask(&edit).await.is(422).says("White van is retired");
    });
}

#[test]
fn an_auditor_reads_the_list_and_a_budtender_does_not_see_it() {
    shop(async |shop| {
        van_with(&shop.clerk(MANAGER).await, &[]).await.goes_to("/vehicles");
        let auditor = shop.clerk(AUDITOR).await;
        let list = auditor.get("/vehicles").await;
        list.says("White van");
        assert!(!list.has("main a[href='/vehicles/new']"));
        auditor.ask("/vehicles/new").await.is(403);
        shop.clerk(BUDTENDER).await.ask("/vehicles").await.is(403);
    });
}

#[test]
fn where_drivers_and_vehicles_are_switched_off_the_page_says_so_and_leads_to_the_switch() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        admin.get("/vehicles").await.says_not("switched off");
        let settings = admin.get("/").await.link("Location");
        admin.get(&settings).await.form(&settings).without("drivers_enabled").send().await.goes_to(&settings);
        let list = admin.get("/vehicles").await;
        list.says("Drivers and vehicles are switched off for this location");
        assert_eq!(list.link("Settings, Delivery"), format!("{settings}#drivers_enabled"));
        admin.get("/drivers").await.says("switched off");
    });
}

#[test]
fn while_one_vehicle_waits_another_is_added_and_no_number_is_said_twice() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_after", 1).await;
        van_with(&clerk, &[]).await.goes_to("/filings/");
        shop.state.refuse("vehicle_add", "The plate is not known to the department.").await;
        let second = [("nickname", "Red van"), ("plate", "RED001"), ("vin", "1ftbw2cm5kka00002")];
        van_with(&clerk, &second).await.follow().await.says("The plate is not known to the department.");
        van_with(&clerk, &second).await.goes_to("/vehicles");
        shop.sweep().await;
        let told: Vec<i64> =
            shop.state.calls("vehicle_add").await.iter().map(|call| call["body"]["vehicle_id"].as_i64().unwrap()).collect();
        assert_eq!(told, [1, 2, 3]);
        assert_eq!(in_biotrack(shop).await.len(), 2);
        clerk.get("/vehicles").await.says("White van").says("Red van");
    });
}
