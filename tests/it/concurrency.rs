//! Many at once: nobody oversells, and nothing ends differently here and there.

use crate::counts::{begun, enter};
use crate::register::{ADA, RUTH, held, open_cart, scan};
use crate::sales::{pay, statuses};
use crate::support::{BUDTENDER, INVENTORY, MANAGER, Shop, State, shop};
use diesel::prelude::*;
use lotbook::biotrack::Reply;
use lotbook::filing::close;
use lotbook::schema::{filings, packages, sales, stock, vehicles};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Barrier;

#[test]
fn fifty_clerks_on_one_package_sell_exactly_what_is_there() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let mut clerks = Vec::new();
        for number in 0..50 {
            let (clerk, card) = (shop.another_budtender(number).await, shop.another_patient(number).await);
            clerk.cart_for(&card).await;
            clerks.push(clerk);
        }
        let together = Arc::new(Barrier::new(clerks.len()));
        let selling: Vec<_> = clerks
            .into_iter()
            .map(|clerk| {
                let (together, barcode) = (together.clone(), barcode.clone());
                tokio::spawn(async move {
                    together.wait().await;
                    clerk.scan(&barcode).await.goes_to("/register");
                    if !clerk.get("/register").await.has("form[action*='/removals']") {
                        return false;
                    }
                    clerk.sell().await.goes_to("/sales/");
                    true
                })
            })
            .collect();
        let mut sold = 0;
        for sale in selling {
            sold += i64::from(sale.await.unwrap());
        }
        assert_eq!(sold, 24, "a package of 24 was sold {sold} times");
        let (left, tickets): (i64, i64) = shop
            .app()
            .read(move |conn| {
                let left = stock::table
                    .inner_join(packages::table)
                    .filter(packages::barcode.eq(barcode))
                    .filter(stock::on_hand.gt(0))
                    .count()
                    .first(conn)?;
                Ok((left, sales::table.filter(sales::status.eq("sold")).count().first(conn)?))
            })
            .await
            .unwrap();
        assert_eq!((left, tickets), (0, 24));
    });
}

#[test]
fn two_who_count_one_package_at_once_are_both_taken_at_their_word() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let first = shop.clerk(MANAGER).await;
        for round in 0..4 {
            let count = begun(shop, &first, "simple", "open").await;
            enter(&first, &count, "no package", "1").await.says("no package here");
            let together = Arc::new(Barrier::new(8));
            let mut counting = Vec::new();
            for number in 0..8 {
                let clerk = shop.clerk(if number % 2 == 0 { MANAGER } else { INVENTORY }).await;
                let form = clerk.get(&count).await.form(&format!("{count}/entries")).set("code", &barcode).set("counted", "24");
                let together = together.clone();
                counting.push(tokio::spawn(async move {
                    together.wait().await;
                    form.send().await
                }));
            }
            for entry in counting {
                entry.await.unwrap().follow().await.says("Counted: 24");
            }
            let entries = first.get(&count).await.all("form[action*='/entries/']").len();
            assert_eq!(entries, 1, "one package has one entry (round {round})");
        }
    });
}

#[test]
fn an_adjustment_waits_for_a_sale_on_the_wire() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (budtender, manager) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await;
        let package: String = {
            let code = barcode.clone();
            shop.app()
                .read(move |conn| Ok(packages::table.filter(packages::barcode.eq(code)).select(packages::id).first(conn)?))
                .await
                .unwrap()
        };
        let page = manager.get(&format!("/inventory/{package}/adjustments/new")).await;
        let form = page
            .form(&format!("/inventory/{package}/adjustments"))
            .set("quantity", "20")
            .set("reason", "1")
            .set("note", "recount");
        // In a cart: the count cannot be trusted.
        form.send().await.follow().await.says("in a cart");
        shop.state.delay("sale_dispense", 1500, 1).await;
        let selling = {
            let budtender = budtender.clone();
            tokio::spawn(async move { budtender.sell().await })
        };
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        form.send().await.follow().await.says("still waiting for the state's answer");
        selling.await.unwrap().goes_to("/sales/");
        // What was counted was counted before the sale.
        let again = form.send().await.follow().await;
        again.says("had 24 when this page was opened, and has 23 now");
        let form = again.form(&format!("/inventory/{package}/adjustments"));
        form.send().await.goes_to(&format!("/inventory/{package}"));
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 1);
    });
}

#[test]
fn while_the_state_thinks_no_database_connection_is_held() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.delay("vehicle_add", 1500, 1).await;
        let form = clerk.van().await;
        let sending = tokio::spawn(async move { form.send().await });
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        assert_eq!(shop.app().db.connections_in_use(), 0);
        sending.await.unwrap().goes_to("/vehicles");
    });
}

#[test]
fn a_browser_that_hangs_up_does_not_cut_an_act_in_half() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.delay("vehicle_add", 1000, 1).await;
        let form = clerk.van().await;
        let sending = tokio::spawn(async move { form.send().await });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        sending.abort();
        tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
        let ours: i64 = shop.app().read(|conn| Ok(lotbook::schema::vehicles::table.count().first(conn)?)).await.unwrap();
        assert_eq!((ours, shop.state.rows("vehicle").await.len()), (1, 1));
    });
}

