//! Selling and voiding: the happy path, every refusal, and two of everybody at once.

use crate::register::{ADA, LAST_EIGHTH, RUTH, blue_dream, gummies, held, open_cart, scan, spoil, stocked};
use crate::support::{Answer, BUDTENDER, Clerk, MANAGER, MISMATCHED, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{allotment_holds, claimed, filings, locations, packages, sales};
use serde_json::json;

/// Fills a cart with one of each code and goes to the tender page.
pub async fn tender(clerk: &Clerk, card: &str, codes: &[&str]) -> Page {
    open_cart(clerk, card).await;
    for code in codes {
        scan(clerk, code).await.says("Added: ");
    }
    clerk.get("/register/tender").await
}

pub async fn pay(page: &Page, cash: &str) -> Answer {
    page.form("/register/carts/").set("tendered", cash).with("id_checked", "1").send().await
}

pub async fn statuses(shop: &Shop) -> Vec<String> {
    shop.app().read(|conn| Ok(sales::table.order(sales::number).select(sales::status).load(conn)?)).await.unwrap()
}

#[test]
fn a_sale_is_told_to_the_state_and_the_change_is_shown() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), gummies()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0], &codes[0], &codes[1]]).await;
        page.says("$102.00").says("3 units");
        let sold = pay(&page, "120").await;
        let sale = sold.follow().await;
        sale.says("Change due $18.00").says("Accepted by the state").says("Next patient").says("exempt");
        let to = sold.goes_to_the_sale();
        clerk.get(&to).await.says_not("Change due").says("$120.00 handed over, $18.00 change");
        let calls = shop.state.calls("sale_dispense").await;
        assert_eq!(calls.len(), 1);
        let told = calls[0].to_string();
        assert!(
            told.contains("walk_in") && told.contains("\"80.00\"") && told.contains("LB-") && !told.contains("Lindqvist"),
            "{told}"
        );
        assert_eq!(held(shop).await, 0);
        let receipt = clerk.get(&format!("{to}/receipt")).await;
        receipt
            .says("MMTC-2019-0016-R1")
            .says("•••• 0001")
            .says("0.250 oz posted")
            .says("may be dispensed now")
            .says("Keep out of reach");
        receipt.says_not(ADA).says_not("Lindqvist");
        let list = clerk.get("/sales").await;
        list.says("Today").says("$102.00").says("Ben Carter");
        let search = clerk.get(&format!("/sales?q={}", codes[1])).await;
        assert_eq!(search.all("tbody tr").len(), 1);
        assert_eq!(clerk.get("/sales?q=999").await.all("tbody tr").len(), 0);
        let kept: (String, String) = shop
            .app()
            .read(|conn| {
                let row: (String, Option<String>) =
                    filings::table.filter(filings::action.eq("sell")).select((filings::intent, filings::message)).first(conn)?;
                Ok((row.0, row.1.unwrap()))
            })
            .await
            .unwrap();
        assert!(!kept.0.contains("KEY-") && !kept.0.contains(ADA) && !kept.1.contains("Lindqvist"), "{}", kept.0);
    });
}

#[test]
fn the_same_tender_twice_is_one_sale() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let form = tender(&clerk, ADA, &[&codes[0]]).await.form("/register/carts/").set("tendered", "40").with("id_checked", "1");
        shop.state.delay("sale_dispense", 300, 1).await;
        let (one, other) = tokio::join!(form.send(), form.send());
        let ended: Vec<String> = [&one, &other].iter().filter_map(|answer| answer.location.clone()).collect();
        assert!(ended.iter().any(|to| to.starts_with("/sales/")), "{ended:?}");
        assert!(form.send().await.goes_to("/sales/").starts_with("/sales/"));
        assert_eq!(shop.state.calls("sale_dispense").await.len(), 1);
        assert_eq!(statuses(shop).await, ["sold"]);
    });
}

