//! Discounts and price tiers: who may set them, and what their forms refuse.

use crate::support::{AUDITOR, Answer, BUDTENDER, Clerk, Form, MANAGER, Shop, shop};

/// A new discount as most are: ten percent, by itself, in use.
pub async fn new_discount(clerk: &Clerk, name: &str) -> Form {
    let form = clerk.get("/discounts/new").await.form("/discounts");
    form.set("name", name).set("kind", "percent").set("value", "10").set("method", "automatic").set("active", "1")
}

/// A tier of two steps on these products.
pub async fn add_tier(clerk: &Clerk, name: &str, steps: &[(&str, &str)], skus: &str) -> Answer {
    let mut form =
        clerk.get("/price_tiers/new").await.form("/price_tiers").set("name", name).set("skus", skus).set("active", "1");
    for (place, (units, price)) in (1..).zip(steps) {
        form = form.set(&format!("units-{place}"), units).set(&format!("price-{place}"), price);
    }
    form.send().await
}

#[test]
fn a_discount_is_added_changed_and_retired() {
    shop(async |shop: &mut Shop| {
        shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let form = new_discount(&manager, "Veterans").await.set("brands", "Tidewater, tidewater, Gulf").set("skus", "flw-bd-35");
        form.set("from_minute", "16:00").set("to_minute", "18:00").with("weekdays", "0").send().await.goes_to("/discounts");
        let page = manager.get("/discounts").await;
        page.says("10 % off").says("one product, Tidewater or Gulf").says("Monday, 4:00 PM to 6:00 PM");
        let edit = page.attribute("tbody th a[href$='/edit']", "href");
        let form = manager.get(&edit).await.form(edit.trim_end_matches("/edit"));
        assert_eq!(
            (form.value("skus"), form.value("value"), form.value("from_minute")),
            ("FLW-BD-35".into(), "10".into(), "16:00".into())
        );
        form.without("active")
            .set("value", "12.5")
            .send()
            .await
            .follow()
            .await
            .says("“Veterans” was changed")
            .says("12.5 % off")
            .says("Retired");
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.get("/discounts").await.says("Veterans");
        assert!(!budtender.get("/discounts").await.has("a[href$='/edit']"));
        shop.clerk(AUDITOR).await.ask("/discounts/new").await.is(403);
    });
}

#[test]
fn what_a_discount_cannot_be_is_said_beside_its_field() {
    shop(async |shop: &mut Shop| {
        let manager = shop.clerk(MANAGER).await;
        for (field, typed, kind, words) in [
            ("value", "0", "percent", "above 0 and up to 100"),
            ("value", "100.01", "percent", "above 0 and up to 100"),
            ("value", "ten", "percent", "above 0 and up to 100"),
            ("value", "0", "off_each", "Nothing off is no discount"),
            ("least_units", "-1", "percent", "0"),
        ] {
            let form = new_discount(&manager, "Wrong").await.set("kind", kind).set(field, typed);
            let page = form.send().await.follow().await;
            assert!(page.problem(field).contains(words), "{field} {typed}: {}", page.problem(field));
            assert_eq!(page.form("/discounts").value(field), typed, "what was typed is lost");
        }
        let form = new_discount(&manager, "Backwards").await.set("starts_on", "2026-12-02").set("ends_on", "2026-12-01");
        assert!(form.send().await.follow().await.problem("ends_on").contains("before it begins"));
        let form = new_discount(&manager, "Nobody knows it").await.set("skus", "NO-SUCH");
        form.send().await.follow().await.says("The catalog has no SKU “NO-SUCH”");
        let coded = |name| new_discount(&manager, name);
        coded("One").await.set("method", "code").set("code", "save10").send().await.goes_to("/discounts");
        let page = coded("Two").await.set("method", "code").set("code", "SAVE10").send().await.follow().await;
        assert!(page.problem("code").contains("has the code “SAVE10”"), "{}", page.text());
        assert!(
            coded("Three")
                .await
                .set("method", "code")
                .set("code", "a b c")
                .send()
                .await
                .follow()
                .await
                .problem("code")
                .contains("letters")
        );
        manager.get("/discounts").await.says_not("Wrong").says_not("Backwards").says("Code SAVE10");
    });
}

#[test]
fn products_are_kept_out_of_what_comes_by_itself_and_on_one_tier() {
    shop(async |shop: &mut Shop| {
        shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let exempt = |skus: &'static str| async {
            manager.get("/discounts").await.form("/discounts/exemptions").set("exempt", skus).send().await.follow().await
        };
        exempt("flw-bd-35").await.says("One product is kept out");
        assert_eq!(manager.get("/discounts").await.form("/discounts/exemptions").value("exempt"), "FLW-BD-35");
        exempt("nothing").await.says("The catalog has no SKU “NOTHING”");
        add_tier(&manager, "Eighths", &[("2", "30"), ("4", "27.50")], "FLW-BD-35").await.goes_to("/price_tiers");
        manager.get("/price_tiers").await.says("from 2: $30.00 · from 4: $27.50").says("Blue Dream");
        let twice = add_tier(&manager, "Others", &[("2", "30")], "FLW-BD-35").await.follow().await;
        twice.says("is on the tier “Eighths” already");
        let falling = add_tier(&manager, "Falling", &[("4", "30"), ("2", "20")], "").await.follow().await;
        assert!(falling.problem("units-2").contains("More units"), "{}", falling.text());
        let empty = add_tier(&manager, "Empty", &[], "").await.follow().await;
        assert!(empty.problem("units-1").contains("from how many units"), "{}", empty.text());
        manager.get("/price_tiers").await.says_not("Others").says_not("Falling").says_not("Empty");
    });
}
