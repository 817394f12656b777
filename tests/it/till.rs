//! What the till says of the last scan or change: one message, always the newest.

use crate::register::{LAST_EIGHTH, blue_dream, lines_of, open_cart, scan, stocked};
use crate::support::{BUDTENDER, Page, shop};
use serde_json::json;

#[test]
fn the_till_says_only_what_became_of_the_last_scan_or_change() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let clerk = shop.clerk(BUDTENDER).await;
        open_cart(&clerk, LAST_EIGHTH).await;
        let page = scan(&clerk, &barcode).await;
        let line = page.attribute("form.stepper", "action");
        let said = |page: &Page| page.all(".last-scan").join("|");
        for typed in ["1.5", "0", "x"] {
            let page = clerk.get("/register").await;
            page.form(&lines_of(&page)).set("code", &barcode).set("quantity", typed).send().await.goes_to("/register");
            let refused = clerk.get("/register").await;
            assert!(said(&refused).starts_with(&format!("Not added. “{typed}” is no quantity.")), "{}", said(&refused));
            refused.says_not("Added:").says_not("Please correct");
        }
        let page = clerk.get("/register").await;
        page.form(&line).with("quantity", "2").send_by_script("div#till").await.is(422).says("Not changed. Over the allotment");
        let refused = clerk.get("/register").await;
        assert!(said(&refused).starts_with("Not changed. Over the allotment"), "{}", said(&refused));
        refused.says_not("is no quantity");
        refused.form(&line).with("quantity", "1").send().await.goes_to("/register");
        assert!(said(&clerk.get("/register").await).starts_with("Changed: 1 × Blue Dream"));
        page.form(&format!("{line}/removals")).send().await.goes_to("/register");
        assert!(said(&clerk.get("/register").await).starts_with("Scan a package"));
    });
}
