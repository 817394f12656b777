//! Conversions: what a shop may make of what, and taking it back while nothing has touched it.

use crate::sublots::{at_the_state, children};
use crate::support::{BUDTENDER, Clerk, Form, INVENTORY, MANAGER, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::{packages, products};
use serde_json::json;

/// A lot of flower, 24 g and passed, received as the bulk product that a manager added: (its page, its barcode).
pub async fn flower_lot(shop: &Shop, clerk: &Clerk) -> (String, String) {
    let manager = shop.clerk(MANAGER).await;
    let lot = manager.get("/products/new").await.form("/products").set("name", "Flower lot").set("goods", "bulk");
    let lot = lot.set("inventory_type", "13").set("state_name", "Flower lot").set("price", "0");
    lot.send().await.goes_to("/products/");
    let barcode = shop.stocked(json!([State::item("Flower lot", 13, "0")])).await.remove(0);
    let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Flower lot");
    (package, barcode)
}

/// 20 g become five times 3.5 g, with so much waste.
pub async fn form(clerk: &Clerk, package: &str, waste: &str) -> Form {
    let page = clerk.get(&format!("{package}/conversions/new")).await;
    let becomes = page.options("becomes").remove(0);
    let form = page.form(&format!("{package}/conversions")).set("becomes", &becomes);
    let form = form.set("from", "20").set("to", "5").set("in_each", "3.5").set("waste", waste);
    // Without waste 2.5 g are lost, and that has to be said.
    if waste.is_empty() { form.with("unaccounted", "1") } else { form }
}

#[test]
fn a_lot_is_received_and_is_nothing_to_sell() {
    shop(async |shop| {
        let (clerk, ben) = (shop.clerk(INVENTORY).await, shop.clerk(BUDTENDER).await);
        let (package, barcode) = flower_lot(shop, &clerk).await;
        let page = clerk.get(&package).await;
        page.says("Not sellable").says("24 g").says("Flower Lot");
        ben.cart_for("P1000001").await;
        ben.scan(&barcode).await.follow().await.says("may not be sold");
        let manager = shop.clerk(MANAGER).await;
        let form = manager.get("/products/new").await.form("/products").set("name", "A lot").set("price", "0");
        let sold = form.clone().set("goods", "cannabis").set("inventory_type", "13").set("order_type", "smoking");
        let page = sold.set("route", "smoking").set("posted_amount", "1").send().await.follow().await;
        assert!(page.problem("inventory_type").contains("Usable Marijuana"), "what is sold is an end product");
        let bulk = form.set("goods", "bulk").set("inventory_type", "28").set("posted_amount", "1").send().await.follow().await;
        assert!(bulk.problem("inventory_type").contains("Flower Lot") && bulk.problem("posted_amount").contains("has none"));
    });
}

#[test]
fn a_lot_becomes_packages_and_waste_and_is_taken_back() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (package, barcode) = flower_lot(shop, &clerk).await;
        let sending = form(&clerk, &package, "2.5").await.with("as_it_is", "1");
        let made = sending.send().await.goes_to("/inventory/");
        assert_eq!(sending.send().await.goes_to("/inventory/"), made, "a second press is harmless");
        let told = shop.state.calls("inventory_convert").await;
        assert_eq!(told.len(), 1);
        clerk.get(&made).await.says("5 each").says("Its source").says("Passed").says("Usable Marijuana").says("20 g of");
        clerk.get(&package).await.says("4 g").says("Conversion: Usable Marijuana").says("Conversion: Waste");
        let all = children(shop).await;
        assert_eq!(all.iter().map(|(_, quantity)| *quantity).collect::<Vec<_>>(), [500, 250]);
        for (child, quantity) in &all {
            assert_eq!(at_the_state(shop, child).await, *quantity);
        }
        let page = clerk.get(&format!("{made}/conversion_undos/new")).await;
        page.says("Waste").says("20 g to");
        let undo = page.form(&format!("{made}/conversion_undos"));
        assert_eq!(undo.send().await.goes_to("/inventory/"), package);
        assert_eq!(undo.send().await.goes_to("/inventory/"), package, "a second press is harmless");
        assert_eq!(at_the_state(shop, &barcode).await, 2400);
        clerk.get(&package).await.says("24 g").says("undone:");
        let gone = clerk.get(&made).await;
        gone.says("Conversion undone");
        for way in ["conversion_undos", "adjustments"] {
            assert!(!gone.has(&format!("a[href$='/{way}/new']")), "{way}");
        }
        let id = made.rsplit('/').next().unwrap();
        clerk.get("/inventory?zero_quantity=1").await.says("Conversion undone").says_not("Sold out");
        assert!(!clerk.get("/inventory?zero_quantity=1").await.has(&format!("a[href='/labels/new?packages={id}*1']")));
        let form = clerk.get(&format!("{made}/adjustments/new")).await.form(&format!("{made}/adjustments"));
        let back = form.set("quantity", "3").set("reason", "1").set("note", "found").send().await.follow().await;
        back.says("was undone, so there is no such package any more");
        let again = clerk.get(&format!("{made}/conversion_undos/new")).await;
        again.says("Something has happened to what was made");
    });
}

