//! Counts: what is on the shelf against the books, while selling goes on; differences become adjustments.

use crate::register::ADA;
use crate::sublots::at_the_state;
use crate::support::{AUDITOR, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::rooms;
use serde_json::json;

async fn two_packages(shop: &Shop) -> Vec<String> {
    shop.stocked(json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Mango Gummies 100 mg", 22, "100.00")])).await
}

/// Begins a count of the sales floor; its page.
pub async fn begun(shop: &Shop, clerk: &Clerk, review: &str, expected: &str) -> String {
    let floor: String = shop
        .app()
        .read(|conn| Ok(rooms::table.filter(rooms::kind.eq("sales_floor")).select(rooms::id).first(conn)?))
        .await
        .unwrap();
    let form = clerk.get("/counts/new").await.form("/counts").set("room", &floor);
    form.set("review", review).set("expected", expected).send().await.goes_to("/counts/")
}

pub async fn enter(clerk: &Clerk, count: &str, code: &str, counted: &str) -> Page {
    let form = clerk.get(count).await.form(&format!("{count}/entries")).set("code", code).set("counted", counted);
    form.send().await.follow().await
}

/// Submits; what nobody counted is left, or is not there.
pub async fn submit(clerk: &Clerk, count: &str, rest: &str) -> Answer {
    let form = clerk.get(count).await.form(&format!("{count}/submissions"));
    if rest.is_empty() { form.send().await } else { form.with("uncounted", rest).send().await }
}

/// Adjusts every difference for one of the state's reasons.
pub async fn complete(clerk: &Clerk, count: &str) -> Page {
    let form = clerk.get(count).await.form(&format!("{count}/completions")).set("reason", "1");
    form.send().await.follow().await
}

#[test]
fn selling_goes_on_while_it_is_counted_and_makes_no_difference() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let count = begun(shop, &clerk, "simple", "open").await;
        clerk.get(&count).await.says("Created").says("0 of 2 packages counted").says("24 expected");
        enter(&clerk, &count, &barcodes[0], "22").await.says("The books expect 24").says("1 of 2 packages counted");
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for(ADA).await;
        budtender.scan(&barcodes[0]).await.goes_to("/register");
        budtender.sell().await.goes_to("/sales/");
        enter(&clerk, &count, &barcodes[1], "24").await.says("2 of 2 packages counted").says("In progress");
        submit(&clerk, &count, "").await.goes_to(&count);
        let page = clerk.get(&count).await;
        page.says("Submitted").says("-2").says("-1 since").says("−$80.00").says("As expected: 1");
        assert!(!page.has("select[name='reason']"), "a manager decides");

        let manager = shop.clerk(MANAGER).await;
        let form = manager.get(&count).await.form(&format!("{count}/completions")).set("reason", "1");
        form.send().await.follow().await.says("The count is completed.").says("Adjusted").says("Completed");
        form.send().await.goes_to(&count);
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 1);
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2100);
        let package = page.attribute("th a[href^='/inventory/']", "href");
        clerk.get(&package).await.says("Counted").says("22, Count 1, room");
        clerk.get("/counts").await.says("Count 1").says("Completed");
    });
}

#[test]
fn a_blind_count_shows_nothing_expected_and_lists_what_is_unknown_or_elsewhere() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let form = clerk.get("/counts/new").await.form("/counts");
        let back = form.clone().send().await.follow().await;
        assert!(back.problem("room").contains("Choose a room, a brand or a category"));
        let back = form.clone().set("brand", "Lotbook Demo").set("category", "Flower").send().await.follow().await;
        assert!(back.problem("room").contains("only one"));
        let count = form.set("category", "Flower").set("expected", "blind").send().await.goes_to("/counts/");
        clerk.get(&count).await.says("Not counted yet: 1").says_not("24 expected");
        let page = enter(&clerk, &count, &barcodes[0], "20").await;
        page.says("Counted: 20 each of Blue Dream").says_not("books expect").says_not("Expected then");
        enter(&clerk, &count, &barcodes[1], "3").await.says("It is not of this count").says("Not of this count");
        enter(&clerk, &count, "NO-SUCH-LABEL", "1").await.says("is no package here").says("Not known here");
        assert!(enter(&clerk, &count, &barcodes[0], "1.5").await.problem("counted").contains("whole units"));
        assert!(enter(&clerk, &count, "", "").await.problem("code").contains("fill this in"));
        submit(&clerk, &count, "").await.goes_to(&count);
        clerk.get(&count).await.says("-4").says("3 each found").says("NO-SUCH-LABEL");
        clerk.post(&format!("{count}/completions"), &[("form_key", "0")]).await.is(403);
        let auditor = shop.clerk(AUDITOR).await;
        auditor.get(&count).await.says("-4");
        auditor.ask("/counts/new").await.is(403);
        auditor.ask("/counts/nonsense").await.is(404);
        assert!(shop.state.calls("inventory_adjust").await.is_empty());
    });
}

