//! Tickets of cannabis, delivery devices and merchandise: each class under its own clauses, all or nothing.

use crate::purchases::on_hand;
use crate::register::{ADA, LAST_EIGHTH, RUTH, blue_dream, held, lines_of, open_cart, scan, stocked};
use crate::sales::{pay, statuses, tender};
use crate::support::{BUDTENDER, Clerk, MANAGER, MISMATCHED, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{filings, locations, products, sale_supplies, sales, supply_holds, supply_moves};
use serde_json::{Value, json};

pub const BATTERY: &str = "DEV-SB-510";
pub const TRAY: &str = "MER-TRAY";

/// How many devices and pieces of merchandise are held, whoever holds them.
pub async fn supplies_held(shop: &Shop) -> i64 {
    let all: Vec<i64> = shop.app().read(|conn| Ok(supply_holds::table.select(supply_holds::quantity).load(conn)?)).await.unwrap();
    all.iter().sum::<i64>() / 100
}

/// What moved of a product, by the name of the act, and whether a filing stands behind it.
pub async fn moved(shop: &Shop, sku: &'static str) -> Vec<(String, i64, bool)> {
    let rows: Vec<(String, i64, Option<String>)> = shop
        .app()
        .read(move |conn| {
            let of = supply_moves::table.inner_join(products::table).filter(products::sku.eq(sku));
            let of = of.filter(supply_moves::act.ne("purchased")).order(supply_moves::id);
            Ok(of.select((supply_moves::act, supply_moves::quantity, supply_moves::filing_id)).load(conn)?)
        })
        .await
        .unwrap();
    rows.into_iter().map(|(act, quantity, filing)| (act, quantity / 100, filing.is_some())).collect()
}

async fn set_tax(shop: &Shop, basis_points: i64) {
    let write = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(locations::table).set(locations::tax_rate_basis_points.eq(basis_points)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(write).await.unwrap();
}

fn sold_rows(rows: &[Value]) -> Vec<(bool, i64)> {
    rows.iter().map(|row| (row["inventoryid"].is_null(), row["deleted"].as_i64().unwrap_or_default())).collect()
}

pub async fn void(clerk: &Clerk, sale: &str) -> crate::support::Answer {
    let sale = sale.split('?').next().unwrap();
    clerk.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "Rung up twice").send().await
}

#[test]
fn a_mixed_ticket_is_sold_each_class_under_its_own_clauses_and_voided_whole() {
    shop(async |shop| {
        set_tax(shop, 750).await;
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let page = tender(&maria, ADA, &[&codes[0], BATTERY, TRAY, TRAY]).await;
        // 40.00 + 24.00 + 2 × 15.00, and 7.5 % of the trays.
        page.says("$96.25").says("$2.25 on merchandise");
        assert_eq!(supplies_held(shop).await, 3);
        let till = maria.get("/register").await;
        till.says("Delivery device").says("Allowed by order P1000001-medical-inhalation").says("Not reported to the state");
        till.says("$94.00").says("$2.25");
        let sale = pay(&page, "100").await.goes_to_the_sale();
        maria.get(&sale).await.says("Blue Dream 3.5 g").says("Slim Battery 510").says("Rolling Tray").says("$96.25");
        let receipt = maria.get(&format!("{sale}/receipt")).await;
        receipt.says("1 × Slim Battery 510").says("2 × Rolling Tray").says("$2.25").says("Total$96.25");
        let told = shop.state.calls("sale_dispense").await.remove(0);
        assert_eq!(
            told["body"]["devices"],
            json!([{ "name": "Slim Battery 510", "quantity": 1, "price": "24.00", "order_id": "P1000001-medical-inhalation" }]),
            "{told}"
        );
        assert!(!told.to_string().contains("Tray"), "{told}");
        assert_eq!(moved(shop, BATTERY).await, [("sold".to_owned(), 1, true)]);
        assert_eq!(moved(shop, TRAY).await, [("sold".to_owned(), 2, false)]);
        assert_eq!((on_hand(shop, BATTERY).await, on_hand(shop, TRAY).await, supplies_held(shop).await), (23, 28, 0));
        assert_eq!(sold_rows(&shop.state.rows("sale").await), [(false, 0), (true, 0)]);
        void(&maria, &sale).await.goes_to(&sale);
        assert_eq!(statuses(shop).await, ["voided"]);
        assert_eq!((on_hand(shop, BATTERY).await, on_hand(shop, TRAY).await), (24, 30));
        assert_eq!(sold_rows(&shop.state.rows("sale").await), [(false, 1), (true, 1)]);
        assert_eq!(moved(shop, BATTERY).await[1], ("sale voided".to_owned(), 1, true));
        assert_eq!(moved(shop, TRAY).await[1], ("sale voided".to_owned(), 2, false));
    });
}

#[test]
fn a_device_alone_is_told_with_no_package_on_the_ticket() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let sale = pay(&tender(&maria, ADA, &[BATTERY]).await, "24").await.goes_to_the_sale();
        assert_eq!(sold_rows(&shop.state.rows("sale").await), [(true, 0)]);
        maria.get(&sale).await.says("Accepted").says("exempt");
        void(&maria, &sale).await.goes_to(&sale);
        assert_eq!(on_hand(shop, BATTERY).await, 24);
    });
}

