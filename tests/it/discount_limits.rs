//! What a discount or a price may not do: be taken twice, be chosen by nobody's leave, outlive a manager's yes, or give cannabis away.

use crate::discounts::{add_tier, new_discount};
use crate::discounts_in_carts::{choose, eighths, id_of, taken};
use crate::mixed_tickets::TRAY;
use crate::register::{ADA, open_cart, scan};
use crate::sales::pay;
use crate::support::{BUDTENDER, Clerk, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::demo::PIN;
use lotbook::schema::{discounts, price_tier_steps, products, sale_discounts};

/// Chooses `discount` for the line with these words.
async fn for_line(clerk: &Clerk, discount: &str, words: &str) -> Page {
    let page = clerk.get("/register/discounts").await;
    let line = page.option_with("line", words);
    page.form("/register/carts/").with("discount", discount).set("line", &line).send().await.follow().await
}

/// A discount that is chosen at the register: 10 %, and it goes with others.
async fn chosen(shop: &Shop, clerk: &Clerk, name: &'static str) -> String {
    let form = new_discount(clerk, name).await.set("method", "chosen").with("stacks", "1");
    form.send().await.goes_to("/discounts");
    id_of(shop, name).await
}

#[test]
fn a_discount_is_on_a_cart_once_however_it_is_asked_for() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let ten = chosen(shop, &maria, "Ten").await;
        let off = new_discount(&maria, "Ten dollars").await.set("kind", "off_the_cart").set("method", "chosen");
        off.send().await.goes_to("/discounts");
        let off = id_of(shop, "Ten dollars").await;
        open_cart(&ben, ADA).await;
        scan(&ben, &code).await;
        scan(&ben, TRAY).await;
        choose(&ben, "discount", &ten).await.says("“Ten” is on the cart").says("−$5.50");
        for_line(&ben, &ten, "Rolling Tray").await.says("“Ten” is on the whole cart already");
        ben.get("/register").await.says("$49.50");
        for_line(&ben, &off, "Rolling Tray").await.says("“Ten dollars” is an amount off the whole cart, not off one line");
        // The other way round: on one line, on the other, and not on everything besides.
        let page = ben.get("/register").await;
        page.form(&page.attribute("form[action^='/register/discounts/']", "action")).send().await.goes_to("/register");
        for_line(&ben, &ten, "Rolling Tray").await.says("−$1.50");
        for_line(&ben, &ten, "Rolling Tray").await.says("“Ten” is on this cart already");
        for_line(&ben, &ten, "Blue Dream").await.says("−$5.50");
        choose(&ben, "discount", &ten).await.says("“Ten” is on a line of this cart already");
        pay(&ben.get("/register/tender").await, "60").await.goes_to_the_sale();
        assert_eq!(taken(shop).await, [("Ten".into(), 400), ("Ten".into(), 150)]);
    });
}

#[test]
fn a_discount_for_a_line_of_no_cart_is_refused() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let ten = chosen(shop, &maria, "Ten").await;
        open_cart(&ben, ADA).await;
        scan(&ben, &code).await;
        let form = ben.get("/register/discounts").await.form("/register/carts/").with("discount", &ten);
        let nowhere = form.set("line", "019ab000-0000-7000-8000-000000000001");
        nowhere.send().await.follow().await.says("That line is no longer in the cart");
    });
}

#[test]
fn what_comes_by_itself_or_by_a_code_is_not_chosen_by_its_number() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        new_discount(&maria, "Opening week").await.with("stacks", "1").send().await.goes_to("/discounts");
        let five = new_discount(&maria, "Five off").await.set("kind", "off_the_cart").set("value", "5").set("method", "code");
        five.set("code", "FIVE").send().await.goes_to("/discounts");
        chosen(shop, &maria, "Ten").await;
        open_cart(&ben, ADA).await;
        scan(&ben, &code).await.says("$36.00");
        choose(&ben, "discount", &id_of(shop, "Opening week").await).await.says("comes by itself to whatever it is for");
        choose(&ben, "discount", &id_of(shop, "Five off").await).await.says("comes by its code alone");
        ben.get("/register").await.says("$36.00");
    });
}

