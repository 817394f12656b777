//! Many at once: nobody oversells, and nothing ends differently here and there.

use crate::support::{BUDTENDER, MANAGER, State, shop};
use diesel::prelude::*;
use lotbook::schema::{packages, sales, stock};
use serde_json::json;
use std::sync::Arc;
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
            .set("counted", "20")
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
        form.send().await.goes_to(&format!("/inventory/{package}"));
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 1);
    });
}

#[test]
fn while_the_state_thinks_no_database_connection_is_held() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.state.delay("vehicle_add", 1500, 1).await;
        let form = clerk.get("/vehicles/new").await.form("/vehicles");
        let form = form
            .set("nickname", "Van")
            .set("make", "Ford")
            .set("model", "Transit")
            .set("year", "2019")
            .set("color", "white")
            .set("plate", "ABC123")
            .set("vin", "1FTBW2CM5KKA00001");
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
        let form = clerk.get("/vehicles/new").await.form("/vehicles");
        let form = form
            .set("nickname", "Van")
            .set("make", "Ford")
            .set("model", "Transit")
            .set("year", "2019")
            .set("color", "white")
            .set("plate", "ABC123")
            .set("vin", "1FTBW2CM5KKA00001");
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
        let form = clerk.get("/vehicles/new").await.form("/vehicles");
        let form = form
            .set("nickname", "Van")
            .set("make", "Ford")
            .set("model", "Transit")
            .set("year", "2019")
            .set("color", "white")
            .set("plate", "ABC123")
            .set("vin", "1FTBW2CM5KKA00001");
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
        let (first, second) = tokio::join!(one.sell(), other.sell());
        let sold = [&first, &second]
            .iter()
            .filter(|answer| answer.location.as_deref().is_some_and(|to| to.starts_with("/sales/")))
            .count();
        assert_eq!(sold, 1, "{first:?} {second:?}");
        assert_eq!(shop.state.rows("sale").await.len(), 1);
    });
}
