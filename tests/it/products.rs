//! The catalog: what Florida lets a shop put into it.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, shop};

async fn add(clerk: &Clerk, changes: &[(&str, &str)]) -> Answer {
    let typed = [
        ("name", "Haze 3.5 g"),
        ("sku", "flw-hz-35"),
        ("goods", "cannabis"),
        ("inventory_type", "28"),
        ("order_type", "smoking"),
        ("route", "smoking"),
        ("posted_amount", "0.125"),
        ("price", "$40"),
    ];
    let mut form = clerk.get("/products/new").await.form("/products");
    assert_eq!(form.action, "/products");
    for (name, value) in typed.iter().chain(changes) {
        form = form.set(name, value);
    }
    form.send().await
}

#[test]
fn a_product_is_added_and_found_by_name_and_sku() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        add(&clerk, &[]).await.follow().await.says("Haze 3.5 g was added to the catalog.");
        for search in ["haze", "HAZE", "flw-hz"] {
            let found = clerk.get(&format!("/products?q={search}")).await;
            found.says("FLW-HZ-35").says("0.125 oz").says("$40.00").says_not("Blue Dream");
        }
        clerk.get("/products?q=%25").await.says("Nothing found");
    });
}

#[test]
fn a_product_without_a_sku_gets_one_and_a_taken_sku_is_refused() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        add(&clerk, &[("sku", "")]).await.follow().await.says("P-");
        let page = add(&clerk, &[("sku", "flw-bd-35")]).await.follow().await;
        assert!(page.problem("sku").contains("is the SKU of another product"));
        assert_eq!(page.form("/products").value("name"), "Haze 3.5 g");
    });
}

#[test]
fn flower_goes_on_the_smoking_order_only() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let page =
            add(&clerk, &[("order_type", "medical"), ("route", "inhalation"), ("posted_amount", "100")]).await.follow().await;
        assert!(page.problem("order_type").contains("only against the Smoking order"));
        assert!(page.problem("route").contains("only the smoking route"));
        assert_eq!(page.form("/products").value("route"), "inhalation");
    });
}

#[test]
fn an_edible_of_more_than_200_mg_is_refused() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let edible = [("inventory_type", "22"), ("order_type", "medical"), ("route", "edible")];
        let page = add(&clerk, &[&edible[..], &[("posted_amount", "250")]].concat()).await.follow().await;
        assert!(page.problem("posted_amount").contains("at most 200 mg THC; this says 250"));
        add(&clerk, &[&edible[..], &[("posted_amount", "200")]].concat()).await.follow().await.says("200.00 mg THC");
    });
}

#[test]
fn a_product_is_changed_and_retired_and_brought_back() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let edit = clerk.get("/products").await.link("Mango Gummies 100 mg");
        let form = clerk.get(&edit).await.form("/products/");
        assert_eq!((form.value("posted_amount"), form.value("price")), ("100.00".to_owned(), "22.00".to_owned()));
        form.set("price", "19.50").set("status", "retired").send().await.follow().await.says("Mango Gummies 100 mg is retired");
        clerk.get("/products").await.says_not("Mango Gummies 100 mg");
        clerk.get("/products?retired=1").await.says("Mango Gummies 100 mg").says("$19.50");
        clerk
            .get(&edit)
            .await
            .form("/products/")
            .set("status", "active")
            .send()
            .await
            .follow()
            .await
            .says("Mango Gummies 100 mg");
    });
}

#[test]
fn merchandise_has_no_order_type() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let page = add(&clerk, &[("goods", "merchandise")]).await.follow().await;
        assert!(page.problem("order_type").contains("Merchandise has none"));
        let empty = [("goods", "merchandise"), ("inventory_type", ""), ("order_type", ""), ("route", ""), ("posted_amount", "")];
        add(&clerk, &empty).await.follow().await.says("was added");
    });
}

#[test]
fn who_may_see_the_catalog_may_not_always_change_it() {
    shop(async |shop| {
        for login in [INVENTORY, AUDITOR] {
            let clerk = shop.clerk(login).await;
            assert!(!clerk.get("/products").await.has("main a[href='/products/new']"), "{login}");
            clerk.ask("/products/new").await.is(403);
        }
        shop.clerk(BUDTENDER).await.ask("/products").await.is(403);
        shop.clerk(ADMIN).await.get("/products/new").await;
    });
}