#[test]
fn what_is_modified_is_tested_anew() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (package, _) = flower_lot(shop, &clerk).await;
        let made = form(&clerk, &package, "").await.send().await.goes_to("/inventory/");
        clerk.get(&made).await.says("Not sellable").says("No lab result");
        assert_eq!(children(shop).await.len(), 1, "without waste there is no package of it");
    });
}

#[test]
fn what_cannot_be_made_is_said_beside_its_field() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (package, _) = flower_lot(shop, &clerk).await;
        let right = form(&clerk, &package, "").await;
        let wrong = |field: &'static str, value: &'static str| {
            let form = right.clone().set(field, value);
            async move { form.send().await.follow().await.problem(field) }
        };
        assert_eq!(wrong("to", "2.5").await, "What is made is counted: type a whole number.");
        assert_eq!(wrong("to", "0").await, "Type more than 0.");
        assert_eq!(wrong("in_each", "28.01").await, "At most an ounce in one package: 28 g.");
        assert_eq!(wrong("to", "7").await, "7 × 3.50 g and 0 g of waste are 24.50 g, more than the 20 g that go in.");
        assert!(wrong("from", "25").await.starts_with("Use at most 24 g"));
        assert_eq!(wrong("becomes", "").await, "Please choose one.");
        let gummies = shop
            .app()
            .read(|conn| {
                let edible = products::table.filter(products::inventory_type.ne(28)).filter(products::inventory_type.ne(13));
                Ok(edible.select(products::id).first::<String>(conn)?)
            })
            .await
            .unwrap();
        let forged = right.clone().set("becomes", &gummies).send().await.follow().await;
        assert!(forged.problem("becomes").contains("cannot be made of this package"));
        assert!(shop.state.calls("inventory_convert").await.is_empty());
        // One gram is what scales may lie.
        right.set("to", "6").send().await.goes_to("/inventory/");
    });
}

#[test]
fn what_is_in_each_is_what_the_product_says_of_itself() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (package, _) = flower_lot(shop, &clerk).await;
        let right = form(&clerk, &package, "").await;
        let heavy = right.clone().set("to", "1").set("in_each", "20").send().await.follow().await;
        assert!(heavy.problem("in_each").contains("takes 0.125 oz from the order"), "{}", heavy.problem("in_each"));
        let weigh = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(products::table.filter(products::name.eq("Blue Dream 3.5 g")))
                .set((products::net_weight.eq(3_500_i64), products::posted_amount.eq(124_i64)))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(weigh).await.unwrap();
        let light = right.clone().set("in_each", "3.45").send().await.follow().await;
        assert!(light.problem("in_each").contains("holds 3.5 g"), "{}", light.problem("in_each"));
        assert!(shop.state.calls("inventory_convert").await.is_empty());
        right.send().await.goes_to("/inventory/");
    });
}