#[test]
fn what_stands_in_the_way_of_a_sale_is_said_and_the_cart_stays() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        page.says("1 unit ·");
        let short = pay(&page, "39.99").await.follow().await;
        assert!(short.problem("tendered").contains("$0.01 too little"));
        short.says("Cash handed over: $40.00 is due");
        let slip = pay(&page, "100000000000").await.follow().await;
        assert!(slip.problem("tendered").contains("more than is due. Check the amount."));
        assert!(pay(&page, "1040.01").await.follow().await.problem("tendered").contains("$1,000.01 more than is due"));
        let unseen = page.form("/register/carts/").set("tendered", "40").send().await;
        unseen.follow().await.says("Check the patient's photo ID first");
        shop.state.fault("card_lookup", "error_500", 5).await;
        pay(&page, "40").await.follow().await.says("the sale cannot proceed");
        shop.state.no_faults().await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        pay(&page, "40").await.follow().await.says("The scale is out of order.");
        assert_eq!(statuses(shop).await, ["withdrawn"]);
        assert_eq!(held(shop).await, 100, "the cart has its goods back");
        spoil(shop, &codes[0], "expired").await;
        pay(&page, "40").await.follow().await.says("it has expired");
        let closed = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(locations::table)
                .set((locations::opens_minute.eq(0_i64), locations::closes_minute.eq(1_i64)))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(closed).await.unwrap();
        pay(&page, "40").await.follow().await.says("outside the shop's hours");
        assert_eq!(shop.state.calls("sale_dispense").await.len(), 1);
        clerk.get("/register").await.says("Blue Dream 3.5 g");
    });
}

#[test]
fn a_card_suspended_after_the_scan_stops_the_sale() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        let row = shop.state.rows("registry_patient").await.into_iter().find(|row| row["card_id"] == ADA).unwrap();
        let mut suspended = row;
        suspended["status"] = json!("suspended");
        shop.state.patient(suspended).await;
        pay(&page, "40").await.follow().await.says("is suspended in the registry");
    });
}

#[test]
fn who_the_state_does_not_know_may_fill_a_cart_and_not_sell() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(MISMATCHED).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        page.says("You may not sell.");
        pay(&page, "40").await.follow().await.says("Bea.Budtender@demo.example");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
    });
}

#[test]
fn two_tills_cannot_both_take_a_patients_last_eighth() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let (one, other) = (tender(&ben, LAST_EIGHTH, &[&codes[0]]).await, tender(&maria, LAST_EIGHTH, &[&codes[0]]).await);
        shop.state.delay("sale_dispense", 500, 2).await;
        let (first, second) = tokio::join!(pay(&one, "40"), pay(&other, "40"));
        let sold = [&first, &second]
            .iter()
            .filter(|answer| answer.location.as_deref().is_some_and(|to| to.starts_with("/sales/")))
            .count();
        assert_eq!(sold, 1, "{:?} {:?}", first.location, second.location);
        assert_eq!(shop.state.calls("sale_dispense").await.len(), 1, "the second never reached the state");
    });
}

#[test]
fn a_lost_answer_is_found_and_the_sale_stands_once() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        shop.state.fault("sale_dispense", "drop_after", 1).await;
        let filing = pay(&page, "40").await.goes_to("/filings/");
        let page = clerk.get(&filing).await;
        page.says("Do not hand over goods or change yet");
        assert_eq!(page.link("Back to the register"), "/register");
        assert!(!page.has("a[href^='/inventory/']"), "a budtender may not see the package's page");
        let waiting = clerk.get("/register").await;
        waiting.says("Waiting for the state's answer");
        let held_back: i64 = shop.app().read(|conn| Ok(allotment_holds::table.count().first(conn)?)).await.unwrap();
        assert_eq!(held_back, 1);
        shop.sweep().await;
        assert_eq!(statuses(shop).await, ["sold"]);
        assert_eq!(shop.state.calls("sale_dispense").await.len(), 1);
        clerk.get("/register").await.says("Who is buying?");
        let late = clerk.ask(&format!("{filing}?wait=1")).await.follow().await;
        late.says("Change due");
    });
}

