//! Pre-orders: taken, picked by scan, ready, and sold as a cart like any other; and what each refusal says.

use crate::guests::check_in;
use crate::register::{ADA, LAST_EIGHTH, RUTH, blue_dream, gummies, held, open_cart, scan, spoil, stocked};
use crate::sales::{pay, statuses as sales};
use crate::support::{AUDITOR, Answer, BUDTENDER, Clerk, MANAGER, Page, Shop, shop};
use chrono::{Days, TimeDelta, Utc};
use diesel::prelude::*;
use lotbook::features::pre_orders::stale;
use lotbook::schema::{locations, packages, patient_views, pre_orders};
use serde_json::json;

pub const BLUE_DREAM: &str = "Blue Dream 3.5 g";

fn tomorrow() -> String {
    (Utc::now().date_naive() + Days::new(1)).to_string()
}

/// Takes one down for tomorrow, without goods; its address.
pub async fn take(clerk: &Clerk, card: &str) -> String {
    let form = clerk.get("/pre_orders/new").await.form("/pre_orders").set("card_id", card).set("pickup_on", &tomorrow());
    let goods = form.set("from_minute", "10:00").set("to_minute", "12:00").send().await.goes_to("/pre_orders/");
    goods.trim_end_matches("/lines/new").to_owned()
}

async fn add(clerk: &Clerk, order: &str, name: &str, units: i64) -> Page {
    let found = clerk.get(&format!("{order}/lines/new?q={}", name.split(' ').next().unwrap())).await;
    let product = found.attribute("#results input[name=product]", "value");
    let line = [("form_key", lotbook::values::FormKey::new().to_string()), ("product", product), ("quantity", units.to_string())];
    let line: Vec<(&str, &str)> = line.iter().map(|(name, value)| (*name, value.as_str())).collect();
    clerk.post(&format!("{order}/lines"), &line).await.goes_to(order);
    clerk.get(&format!("{order}/lines/new")).await
}

/// So many of Blue Dream, confirmed.
pub async fn confirmed(clerk: &Clerk, card: &str, units: i64) -> String {
    let order = take(clerk, card).await;
    let page = add(clerk, &order, BLUE_DREAM, units).await;
    page.form(&format!("{order}/confirmations")).send().await.goes_to(&order);
    order
}

pub async fn pick(clerk: &Clerk, order: &str, code: &str) -> Page {
    let page = clerk.get(&format!("{order}/picks")).await;
    page.form(&format!("{order}/picks")).set("code", code).send().await.goes_to(order);
    clerk.get(&format!("{order}/picks")).await
}

/// Picked wholly from one package, and ready.
pub async fn ready(clerk: &Clerk, card: &str, units: i64, code: &str) -> String {
    let order = confirmed(clerk, card, units).await;
    pick(clerk, &order, &format!("{units}*{code}")).await.says("Everything is picked.");
    clerk.get(&order).await.form(&format!("{order}/readiness")).send().await.goes_to(&order);
    order
}

pub async fn cancel(clerk: &Clerk, order: &str) -> Answer {
    clerk.get(order).await.form(&format!("{order}/cancellations")).set("reason", "Does not want it").send().await
}

pub async fn states(shop: &Shop) -> Vec<String> {
    shop.app().read(|conn| Ok(pre_orders::table.order(pre_orders::id).select(pre_orders::status).load(conn)?)).await.unwrap()
}

async fn number(clerk: &Clerk, order: &str) -> String {
    clerk.get(order).await.all("h1").remove(0).trim_start_matches("Pre-order ").to_owned()
}

