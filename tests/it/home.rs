//! The first page: what needs whom.

use crate::crashes::hasty;
use crate::register::{ADA, blue_dream, open_cart, scan, stocked};
use crate::sales::pay;
use crate::support::{ADMIN, AUDITOR, BUDTENDER, COMPLIANCE, DRIVER, INVENTORY, MANAGER, MISMATCHED, State, shop, shop_with};
use serde_json::json;

#[test]
fn a_shipment_on_its_way_needs_who_receives_and_nobody_else() {
    shop(async |shop| {
        shop.state.ship(json!([State::item("Blue Dream 3.5 g", 28, "0.125")])).await;
        for login in [MANAGER, INVENTORY] {
            let home = shop.clerk(login).await.get("/").await;
            home.says("on their way to us");
            home.says("Confirm the arrival");
            assert_eq!(home.link("Receive inventory"), "/receiving");
        }
        shop.clerk(AUDITOR).await.get("/").await.says("on their way to us").says_not("Confirm the arrival");
        let ben = shop.clerk(BUDTENDER).await.get("/").await;
        ben.says_not("on their way").says("Nothing needs you").says("Your sales today");
        assert_eq!(ben.link("Open the register"), "/register");
    });
}

#[test]
fn an_open_cart_needs_its_clerk_and_a_manager_reads_the_shops_sales() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        let home = ben.get("/").await;
        home.says("Your cart for AL is open").says_not("Lindqvist").says_not("Nothing needs you");
        assert_eq!(home.link("Go on: Your cart"), "/register");
        maria.get("/").await.says_not("Your cart");
        scan(&ben, &codes[0]).await.says("Added: 1 ×");
        pay(&ben.get("/register/tender").await, "40").await.goes_to("/sales/");
        ben.get("/").await.says("Your sales today1 together $40.00").says_not("The shop's sales").says_not("Your cart");
        maria.get("/").await.says("Your sales today0 together").says("The shop's sales today1 together $40.00");
    });
}

#[test]
fn every_role_has_a_first_page() {
    shop(async |shop| {
        for login in [MANAGER, BUDTENDER, MISMATCHED, INVENTORY, COMPLIANCE, DRIVER, ADMIN, AUDITOR] {
            shop.clerk(login).await.get("/").await;
        }
        shop.stranger().ask("/").await.goes_to("/sign-in");
    });
}

#[test]
fn an_admin_hears_of_people_whom_the_registry_does_not_know_and_they_do_too() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await.get("/").await;
        admin.says("not match the state's staff registry");
        assert_eq!(admin.link("Correct them"), "/users");
        shop.clerk(MISMATCHED)
            .await
            .get("/")
            .await
            .says("You may not sell, void or return now")
            .says("Bea.Budtender@demo.example");
        shop.clerk(BUDTENDER).await.get("/").await.says_not("You may not sell");
    });
}

#[test]
fn a_driver_reads_only_their_own_facts() {
    shop(async |shop| {
        let home = shop.clerk(DRIVER).await.get("/").await;
        home.says("You as a driver").says("Nothing needs you").says_not("filing").says_not("on their way");
    });
}

#[test]
fn a_silent_state_does_not_pretend_that_nothing_is_on_its_way() {
    shop(async |shop| {
        let ines = shop.clerk(INVENTORY).await;
        shop.state.fault("*", "error_500", 1000).await;
        ines.get("/").await.says("The state does not say just now what is on its way to us");
        shop.state.no_faults().await;
    });
}

#[test]
fn a_filing_without_an_answer_for_a_minute_needs_the_manager() {
    shop_with(hasty, async |shop| {
        let maria = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_after", 1).await;
        let form = maria.get("/vehicles/new").await.form("/vehicles");
        let form =
            form.set("nickname", "Van").set("make", "Ford").set("model", "Transit").set("year", "2019").set("color", "white");
        form.set("plate", "ABC123").set("vin", "1FTBW2CM5KKA00001").send().await.goes_to("/filings/");
        maria.get("/").await.says_not("over a minute");
        shop.state.advance_seconds(120).await;
        maria.get("/receiving").await.form("/receiving/pulls").send().await;
        let home = maria.get("/").await;
        home.says("filing has had no answer for over a minute");
        assert_eq!(home.link("See what waits"), "/filings?status=waiting");
        shop.sweep().await;
        maria.get("/").await.says_not("over a minute");
    });
}
