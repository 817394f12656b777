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
    match rest {
        "" => form.send().await,
        "zero" => {
            let page = form.with("uncounted", rest).send().await;
            page.goes_to(&format!("{count}/submissions/new"));
            page.follow().await.form(&format!("{count}/submissions")).send().await
        }
        _ => form.with("uncounted", rest).send().await,
    }
}

async fn cancel(clerk: &Clerk, count: &str, reason: &str) -> Answer {
    let form = clerk.get(&format!("{count}/cancellations/new")).await.form(&format!("{count}/cancellations"));
    form.set("reason", reason).send().await
}

async fn package_of(clerk: &Clerk, barcode: &str) -> String {
    clerk.get(&format!("/inventory?q={barcode}")).await.attribute("tbody th a[href^='/inventory/']", "href")
}

/// The usual adjustment, past any count.
async fn adjust(clerk: &Clerk, package: &str, counted: &str) -> Answer {
    let form = clerk.get(&format!("{package}/adjustments/new")).await.form(&format!("{package}/adjustments"));
    form.set("quantity", counted).set("reason", "1").set("note", "recount").send().await
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
        let again = clerk.get(&format!("{count}/cancellations/new")).await;
        enter(&clerk, &count, &barcodes[0], "21").await.says("In progress");
        submit(&clerk, &count, "leave").await.goes_to(&count);
        let again = again.form(&format!("{count}/cancellations")).set("reason", "begun by mistake");
        again.send().await.follow().await.says("A manager decides");
        complete(&manager, &count).await.says("The count is completed.");
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2100);
        let second = begun(shop, &clerk, "simple", "open").await;
        submit(&clerk, &second, "leave").await.follow().await.says("Nothing is counted yet");
        assert!(cancel(&clerk, &second, "").await.follow().await.problem("reason").contains("fill this in"));
        cancel(&clerk, &second, "begun by mistake").await.goes_to(&second);
        clerk.get(&second).await.says("Cancelled").says("begun by mistake").says_not("Submit the count");
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

#[test]
fn what_waits_for_the_state_is_counted_when_it_is_settled() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let package = package_of(&manager, &barcodes[0]).await;
        let count = begun(shop, &manager, "simple", "open").await;
        shop.state.fault("inventory_adjust", "drop_after", 1).await;
        shop.state.fault("nonce_replay", "garbage", 1).await;
        adjust(&manager, &package, "22").await.goes_to("/filings/");
        // The books still say 24, and 22 are there: a difference that would be taken off twice.
        let page = enter(&manager, &count, &barcodes[0], "22").await;
        page.says("waits for the state's answer").says("0 of 2 packages counted");
        shop.sweep().await;
        shop.sweep().await;
        enter(&manager, &count, &barcodes[0], "22").await.says("Counted: 22 each").says_not("The books expect");
        submit(&manager, &count, "leave").await.goes_to(&count);
        complete_without(&manager, &count).await.says("The count is completed.");
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2200);
        assert_eq!(shop.state.calls("inventory_adjust").await.len(), 1);
    });
}

#[test]
fn what_lies_in_a_cart_is_asked_for_in_a_blind_count_too() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let (clerk, manager, ben) = (shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await, shop.clerk(BUDTENDER).await);
        ben.cart_for(ADA).await;
        ben.scan(&barcodes[0]).await.goes_to("/register");
        for sight in ["open", "blind"] {
            let count = begun(shop, &clerk, "simple", sight).await;
            assert!(!clerk.get(&count).await.has("input[name='in_a_cart']"));
            let page = enter(&clerk, &count, &barcodes[0], "23").await;
            assert!(page.problem("in_a_cart").contains("1 each of this package are in a cart"), "{sight}");
            let form = page.form(&format!("{count}/entries"));
            assert_eq!((form.value("code"), form.value("counted")), (barcodes[0].clone(), "23".to_owned()));
            let page = form.clone().with("in_a_cart", "without").send().await.follow().await;
            page.says("1 in a cart then, not counted with them").says_not("The books expect");
        }
        let count = begun(shop, &clerk, "simple", "open").await;
        let page = enter(&clerk, &count, &barcodes[0], "23").await;
        let form = page.form(&format!("{count}/entries")).with("in_a_cart", "without");
        form.send().await.goes_to(&count);
        ben.sell().await.goes_to("/sales/");
        submit(&clerk, &count, "leave").await.goes_to(&count);
        clerk.get(&count).await.says("Nothing differs").says("As expected: 1");
        complete_without(&manager, &count).await.says("The count is completed.");
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2300);
        assert!(shop.state.calls("inventory_adjust").await.is_empty());
    });
}

async fn complete_without(clerk: &Clerk, count: &str) -> Page {
    clerk.get(count).await.form(&format!("{count}/completions")).send().await.follow().await
}