#[test]
fn a_managers_yes_is_for_what_was_in_the_cart() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let form = new_discount(&maria, "Goodwill").await.set("method", "chosen").with("needs_approval", "1");
        form.send().await.goes_to("/discounts");
        let id = id_of(shop, "Goodwill").await;
        open_cart(&ben, ADA).await;
        scan(&ben, TRAY).await;
        let maria_id = ben.get("/register/discounts").await.option_with("approver", "Maria Alvarez");
        let say_yes = async || {
            let form = ben.get("/register/discounts").await.form("/register/carts/").with("discount", &id);
            form.set("approver", &maria_id).set("pin", PIN).send().await.follow().await
        };
        say_yes().await.says("“Goodwill” is on the cart").says("−$1.50");
        let words = "There is more in the cart than when a manager said yes to it";
        scan(&ben, &code).await.says(words).says_not("−$1.50").says_not("−$5.50").says("$55.00");
        say_yes().await.says("−$5.50").says_not(words);
        // Another unit of what was there is more, too; one less is not.
        scan(&ben, TRAY).await.says(words).says("$70.00");
        let page = ben.get("/register").await;
        let lines = page.all_attributes("form.stepper", "action");
        page.form(&lines[0]).with("quantity", "1").send().await.goes_to("/register");
        ben.get("/register").await.says("−$5.50").says_not(words);
        pay(&ben.get("/register/tender").await, "60").await.goes_to_the_sale();
        let approvers = sale_discounts::table.select(sale_discounts::approved_by);
        let approvers: Vec<Option<String>> = shop.app().read(move |conn| Ok(approvers.load(conn)?)).await.unwrap();
        assert!(approvers.len() == 2 && approvers.iter().all(Option::is_some), "{approvers:?}");
    });
}

#[test]
fn a_yes_that_is_asked_for_since_is_asked_for_at_tender() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let ten = chosen(shop, &maria, "Ten").await;
        open_cart(&ben, ADA).await;
        scan(&ben, &code).await;
        choose(&ben, "discount", &ten).await.says("−$4.00");
        let page = ben.get("/register/tender").await;
        let strict = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(discounts::table).set(discounts::needs_approval.eq(true)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(strict).await.unwrap();
        pay(&page, "40").await.follow().await.says("costs $40.00 now, and $36.00 when this page was opened");
        assert!(shop.state.calls("sale_dispense").await.is_empty());
        ben.get("/register").await.says("A manager says yes to each use of it").says("$40.00");
    });
}

#[test]
fn cannabis_is_given_away_by_no_tier_and_no_catalog() {
    shop(async |shop| {
        let code = eighths(shop).await;
        let maria = shop.clerk(MANAGER).await;
        let free = add_tier(&maria, "Eighths", &[("1", "30"), ("2", "0")], "FLW-BD-35").await;
        free.follow().await.says("Blue Dream 3.5 g is cannabis, which costs $0.01 a unit at the least").says("from 2 units on");
        add_tier(&maria, "Trays", &[("2", "0")], TRAY).await.goes_to("/price_tiers");
        add_tier(&maria, "Eighths", &[("2", "1")], "FLW-BD-35").await.goes_to("/price_tiers");
        // However it came about: a tier of nothing, and a catalog that asks nothing.
        let nothing = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(price_tier_steps::table).set(price_tier_steps::price_cents.eq(0_i64)).execute(tx)?;
            let flower = products::table.filter(products::sku.eq("FLW-BD-35"));
            diesel::update(flower).set(products::price_cents.eq(0_i64)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(nothing).await.unwrap();
        open_cart(&maria, ADA).await;
        scan(&maria, &code).await.says("$0.01");
        scan(&maria, &code).await.says("$0.02");
        pay(&maria.get("/register/tender").await, "0.02").await.goes_to_the_sale();
        let told = shop.state.calls("sale_dispense").await.remove(0);
        assert_eq!(told["body"]["data"][0]["price"], "0.02", "{told}");
    });
}
