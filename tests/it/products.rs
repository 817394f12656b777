//! The catalog: what Florida lets a shop put into it.

use crate::register::ADA;
use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, Page, State, shop};
use serde_json::json;

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
        add(&clerk, &[("sku", "")]).await.follow().await.says("HAZE-3-5-G");
        add(&clerk, &[("sku", "")]).await.follow().await.says("HAZE-3-5-G-2");
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
        let edible = [
            ("inventory_type", "22"),
            ("order_type", "medical"),
            ("route", "edible"),
            ("servings", "20"),
            ("serving_amount", "10"),
        ];
        let page = add(&clerk, &[&edible[..], &[("posted_amount", "250")]].concat()).await.follow().await;
        assert!(page.problem("posted_amount").contains("at most 200 mg THC; this says 250"));
        add(&clerk, &[&edible[..], &[("posted_amount", "200")]].concat()).await.follow().await.says("200.00 mg THC");
    });
}

#[test]
fn an_edible_says_its_servings_and_none_has_more_than_10_mg() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let edible = [("inventory_type", "22"), ("order_type", "medical"), ("route", "edible"), ("posted_amount", "100")];
        let page = add(&clerk, &edible).await.follow().await;
        assert!(page.problem("servings").contains("how many servings"));
        let strong = [&edible[..], &[("servings", "8"), ("serving_amount", "12.5")]].concat();
        let page = add(&clerk, &strong).await.follow().await;
        assert!(page.problem("serving_amount").contains("at most 10 mg THC; this says 12.5"));
    });
}

#[test]
fn a_product_is_changed_and_retired_and_restored() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let page = clerk.get("/products").await.link("Mango Gummies 100 mg");
        let form = clerk.get(&format!("{page}/edit")).await.form("/products/");
        assert_eq!((form.value("posted_amount"), form.value("price")), ("100.00".to_owned(), "22.00".to_owned()));
        form.set("price", "19.50").send().await.follow().await.says("Mango Gummies 100 mg was saved").says("$19.50");
        let retired = clerk.get(&page).await.form_to(&page, "/retirements").send().await.follow().await;
        retired.says("Mango Gummies 100 mg is retired");
        clerk.get("/products").await.says_not("Mango Gummies 100 mg");
        clerk.get("/products?retired=1").await.says("Mango Gummies 100 mg").says("$19.50");
        retired.form_to(&page, "/restorations").send().await.follow().await.says("is in the catalog again");
        clerk.get("/products").await.says("Mango Gummies 100 mg");
    });
}

#[test]
fn a_product_that_is_in_stock_is_retired_only_after_that_was_said() {
    shop(async |shop| {
        shop.one_package().await;
        let clerk = shop.clerk(MANAGER).await;
        let page = clerk.get("/products").await.link("Blue Dream 3.5 g");
        let asked = clerk.get(&page).await.form_to(&page, "/retirements").send().await;
        asked.goes_to(&format!("{page}/retirements/new"));
        let asked = asked.follow().await;
        asked.says("There are 24 of it in stock, in 1 package.");
        clerk.get("/products").await.says("Blue Dream 3.5 g");
        asked.form_to(&page, "/retirements").send().await.follow().await.says("Blue Dream 3.5 g is retired");
        clerk.ask(&format!("{page}/retirements/new")).await.is(422).says("is retired already");
    });
}

#[test]
fn the_list_is_narrowed_by_category_brand_order_type_and_tag() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        add(&clerk, &[("category", "flower"), ("brand", "Northwind"), ("tags", "new, sale")]).await.goes_to("/products/");
        let found = clerk.get("/products?category=Flower&brand=Northwind").await;
        found.says("Haze 3.5 g").says_not("Blue Dream");
        clerk.get("/products?tag=sale").await.says("Haze 3.5 g").says_not("Blue Dream");
        clerk.get("/products?tag=sal").await.says("Nothing found");
        clerk.get("/products?order_type=low_thc").await.says("Charlotte Oil").says_not("Haze");
    });
}

#[test]
fn a_copy_has_everything_but_what_only_one_product_can_have() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let page = add(&clerk, &[("upc", "036000291452"), ("size", "3.5 g"), ("strain", "Haze")]).await.follow().await;
        let copy = clerk.get(&page.link("Copy")).await;
        copy.says("Copy of Haze 3.5 g");
        let form = copy.form("/products");
        let said = ["name", "size", "strain", "posted_amount", "sku", "upc"].map(|name| form.value(name));
        assert_eq!(said, ["Haze 3.5 g", "3.5 g", "Haze", "0.125", "", ""]);
        let twin = form.set("name", "Haze eighth").send().await.follow().await;
        twin.says("Not the only one like it").says("FLW-HZ-35");
        let page = add(&clerk, &[("sku", "OTHER"), ("upc", "036000291452")]).await.follow().await;
        assert!(page.problem("upc").contains("is the UPC of Haze 3.5 g (FLW-HZ-35)"));
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
fn lists_keep_one_spelling_and_a_retired_word_is_refused() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        add(&clerk, &[("brand", "Northwind")]).await.follow().await.says("Northwind");
        add(&clerk, &[("sku", "TWO"), ("brand", "NORTHWIND")]).await.follow().await.says("Northwind");
        let lists = clerk.get("/products/terms?kind=brand").await;
        let retired = lists.form_to("/products/terms/retirements", "").without("name").with("name", "Northwind").send().await;
        let lists = retired.follow().await;
        lists.says("“Northwind” is not offered any more");
        let page = add(&clerk, &[("sku", "THREE"), ("brand", "northwind")]).await.follow().await;
        assert!(page.problem("brand").contains("“Northwind” is retired from the list of brands"));
        // What has it keeps it.
        let edit = format!("{}/edit", clerk.get("/products?q=TWO").await.link("Haze 3.5 g"));
        clerk.get(&edit).await.form("/products/").set("price", "41").send().await.follow().await.says("was saved");
        let restored = lists.form("/products/terms").set("name", "northwind").send().await.follow().await;
        restored.says("“Northwind” is offered again");
        let again = restored.form("/products/terms").set("name", "Northwind").send().await.follow().await;
        assert!(again.problem("name").contains("is on the list already"));
    });
}

