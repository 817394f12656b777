//! What was found when a line was scanned or a cart was opened is asked again before it is sold: what a unit debits, its order, a ban.

use crate::mixed_tickets::TRAY;
use crate::patients::record_of;
use crate::register::{ADA, blue_dream, gummies, open_cart, scan, stocked};
use crate::sales::{pay, statuses, tender};
use crate::support::{BUDTENDER, Clerk, MANAGER, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{packages, products, sale_lines};
use serde_json::json;

async fn write(shop: &Shop, change: impl Fn(&mut lotbook::db::Conn) -> diesel::QueryResult<usize> + Send + Sync + 'static) {
    shop.app().db.write(move |tx| -> lotbook::error::Result<usize> { Ok(change(tx)?) }).await.unwrap();
}

async fn ban(shop: &Shop, clerk: &Clerk) {
    let url = record_of(shop, ADA).await;
    let page = clerk.get(&url).await;
    page.form(&format!("{url}/bans")).set("ban_reason", "Resold in the car park").send().await.goes_to(&url);
}

#[test]
fn a_line_that_debits_another_amount_than_when_it_was_scanned_is_looked_at_before_it_is_sold() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let page = tender(&ben, ADA, &[&codes[0], &codes[0]]).await;
        write(shop, |tx| diesel::update(packages::table).set(packages::med_usable.eq(123_i64)).execute(tx)).await;
        let refused = pay(&page, "80").await.follow().await;
        refused.says("Blue Dream 3.5 g, package").says("is not as it was scanned");
        refused.says("One unit takes 0.123 oz now; when it was scanned, it took 0.125 oz.");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
        let cart = ben.get("/register").await;
        cart.says("Not as it was scanned.").says("takes 0.250 oz");
        let line = cart.attribute("form.stepper", "action");
        let order = cart.attribute("input[name=order]", "value");
        cart.form(&line).with("quantity", "2").with("order", &order).send().await.goes_to("/register");
        ben.get("/register").await.says("takes 0.246 oz").says_not("Not as it was scanned");
        pay(&ben.get("/register/tender").await, "80").await.goes_to_the_sale();
        let amount: i64 = shop.app().read(|conn| Ok(sale_lines::table.select(sale_lines::amount).first(conn)?)).await.unwrap();
        assert_eq!(amount, 246);
    });
}

#[test]
fn a_line_whose_order_the_catalog_no_longer_allows_is_not_sold() {
    shop(async |shop| {
        let codes = stocked(shop, json!([gummies()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let page = tender(&ben, ADA, &[&codes[0]]).await;
        write(shop, |tx| diesel::update(products::table).set(products::order_type.eq("low_thc")).execute(tx)).await;
        pay(&page, "22").await.follow().await.says("Mango Gummies 100 mg, package").says("may no longer be dispensed from order");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
        ben.get("/register").await.says("Not as it was scanned.").says("Remove the line.");
        // The catalog was right after all: the line may be sold as it is.
        write(shop, |tx| diesel::update(products::table).set(products::order_type.eq("medical")).execute(tx)).await;
        pay(&page, "22").await.goes_to_the_sale();
    });
}

#[test]
fn a_patient_who_was_banned_since_is_sold_nothing() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let words = "This patient is banned and may not be checked in or served";
        let told = tender(&ben, ADA, &[&codes[0]]).await;
        let untold = tender(&maria, ADA, &[TRAY]).await;
        ban(shop, &maria).await;
        pay(&told, "40").await.follow().await.says(words);
        pay(&untold, "15").await.follow().await.says(words);
        assert!(shop.state.calls("sale_dispense").await.is_empty() && statuses(shop).await.is_empty());
    });
}

#[test]
fn the_cart_of_a_patient_who_was_banned_since_stays_put_aside() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        let page = scan(&ben, TRAY).await;
        page.form_to("/register/carts/", "/parkings").with("why", "Fetching cash").send().await.goes_to("/register");
        ban(shop, &maria).await;
        let waiting = ben.get("/register").await;
        let recalled = waiting.form_to("/register/carts/", "/recalls").send().await;
        recalled.follow().await.says("This patient is banned").says("Who is buying?");
        waiting.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
    });
}