#[test]
fn one_is_taken_picked_by_scan_ready_and_sold_as_a_cart() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), gummies()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let order = confirmed(&ben, ADA, 2).await;
        ben.get("/").await.says_not("for today is not picked");
        let today = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(pre_orders::table).set(pre_orders::due_at.eq(Utc::now().naive_utc())).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(today).await.unwrap();
        ben.get("/").await.says("pre-order for today is not picked").says_not("Lindqvist");
        let page = pick(&ben, &order, &codes[0]).await;
        page.says("Picked: 1 × Blue Dream 3.5 g").says("1 more to pick.");
        assert_eq!(held(shop).await, 100, "a pick holds");
        pick(&ben, &order, &codes[0]).await.says("Everything is picked.");
        let page = ben.get(&order).await;
        page.form(&format!("{order}/readiness")).send().await.goes_to(&order);
        let page = ben.get(&order).await;
        page.says("Ready").says("Lotbook sends no messages").says("by Ben Carter");
        page.form(&format!("{order}/notices")).set("how_told", "called").send().await.goes_to(&order);
        ben.get(&order).await.says("Patient told: called them");
        let till = open_cart(&ben, ADA).await;
        till.says("is ready.");
        till.form_to("/register/carts/", "/pre_orders").send().await.goes_to("/register");
        let till = ben.get("/register").await;
        till.says("is in the cart: 2 from the bag.").says("2 × Blue Dream 3.5 g".trim_start_matches("2 × ")).says("$80.00");
        assert_eq!((held(shop).await, states(shop).await), (200, vec!["in_cart".to_owned()]));
        pay(&ben.get("/register/tender").await, "80").await.goes_to_the_sale();
        assert_eq!((held(shop).await, states(shop).await), (0, vec!["collected".to_owned()]));
        ben.get(&order).await.says("Handed over: sold");
    });
}

#[test]
fn the_ticket_scanned_at_the_register_fills_its_own_patients_cart_only() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let order = ready(&ben, ADA, 1, &codes[0]).await;
        let ticket = ben.get(&format!("{order}/ticket")).await;
        let code = format!("PRE-{}", number(&ben, &order).await);
        ticket.says(&code).says("A").says("•••• 0001").says_not("Lindqvist").says_not(ADA);
        ben.get("/register").await;
        open_cart(&ben, RUTH).await.says_not("is ready.");
        scan(&ben, &code).await.says("is another patient's");
        scan(&ben, "PRE-4711").await.says("There is no pre-order 4711 at this store");
        let till = ben.get("/register").await;
        till.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
        open_cart(&ben, ADA).await;
        scan(&ben, &code).await.says("is in the cart: 1 from the bag.");
        scan(&ben, &code).await.says("is in a cart at the register");
        assert_eq!((held(shop).await, states(shop).await), (100, vec!["in_cart".to_owned()]));
    });
}

#[test]
fn each_wrong_scan_is_refused_by_its_clause() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), gummies(), blue_dream(), blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let draft = take(&ben, ADA).await;
        add(&ben, &draft, BLUE_DREAM, 1).await;
        pick(&ben, &draft, &codes[0]).await.says("It is still being taken.");
        let order = confirmed(&ben, ADA, 2).await;
        pick(&ben, &order, &codes[1]).await.says("Mango Gummies 100 mg is not on pre-order");
        pick(&ben, &order, "FLW-BD-35").await.says("every package of it has that. Scan the label");
        pick(&ben, &order, "9999000011112222").await.says("is not in our inventory");
        pick(&ben, &order, "SALE-3").await.says("That is the receipt of sale 3");
        pick(&ben, &order, "@ANSI 636010090002DL").await.says("That is a driving licence");
        pick(&ben, &order, &format!("3*{}", codes[0])).await.says("3 are too many");
        pick(&ben, &order, &format!("0*{}", codes[0])).await.says("None of it would be picked");
        spoil(shop, &codes[0], "expired").await;
        pick(&ben, &order, &codes[0]).await.says("may not be sold:").says("expired");
        spoil(shop, &codes[2], "failed").await;
        pick(&ben, &order, &codes[2]).await.says("it failed its lab test");
        // Good today, over when the patient comes.
        let (code, soon) = (codes[3].clone(), Utc::now().date_naive() + Days::new(1));
        let soon = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(packages::table.filter(packages::barcode.eq(&code))).set(packages::expires_on.eq(soon)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(soon).await.unwrap();
        pick(&ben, &order, &codes[3]).await.says("will have expired on");
        assert_eq!(held(shop).await, 0, "nothing that was refused is held");
    });
}

