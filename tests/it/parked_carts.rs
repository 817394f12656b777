//! Carts put aside and taken up again, and carts that end because nobody touches them.

use crate::mixed_tickets::{TRAY, supplies_held};
use crate::register::{ADA, RUTH, blue_dream, held, open_cart, scan, stocked, untouched_for};
use crate::sales::pay;
use crate::support::{Answer, BUDTENDER, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::features::register::overdue;
use lotbook::schema::{carts, locations};
use serde_json::json;

async fn park(page: &Page) -> Answer {
    page.form_to("/register/carts/", "/parkings").with("why", "Fetching cash").send().await
}

async fn statuses(shop: &Shop) -> Vec<String> {
    shop.app().read(|conn| Ok(carts::table.order(carts::id).select(carts::status).load(conn)?)).await.unwrap()
}

#[test]
fn a_cart_is_put_aside_with_why_and_taken_up_again_with_a_new_reading() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = scan(&clerk, &codes[0]).await;
        park(&page).await.goes_to("/register");
        let waiting = clerk.get("/register").await;
        waiting.says("Who is buying?").says("Put aside").says("Fetching cash").says("1 × Blue Dream 3.5 g").says_not("Lindqvist");
        assert_eq!(held(shop).await, 100, "what it holds stays held");
        // The next patient is served meanwhile; several wait.
        let page = open_cart(&clerk, RUTH).await;
        page.says("Ruth Okafor");
        park(&scan(&clerk, TRAY).await).await.goes_to("/register");
        let waiting = clerk.get("/register").await;
        assert_eq!(waiting.all("form[action$='/recalls']").len(), 2);
        let asked = shop.state.calls("card_lookup").await.len();
        waiting.form_to("/register/carts/", "/recalls").send().await.goes_to("/register");
        assert_eq!(shop.state.calls("card_lookup").await.len(), asked + 1, "the registry is read again");
        clerk.get("/register").await.says("Ada Lindqvist").says("Blue Dream 3.5 g");
        pay(&clerk.get("/register/tender").await, "40").await.goes_to("/sales/");
        assert_eq!(statuses(shop).await, ["sold", "held"]);
        assert_eq!((held(shop).await, supplies_held(shop).await), (0, 1));
    });
}

#[test]
fn what_was_put_aside_is_not_changed_and_not_sold() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        let page = scan(&clerk, TRAY).await;
        let tender = clerk.get("/register/tender").await;
        park(&page).await.goes_to("/register");
        page.form(&page.attribute("form.stepper", "action")).with("quantity", "2").send().await;
        pay(&tender, "15").await;
        clerk.ask("/register/tender").await.goes_to("/register");
        clerk.get("/register").await.says("was put aside. Take it up again first");
        assert_eq!((statuses(shop).await, supplies_held(shop).await), (vec!["held".to_owned()], 1));
    });
}

#[test]
fn a_second_cart_is_in_the_way_of_taking_one_up() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let page = open_cart(&clerk, ADA).await;
        park(&page).await.goes_to("/register");
        let recall = clerk.get("/register").await.form_to("/register/carts/", "/recalls");
        open_cart(&clerk, RUTH).await;
        recall.send().await.follow().await.says("You have a cart open. Sell it, put it aside or cancel it first.");
        assert_eq!(statuses(shop).await, ["held", "open"]);
    });
}

#[test]
fn a_manager_sees_all_and_takes_one_over() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        park(&open_cart(&ben, ADA).await).await.goes_to("/register");
        let other = shop.another_budtender(1).await;
        other.get("/register").await.says_not("Fetching cash");
        let page = maria.get("/register").await;
        page.says("Fetching cash").says("Ben Carter");
        page.form_to("/register/carts/", "/recalls").send().await.goes_to("/register");
        maria.get("/register").await.says("Ada Lindqvist");
        ben.get("/register").await.says("Who is buying?").says_not("Fetching cash");
        // The guest goes with the cart: the list says who has them.
        let (theirs, hers) = (ben.get("/guests").await, maria.get("/guests").await);
        theirs.says("A. L.").says("Maria Alvarez has them").says_not("you have them");
        hers.says("you have them").says_not("Ben Carter has them");
    });
}

#[test]
fn a_cart_nobody_touches_ends_and_what_it_held_is_free() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        scan(&clerk, &codes[0]).await;
        let page = scan(&clerk, TRAY).await;
        untouched_for(shop, 29).await;
        overdue::free(shop.app()).await.unwrap();
        assert_eq!((held(shop).await, supplies_held(shop).await), (100, 1));
        // One that was put aside as well.
        park(&page).await.goes_to("/register");
        open_cart(&clerk, RUTH).await;
        untouched_for(shop, 31).await;
        clerk.get("/register").await.says("Your last cart ended by itself.").says("Nobody had touched it for 30 minutes.");
        assert_eq!(statuses(shop).await, ["cancelled", "cancelled"]);
        assert_eq!((held(shop).await, supplies_held(shop).await), (0, 0));
    });
}

#[test]
fn a_shop_may_let_carts_stand_for_ever() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, ADA).await;
        scan(&clerk, TRAY).await;
        let write = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(locations::table).set(locations::cart_minutes.eq(0_i64)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(write).await.unwrap();
        untouched_for(shop, 600).await;
        clerk.get("/register").await.says("Ada Lindqvist");
        assert_eq!(supplies_held(shop).await, 1);
    });
}
