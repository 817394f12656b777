//! The register: who may be served, what a scan does, and what each refusal says.

use crate::support::{ADMIN, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::{carts, locations, packages, products, stock};
use serde_json::{Value, json};

pub const ADA: &str = "P1000001";
pub const MINOR: &str = "P1000003";
pub const LAST_EIGHTH: &str = "P1000007";
pub const RUTH: &str = "P1000008";

pub fn blue_dream() -> Value {
    State::item("Blue Dream 3.5 g", 28, "0.125")
}

pub fn gummies() -> Value {
    State::item("Mango Gummies 100 mg", 22, "100.00")
}

/// Ships these to the shop and receives them all, through the pages; their barcodes.
pub async fn stocked(shop: &Shop, items: Value) -> Vec<String> {
    let (manifest, barcodes) = shop.state.ship(items).await;
    let clerk = shop.clerk(INVENTORY).await;
    clerk.get("/receiving").await;
    let page = clerk.get(&format!("/receiving/{manifest}")).await;
    page.form(&format!("/receiving/{manifest}/arrivals")).send().await.goes_to("/receiving/");
    let page = clerk.get(&format!("/receiving/{manifest}")).await;
    let draft = page.form(&format!("/receiving/{manifest}/drafts")).with("all", "accept").send().await;
    draft.is(200);
    draft.page().form(&format!("/receiving/{manifest}/receipts")).send().await.goes_to("/receiving/");
    barcodes
}

/// Finds the patient and opens a cart: the page of the register.
pub async fn open_cart(clerk: &Clerk, card: &str) -> Page {
    ask_for(clerk, card, "").await.goes_to("/register");
    clerk.get("/register").await
}

pub async fn ask_for(clerk: &Clerk, card: &str, caregiver: &str) -> Answer {
    let page = clerk.get("/register").await;
    page.form("/register/carts").set("card_id", card).set("caregiver_card_id", caregiver).send().await
}

/// Scans, and shows the register as it then is.
pub async fn scan(clerk: &Clerk, code: &str) -> Page {
    let page = clerk.get("/register").await;
    page.form(&lines_of(&page)).set("code", code).send().await.goes_to("/register");
    clerk.get("/register").await
}

pub fn lines_of(page: &Page) -> String {
    page.attribute("#scan", "action")
}

/// Changes a package behind everybody's back, as another department might.
pub async fn spoil(shop: &Shop, barcode: &str, how: &'static str) {
    let barcode = barcode.to_owned();
    let change = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        let package = packages::table.filter(packages::barcode.eq(&barcode));
        match how {
            "expired" => diesel::update(package).set(packages::expires_on.eq(lotbook_day())).execute(tx)?,
            "failed" => diesel::update(package).set(packages::lab_result.eq(-1_i64)).execute(tx)?,
            "pending" => diesel::update(package).set(packages::lab_result.eq(0_i64)).execute(tx)?,
            "untested" => diesel::update(package).set(packages::lab_result.eq(None::<i64>)).execute(tx)?,
            "return" => diesel::update(package).set(packages::customer_return.eq(true)).execute(tx)?,
            "retired" => diesel::update(products::table).set(products::active.eq(false)).execute(tx)?,
            "hidden" => diesel::update(products::table).set(products::on_register.eq(false)).execute(tx)?,
            "dearer" => diesel::update(products::table).set(products::price_cents.eq(9_900_i64)).execute(tx)?,
            "scheduled" | "active" => diesel::update(package).set(packages::status.eq(how)).execute(tx)?,
            other => panic!("no such way to spoil a package: {other}"),
        };
        Ok(())
    };
    shop.app().db.write(change).await.unwrap();
}

fn lotbook_day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

pub async fn held(shop: &Shop) -> i64 {
    let all: Vec<i64> = shop.app().read(|conn| Ok(stock::table.select(stock::held).load(conn)?)).await.unwrap();
    all.iter().sum()
}

