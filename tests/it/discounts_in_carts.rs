//! Discounts and price tiers in a cart: the screen, the tender, the ticket and the state say the same.

use crate::discounts::{add_tier, new_discount};
use crate::mixed_tickets::{BATTERY, TRAY};
use crate::register::{ADA, blue_dream, open_cart, scan, stocked};
use crate::sales::{pay, tender};
use crate::support::{BUDTENDER, Clerk, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{discounts, locations, products, sale_discounts, sale_lines, sale_supplies};
use serde_json::json;

/// An eighth at $40.00 that was bought for nobody knows what.
pub async fn eighths(shop: &Shop) -> String {
    let code = stocked(shop, json!([blue_dream()])).await.remove(0);
    let set = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(products::table).set(products::cost_cents.eq(None::<i64>)).execute(tx)?;
        diesel::update(locations::table).set(locations::tax_rate_basis_points.eq(750_i64)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(set).await.unwrap();
    code
}

pub async fn taken(shop: &Shop) -> Vec<(String, i64)> {
    let all = sale_discounts::table.select((sale_discounts::name, sale_discounts::cents)).order(sale_discounts::id);
    shop.app().read(move |conn| Ok(all.load(conn)?)).await.unwrap()
}

/// Chooses on the page of discounts, for the whole cart.
pub async fn choose(clerk: &Clerk, field: &str, value: &str) -> Page {
    let page = clerk.get("/register/discounts").await;
    let form = page.form("/register/carts/");
    let form = if field == "code" { form.set(field, value) } else { form.with(field, value) };
    form.send().await.follow().await
}

pub async fn id_of(shop: &Shop, name: &'static str) -> String {
    let of = discounts::table.filter(discounts::name.eq(name)).select(discounts::id);
    shop.app().read(move |conn| Ok(of.first(conn)?)).await.unwrap()
}

#[test]
fn a_discount_that_comes_by_itself_is_the_same_on_the_screen_the_ticket_and_at_the_state() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let maria = shop.clerk(MANAGER).await;
        new_discount(&maria, "Opening week").await.send().await.goes_to("/discounts");
        let page = tender(&maria, ADA, &[&code, TRAY]).await;
        // Ten percent of $40.00 and of $15.00; 7.5 % of $13.50 are $1.01.
        maria.get("/register").await.says("Opening week").says("−$5.50").says("$49.50").says("$1.01").says("$50.51");
        page.says("$50.51");
        let sale = pay(&page, "60").await.goes_to_the_sale();
        maria.get(&sale).await.says("Opening week").says("$50.51");
        maria.get(&format!("{}/receipt", sale.split('?').next().unwrap())).await.says("Opening week").says("$50.51");
        let told = shop.state.calls("sale_dispense").await.remove(0);
        assert_eq!(told["body"]["data"][0]["price"], "36.00", "{told}");
        assert_eq!(taken(shop).await, [("Opening week".into(), 400), ("Opening week".into(), 150)]);
        let columns = (sale_lines::price_cents, sale_lines::discount_cents, sale_lines::tax_cents, sale_lines::total_cents);
        let line: (i64, i64, i64, i64) =
            shop.app().read(move |conn| Ok(sale_lines::table.select(columns).first(conn)?)).await.unwrap();
        assert_eq!(line, (4_000, 400, 0, 3_600));
        let columns = (sale_supplies::discount_cents, sale_supplies::tax_cents, sale_supplies::total_cents);
        let tray: (i64, i64, i64) =
            shop.app().read(move |conn| Ok(sale_supplies::table.select(columns).first(conn)?)).await.unwrap();
        assert_eq!(tray, (150, 101, 1_451));
    });
}

