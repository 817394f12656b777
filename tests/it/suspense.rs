//! Cash of tickets that the state has not answered: named at the close, settled later, or given back; and a cash sale that dies.

use crate::crashes::hasty;
use crate::crashes_of_acts::{Death, at_every_place, outcome, recover, status_of};
use crate::drawers::{counted, opened, status};
use crate::register::{ADA, blue_dream, stocked};
use crate::sales::{pay, tender};
use crate::support::{BUDTENDER, MANAGER, Shop, shop, shop_with};
use diesel::prelude::*;
use lotbook::filing::Step;
use lotbook::schema::{drawer_moves, drawer_sessions, drawer_suspense};
use serde_json::json;

/// Everything in suspense: (kind, status, cents).
async fn suspended(shop: &Shop) -> Vec<(String, String, i64)> {
    let all = |conn: &mut lotbook::db::Conn| {
        let rows = drawer_suspense::table.order(drawer_suspense::filing_id);
        Ok(rows.select((drawer_suspense::kind, drawer_suspense::status, drawer_suspense::cents)).load(conn)?)
    };
    shop.app().read(all).await.unwrap()
}

async fn moves(shop: &Shop) -> Vec<(String, i64, bool)> {
    let all = |conn: &mut lotbook::db::Conn| {
        let rows = drawer_moves::table.order(drawer_moves::id);
        Ok(rows.select((drawer_moves::kind, drawer_moves::amount_cents, drawer_moves::after_close)).load(conn)?)
    };
    shop.app().read(all).await.unwrap()
}

fn row(kind: &str, status: &str, cents: i64) -> (String, String, i64) {
    (kind.to_owned(), status.to_owned(), cents)
}

#[test]
fn cash_without_an_answer_is_named_at_the_close_and_settled_after_it() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let drawer = opened(shop, &ben, "100").await;
        shop.state.fault("sale_dispense", "drop_after", 1).await;
        pay(&tender(&ben, ADA, &[&codes[0]]).await, "60").await.goes_to("/filings/");
        assert_eq!(suspended(shop).await, [row("sale", "open", 6_000)]);
        let page = maria.get(&drawer).await;
        page.says("In suspense").says("Sale 1: $60.00 handed over. The state has not answered").says("Should be in it $100.00");
        let page = counted(&ben, &drawer, 100).await;
        page.says("Sale 1: $60.00 handed over").says("Ben Carter");
        let close = page.form(&format!("{drawer}/closings"));
        let unnamed = close.clone().send().await.follow().await;
        unnamed.says("does not close over cash in suspense that nobody named: sale 1, $60.00 handed over at");
        assert_eq!(status(shop).await, ["counting"]);
        close.with("named", &page.attribute("input[name='named']", "value")).send().await.goes_to(&drawer);
        let report = maria.get(&drawer).await;
        report.says("In suspense at the close").says("neither over nor short").says("1 without the state's answer");
        shop.sweep().await;
        assert_eq!(suspended(shop).await, [row("sale", "settled", 6_000)]);
        assert_eq!(moves(shop).await, [("sale".to_owned(), 4_000, true)]);
        let report = maria.get(&drawer).await;
        report.says("Settled after the close").says("Together $40.00").says("Expected $100.00").says("Counted $100.00");
        report.says("accepted, $40.00 of it is the sale's").says("neither over nor short");
    });
}

#[test]
fn an_answer_that_comes_while_the_drawer_is_open_makes_the_cash_the_sales() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let drawer = opened(shop, &ben, "100").await;
        shop.state.fault("sale_dispense", "drop_after", 1).await;
        pay(&tender(&ben, ADA, &[&codes[0]]).await, "60").await.goes_to("/filings/");
        let page = counted(&maria, &drawer, 100).await;
        shop.sweep().await;
        // It was accepted while somebody counted: what lay apart is in the drawer now.
        let named = page.attribute("input[name='named']", "value");
        let failed = page.form(&format!("{drawer}/closings")).with("named", &named).send().await.follow().await;
        failed.says("sale 1 put $40.00 into the drawer").says("recount from $140.00");
        maria.get(&drawer).await.says("Sales in cash $40.00").says_not("In suspense");
        assert_eq!(moves(shop).await, [("sale".to_owned(), 4_000, false)]);
    });
}