#[test]
fn a_patient_is_found_and_a_scan_fills_the_cart() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        let page = open_cart(&clerk, ADA).await;
        page.says("Ada Lindqvist").says("Registry read").says("•••• 0001").says_not(ADA);
        let page = scan(&clerk, &barcode).await;
        page.says("Added: 1 × Blue Dream 3.5 g").says("$40.00").says("takes 0.125 oz");
        // The same label again is one more, however it is written.
        let grouped = format!("{} {} {} {}", &barcode[..4], &barcode[4..8], &barcode[8..12], &barcode[12..]);
        let page = scan(&clerk, &grouped).await;
        page.says("Added: 2 × Blue Dream 3.5 g").says("$80.00").says("this cart 0.250");
        assert_eq!(held(shop).await, 200);
        let action = page.attribute("form[action$='/cancellations']", "action");
        page.form(&action).send().await.goes_to("/register");
        assert_eq!(held(shop).await, 0, "cancelling frees what was held");
        clerk.get("/register").await.says("Who is buying?");
    });
}

#[test]
fn who_may_not_be_served_is_told_why() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        for (card, words) in [
            ("P9999999", "does not know the card"),
            ("P1000004", "is expired in the registry"),
            ("P1000005", "is suspended in the registry"),
            (MINOR, "under 18: only their caregiver may buy"),
        ] {
            ask_for(&clerk, card, "").await.follow().await.says(words).says("Who is buying?");
        }
        let stranger = ask_for(&clerk, ADA, "C2000003").await.follow().await;
        assert!(stranger.problem("caregiver_card_id").contains("does not know the caregiver's card “C2000003”"));
        stranger.says("Caregiver card number: The registry").says_not("does not know the card");
        let nobody = ask_for(&clerk, "P9999999", "C2000003").await.follow().await;
        assert!(nobody.problem("card_id").contains("does not know the card “P9999999”"));
        ask_for(&clerk, MINOR, "c2000003").await.goes_to("/register");
        clerk.get("/register").await.says("buys · •••• 0003");
    });
}

#[test]
fn without_the_registry_nothing_begins() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        shop.state.fault("card_lookup", "error_500", 5).await;
        ask_for(&clerk, ADA, "").await.follow().await.says("the sale cannot proceed: the state does not answer since");
    });
}

#[test]
fn one_clerk_has_one_cart() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let form = clerk.get("/register").await.form("/register/carts").set("card_id", ADA);
        form.send().await.goes_to("/register");
        form.send().await.goes_to("/register");
        let other = form.set("card_id", RUTH).set("form_key", lotbook::values::FormKey::new().as_str()).send().await;
        other.follow().await.says("a cart open for another patient").says("Ada Lindqvist");
    });
}

#[test]
fn a_scan_that_may_not_be_sold_names_the_clause() {
    for (how, words) in [
        ("expired", "it has expired"),
        ("failed", "it failed its lab test"),
        ("pending", "its lab result is still pending"),
        ("untested", "no lab result is known for it"),
        ("return", "it came back from a customer"),
        ("retired", "its product has been retired"),
        ("hidden", "its product is not available on the register"),
    ] {
        shop(async |shop| {
            let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
            let clerk = shop.clerk(BUDTENDER).await;
            open_cart(&clerk, ADA).await;
            spoil(shop, &barcode, how).await;
            scan(&clerk, &barcode).await.says("Not added.").says(words).says("The cart is empty");
            assert_eq!(held(shop).await, 0, "{how}");
        });
    }
}

#[test]
fn a_scan_of_nothing_we_have_says_so() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        scan(&clerk, "1234 5678 1234 5678").await.says("is not in our inventory");
        scan(&clerk, "4006381333931").await.says("Nothing here has the code");
        scan(&clerk, "FLW-BD-35").await.says("no package of it in stock");
    });
}

#[test]
fn a_sku_takes_the_package_that_expires_first() {
    shop(async |shop| {
        let barcodes = stocked(shop, json!([blue_dream(), blue_dream()])).await;
        let second = barcodes[1].clone();
        let day = chrono::NaiveDate::from_ymd_opt(2099, 1, 1).unwrap();
        let write = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(packages::table.filter(packages::barcode.eq(&second)))
                .set(packages::expires_on.eq(day))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(write).await.unwrap();
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = scan(&clerk, "FLW-BD-35").await;
        assert_eq!(page.attribute(".cart-lines .package-id", "data-copy"), barcodes[1]);
    });
}

