//! What is scanned is told apart by its content, and every scan is answered in words.

use crate::mixed_tickets::supplies_held;
use crate::register::{ADA, blue_dream, held, lines_of, open_cart, scan, stocked};
use crate::support::{BUDTENDER, Form, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{cart_lines, carts, locations, packages, products};
use serde_json::json;

async fn set_scan_only(shop: &Shop) {
    let write = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(locations::table).set(locations::scan_only.eq(true)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(write).await.unwrap();
}

/// Taps the first of the other packages.
fn choose(page: &Page) -> Form {
    page.form_to("/register/lines/", "/packages").with("package", &page.attribute("button[name='package']", "value"))
}

#[test]
fn what_is_no_goods_says_where_it_belongs_and_the_cart_stays() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let licence = "@\n\u{1e}\rANSI 636010090002DL00410278ZF03190011DLDAQL532001804740\nDCSLINDQVIST\nDACADA\n";
        for (code, words) in [
            (licence, "That is a driving licence, not goods"),
            ("SALE-7", "That is the receipt of sale 7"),
            ("4006381333931", "Nothing here has the code"),
        ] {
            scan(&clerk, code).await.says("Not added.").says(words).says_not("LINDQVIST").says("The cart is empty");
        }
        // A licence is about a person: nothing of it is kept.
        let said: Option<String> = shop.app().read(|conn| Ok(carts::table.select(carts::last_scan).first(conn)?)).await.unwrap();
        assert!(!said.unwrap().contains("L5320"));
    });
}

#[test]
fn the_quantity_is_typed_first_or_written_with_a_star() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let page = open_cart(&clerk, ADA).await;
        scan(&clerk, "3*MER-TRAY").await.says("Added: 3 × Rolling Tray");
        page.form(&lines_of(&page)).set("code", "MER-TRAY").set("quantity", "2").send().await.goes_to("/register");
        clerk.get("/register").await.says("Added: 5 × Rolling Tray");
        scan(&clerk, "0*MER-TRAY").await.says("“0” is no quantity");
        assert_eq!(supplies_held(shop).await, 5);
    });
}

#[test]
fn a_upc_is_a_product_too() {
    shop(async |shop| {
        let write = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(products::table.filter(products::sku.eq("MER-CAP")))
                .set(products::upc.eq("036000291452"))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(write).await.unwrap();
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        scan(&clerk, "036000291452").await.says("Added: 1 × Lotbook Cap");
    });
}

#[test]
fn of_several_packages_the_first_to_expire_is_taken_and_another_is_one_tap_away() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), blue_dream()])).await;
        let second = codes[1].clone();
        let write = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            let day = chrono::NaiveDate::from_ymd_opt(2099, 1, 1).unwrap();
            diesel::update(packages::table.filter(packages::barcode.eq(&second)))
                .set(packages::expires_on.eq(day))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(write).await.unwrap();
        let clerk = shop.clerk(BUDTENDER).await;
        let page = open_cart(&clerk, ADA).await;
        let form = page.form(&lines_of(&page)).set("code", "FLW-BD-35");
        let added = form.send_by_script("div#till").await;
        added.is(200).says("The first to expire was taken. Instead:").says("Sales floor · 24 available");
        choose(&added.page()).send().await.goes_to("/register");
        let page = clerk.get("/register").await;
        page.says("Changed: 1 × Blue Dream 3.5 g");
        assert_eq!(page.attribute(".cart-lines .package-id", "data-copy"), codes[0]);
        assert_eq!(held(shop).await, 100, "the other package is free again");
        // The same list by its link; and by scan only, nothing is chosen by tapping.
        let link = page.link("other package");
        clerk.get(&link).await.says("Now from").says("expires Jan 1, 2099");
        let form = choose(&clerk.get(&link).await);
        set_scan_only(shop).await;
        form.send().await.goes_to("/register");
        clerk.get("/register").await.says("This shop sells by scan only");
        assert!(!clerk.get("/register").await.has("a[href$='/packages']"));
    });
}

#[test]
fn a_package_with_too_little_is_not_taken_instead() {
    shop(async |shop| {
        let mut one = blue_dream();
        one["quantity"] = json!("1");
        // The small one stands first, if either does; two of it there are not, so the other is taken.
        let codes = stocked(shop, json!([one, blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = scan(&clerk, "2*FLW-BD-35").await;
        assert_eq!(page.attribute(".cart-lines .package-id", "data-copy"), codes[1]);
        let link = page.link("other package");
        choose(&clerk.get(&link).await).send().await.goes_to("/register");
        clerk.get("/register").await.says("Not changed.").says("has 1 free, and the line is of 2");
        assert_eq!(held(shop).await, 200);
        let lines: i64 = shop.app().read(|conn| Ok(cart_lines::table.count().first(conn)?)).await.unwrap();
        assert_eq!(lines, 1);
    });
}

#[test]
fn the_search_finds_devices_and_merchandise_too() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = clerk.get("/register/search?q=tray").await;
        page.says("Rolling Tray").says("30 available").says("Merchandise");
        page.form("/register/carts/").send().await.goes_to("/register");
        clerk.get("/register").await.says("Added: 1 × Rolling Tray");
    });
}

#[test]
fn everything_is_taken_out_at_once_and_the_cart_stays() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        scan(&clerk, &codes[0]).await;
        let page = scan(&clerk, "MER-TRAY").await;
        page.form_to("/register/carts/", "/clearings").send().await.goes_to("/register");
        clerk.get("/register").await.says("Ada Lindqvist").says("The cart is empty");
        assert_eq!((held(shop).await, supplies_held(shop).await), (0, 0));
    });
}
