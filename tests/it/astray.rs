//! What is scanned at the register and is not for the cart: it does its work, or says where it belongs.

use crate::guests::licence;
use crate::register::{ADA, RUTH, blue_dream, lines_of, open_cart, scan, spoil, stocked};
use crate::support::{BUDTENDER, Clerk, MANAGER, Page, Shop, shop};
use chrono::{Days, Local, NaiveDate};
use diesel::prelude::*;
use lotbook::schema::{carts, guest_lookups};
use serde_json::json;

/// Whatever a scanner types while no cart is open.
async fn before_cart(clerk: &Clerk, code: &str) -> Page {
    let page = clerk.get("/register").await;
    let to = page.form("/register/carts").set("card_id", code).send().await.goes_to("/");
    clerk.get(&to).await
}

fn code_of(first: &str, last: &str, year: i32, month: u32, day: u32, left: i64) -> String {
    let today = Local::now().date_naive();
    let last_day = if left < 0 { today - Days::new(left.unsigned_abs()) } else { today + Days::new(left.unsigned_abs()) };
    licence(first, last, NaiveDate::from_ymd_opt(year, month, day).unwrap(), last_day)
}

/// As static/register.js sends it.
async fn scan_licence(clerk: &Clerk, code: &str) -> String {
    let page = clerk.get("/register").await;
    page.form("/guests/scans").set("guest", code).send().await.goes_to("/")
}

async fn cart_count(shop: &Shop) -> i64 {
    shop.app().read(|conn| Ok(carts::table.count().first(conn)?)).await.unwrap()
}

#[test]
fn a_licence_leads_to_the_check_in_and_whoever_is_here_to_their_card() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let code = code_of("ADA", "LINDQVIST", 1980, 3, 14, 90);
        open_and_cancel(&clerk).await;
        let to = scan_licence(&clerk, &code).await;
        assert!(to.starts_with("/guests/lookups/"), "{to}");
        clerk.get(&to).await.says("Licence valid").form("/guests").send().await.goes_to("/guests");
        let to = scan_licence(&clerk, &code).await;
        assert!(to.starts_with("/guests/") && !to.contains("lookups"), "{to}");
        let guest = clerk.get(&to).await;
        guest.form(&format!("{to}/servings")).send().await.goes_to("/register");
        clerk.get("/register").await.says("Ada Lindqvist");
    });
}

/// Once served, a patient is known by their name and birthday.
async fn open_and_cancel(clerk: &Clerk) {
    let page = open_cart(clerk, ADA).await;
    page.form(&page.attribute("form[action$='/cancellations']", "action")).send().await.goes_to("/register");
}

#[test]
fn beside_a_cart_a_licence_is_its_patients_or_somebody_elses() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let own = scan_licence(&clerk, &code_of("ADA", "LINDQVIST", 1980, 3, 14, 90)).await;
        assert!(own.starts_with("/register?licence="), "{own}");
        let page = clerk.get(&own).await;
        page.says("That is the driving licence of this cart's patient.").says_not("expired");
        let over = scan_licence(&clerk, &code_of("ADA", "LINDQVIST", 1980, 3, 14, -3)).await;
        clerk.get(&over).await.says("It has expired: check another photo ID.");
        let other = clerk.get(&scan_licence(&clerk, &code_of("ZOE", "QUILL", 1990, 1, 2, 90)).await).await;
        other.says("That is the driving licence of Z. Q., whom nobody here knows by it, and not of this cart's patient.");
        other.says("The cart stays as it is.").says_not("QUILL").says_not("Quill").says("Ada Lindqvist");
        let link = other.link("Go on with them under Guests");
        clerk.get(&link).await.says("Which card?");
        // Nothing of it is in the next answer, and the cart is as it was.
        clerk.get("/register").await.says_not("driving licence of").says("The cart is empty");
        let known = shop.app().read(|conn| Ok(guest_lookups::table.count().first::<i64>(conn)?)).await.unwrap();
        assert_eq!((known, cart_count(shop).await), (3, 1));
    });
}