#[test]
fn cash_of_a_refused_ticket_is_given_back_and_somebody_says_so() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let drawer = opened(shop, &ben, "100").await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        pay(&tender(&ben, ADA, &[&codes[0]]).await, "60").await.follow().await.says("The scale is out of order.");
        assert_eq!(suspended(shop).await, [row("sale", "give_back", 6_000)]);
        ben.get("/").await.says("Give back $60.00 for sale 1");
        maria.get(&drawer).await.says("Give back $60.00.");
        // It is named too, until somebody says that it was given back.
        let page = counted(&ben, &drawer, 100).await;
        page.says("Sale 1 was refused: give back $60.00");
        ben.get(&drawer).await.form(&format!("{drawer}/count_cancellations")).send().await.goes_to(&drawer);
        let register = ben.get("/register").await;
        register.says("Give back $60.00.");
        let sale = register.link("sale 1");
        ben.get(&sale).await.says("Give back $60.00.");
        let form = register.form("/drawers/hand_backs/");
        form.send().await.goes_to("/register");
        assert_eq!(suspended(shop).await, [row("sale", "given_back", 6_000)]);
        ben.get("/register").await.says_not("Give back");
        let again = [("form_key".to_owned(), lotbook::values::FormKey::new().to_string())];
        let told = maria.post_by_script(&form.action, "main", &again).await;
        told.is(422).says("Nothing is to be given back for that ticket any more");
        ben.get(&sale).await.says("was refused, and its $60.00 given back");
        assert_eq!(moves(shop).await, []);
    });
}

#[test]
fn the_same_cash_is_taken_for_the_next_try() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let drawer = opened(shop, &ben, "100").await;
        let page = tender(&ben, ADA, &[&codes[0]]).await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        pay(&page, "60").await.follow().await.says("The scale is out of order.");
        pay(&page, "60").await.goes_to("/sales/");
        assert_eq!(suspended(shop).await, [row("sale", "used", 6_000), row("sale", "settled", 6_000)]);
        ben.get("/register").await.says_not("Give back");
        maria.get(&drawer).await.says("Should be in it $140.00");
    });
}

#[test]
fn more_cash_for_the_next_try_is_the_same_cash_and_more() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        opened(shop, &ben, "100").await;
        let page = tender(&ben, ADA, &[&codes[0]]).await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        pay(&page, "60").await.follow().await.says("The scale is out of order.");
        pay(&page, "100").await.goes_to("/sales/");
        assert_eq!(suspended(shop).await, [row("sale", "used", 6_000), row("sale", "settled", 10_000)]);
    });
}

#[test]
fn less_cash_for_the_next_try_leaves_the_first_to_be_given_back() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let drawer = opened(shop, &ben, "100").await;
        let page = tender(&ben, ADA, &[&codes[0]]).await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        pay(&page, "100").await.follow().await.says("The scale is out of order.");
        let split = page.form("/register/carts/").with("pay", "split").with("id_checked", "1").set("reference", "T-7781");
        split.set("debit", "20").set("split_cash", "20").send().await.goes_to("/sales/");
        assert_eq!(suspended(shop).await, [row("sale", "give_back", 10_000), row("sale", "settled", 2_000)]);
        let register = ben.get("/register").await;
        register.says("Give back $100.00.");
        counted(&ben, &drawer, 120).await.says("Sale 1 was refused: give back $100.00");
        register.form("/drawers/hand_backs/").send().await.goes_to("/register");
        ben.get(&drawer).await.form_to("/drawers/", "/count_cancellations").send().await.is(303);
        maria.get(&drawer).await.says("Should be in it $120.00");
    });
}