#[test]
fn a_word_is_renamed_in_every_product_and_joined_with_one_that_exists() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        add(&clerk, &[("category", "Flwer"), ("tags", "nwe, sale")]).await.goes_to("/products/");
        let rename = async |kind: &str, name: &str, new: &str| {
            let lists = clerk.get(&format!("/products/terms?kind={kind}")).await;
            let form = lists.form("/products/terms/renames").without("name").with("name", name).without("new").with("new", new);
            form.send().await.follow().await
        };
        rename("category", "Flwer", "flower")
            .await
            .says("“Flwer” is now “Flower”, which was on the list already, in 1 of the products.");
        rename("tag", "nwe", "new").await.says("“nwe” is now “new”, in 1 of the products.");
        clerk.get("/products?category=Flower&tag=new").await.says("Haze 3.5 g");
        rename("tag", "new", "a, b").await.says("A comma stands between words");
    });
}

#[test]
fn a_package_for_which_the_lab_set_another_amount_is_shown_to_the_manager() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        shop.one_package().await;
        clerk.get("/products?differs=1").await.says("Nothing found");
        clerk.get("/").await.says_not("another amount from orders");
        let barcode = shop.stocked(json!([State::item("Blue Dream 3.5 g", 28, "0.123")])).await.remove(0);
        clerk.get("/").await.says("another amount from orders than the catalog says");
        let product = clerk.get("/products?differs=1").await.says_not("Northern Lights").link("Blue Dream 3.5 g");
        clerk.get(&product).await.says("The lab says another amount").says("0.123 oz");
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        clerk.get(&package).await.says("Differs the catalog says 0.125 oz");
    });
}

/// A duplicate of the demonstration's Blue Dream, and the page to combine them on.
async fn duplicate(clerk: &Clerk) -> (String, Page) {
    let twin = add(clerk, &[("name", "Blue Dream eighth")]).await.goes_to("/products/");
    let dream = clerk.get("/products").await.link("Blue Dream 3.5 g");
    let into = twin.trim_start_matches("/products/").to_owned();
    let page = clerk.get(&format!("{dream}/combinations/new?into={into}")).await;
    (twin, page)
}

#[test]
fn duplicates_are_combined_and_each_package_remembers_it() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let barcode = shop.one_package().await;
        let (twin, page) = duplicate(&clerk).await;
        page.says("1 package of Blue Dream 3.5 g become packages of Blue Dream eighth")
            .says("Where the two differ")
            .says("FLW-BD-35");
        let done = page.form_to("/products/", "/combinations").send().await.follow().await;
        done.says("Blue Dream 3.5 g is retired; 1 package of it is now Blue Dream eighth.").says("State's nameBlue Dream 3.5 g");
        assert_eq!(done.path, twin);
        let package = clerk.get(&format!("/inventory?q=eighth%20{barcode}")).await.link("Blue Dream eighth");
        clerk.get(&package).await.says("Every change").says("Blue Dream 3.5 g (FLW-BD-35)").says("Blue Dream eighth (FLW-HZ-35)");
        clerk.get("/products?retired=1").await.says("Blue Dream 3.5 g");
        // The next one of the same name arrives as the product that stayed.
        shop.one_package().await;
        clerk.get(&twin).await.says("2 packages");
    });
}

#[test]
fn what_is_in_a_cart_or_is_something_else_is_not_combined() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let barcode = shop.one_package().await;
        let (_, page) = duplicate(&clerk).await;
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for(ADA).await;
        budtender.scan(&barcode).await;
        let refused = page.form_to("/products/", "/combinations").send().await.follow().await;
        refused.says("is in a cart, or waits for the state's answer");
        let other = page.form_to("/products/", "/combinations").without("packages").with("packages", "3").send().await;
        other.follow().await.says("has 1 packages now; the preview showed 3");
        let gummies = clerk.get("/products").await.link("Mango Gummies").replace("/products/", "");
        let path = page.path.split('?').next().unwrap().to_owned();
        clerk.get(&format!("{path}?into={gummies}")).await.says("differ in external category, order type or route");
    });
}

#[test]
fn the_catalog_says_how_many_go_into_one_sale_and_when_a_package_expires() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let dream = clerk.get("/products").await.link("Blue Dream 3.5 g");
        let form = clerk.get(&format!("{dream}/edit")).await.form("/products/");
        form.set("most_per_sale", "1").set("expiration_days", "30").send().await.goes_to("/products/");
        let barcode = shop.one_package().await;
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        clerk.get(&package).await.says("counted from receipt");
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for(ADA).await;
        budtender.scan(&barcode).await;
        budtender.scan(&barcode).await;
        budtender.get("/register").await.says("At most 1 of Blue Dream 3.5 g go into one sale; this would be 2.");
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