#[test]
fn flower_needs_a_smoking_order_and_the_rest_an_order_of_its_route() {
    shop(async |shop| {
        let barcodes = stocked(shop, json!([blue_dream(), gummies()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, "P1000002").await;
        scan(&clerk, &barcodes[0]).await.says("dispensed only on a smoking order, and this patient has none open");
        scan(&clerk, &barcodes[1]).await.says("needs an open Medical Cannabis order by the route Edible");
    });
}

#[test]
fn what_is_over_the_allotment_is_refused_with_its_release() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, LAST_EIGHTH).await;
        scan(&clerk, &barcode).await.says("Added: 1 ×");
        let page = scan(&clerk, &barcode).await;
        page.says("Over the allotment for Smoking by 0.125 oz")
            .says("0.125 oz may be dispensed now")
            .says("Nothing more comes free on this route before its order ends on")
            .says_not("All medical routes");
        assert_eq!(held(shop).await, 100);
        let more = page.form("/register/lines/").with("quantity", "2").send().await;
        more.follow().await.says("Over the allotment for Smoking");
    });
}

#[test]
fn a_line_grows_shrinks_and_goes() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([gummies()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = scan(&clerk, &barcode).await;
        let line = page.attribute("form.stepper", "action");
        page.form(&line).with("quantity", "5").send().await.goes_to("/register");
        assert_eq!(held(shop).await, 500);
        let page = clerk.get("/register").await;
        page.says("$110.00");
        page.form(&line).with("quantity", "2").send().await.goes_to("/register");
        assert_eq!(held(shop).await, 200);
        let page = clerk.get("/register").await;
        page.form(&line).with("quantity", "25").send().await.follow().await.says("22 more of Mango Gummies");
        page.form(&format!("{line}/removals")).send().await.goes_to("/register");
        assert_eq!(held(shop).await, 0);
        clerk.get("/register").await.says("The cart is empty");
    });
}

#[test]
fn two_clerks_cannot_both_have_the_last_unit() {
    shop(async |shop| {
        let mut one = blue_dream();
        one["quantity"] = json!("1");
        let barcode = stocked(shop, json!([one])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        open_cart(&maria, RUTH).await;
        scan(&ben, &barcode).await.says("Added: 1 ×");
        scan(&maria, &barcode).await.says("nothing of it is available").says("held by another cart");
        scan(&ben, &barcode).await.says("Not added.");
    });
}

#[test]
fn a_script_gets_the_till_block_and_422_for_a_refused_scan() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        let page = open_cart(&clerk, ADA).await;
        let form = page.form(&lines_of(&page)).set("code", &barcode);
        let added = form.send_by_script("div#till").await;
        added.is(200).says("Added: 1 ×");
        assert!(!added.body.contains("<html") && added.body.contains("hx-swap-oob"));
        // The same number with the same code is the same press; with another code it is the next scan, already in the air.
        form.send_by_script("div#till").await.is(200).says("Added: 1 ×");
        form.set("code", "0000000000000000").send_by_script("div#till").await.is(422).says("Not added.");
        assert_eq!(held(shop).await, 100);
    });
}