#[test]
fn no_gram_vanishes_and_no_strain_changes_unasked() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (package, barcode) = flower_lot(shop, &clerk).await;
        let right = form(&clerk, &package, "").await.without("unaccounted");
        let lost = right.send().await.follow().await;
        assert!(lost.problem("unaccounted").contains("2.50 g of the 20 g are unaccounted for: is it waste?"), "{}", lost.text());
        assert!(lost.has("input#unaccounted[type=checkbox]"));
        let of_strains = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            let lot = packages::table.filter(packages::barcode.eq(&barcode));
            diesel::update(lot).set(packages::strain.eq("Sour Diesel")).execute(tx)?;
            let flower = products::table.filter(products::name.eq("Blue Dream 3.5 g"));
            diesel::update(flower).set(products::strain.eq("Blue Dream")).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(of_strains).await.unwrap();
        let other = right.clone().with("unaccounted", "1").send().await.follow().await;
        let words = other.problem("other_strain");
        assert!(words.contains("Sour Diesel") && words.contains("is of Blue Dream"), "{words}");
        assert!(other.has("input#unaccounted[checked]"), "what was ticked stays ticked");
        assert!(shop.state.calls("inventory_convert").await.is_empty());
        right.with("unaccounted", "1").with("other_strain", "1").send().await.goes_to("/inventory/");
    });
}

#[test]
fn what_is_sold_as_it_is_becomes_nothing_else() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(MANAGER).await;
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        assert!(!clerk.get(&package).await.has("a[href$='/conversions/new']"));
        clerk.get(&format!("{package}/conversions/new")).await.says("This package cannot be converted");
        clerk.get(&format!("{package}/conversion_undos/new")).await.says("No conversion made this package");
    });
}

#[test]
fn what_was_touched_is_not_undone_and_what_is_in_a_cart_is_not_converted() {
    shop(async |shop| {
        let (clerk, budtender) = (shop.clerk(INVENTORY).await, shop.clerk(BUDTENDER).await);
        let (package, _) = flower_lot(shop, &clerk).await;
        let made = form(&clerk, &package, "").await.with("as_it_is", "1").send().await.goes_to("/inventory/");
        let undo = clerk.get(&format!("{made}/conversion_undos/new")).await.form(&format!("{made}/conversion_undos"));
        // In a cart: held, so not taken back.
        let floor = clerk.get(&format!("{made}/moves/new")).await;
        assert!(!floor.options("room").is_empty());
        let path = made.clone();
        let barcode: String = shop
            .app()
            .read(move |conn| {
                let id = path.rsplit('/').next().unwrap().to_owned();
                Ok(packages::table.filter(packages::id.eq(id)).select(packages::barcode).first(conn)?)
            })
            .await
            .unwrap();
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await.goes_to("/register");
        assert!(budtender.get("/register").await.has("form[action*='/removals']"), "what was made lies in the cart");
        undo.send().await.follow().await.says("in a cart");
        budtender.get("/register").await.form_to("/register/lines/", "/removals").send().await;
        // A sublot is a touch.
        let split = clerk.get(&format!("{made}/sublots/new")).await.form(&format!("{made}/sublots"));
        split.set("quantity-1", "1").set("labels-1", "0").send().await.goes_to(&made);
        undo.send().await.follow().await.says("has been touched since it was made");
        assert!(shop.state.calls("inventory_convert_undo").await.is_empty());
    });
}

#[test]
fn a_refusal_of_the_state_changes_nothing() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (package, _) = flower_lot(shop, &clerk).await;
        shop.state.refuse("inventory_convert", "You cannot convert from Flower Lot into Usable Marijuana.").await;
        let sending = form(&clerk, &package, "2.5").await;
        sending.send().await.follow().await.says("You cannot convert from Flower Lot into Usable Marijuana.");
        assert!(children(shop).await.is_empty());
        let made = sending.send().await.goes_to("/inventory/");
        shop.state.refuse("inventory_convert_undo", "Not eligible.").await;
        let undo = clerk.get(&format!("{made}/conversion_undos/new")).await.form(&format!("{made}/conversion_undos"));
        undo.send().await.follow().await.says("Not eligible.");
        clerk.get(&made).await.says("5 each");
        undo.send().await.goes_to(&package);
    });
}
