//! Slips in the catalog: two people in one form, the same product twice, prices and servings that cannot be.

use crate::support::{Clerk, Form, MANAGER, Page, shop};

async fn edit(clerk: &Clerk, product: &str) -> Form {
    clerk.get(&format!("{product}/edit")).await.form(product)
}

async fn blue_dream(clerk: &Clerk) -> String {
    clerk.get("/products?q=FLW-BD-35").await.link("Blue Dream 3.5 g")
}

fn price(page: &Page) -> bool {
    page.text().contains("$50.00")
}

#[test]
fn what_somebody_else_changed_meanwhile_is_not_put_back() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let product = blue_dream(&clerk).await;
        let (first, second, third) = (edit(&clerk, &product).await, edit(&clerk, &product).await, edit(&clerk, &product).await);
        second.set("price", "50").send().await.goes_to(&product);
        let told = first.set("description", "Sweet.").send().await.follow().await;
        told.says("Somebody changed Blue Dream 3.5 g").says("Price: “40.00” is now “50.00”").says("Nothing was saved.");
        assert!(price(&clerk.get(&product).await));
        // The form came back with what was typed and with what stands there now: whoever has looked may save.
        let again = told.form(&product);
        assert_eq!((again.value("description"), again.value("price")), ("Sweet.".to_owned(), "40.00".to_owned()));
        again.set("price", "50").send().await.goes_to(&product);
        let page = clerk.get(&product).await;
        assert!(price(page.says("Sweet.")));
        // What both changed alike is no conflict.
        third.set("price", "50").set("description", "Sweet.").send().await.goes_to(&product);
    });
}

#[test]
fn the_same_name_twice_is_warned_of() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let product = blue_dream(&clerk).await;
        let copy = clerk.get(&product).await.link("Copy");
        let added = clerk.get(&copy).await.form("/products").send().await.follow().await;
        added.says("It is not the only one like it: look below.").says("FLW-BD-35");
    });
}

#[test]
fn a_low_thc_edible_keeps_the_limits_of_thc_and_a_price_is_one_a_shop_asks() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let gummies = [
            ("name", "CBD gummies"),
            ("goods", "cannabis"),
            ("inventory_type", "22"),
            ("order_type", "low_thc"),
            ("route", "edible"),
            ("posted_amount", "500"),
            ("price", "99999999999"),
            ("thc_content", "900"),
            ("servings", "10"),
            ("serving_amount", "50"),
        ];
        let mut form = clerk.get("/products/new").await.form("/products");
        for (name, value) in gummies {
            form = form.set(name, value);
        }
        let page = form.clone().send().await.follow().await;
        assert!(page.problem("serving_amount").contains("at most 10 mg"), "{}", page.problem("serving_amount"));
        assert!(page.problem("thc_content").contains("at most 200 mg"));
        assert!(page.problem("price").contains("Nothing here costs more than $10,000.00"));
        let right = form.set("price", "30").set("thc_content", "20").set("serving_amount", "2");
        right.send().await.goes_to("/products/");
    });
}
