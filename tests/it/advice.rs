//! What would make a cart fit is one press away.

use crate::register::{LAST_EIGHTH, blue_dream, open_cart, scan, stocked};
use crate::support::{BUDTENDER, Page, shop};
use diesel::prelude::*;
use lotbook::schema::cart_lines;
use serde_json::json;

fn offer(page: &Page) -> String {
    page.all("form.advice button").join(" | ")
}

async fn units(shop: &crate::support::Shop) -> Vec<i64> {
    let all = cart_lines::table.order(cart_lines::id).select(cart_lines::quantity);
    shop.app().read(move |conn| Ok(all.load(conn)?)).await.unwrap()
}

#[test]
fn a_line_that_is_too_much_is_set_to_what_fits_with_one_press() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, crate::register::ADA).await;
        let page = scan(&clerk, &barcode).await;
        assert_eq!(offer(&page), "");
        let line = page.attribute("form.stepper", "action");
        page.form(&line).with("quantity", "400").send().await.goes_to("/register");
        let page = clerk.get("/register").await;
        page.says("Not changed. Over the allotment for Smoking");
        let most: i64 = offer(&page).rsplit(' ').next().unwrap().parse().unwrap();
        page.says(&format!("The most that fits today is {most} ×"));
        assert_eq!(offer(&page), format!("Set Blue Dream 3.5 g to {most}"));
        let form = page.form_to("/register/lines/", "");
        assert_eq!(form.action, line);
        let press = page.attribute("form.advice button", "value");
        page.form(&line).with("quantity", &press).send().await.goes_to("/register");
        let page = clerk.get("/register").await;
        page.says(&format!("Changed: {most} ×"));
        assert_eq!((offer(&page), units(shop).await), (String::new(), vec![most * 100]));
    });
}

#[test]
fn what_another_line_takes_is_named_and_taken_out_with_one_press() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, LAST_EIGHTH).await;
        scan(&clerk, &codes[0]).await.says("Added: 1 ×");
        // The last eighth is in the cart already.
        let page = scan(&clerk, &codes[1]).await;
        page.says("Not added.").says("Or take Blue Dream 3.5 g out of the cart, and add Blue Dream 3.5 g again.");
        assert_eq!(offer(&page), "Take Blue Dream 3.5 g out");
        let out = page.attribute("form.advice", "action");
        page.form(&out).send().await.goes_to("/register");
        let page = scan(&clerk, &codes[1]).await;
        page.says("Added: 1 ×");
        assert_eq!((offer(&page), units(shop).await.len()), (String::new(), 1));
    });
}

#[test]
fn a_cart_that_the_registry_overtook_says_so_and_offers_what_fits() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, LAST_EIGHTH).await;
        let page = scan(&clerk, &barcode).await;
        page.says_not("no longer fits");
        // The unit weighs more than it did: what is in the cart is what was scanned, so it is the line that changes.
        let write = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(cart_lines::table).set(cart_lines::amount_each.eq(200_i64)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(write).await.unwrap();
        let page = clerk.get("/register").await;
        page.says("This cart no longer fits the registry.").says("Over the allotment for Smoking");
        assert_eq!(offer(&page), "Take Blue Dream 3.5 g out");
    });
}