#[test]
fn a_budtender_sees_only_their_own_sales() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let to = pay(&tender(&maria, RUTH, &[&codes[0]]).await, "40").await.goes_to_the_sale();
        ben.ask(&to).await.is(404);
        ben.ask(&format!("{to}/receipt")).await.is(404);
        ben.ask(&format!("{to}/voids/new")).await.is(404);
        ben.get("/sales").await.says("No sales yet");
        maria.get(&to).await.says("Maria Alvarez");
    });
}

#[test]
fn a_void_puts_the_goods_back_here_and_there() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let to = pay(&tender(&maria, ADA, &[&codes[0]]).await, "50").await.goes_to_the_sale();
        let page = maria.get(&format!("{to}/voids/new")).await;
        page.says("What will happen").says("You give back $40.00");
        let form = page.form(&format!("{to}/voids"));
        form.clone().set("reason", "").send().await.follow().await.says("Please fill this in.");
        form.set("reason", "Rung up for the wrong patient").send().await.goes_to(&to);
        maria.get(&to).await.says("Voided").says("Rung up for the wrong patient");
        assert_eq!(statuses(shop).await, ["voided"]);
        maria.get(&format!("{to}/voids/new")).await.says("not one that can be voided");
        // The allotment is back, and the same unit can be sold again.
        pay(&tender(&maria, ADA, &[&codes[0]]).await, "40").await.goes_to("/sales/");
    });
}

#[test]
fn a_void_whose_answer_was_lost_is_found() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let to = pay(&tender(&maria, ADA, &[&codes[0]]).await, "50").await.goes_to_the_sale();
        let form = maria.get(&format!("{to}/voids/new")).await.form(&format!("{to}/voids")).set("reason", "A mistake");
        shop.state.fault("sale_void", "drop_after", 1).await;
        form.send().await.goes_to("/filings/");
        shop.sweep().await;
        assert_eq!(statuses(shop).await, ["voided"]);
    });
}

#[test]
fn the_next_day_is_too_late_for_a_void() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let to = pay(&tender(&maria, ADA, &[&codes[0]]).await, "50").await.goes_to_the_sale();
        let form = maria.get(&format!("{to}/voids/new")).await.form(&format!("{to}/voids")).set("reason", "A mistake");
        shop.state.advance_hours(25).await;
        // The shop sees the state's clock with the next answer.
        shop.app().biotrack.probe().await.unwrap();
        form.send().await.follow().await.says("use a return");
        assert!(shop.state.calls("sale_void").await.is_empty());
        maria.get(&to).await.says("use a return");
    });
}

#[test]
fn goods_that_have_since_been_scheduled_for_destruction_stop_a_void() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let to = pay(&tender(&maria, ADA, &[&codes[0]]).await, "50").await.goes_to_the_sale();
        let form = maria.get(&format!("{to}/voids/new")).await.form(&format!("{to}/voids")).set("reason", "A mistake");
        spoil(shop, &codes[0], "scheduled").await;
        form.send().await.follow().await.says("has since been scheduled for destruction").says("use a return");
        spoil(shop, &codes[0], "active").await;
    });
}

#[test]
fn goods_that_are_being_scheduled_while_a_void_opens_stop_it() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let to = pay(&tender(&maria, ADA, &[&codes[0]]).await, "50").await.goes_to_the_sale();
        let form = maria.get(&format!("{to}/voids/new")).await.form(&format!("{to}/voids")).set("reason", "A mistake");
        let db = shop.app().db.clone();
        let scheduling = tokio::spawn(async move {
            let schedule = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
                // Stands on the package's claim, as scheduling does until its commit.
                diesel::update(claimed::table.filter(claimed::subject.like("package:%")))
                    .set(claimed::sharers.eq(claimed::sharers))
                    .execute(tx)?;
                diesel::update(packages::table).set(packages::status.eq("scheduled")).execute(tx)?;
                std::thread::sleep(std::time::Duration::from_millis(900));
                Ok(())
            };
            db.write(schedule).await.unwrap();
        });
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        form.send().await.follow().await.says("has since been scheduled for destruction");
        scheduling.await.unwrap();
        assert!(shop.state.calls("sale_void").await.is_empty());
        spoil(shop, &codes[0], "active").await;
    });
}