#[test]
fn the_same_button_pressed_ten_times_at_once_says_it_once() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let form = clerk.van().await;
        let presses: Vec<_> = (0..10)
            .map(|_| {
                let form = form.clone();
                tokio::spawn(async move { form.send().await })
            })
            .collect();
        for press in presses {
            let answer = press.await.unwrap();
            assert!(matches!(answer.status, 303 | 503), "{}", answer.text());
        }
        assert_eq!(shop.state.calls("vehicle_add").await.len(), 1);
        assert_eq!(shop.state.rows("vehicle").await.len(), 1);
    });
}

#[test]
fn two_tills_cannot_both_pass_one_patients_allotment() {
    shop(async |shop| {
        let barcodes = shop
            .stocked(json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Blue Dream 3.5 g", 28, "0.125")]))
            .await;
        // P1000007 has 0.125 oz left: one eighth, not two.
        let (one, other) = (shop.another_budtender(1).await, shop.another_budtender(2).await);
        for (clerk, barcode) in [(&one, &barcodes[0]), (&other, &barcodes[1])] {
            clerk.cart_for("P1000007").await;
            clerk.scan(barcode).await.goes_to("/register");
        }
        for clerk in [&one, &other] {
            clerk.get("/register").await.says("has a cart for this patient too");
        }
        let (first, second) = tokio::join!(one.sell(), other.sell());
        let sold = [&first, &second]
            .iter()
            .filter(|answer| answer.location.as_deref().is_some_and(|to| to.starts_with("/sales/")))
            .count();
        assert_eq!(sold, 1, "{first:?} {second:?}");
        assert_eq!(shop.state.rows("sale").await.len(), 1);
    });
}

#[test]
fn an_answer_heard_twice_is_written_down_once() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let form = clerk.van().await;
        form.send().await.goes_to("/vehicles");
        let app = shop.app();
        let filing = app.read(|conn| Ok(filings::table.select(filings::id).first(conn)?)).await.unwrap();
        // The sweeper comes with the same yes, and then with a no.
        let answer = app.biotrack.replay(filing).await.unwrap().unwrap();
        close(app, filing, Reply::Accepted(answer)).await.unwrap().unwrap();
        close(app, filing, Reply::NotSent("nobody was there".into())).await.unwrap_err();
        let (ours, status): (i64, String) = app
            .read(|conn| Ok((vehicles::table.count().first(conn)?, filings::table.select(filings::status).first(conn)?)))
            .await
            .unwrap();
        assert_eq!((ours, status.as_str()), (1, "accepted"));
    });
}

/// Keeps a transaction on all balances for a while, so that whoever holds or frees stock meanwhile stands still in the middle of it.
async fn slow_shelf(shop: &Shop) -> tokio::task::JoinHandle<()> {
    let db = shop.app().db.clone();
    let standing = tokio::spawn(async move {
        let stand = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(stock::table).set(stock::held.eq(stock::held)).execute(tx)?;
            std::thread::sleep(Duration::from_millis(900));
            Ok(())
        };
        db.write(stand).await.unwrap();
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    standing
}

#[test]
fn two_tabs_that_remove_one_line_free_it_once() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        for (clerk, card) in [(&ben, ADA), (&maria, RUTH)] {
            open_cart(clerk, card).await;
            scan(clerk, &barcode).await.says("Added: 1 ×");
        }
        let mut tabs = Vec::new();
        for _ in 0..2 {
            tabs.push(ben.get("/register").await.form_to("/register/lines/", "/removals"));
        }
        let shelf = slow_shelf(shop).await;
        let (one, other) = tokio::join!(tabs[0].send(), tabs[1].send());
        shelf.await.unwrap();
        assert_eq!(held(shop).await, 100, "what the other clerk has in the cart: {} {}", one.status, other.status);
        assert!([&one, &other].iter().all(|answer| answer.status != 500));
        ben.get("/register").await.says("The cart is empty");
    });
}

#[test]
fn a_scan_that_meets_the_tender_is_in_the_sale_or_nowhere() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        scan(&clerk, &barcode).await.says("Added: 1 ×");
        let (again, tender) = (clerk.get("/register").await, clerk.get("/register/tender").await);
        let again = again.form_to("/register/carts/", "/lines").set("code", &barcode);
        let shelf = slow_shelf(shop).await;
        let scanning = tokio::spawn(async move { again.send().await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let page = pay(&tender, "100").await.follow().await;
        scanning.await.unwrap();
        shelf.await.unwrap();
        // The scan came first: the cart no longer costs what the page said.
        if page.path == "/register/tender" {
            page.says("The cart costs $80.00 now, and $40.00 when this page was opened");
            pay(&page, "100").await.goes_to("/sales/");
        }
        assert_eq!(held(shop).await, 0, "nothing is held by a cart that is sold");
        assert_eq!(statuses(shop).await, ["sold"]);
    });
}

#[test]
fn a_line_that_is_removed_while_the_cart_is_tendered_is_not_sold() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        scan(&clerk, &barcode).await.says("Added: 1 ×");
        let (removal, tender) = (clerk.get("/register").await, clerk.get("/register/tender").await);
        let removal = removal.form_to("/register/lines/", "/removals");
        let shelf = slow_shelf(shop).await;
        let removing = tokio::spawn(async move { removal.send().await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        pay(&tender, "40").await.goes_to("/register/tender");
        clerk.ask("/register/tender").await.goes_to("/register");
        clerk.get("/register").await.says("The cart is empty. Scan something first.");
        removing.await.unwrap().goes_to("/register");
        shelf.await.unwrap();
        assert_eq!(held(shop).await, 0);
        assert!(statuses(shop).await.is_empty());
    });
}