#[test]
fn merchandise_alone_is_sold_and_voided_without_a_word_to_the_state() {
    shop(async |shop| {
        // She is not in the staff registry: she may sell what is not reported.
        let (bea, maria) = (shop.clerk(MISMATCHED).await, shop.clerk(MANAGER).await);
        open_cart(&bea, ADA).await;
        scan(&bea, TRAY).await.says("Added: 1 × Rolling Tray");
        let asked = shop.state.calls("card_lookup").await.len();
        let page = bea.get("/register/tender").await;
        page.says("the state is told nothing").says_not("You may not sell").says_not("Photo ID");
        let form = page.form("/register/carts/").set("tendered", "20");
        let sale = form.send().await.goes_to_the_sale();
        // The same press again is the same sale.
        assert_eq!(form.send().await.goes_to_the_sale(), sale);
        bea.get(&format!("{sale}?sold=1")).await.says("Change due $5.00").says("the state is told nothing");
        bea.get(&format!("{sale}/receipt")).await.says("1 × Rolling Tray").says_not("BioTrack sale");
        assert_eq!(shop.state.calls("card_lookup").await.len(), asked, "the registry need not be asked");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
        let filed: i64 = shop.app().read(|conn| Ok(filings::table.count().first(conn)?)).await.unwrap();
        assert_eq!(filed, 0);
        assert_eq!((on_hand(shop, TRAY).await, supplies_held(shop).await), (29, 0));
        bea.get("/register").await.says("Who is buying?");
        let page = maria.get(&format!("{sale}/voids/new")).await;
        page.says("The state is told nothing");
        let form = page.form(&format!("{sale}/voids")).set("reason", "Rung up twice");
        form.send().await.goes_to(&sale);
        form.send().await.goes_to(&sale);
        assert_eq!((statuses(shop).await, on_hand(shop, TRAY).await), (vec!["voided".to_owned()], 30));
        maria.get(&format!("{sale}/voids/new")).await.says("not one that can be voided");
        assert!(shop.state.calls("sale_void").await.is_empty());
    });
}

#[test]
fn two_voids_of_merchandise_put_it_back_once() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let sale = pay(&tender(&maria, ADA, &[TRAY]).await, "15").await.goes_to_the_sale();
        let mut forms = Vec::new();
        for _ in 0..2 {
            let page = maria.get(&format!("{sale}/voids/new")).await;
            forms.push(page.form(&format!("{sale}/voids")).set("reason", "Rung up twice"));
        }
        let (one, other) = tokio::join!(forms[0].send(), forms[1].send());
        assert!([&one, &other].iter().all(|answer| answer.status != 500));
        assert_eq!(on_hand(shop, TRAY).await, 30);
    });
}

#[test]
fn the_states_no_refuses_the_whole_ticket_and_gives_everything_back() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0], BATTERY, TRAY]).await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        pay(&page, "100").await.follow().await.says("The scale is out of order.");
        assert_eq!(statuses(shop).await, ["withdrawn"]);
        assert_eq!((held(shop).await, supplies_held(shop).await), (100, 2));
        assert!(moved(shop, BATTERY).await.is_empty() && moved(shop, TRAY).await.is_empty());
        // The cart is as it was, and is sold now.
        clerk.get("/register").await.says("Slim Battery 510").says("Rolling Tray");
        pay(&page_again(&clerk).await, "100").await.goes_to("/sales/");
        assert_eq!((held(shop).await, supplies_held(shop).await), (0, 0));
    });
}

async fn page_again(clerk: &Clerk) -> crate::support::Page {
    clerk.get("/register/tender").await
}