#[test]
fn a_code_is_typed_a_discount_chosen_and_both_come_off_again() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let ben = shop.clerk(BUDTENDER).await;
        let maria = shop.clerk(MANAGER).await;
        let five = new_discount(&maria, "Five off").await.set("kind", "off_the_cart").set("value", "5").set("method", "code");
        five.set("code", "FIVE").send().await.goes_to("/discounts");
        let dented = new_discount(&maria, "Dented").await.set("kind", "off_each").set("value", "3").set("method", "chosen");
        dented.with("stacks", "1").send().await.goes_to("/discounts");
        open_cart(&ben, ADA).await;
        scan(&ben, &code).await;
        scan(&ben, TRAY).await;
        choose(&ben, "code", "fife").await.says("No discount here has the code “fife”");
        choose(&ben, "code", "five").await.says("“Five off” is on the cart").says("−$5.00");
        choose(&ben, "code", "FIVE").await.says("“Five off” is on this cart already");
        let page = ben.get("/register/discounts").await;
        let line = page.option_with("line", "Rolling Tray");
        let form = page.form("/register/carts/").with("discount", &id_of(shop, "Dented").await).set("line", &line);
        form.send().await.follow().await.says("Dented").says("−$3.00");
        let page = ben.get("/register").await;
        let removal = page.attribute("form[action^='/register/discounts/']", "action");
        page.form(&removal).send().await.goes_to("/register");
        ben.get("/register").await.says_not("−$5.00").says("−$3.00");
        // What was chosen for a line goes with the line.
        let tray = ben.get("/register").await;
        let gone = tray.all_attributes("form[action$='/removals']", "action");
        let line_goes = gone.iter().find(|action| action.contains(&line)).unwrap();
        tray.form(line_goes).send().await.goes_to("/register");
        ben.get("/register").await.says_not("Dented");
    });
}

#[test]
fn where_a_manager_says_yes_a_budtender_needs_their_pin() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let form = new_discount(&maria, "Goodwill").await.set("method", "chosen").with("needs_approval", "1");
        form.send().await.goes_to("/discounts");
        let id = id_of(shop, "Goodwill").await;
        open_cart(&ben, ADA).await;
        scan(&ben, &code).await;
        let page = choose(&ben, "discount", &id).await;
        assert!(!page.problem("pin").is_empty() || !page.problem("approver").is_empty(), "{}", page.text());
        ben.get("/register").await.says_not("Goodwill");
        open_cart(&maria, "P1000008").await;
        scan(&maria, &code).await;
        choose(&maria, "discount", &id).await.says("“Goodwill” is on the cart").says("−$4.00");
    });
}

#[test]
fn a_tier_counts_the_units_of_the_cart_and_what_was_paid_is_the_floor() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let maria = shop.clerk(MANAGER).await;
        add_tier(&maria, "Eighths", &[("2", "30")], "FLW-BD-35").await.goes_to("/price_tiers");
        open_cart(&maria, ADA).await;
        scan(&maria, &code).await.says("$40.00");
        scan(&maria, &code).await.says("$60.00").says("$30.00 each");
        new_discount(&maria, "Half").await.set("value", "50").set("skus", BATTERY).send().await.goes_to("/discounts");
        scan(&maria, BATTERY).await.says("Half").says("−$12.00");
        let set = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(products::table.filter(products::sku.eq(BATTERY)))
                .set(products::cost_cents.eq(2_000_i64))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(set).await.unwrap();
        maria.get("/register").await.says("−$4.00");
    });
}

#[test]
fn a_total_that_changed_since_the_page_was_opened_is_not_taken() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let maria = shop.clerk(MANAGER).await;
        new_discount(&maria, "Opening week").await.send().await.goes_to("/discounts");
        let page = tender(&maria, ADA, &[&code]).await;
        let edit = maria.get("/discounts").await.attribute("tbody th a[href$='/edit']", "href");
        let form = maria.get(&edit).await.form(edit.trim_end_matches("/edit"));
        form.without("active").send().await.goes_to("/discounts");
        let refused = pay(&page, "60").await.follow().await;
        refused.says("costs $40.00 now, and $36.00 when this page was opened");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
        pay(&maria.get("/register/tender").await, "60").await.goes_to_the_sale();
    });
}