#[test]
fn cash_of_one_drawer_is_not_taken_for_a_try_in_another() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let first = opened(shop, &ben, "100").await;
        let page = tender(&ben, ADA, &[&codes[0]]).await;
        shop.state.refuse("sale_dispense", "The scale is out of order.").await;
        pay(&page, "60").await.follow().await.says("The scale is out of order.");
        let page = counted(&ben, &first, 100).await;
        let close = page.form(&format!("{first}/closings"));
        close.with("named", &page.attribute("input[name='named']", "value")).send().await.goes_to(&first);
        opened(shop, &ben, "100").await;
        pay(&ben.get("/register/tender").await, "60").await.goes_to("/sales/");
        assert_eq!(suspended(shop).await, [row("sale", "give_back", 6_000), row("sale", "settled", 6_000)]);
        maria.get(&first).await.says("Give back $60.00.");
    });
}

#[test]
fn a_ticket_that_never_reached_the_state_is_given_back_after_the_close() {
    shop_with(hasty, async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let drawer = opened(shop, &ben, "100").await;
        shop.state.fault("sale_dispense", "drop_before", 1).await;
        pay(&tender(&ben, ADA, &[&codes[0]]).await, "40").await.goes_to("/filings/");
        let page = counted(&ben, &drawer, 100).await;
        let close = page.form(&format!("{drawer}/closings"));
        close.with("named", &page.attribute("input[name='named']", "value")).send().await.goes_to(&drawer);
        recover(shop).await;
        assert_eq!(suspended(shop).await, [row("sale", "give_back", 4_000)]);
        let report = maria.get(&drawer).await;
        report.says("Give back $40.00.").says("neither over nor short").says_not("Settled after the close");
        report.form("/drawers/hand_backs/").send().await.goes_to(&drawer);
        maria.get(&drawer).await.says("was refused, and its $40.00 given back");
        assert_eq!(moves(shop).await, []);
    });
}

#[test]
fn a_cash_sale_dies_at_every_place() {
    at_every_place("sale_dispense", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let ben = shop.clerk(BUDTENDER).await;
        opened(shop, &ben, "100").await;
        ben.cart_for("P1000001").await;
        ben.scan(&barcode).await;
        death.arrange(shop, "sale_dispense").await;
        ben.sell().await;
        let at_once = if death == Death::Inside(Step::Accepted) { "settled" } else { "open" };
        assert_eq!(suspended(shop).await, [row("sale", at_once, 4_000)], "{death:?}: right after");
        recover(shop).await;
        assert_eq!(status_of(shop, "sell").await, [outcome(happens)], "{death:?}");
        let (ended, in_drawer) =
            if happens { ("settled", vec![("sale".to_owned(), 4_000, false)]) } else { ("give_back", vec![]) };
        assert_eq!(suspended(shop).await, [row("sale", ended, 4_000)], "{death:?}");
        assert_eq!(moves(shop).await, in_drawer, "{death:?}");
    });
}

#[test]
fn a_void_of_a_cash_sale_dies_at_every_place() {
    at_every_place("sale_void", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        opened(shop, &ben, "100").await;
        ben.cart_for("P1000001").await;
        ben.scan(&barcode).await;
        let sale = ben.sell().await.goes_to_the_sale();
        let form = maria.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "rung up twice");
        death.arrange(shop, "sale_void").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "void_sale").await, [outcome(happens)], "{death:?}");
        let held: i64 =
            shop.app().read(|conn| Ok(drawer_sessions::table.select(drawer_sessions::held_cents).first(conn)?)).await.unwrap();
        assert_eq!(held, 0, "{death:?}");
        let back = moves(shop).await.iter().filter(|(kind, ..)| kind == "void").map(|(_, cents, _)| *cents).collect::<Vec<_>>();
        assert_eq!(back, if happens { vec![-4_000] } else { vec![] }, "{death:?}");
    });
}
