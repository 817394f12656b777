//! What a sale is decided by at the moment of tender, past the page that would ask the registry once more.

use crate::register::{ADA, blue_dream, held, stocked};
use crate::sales::{pay, statuses, tender};
use crate::support::{BUDTENDER, MANAGER, Shop, shop};
use chrono::TimeDelta;
use diesel::prelude::*;
use lotbook::features::sales::Sell;
use lotbook::may::{Clerk, May};
use lotbook::schema::{cart_lines, carts, registry_reads, users};
use lotbook::values::{Cents, FormKey};
use serde_json::json;

#[test]
fn a_refused_sale_goes_through_when_it_is_tried_again() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        let back = pay(&page, "40").await.follow().await;
        assert!(back.says("The scale is out of order.").body.contains("1 refused"));
        let sales = clerk.get("/sales").await;
        assert!(sales.says("Refused by the state").body.contains("1 refused"));
        pay(&page, "40").await.goes_to("/sales/");
        assert_eq!(statuses(shop).await, ["withdrawn", "sold"]);
        // The same cart was sold: nobody has to look at the refusal, and it stays in the clerk's list.
        let sales = clerk.get("/sales").await;
        assert!(!sales.says("Refused by the state").body.contains("1 refused"));
        assert_eq!(sales.all("tbody tr").len(), 2);
        shop.clerk(MANAGER).await.get("/").await.says_not("refused today");
        // What sells the same package to somebody else says nothing of a refusal.
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        assert!(pay(&page, "40").await.follow().await.body.contains("1 refused"));
        let maria = shop.clerk(MANAGER).await;
        let other = tender(&maria, crate::register::RUTH, &[&codes[0]]).await;
        pay(&other, "40").await.goes_to("/sales/");
        maria.get("/").await.says("filing was refused today");
        // The refused cart still holds its unit.
        assert_eq!(held(shop).await, 100);
    });
}

/// Sells the open cart of `login` without the page, which would read the registry once more; the words of the refusal.
async fn refused_without_the_page(shop: &Shop, login: &'static str) -> String {
    let find = move |conn: &mut lotbook::db::Conn| {
        let user = users::table.filter(users::login_id.eq(login)).select(users::id).first(conn)?;
        let cart = carts::table.filter(carts::user_id.eq(user)).filter(carts::status.eq("open")).select(carts::id).first(conn)?;
        Ok((Clerk::find(conn, user)?, cart))
    };
    let (clerk, cart) = shop.app().read(find).await.unwrap();
    let sell = Sell::new(cart, Cents(4_000), true);
    shop.app().file(&May::check(clerk).unwrap(), FormKey::new(), sell).await.unwrap_err().to_string()
}

#[test]
fn a_reading_of_more_than_a_minute_decides_nothing() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        let a_minute_ago = shop.app().clock.machine() - TimeDelta::seconds(61);
        let age = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(registry_reads::table).set(registry_reads::read_at.eq(a_minute_ago)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(age).await.unwrap();
        let words = refused_without_the_page(shop, BUDTENDER).await;
        assert!(words.contains("is out of date"), "{words}");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
        pay(&page, "40").await.goes_to("/sales/");
    });
}

#[test]
fn a_reading_from_before_the_patients_last_sale_decides_nothing() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let (one, other) = (tender(&ben, ADA, &[&codes[0]]).await, tender(&maria, ADA, &[&codes[0]]).await);
        pay(&other, "40").await.goes_to("/sales/");
        let words = refused_without_the_page(shop, BUDTENDER).await;
        assert!(words.contains("is out of date"), "{words}");
        assert_eq!(shop.state.calls("sale_dispense").await.len(), 1);
        pay(&one, "40").await.goes_to("/sales/");
    });
}

#[test]
fn a_cart_that_does_not_hold_what_its_lines_say_is_not_sold() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        let more = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(cart_lines::table).set(cart_lines::quantity.eq(200_i64)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(more).await.unwrap();
        let form = page.form("/register/carts/").set("tendered", "100").set("due", "80").with("id_checked", "1");
        form.send().await.follow().await.says("Remove the line and scan it again");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
        let removal = clerk.get("/register").await.form_to("/register/lines/", "/removals");
        removal.send().await.goes_to("/register");
        assert_eq!(held(shop).await, 0);
    });
}