#[test]
fn a_pick_is_taken_out_again_and_the_goods_can_be_changed_only_before() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let order = confirmed(&ben, ADA, 1).await;
        let page = pick(&ben, &order, &codes[0]).await;
        pick(&ben, &order, &codes[1]).await.says("All 1 × Blue Dream 3.5 g are picked already");
        let goods = ben.get(&format!("{order}/lines/new")).await;
        let product = goods.attribute("input[name=product]", "value");
        let more = goods.form(&format!("{order}/lines")).set("product", &product).set("quantity", "5");
        more.send().await.follow().await.says("Something is picked for it already.");
        page.form_to(&format!("{order}/picks/"), "/removals").send().await.goes_to(&order);
        ben.get(&format!("{order}/picks")).await.says("Taken out of the bag: 1");
        assert_eq!((held(shop).await, states(shop).await), (0, vec!["confirmed".to_owned()]));
        let form = ben.get(&format!("{order}/lines/new")).await.form(&format!("{order}/lines")).set("quantity", "5");
        form.send().await.goes_to(&order);
        ben.get(&order).await.says("Ordered: 5 × Blue Dream 3.5 g");
        ben.get(&order).await.says("Everything picked").says("Has to be picked again");
        let removal = ben.get(&format!("{order}/lines/new")).await.form_to(&format!("{order}/lines/"), "/removals");
        removal.send().await.follow().await.says("That is the only line. Cancel the pre-order instead");
    });
}

#[test]
fn what_does_not_fit_stays_in_the_bag_and_says_why() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let goods = take(&ben, LAST_EIGHTH).await;
        add(&ben, &goods, BLUE_DREAM, 2).await.says("Would not fit today").says("Nothing of it is promised");
        let order = ready(&ben, LAST_EIGHTH, 2, &codes[0]).await;
        let till = open_cart(&ben, LAST_EIGHTH).await;
        till.form_to("/register/carts/", "/pre_orders").send().await.goes_to("/register");
        let till = ben.get("/register").await;
        till.says("1 of 2 went into a cart.").says("Over the allotment").says("The rest stays in the bag.");
        // Once more, and nothing goes.
        till.form_to("/register/carts/", "/pre_orders").send().await.goes_to("/register");
        ben.get("/register").await.says("Not taken. Nothing of pre-order").says("Over the allotment");
        assert_eq!(held(shop).await, 200, "one in the cart, one in the bag");
        cancel(&ben, &order).await.follow().await.says("Part of it is in a cart at the register.");
        pay(&ben.get("/register/tender").await, "40").await.goes_to_the_sale();
        assert_eq!(states(shop).await, ["draft", "ready"]);
        cancel(&ben, &order).await.goes_to(&order);
        assert_eq!((held(shop).await, states(shop).await), (0, vec!["draft".to_owned(), "cancelled".to_owned()]));
    });
}

#[test]
fn a_package_that_may_no_longer_be_sold_stays_in_the_bag() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let order = ready(&ben, ADA, 1, &codes[0]).await;
        spoil(shop, &codes[0], "expired").await;
        open_cart(&ben, ADA).await.form_to("/register/carts/", "/pre_orders").send().await.goes_to("/register");
        ben.get("/register").await.says("Not taken. Nothing of pre-order").says("may not be sold:");
        assert_eq!((held(shop).await, states(shop).await), (100, vec!["ready".to_owned()]));
        cancel(&ben, &order).await.goes_to(&order);
    });
}

#[test]
fn a_cart_that_ends_without_a_sale_sends_it_back_to_be_picked() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), gummies()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let order = ready(&ben, ADA, 1, &codes[0]).await;
        let code = format!("PRE-{}", number(&ben, &order).await);
        open_cart(&ben, ADA).await;
        let till = scan(&ben, &code).await;
        till.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
        assert_eq!((held(shop).await, states(shop).await), (0, vec!["confirmed".to_owned()]));
        ben.get(&order).await.says("The cart ended without a sale").says("by itself");
        // Taken out of the cart before the sale: it was not handed over.
        pick(&ben, &order, &codes[0]).await;
        ben.get(&order).await.form(&format!("{order}/readiness")).send().await.goes_to(&order);
        open_cart(&ben, ADA).await;
        scan(&ben, &codes[1]).await;
        let till = scan(&ben, &code).await;
        let line = till.all_attributes("form[action$='/removals']", "action").pop().unwrap();
        till.form(&line).send().await.goes_to("/register");
        pay(&ben.get("/register/tender").await, "40").await.goes_to_the_sale();
        assert_eq!((sales(shop).await, states(shop).await), (vec!["sold".to_owned()], vec!["confirmed".to_owned()]));
        assert_eq!(held(shop).await, 0);
    });
}