#[test]
fn a_lost_answer_of_a_mixed_ticket_is_found_by_its_rows() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(MANAGER).await;
        let page = tender(&clerk, ADA, &[&codes[0], BATTERY, TRAY]).await;
        shop.state.fault("sale_dispense", "drop_after", 1).await;
        pay(&page, "100").await.goes_to("/filings/");
        shop.sweep().await;
        assert_eq!((statuses(shop).await, supplies_held(shop).await), (vec!["sold".to_owned()], 0));
        let sale: String = shop.app().read(|conn| Ok(sales::table.select(sales::id).first(conn)?)).await.unwrap();
        shop.state.fault("sale_void", "drop_after", 1).await;
        void(&clerk, &format!("/sales/{sale}")).await.goes_to("/filings/");
        shop.sweep().await;
        assert_eq!(statuses(shop).await, ["voided"]);
        assert_eq!((on_hand(shop, BATTERY).await, on_hand(shop, TRAY).await), (24, 30));
    });
}

#[test]
fn a_device_needs_an_order_that_allows_one() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        // His only order is for smoking, without a device.
        open_cart(&clerk, LAST_EIGHTH).await;
        scan(&clerk, BATTERY).await.says("Not added.").says("no open order of this patient allows one");
        assert_eq!(supplies_held(shop).await, 0);
        scan(&clerk, TRAY).await.says("Added: 1 × Rolling Tray");
    });
}

#[test]
fn an_order_that_stops_allowing_the_device_stops_the_sale() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[BATTERY]).await;
        let row = shop.state.rows("registry_patient").await.into_iter().find(|row| row["card_id"] == ADA).unwrap();
        let mut without = row;
        for order in without["orders"].as_array_mut().unwrap() {
            order["device"] = json!(0);
        }
        shop.state.patient(without).await;
        pay(&page, "24").await.follow().await.says("no open order of this patient allows one");
        assert_eq!(supplies_held(shop).await, 1);
        assert!(shop.state.calls("sale_dispense").await.is_empty());
    });
}

#[test]
fn the_last_device_at_two_tills_goes_to_one() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        open_cart(&maria, RUTH).await;
        let page = scan(&ben, "DEV-TV-1").await;
        // Four there are.
        let four = page.form_to("/register/lines/", "").with("quantity", "4");
        let scanning = maria.get("/register").await;
        let one = scanning.form(&lines_of(&scanning)).set("code", "DEV-TV-1");
        let (grown, scanned) = tokio::join!(four.send(), one.send());
        assert!([&grown, &scanned].iter().all(|answer| answer.status == 303));
        assert!(supplies_held(shop).await <= 4);
        let (bens, marias) = (ben.get("/register").await, maria.get("/register").await);
        let refused = [&bens, &marias].iter().filter(|page| page.text().contains("held by a cart")).count();
        assert_eq!(refused, 1, "{}\n{}", bens.text(), marias.text());
    });
}

#[test]
fn a_line_of_merchandise_grows_shrinks_and_goes_and_a_cancelled_cart_frees_it() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = scan(&clerk, TRAY).await;
        let line = page.attribute("form.stepper", "action");
        page.form(&line).with("quantity", "30").send().await.goes_to("/register");
        assert_eq!(supplies_held(shop).await, 30);
        let page = clerk.get("/register").await;
        page.form(&line).with("quantity", "31").send().await.follow().await.says("no more of Rolling Tray").says("30 are held");
        let page = clerk.get("/register").await;
        page.form(&line).with("quantity", "2").send().await.goes_to("/register");
        assert_eq!(supplies_held(shop).await, 2);
        page.form(&format!("{line}/removals")).send().await.goes_to("/register");
        assert_eq!(supplies_held(shop).await, 0);
        let page = scan(&clerk, TRAY).await;
        let action = page.attribute("form[action$='/cancellations']", "action");
        page.form(&action).send().await.goes_to("/register");
        assert_eq!(supplies_held(shop).await, 0);
    });
}

#[test]
fn what_the_catalog_no_longer_offers_is_not_sold() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[TRAY]).await;
        let retire = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(products::table.filter(products::sku.eq(TRAY))).set(products::active.eq(false)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(retire).await.unwrap();
        pay(&page, "15").await.follow().await.says("its product has been retired");
        scan(&clerk, TRAY).await.says("Not added.").says("its product has been retired");
        let none: i64 = shop.app().read(|conn| Ok(sale_supplies::table.count().first(conn)?)).await.unwrap();
        assert_eq!(none, 0);
    });
}