#[test]
fn what_was_counted_with_a_cart_differs_by_what_is_missing() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let (clerk, ben) = (shop.clerk(INVENTORY).await, shop.clerk(BUDTENDER).await);
        ben.cart_for(ADA).await;
        ben.scan(&barcodes[0]).await.goes_to("/register");
        let count = begun(shop, &clerk, "simple", "open").await;
        let page = enter(&clerk, &count, &barcodes[0], "22").await;
        let page = page.form(&format!("{count}/entries")).with("in_a_cart", "with").send().await.follow().await;
        page.says("The books expect 24").says("1 in a cart then, counted with them");
        submit(&clerk, &count, "leave").await.goes_to(&count);
        clerk.get(&count).await.says("-2").says_not("since");
        ben.get("/register").await.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
        complete(&shop.clerk(MANAGER).await, &count).await.says("The count is completed.");
        assert_eq!(at_the_state(shop, &barcodes[0]).await, 2200);
    });
}

#[test]
fn only_what_somebody_was_shown_is_set_to_zero_and_nobody_is_said_to_have_counted_it() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let count = begun(shop, &manager, "simple", "open").await;
        enter(&manager, &count, &barcodes[0], "24").await;
        let form = manager.get(&count).await.form(&format!("{count}/submissions")).with("uncounted", "zero");
        let shown = form.send().await.follow().await;
        shown.says("1 package is counted as 0").says("the books have 24 of them").says("Mango Gummies").says_not("Blue Dream");
        manager.get(&count).await.says("In progress");

        // Ten more arrive while the page is open: none of them was missed by anybody.
        shop.stocked(json!([State::item("Mango Gummies 100 mg", 22, "100.00")])).await;
        let stale = shown.form(&format!("{count}/submissions")).send().await.follow().await;
        stale.says("is not what the page showed any more").says("2 packages are counted as 0");
        manager.get(&count).await.says("In progress").says("1 of 3 packages counted");

        submit(&manager, &count, "zero").await.goes_to(&count);
        let page = manager.get(&count).await;
        page.says("1 of 3 packages counted, 2 taken to be 0").says("not counted; taken to be 0 by Maria");
        let gone = package_of(&manager, &barcodes[1]).await;
        manager.get(&gone).await.says("Not found");
    });
}

#[test]
fn a_completed_count_still_says_what_nobody_counted_and_why_each_was_adjusted() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let manager = shop.clerk(MANAGER).await;
        let count = begun(shop, &manager, "simple", "open").await;
        enter(&manager, &count, &barcodes[0], "20").await;
        submit(&manager, &count, "leave").await.goes_to(&count);
        let form = manager.get(&count).await;
        form.says("Over: $0.00. Short: −$160.00.");
        let reason = form.all("select#reason option[value='1']").remove(0);
        complete(&manager, &count).await.says("The count is completed.");
        let ended = manager.get(&count).await;
        ended.says("1 of 2 packages counted").says("Not counted, and left as they are: 1").says("Mango Gummies").says(&reason);
        assert!(!reason.is_empty());
    });
}

#[test]
fn a_mistaken_entry_is_taken_off_and_a_rooms_sign_is_no_package() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let count = begun(shop, &clerk, "simple", "open").await;
        let page = enter(&clerk, &count, "ROOM-2", "1").await;
        assert_eq!(page.problem("code"), "That is the sign of Sales floor. Scan the packages in it.");
        page.says_not("Not known here");
        enter(&clerk, &count, "NOTHING-7", "1").await.says("Not known here").says("NOTHING-7");
        let strike = clerk.get(&count).await.form_to(&format!("{count}/finds/"), "/removals");
        strike.send().await.follow().await.says("Struck off").says_not("NOTHING-7");
        enter(&clerk, &count, &barcodes[0], "3").await.says("1 of 2 packages counted");
        let off = clerk.get(&count).await.form_to(&format!("{count}/entries/"), "/removals");
        off.send().await.follow().await.says("0 of 2 packages counted");
        let package = package_of(&clerk, &barcodes[0]).await;
        clerk.get(&package).await.says("entry taken off");
        enter(&clerk, &count, &barcodes[0], "24").await;
        let late = clerk.get(&count).await.form_to(&format!("{count}/entries/"), "/removals");
        submit(&clerk, &count, "leave").await.goes_to(&count);
        late.send().await.follow().await.says("nothing more is counted in it");
    });
}

#[test]
fn a_package_found_here_can_be_moved_here_and_counts_that_overlap_are_named() {
    shop(async |shop| {
        let barcodes = two_packages(shop).await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = package_of(&clerk, &barcodes[0]).await;
        let page = clerk.get(&format!("{package}/moves/new")).await;
        let vault = page.options("room").into_iter().next().unwrap();
        page.form(&format!("{package}/moves")).set("room", &vault).send().await.goes_to(&package);
        let first = begun(shop, &clerk, "simple", "open").await;
        clerk.get(&first).await.says_not("Also under way");
        let second = begun(shop, &clerk, "simple", "open").await;
        clerk.get(&second).await.says("Also under way").says("Count 1");
        cancel(&clerk, &first, "begun twice").await.goes_to(&first);
        clerk.get(&second).await.says_not("Also under way");
        enter(&clerk, &second, &barcodes[0], "24").await.says("It is not of this count");
        submit(&clerk, &second, "leave").await.goes_to(&second);
        let link = clerk.get(&second).await.link("Move it here");
        let floor = link.rsplit('=').next().unwrap().to_owned();
        assert_eq!(clerk.get(&link).await.form(&format!("{package}/moves")).value("room"), floor);
    });
}