#[test]
fn a_licence_that_cannot_be_read_is_said_at_the_register_and_kept_nowhere() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let page = clerk.get("/register").await;
        let answer = page.form("/guests/scans").set("guest", "@\nANSI 6360").send().await;
        let page = answer.follow().await;
        assert_eq!(page.path, "/register");
        assert!(page.has("[role=alert]"), "{}", page.text());
        // Typed into the field for a card, nothing of it gets into an address.
        let page = before_cart(&clerk, &code_of("ADA", "LINDQVIST", 1980, 3, 14, 90)).await;
        page.says("did not arrive whole").says_not("LINDQVIST");
        assert_eq!(page.path, "/register?scanned=%40");
        page.link("Find them under Guests");
    });
}

#[test]
fn a_receipt_opens_its_sale_with_and_without_a_cart() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        open_cart(&ben, ADA).await;
        scan(&ben, &barcode).await;
        let sale = ben.sell().await.goes_to_the_sale();
        let sale = sale.split('?').next().unwrap().to_owned();
        assert_eq!(before_cart(&ben, "SALE-1").await.path, sale);
        let page = open_cart(&ben, RUTH).await;
        page.form(&lines_of(&page)).set("code", "sale 1").send().await.goes_to(&sale);
        let by_script = page.form(&lines_of(&page)).set("code", "SALE-1").send_by_script("div#till").await;
        by_script.is(200);
        ben.get("/register").await.says("Ruth Okafor").says("The cart is empty");
        // A budtender sees their own sales only; what is no sale is none.
        before_cart(&maria, "SALE-2").await.says("there is no sale 2 here that you may see");
        let other = shop.another_budtender(1).await;
        before_cart(&other, "SALE-1").await.says("there is no sale 1 here that you may see");
        page.form(&lines_of(&page)).set("code", "SALE-7").send().await.goes_to("/register");
        ben.get("/register").await.says("Not added. That is the receipt of sale 7");
    });
}

#[test]
fn the_sign_of_a_room_says_which_and_leads_whoever_may_to_the_move() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let page = before_cart(&maria, "ROOM-1").await;
        page.says("That is the sign of the room").says("Who is buying?");
        assert_eq!(page.link("Move packages by scanning"), "/inventory/moves/new");
        maria.get("/inventory/moves/new").await;
        let page = open_cart(&ben, ADA).await;
        let answer = page.form(&lines_of(&page)).set("code", "ROOM-1").send_by_script("div#till").await;
        answer.is(422).says("That is the sign of the room").says("whoever moves packages");
        assert!(!answer.page().has("a[href='/inventory/moves/new']"));
        let to = page.form(&lines_of(&page)).set("code", "ROOM-99").send().await.goes_to("/register?scanned=");
        ben.get(&to).await.says("but of none at this shop").says("The cart is empty");
    });
}

#[test]
fn goods_before_a_cart_say_whose_cart_first_and_what_they_are() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        let asked = shop.state.calls("card_lookup").await.len();
        let page = before_cart(&clerk, &codes[0]).await;
        page.says("No cart is open. Scan the patient's card or driving licence first, then this again.");
        page.says("Blue Dream 3.5 g, package").says("is in Sales floor with 24 available. It may be sold.");
        spoil(shop, &codes[1], "failed").await;
        before_cart(&clerk, &codes[1]).await.says("may not be sold:").says("No cart is open.");
        before_cart(&clerk, "6853296789574115").await.says("is not in our inventory");
        before_cart(&clerk, "MER-TRAY").await.says("That is Rolling Tray, merchandise.");
        before_cart(&clerk, "FLW-BD-35").await.says("Blue Dream 3.5 g, package").says("It may be sold.");
        assert_eq!(shop.state.calls("card_lookup").await.len(), asked, "none of them is a card");
        // A card is one still, and one that nobody knows is asked for.
        let page = clerk.get("/register").await;
        page.form("/register/carts").set("card_id", "P9999999").send().await.follow().await.says("does not know the card");
        assert_eq!(cart_count(shop).await, 0);
    });
}