#[test]
fn the_search_finds_what_may_be_sold_unless_the_shop_sells_by_scan_only() {
    shop(async |shop| {
        stocked(shop, json!([blue_dream(), gummies()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = clerk.get("/register/search?q=mango").await;
        page.says("Mango Gummies 100 mg").says("24 available in 1 package").says_not("Blue Dream");
        let add = page.form("/register/carts/");
        assert_eq!(add.value("code"), "EDI-MG-100");
        add.send().await.goes_to("/register");
        clerk.get("/register").await.says("Added: 1 × Mango Gummies");
        let write = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(locations::table).set(locations::scan_only.eq(true)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(write).await.unwrap();
        clerk.ask("/register/search?q=mango").await.is(422).says("by scan only");
        assert!(!clerk.get("/register").await.has("#q"));
    });
}

#[test]
fn a_caregiver_named_in_a_second_tab_buys() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let (one, other) = (clerk.get("/register").await, clerk.get("/register").await);
        let form = |tab: &Page, caregiver| tab.form("/register/carts").set("card_id", RUTH).set("caregiver_card_id", caregiver);
        form(&one, "").send().await.goes_to("/register");
        clerk.get("/register").await.says("not here · 1 registered");
        form(&other, "C2000008").send().await.goes_to("/register");
        clerk.get("/register").await.says("buys · •••• 0008");
        let wrong = form(&other, "C2000003").set("form_key", lotbook::values::FormKey::new().as_str());
        wrong.send().await.follow().await.says("does not know the caregiver's card");
        clerk.get("/register").await.says("buys · •••• 0008");
    });
}

/// The last that anybody did with a cart was so long ago.
pub async fn untouched_for(shop: &Shop, minutes: i64) {
    let then = shop.app().clock.now() - chrono::TimeDelta::minutes(minutes);
    let age = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(carts::table).set(carts::touched_at.eq(then)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(age).await.unwrap();
}

#[test]
fn a_manager_cancels_a_cart_that_was_left_open() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        scan(&ben, &barcode).await.says("Added: 1 ×");
        maria.get("/register").await.says_not("Carts left open");
        untouched_for(shop, 20).await;
        ben.get("/register").await.says_not("Carts left open");
        let page = maria.get("/register").await;
        page.says("Carts left open").says("Ben Carter").says("20 min ago").says("1 × Blue Dream 3.5 g").says_not("Lindqvist");
        page.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
        assert_eq!(held(shop).await, 0);
        maria.get("/register").await.says_not("Carts left open");
        ben.get("/register").await.says("Who is buying?");
    });
}

#[test]
fn whoever_comes_back_to_their_cart_is_not_forgotten() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([gummies()])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        let page = scan(&ben, &barcode).await;
        untouched_for(shop, 20).await;
        page.form(&page.attribute("form.stepper", "action")).with("quantity", "2").send().await.goes_to("/register");
        maria.get("/register").await.says_not("Carts left open");
    });
}

#[test]
fn only_a_manager_cancels_the_cart_of_somebody_else() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let page = open_cart(&maria, ADA).await;
        let cancel = page.attribute("form[action$='/cancellations']", "action");
        ben.post(&cancel, &[("form_key", lotbook::values::FormKey::new().as_str())]).await.is(404);
        maria.get("/register").await.says("Ada Lindqvist");
    });
}

#[test]
fn a_cart_that_waits_for_the_state_is_not_cancelled() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        let cancel = scan(&ben, &barcode).await.attribute("form[action$='/cancellations']", "action");
        shop.state.fault("sale_dispense", "drop_after", 1).await;
        ben.sell().await.goes_to("/filings/");
        untouched_for(shop, 31).await;
        maria.get("/register").await.says_not("Carts left open");
        let key = lotbook::values::FormKey::new();
        maria.post(&cancel, &[("form_key", key.as_str())]).await.is(303);
        ben.get("/register").await.says("Waiting for the state's answer");
        shop.sweep().await;
    });
}

#[test]
fn whoever_may_sell_no_longer_holds_nothing() {
    for end in ["dismissed", "an auditor now"] {
        shop(async |shop| {
            let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
            let (ben, admin) = (shop.clerk(BUDTENDER).await, shop.clerk(ADMIN).await);
            open_cart(&ben, ADA).await;
            scan(&ben, &barcode).await.says("Added: 1 ×");
            let edit = admin.get("/users").await.link("Ben Carter");
            let (page, user) = (admin.get(&edit).await, edit.replace("/edit", ""));
            // Another name alone takes nothing from anybody.
            page.form(&user).set("name", "Ben C. Carter").send().await.goes_to("/users");
            assert_eq!(held(shop).await, 100);
            let page = admin.get(&edit).await;
            let form = if end == "dismissed" {
                page.form(&format!("{user}/dismissals"))
            } else {
                page.form(&user).set("role", "auditor")
            };
            form.send().await.goes_to("/users");
            assert_eq!(held(shop).await, 0, "{end}");
        });
    }
}