#[test]
fn a_promise_is_shown_to_whoever_sells_and_refuses_nothing() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        confirmed(&ben, RUTH, 24).await;
        assert_eq!(held(shop).await, 0, "a promise holds nothing");
        open_cart(&ben, ADA).await;
        ben.get("/register/search?q=blue").await.says("24 available").says("24 promised to pre-orders");
        scan(&ben, &codes[0]).await.says("Added: 1 × Blue Dream").says("24 promised to pre-orders, and 23 are left");
        // The patient's own promise stands in nobody's way.
        ben.get("/register").await.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
        open_cart(&ben, RUTH).await;
        scan(&ben, &codes[0]).await.says_not("promised to pre-orders");
        let other = take(&ben, ADA).await;
        add(&ben, &other, BLUE_DREAM, 1).await.says("23 free now, 24 promised to pre-orders of others");
    });
}

#[test]
fn nobody_came_for_it_so_it_ends_by_itself() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let order = ready(&ben, ADA, 1, &codes[0]).await;
        let due = shop.app().clock.now();
        let late = |hours: i64| {
            move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
                diesel::update(pre_orders::table).set(pre_orders::due_at.eq(due - TimeDelta::hours(hours))).execute(tx)?;
                Ok(())
            }
        };
        shop.app().db.write(late(23)).await.unwrap();
        stale::free(shop.app()).await.unwrap();
        assert_eq!((held(shop).await, states(shop).await), (100, vec!["ready".to_owned()]));
        shop.app().db.write(late(25)).await.unwrap();
        let never = |hours: i64| {
            move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
                diesel::update(locations::table).set(locations::pre_order_hours.eq(hours)).execute(tx)?;
                Ok(())
            }
        };
        shop.app().db.write(never(0)).await.unwrap();
        ben.get("/pre_orders").await;
        assert_eq!(states(shop).await, ["ready"], "0 hours: never");
        shop.app().db.write(never(24)).await.unwrap();
        ben.get("/pre_orders?status=expired").await.says("nobody came for it within 24 hours");
        assert_eq!((held(shop).await, states(shop).await), (0, vec!["expired".to_owned()]));
        ben.get(&order).await.says("by itself");
        pick(&ben, &order, &codes[0]).await.says("has ended: nobody came for it");
    });
}

#[test]
fn whoever_waits_at_the_desk_is_seen_to_have_one_ready() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        check_in(&ben, ADA).await.says_not("Pre-order");
        let order = ready(&ben, ADA, 1, &codes[0]).await;
        let number = number(&ben, &order).await;
        let guests = ben.get("/guests").await;
        guests.says(&format!("Pre-order {number} ready"));
        let guest = guests.attribute(".guest-line a", "href");
        ben.get(&guest).await.says(&format!("Pre-order {number} waits here in its bag"));
    });
}