#[test]
fn an_advanced_count_is_completed_by_somebody_who_did_not_count() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let (clerk, manager) = (shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await);
        let count = begun(shop, &clerk, "advanced", "open").await;
        enter(&manager, &count, &barcodes[0], "20").await;
        assert!(submit(&clerk, &count, "").await.follow().await.problem("uncounted").contains("choose"));
        submit(&clerk, &count, "leave").await.goes_to(&count);
        complete(&manager, &count).await.says("Another manager completes it").says("Submitted");
        manager.get(&count).await.form(&format!("{count}/reopenings")).send().await.goes_to(&count);
        let again = clerk.get(&count).await;
        enter(&clerk, &count, &barcodes[0], "21").await.says("In progress");
        submit(&clerk, &count, "leave").await.goes_to(&count);
        again.form(&format!("{count}/cancellations")).send().await.follow().await.says("A manager decides");
        complete(&manager, &count).await.says("The count is completed.");
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2100);
        let second = begun(shop, &clerk, "simple", "open").await;
        submit(&clerk, &second, "leave").await.follow().await.says("Nothing is counted yet");
        clerk.get(&second).await.form(&format!("{second}/cancellations")).send().await.goes_to(&second);
        clerk.get(&second).await.says("Cancelled").says_not("Submit the count");
        let form = [("form_key", "019aaf00-0000-7000-8000-000000000000"), ("code", barcodes[0].as_str()), ("counted", "1")];
        clerk.post(&format!("{second}/entries"), &form).await.is(303);
    });
}

#[test]
fn what_is_refused_stays_open_with_why_and_can_be_tried_again() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let count = begun(shop, &manager, "simple", "open").await;
        enter(&manager, &count, &barcodes[0], "20").await;
        submit(&manager, &count, "zero").await.goes_to(&count);
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for(ADA).await;
        budtender.scan(&barcodes[1]).await.goes_to("/register");
        shop.state.refuse("inventory_adjust", "Not today.").await;
        let page = complete(&manager, &count).await;
        page.says("2 refused, each with why").says("Not today.").says("in a cart").says("Submitted");
        budtender.get("/register").await.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");

        // One is adjusted, the other is left as it is.
        let form = manager.get(&count).await.form(&format!("{count}/completions"));
        let lines: Vec<String> =
            form.fields.iter().map(|(name, _)| name.clone()).filter(|name| name.starts_with("reason-")).collect();
        assert_eq!(lines.len(), 2);
        let form = form.set(&lines[0], "leave").set(&lines[1], "1");
        form.send().await.follow().await.says("The count is completed.").says("Left as it is").says("Adjusted");
        let left = [at_the_state(shop, &barcodes[0]).await, at_the_state(shop, &barcodes[1]).await];
        assert!(left == [2000, 2400] || left == [2400, 0], "{left:?}");
    });
}

#[test]
fn two_counts_of_one_package_do_not_adjust_it_twice() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let mut counts = Vec::new();
        for _ in 0..2 {
            let count = begun(shop, &manager, "simple", "open").await;
            enter(&manager, &count, &barcodes[0], "20").await;
            submit(&manager, &count, "leave").await.goes_to(&count);
            counts.push(count);
        }
        complete(&manager, &counts[0]).await.says("The count is completed.");
        complete(&manager, &counts[1]).await.says("adjusted after it was counted").says("Submitted");
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2000);
    });
}

#[test]
fn a_lost_answer_keeps_the_count_open_until_it_is_found() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let count = begun(shop, &manager, "simple", "open").await;
        enter(&manager, &count, &barcodes[0], "26").await;
        submit(&manager, &count, "leave").await.goes_to(&count);
        shop.state.fault("inventory_adjust", "drop_after", 1).await;
        shop.state.fault("nonce_replay", "garbage", 1).await;
        complete(&manager, &count).await.says("1 waiting for the state's answer").says("Waiting for the state").says("+2");
        shop.sweep().await;
        shop.sweep().await;
        manager.get(&count).await.says("Adjusted").form(&format!("{count}/completions"));
        let done = manager.get(&count).await.form(&format!("{count}/completions")).send().await.follow().await;
        done.says("The count is completed.");
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2600);
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 1);
    });
}