#[test]
fn what_cannot_be_taken_says_why() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        let new = async || {
            let form = ben.get("/pre_orders/new").await.form("/pre_orders").set("card_id", ADA).set("pickup_on", &tomorrow());
            form.set("from_minute", "10:00").set("to_minute", "12:00").set("source", "web").set("external_number", "W-77")
        };
        new().await.set("to_minute", "09:00").send().await.follow().await.says("ends before it begins");
        new().await.set("pickup_on", "2026-01-02").send().await.follow().await.says("is over already");
        let far = (Utc::now().date_naive() + Days::new(90)).to_string();
        new().await.set("pickup_on", &far).send().await.follow().await.says("for the next 60 days at most");
        new().await.set("card_id", "P0000000").send().await.follow().await.says("does not know the card");
        let order = new().await.send().await.goes_to("/pre_orders/").trim_end_matches("/lines/new").to_owned();
        new().await.send().await.follow().await.says("There is a pre-order W-77 (Web site) already");
        // Locked: no form has the field, and none that is sent changes it.
        let edit = ben.get(&format!("{order}/edit")).await.form(&order);
        edit.set("note", "Rings twice").with("external_number", "W-78").send().await.goes_to(&order);
        ben.get(&order).await.says("W-77").says_not("W-78").says("Rings twice");
        ben.get("/pre_orders?q=W-77").await.says("Being taken");
        let confirm = add(&ben, &order, BLUE_DREAM, 1).await.form(&format!("{order}/confirmations"));
        let removal = ben.get(&format!("{order}/lines/new")).await.form_to(&format!("{order}/lines/"), "/removals");
        removal.send().await.goes_to(&order);
        confirm.send().await.follow().await.says("There is nothing on it yet");
        let many = add(&ben, &order, BLUE_DREAM, 1).await.form(&format!("{order}/lines")).set("quantity", "100");
        many.send().await.follow().await.says("from 1 to 99");
        // What lies in no package is taken from the shelf when the patient is here.
        assert!(!ben.get(&format!("{order}/lines/new?q=tray")).await.has("#results form"));
    });
}

#[test]
fn a_silent_registry_takes_nobody_new_down_and_everybody_else() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        open_cart(&ben, ADA).await;
        shop.state.fault("card_lookup", "drop_before", 20).await;
        let order = take(&ben, ADA).await;
        add(&ben, &order, BLUE_DREAM, 1).await.says("By the registry's reading of");
        let form = ben.get("/pre_orders/new").await.form("/pre_orders").set("card_id", RUTH).set("pickup_on", &tomorrow());
        let form = form.set("from_minute", "10:00").set("to_minute", "12:00");
        form.send().await.follow().await.says("this card has not been here before");
        shop.state.no_faults().await;
    });
}

#[test]
fn the_list_finds_by_number_card_and_name_and_names_nobody() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let order = confirmed(&ben, ADA, 2).await;
        let number = number(&ben, &order).await;
        for q in [number.as_str(), &format!("PRE-{number}"), ADA, "lindq"] {
            let page = maria.get(&format!("/pre_orders?q={q}")).await;
            assert_eq!(page.all("tbody tr").len(), 1, "{q}");
            page.says("2 × Blue Dream 3.5 g").says("AL•••• 0001").says_not("Lindqvist");
        }
        assert!(maria.get("/pre_orders?q=4711").await.all("tbody tr").is_empty());
        maria.get("/pre_orders").await.says("To pick 1");
        let auditor = shop.clerk(AUDITOR).await;
        let page = auditor.get(&order).await;
        assert!(!page.has("main form"), "an auditor changes nothing");
        let looks: Vec<String> = shop
            .app()
            .read(|conn| {
                Ok(patient_views::table.filter(patient_views::place.eq("pre_order")).select(patient_views::user_id).load(conn)?)
            })
            .await
            .unwrap();
        assert!(looks.len() >= 2, "every look at a name is logged");
        let file = auditor.ask("/pre_orders/all.csv").await;
        file.is(200).says("2 × Blue Dream 3.5 g").says("Ben Carter");
        assert!(!file.text().contains("Lindqvist") && !file.text().contains(ADA));
    });
}

#[test]
fn ready_without_what_is_missing_is_said_and_promises_no_more() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let order = confirmed(&ben, ADA, 3).await;
        assert!(!ben.get(&order).await.has("form[action$='/readiness']"), "nothing is picked");
        pick(&ben, &order, &codes[0]).await;
        let form = ben.get(&order).await.form(&format!("{order}/readiness"));
        form.send().await.follow().await.says("Something is still missing.");
        form.set("form_key", lotbook::values::FormKey::new().as_str()).with("short", "1").send().await.goes_to(&order);
        ben.get(&order).await.says("Ready, without what is missing");
        open_cart(&ben, RUTH).await;
        ben.get("/register/search?q=blue").await.says("23 available").says_not("promised");
    });
}
