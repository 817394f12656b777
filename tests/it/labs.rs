//! Labs: the worklist, two signatures under a certificate, samples, and what follows a failed test.

use crate::support::{ADMIN, AUDITOR, BUDTENDER, COMPLIANCE, Clerk, Form, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::{lab_samples, packages};
use serde_json::{Value, json};

/// A package that nobody has tested, and its page.
async fn untested(shop: &Shop, clerk: &Clerk) -> (String, String) {
    let mut item = State::item("Blue Dream 3.5 g", 28, "0.125");
    item["result"] = Value::Null;
    let barcode = shop.stocked(json!([item])).await.remove(0);
    let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
    (barcode, package)
}

/// A package that passed and fails now, read by the button; and its page.
pub async fn failed(shop: &Shop, clerk: &Clerk) -> (String, String) {
    let barcode = shop.one_package().await;
    let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
    shop.state.lab(&barcode, -1).await;
    read(clerk, &package).await;
    (barcode, package)
}

/// Takes back what a package's page offers to, for a reason.
pub async fn void_of(clerk: &Clerk, page: &Page) -> Form {
    let asked = clerk.get(&page.attribute("a[href$='/voids/new']", "href")).await;
    asked.form_to("/inventory/", "/voids").set("reason", "sent by mistake")
}

pub async fn read(clerk: &Clerk, package: &str) -> Page {
    let button = clerk.get(package).await.form(&format!("{package}/lab_readings"));
    button.send().await.goes_to(package);
    clerk.get(package).await
}

pub async fn send_sample(clerk: &Clerk, package: &str, quantity: &str) -> crate::support::Answer {
    let page = clerk.get(&format!("{package}/samples/new")).await;
    let lab = page.options("lab").remove(0);
    page.form(&format!("{package}/samples")).set("lab", &lab).set("quantity", quantity).send().await
}

pub async fn retest(clerk: &Clerk, package: &str, first: &str, second: &str) -> crate::support::Answer {
    let page = clerk.get(&format!("{package}/retests/new")).await;
    let lab = page.options("lab").remove(0);
    let form = page.form(&format!("{package}/retests")).set("lab", &lab);
    form.set("first_quantity", first).set("second_quantity", second).send().await
}

pub async fn remediate(clerk: &Clerk, package: &str) -> crate::support::Answer {
    let form = clerk.get(&format!("{package}/remediations/new")).await.form(&format!("{package}/remediations"));
    form.set("method", "Ozone").set("note", "Two hours, under notice 12").send().await
}

/// The same form under another number: not the second press of a button.
fn again_with(form: &Form) -> Form {
    form.clone().set("form_key", lotbook::values::FormKey::new().as_str())
}

pub async fn sample_numbers(shop: &Shop) -> Vec<String> {
    shop.app().read(|conn| Ok(lab_samples::table.order(lab_samples::id).select(lab_samples::number).load(conn)?)).await.unwrap()
}

#[test]
fn the_worklist_shows_what_keeps_packages_from_being_sold_and_reads_again() {
    shop(async |shop| {
        let manager = shop.clerk(MANAGER).await;
        let item = |name: &str, result: Value, amount: &str| {
            let mut item = State::item(name, 28, amount);
            item["result"] = result;
            item
        };
        let barcodes = shop
            .stocked(json!([
                item("Blue Dream 3.5 g", Value::Null, "0.125"),
                item("Northern Lights 3.5 g", json!(0), "0.123"),
                item("Sour Diesel Pre-Roll 1 g", json!(1), "0.034"),
            ]))
            .await;
        manager.get("/labs?which=none").await.says("Blue Dream").says_not("Northern Lights").says_not("Sour Diesel");
        manager.get("/labs?which=pending").await.says("Northern Lights").says_not("Blue Dream");
        let different = manager.get("/labs?which=different").await;
        different.says("Sour Diesel").says("0.034 oz").says("0.035 oz").says_not("Northern Lights");
        manager.get("/labs?which=failed").await.says("No package on the shelf has failed");
        assert!(!manager.get("/labs").await.text().contains("To be released"), "nobody asks for signatures here");

        shop.state.lab(&barcodes[0], 1).await;
        shop.state.lab(&barcodes[1], -1).await;
        let pending = manager.get("/labs?which=pending").await;
        let none = pending.form("/labs/readings").send().await.follow().await;
        none.says("No package was chosen");
        let package = pending.attribute("input[name='package']", "value");
        pending.form("/labs/readings").with("package", &package).send().await.goes_to("/labs?which=pending");
        manager.get("/labs?which=pending").await.says("Read 1 package from the state just now: 1 says something new.");
        let failed = manager.get("/labs?which=failed").await;
        failed.says("Northern Lights").says("14 days left");
        let northern = failed.link("Retest").replace("/retests/new", "");
        assert_eq!(failed.link("Remediate"), format!("{northern}/remediations/new"));
        assert!(failed.link("Destroy").starts_with("/destructions/new?package="));
        manager.get(&northern).await.says("not which value did");
        let tabs = failed.all("nav.tabs a").join(" ");
        assert!(tabs.contains("Samples 0 at a laboratory"), "{tabs}");
        manager.get("/").await.says("failed its lab test").says("14 days left");
        let all = manager.get("/labs?which=none").await.form("/labs/readings").with("all", "1");
        all.send().await.goes_to("/labs?which=none");
        manager.get("/labs?which=none").await.says("1 says something new").says("Every package on the shelf has a result");

        shop.state.fault("inventory_qa_check_all", "error_500", 1).await;
        let failed = manager.get("/labs?which=failed").await.form("/labs/readings").with("all", "1");
        failed.send().await.follow().await.says("The state does not answer");
        let auditor = shop.clerk(AUDITOR).await;
        assert!(!auditor.get("/labs?which=failed").await.has("form[action='/labs/readings']"));
        shop.clerk(BUDTENDER).await.ask("/labs").await.is(403);
    });
}

async fn ask_for_signatures(shop: &Shop) {
    let admin = shop.clerk(ADMIN).await;
    let settings = admin.get("/").await.link("Location");
    let form = admin.get(&settings).await.form(&settings).with("two_person_release", "1");
    form.send().await.goes_to(&settings);
}

async fn sign(clerk: &Clerk, package: &str) -> crate::support::Answer {
    let page = clerk.get(&format!("{package}/releases/new")).await;
    page.form(&format!("{package}/releases")).set("note", "compared with the label").send().await
}

#[test]
fn a_certificate_is_released_by_two_people_and_a_new_result_withdraws_it() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (manager, inventory) = (shop.clerk(MANAGER).await, shop.clerk(INVENTORY).await);
        let package = manager.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        manager.get(&package).await.says("Sellable");
        assert!(!manager.get(&package).await.has("a[href$='/releases/new']"), "off until a location asks for it");
        manager.get(&format!("{package}/releases/new")).await.says("asks for no signatures");
        ask_for_signatures(shop).await;

        // The same words wherever it is refused.
        let words = "its certificate is not released. Two people must sign it, each for themselves.";
        manager.get(&package).await.says("Not sellable").says("Certificate not released").says(words);
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await;
        budtender.get("/register").await.says(words);
        manager.get("/labs?which=unsigned").await.says("Blue Dream");
        manager.get("/").await.says("has passed and is not released");

        let stale = manager.get(&format!("{package}/releases/new")).await.form(&format!("{package}/releases"));
        let third = shop.clerk(COMPLIANCE).await;
        let late = third.get(&format!("{package}/releases/new")).await.form(&format!("{package}/releases"));
        sign(&manager, &package).await.goes_to(&package);
        manager.get(&package).await.says("Somebody else must sign too").says("Signed by").says("Not sellable");
        // The page offers it to others only; past the page it is refused, too.
        manager.get(&format!("{package}/releases/new")).await.says("must be somebody else's");
        let again = again_with(&stale).send().await;
        again.follow().await.says("You have signed this certificate already");
        sign(&inventory, &package).await.goes_to(&package);
        let page = inventory.get(&package).await;
        page.says("Sellable").says("Certificate released").says("compared with the label").says("Signed once");
        third.get(&format!("{package}/releases/new")).await.says("The certificate is released.");
        late.send().await.follow().await.says("is released already");
        manager.get("/labs?which=unsigned").await.says("Everything that has passed is released");

        shop.state.lab(&barcode, -1).await;
        read(&manager, &package).await.says("Failed").says("Withdrawn: a new result");
        let nothing = again_with(&stale).send().await;
        nothing.follow().await.says("has no passed result");
        shop.state.lab(&barcode, 1).await;
        read(&manager, &package).await.says("Not sellable").says("Certificate not released");
    });
}

#[test]
fn several_certificates_are_looked_at_and_signed_on_one_page() {
    shop(async |shop| {
        let item = |name: &str| State::item(name, 28, "0.125");
        let (manager, inventory) = (shop.clerk(MANAGER).await, shop.clerk(INVENTORY).await);
        let barcodes = shop.stocked(json!([item("Blue Dream 3.5 g"), item("Northern Lights 3.5 g")])).await;
        let package = crate::sublots::page_of(&manager, &barcodes[0]).await;
        crate::sublots::form(&manager, &package, &["4"]).await.send().await.goes_to(&package);
        ask_for_signatures(shop).await;

        let list = manager.get("/labs?which=unsigned").await;
        assert!(list.all("td[data-label='Signatures']").iter().all(|words| words.contains("Waits for two")), "{}", list.text());
        let chosen: Vec<String> = list.all_attributes("input[name='package']", "value");
        assert_eq!(chosen.len(), 3);
        let all = format!("/labs/signings/new?package={}", chosen.join("&package="));
        let page = manager.get(&all).await;
        assert_eq!(page.all("input[name='sign']").len(), 2, "the sublot shares its source's certificate");
        page.says("Potency").says("Posts per unit");
        let form = page.form("/labs/signings").set("note", "with the labels");
        form.send().await.follow().await.says("No certificate is ticked, so nothing was signed.");
        let ticked = page.all_attributes("input[name='sign']", "value");
        let both = ticked.iter().fold(form, |form, id| form.with("sign", id));
        both.send().await.follow().await.says("Signed 2 certificates. Somebody else must sign too.");
        let mine = manager.get("/labs?which=unsigned").await;
        mine.says("Waits for somebody else").says("you have signed");
        manager.get(&all).await.says("You have signed it.");

        let theirs = inventory.get("/labs?which=unsigned").await;
        theirs.says("Waits for a second").says("signed by Maria Alvarez").says("you may sign");
        let page = inventory.get(&all).await;
        page.says("with the labels");
        let form = ticked.iter().fold(page.form("/labs/signings"), |form, id| form.with("sign", id));
        // One that changed meanwhile, and none is signed.
        shop.state.lab(&barcodes[1], -1).await;
        let other = crate::sublots::page_of_any(&inventory, &barcodes[1], "Northern Lights").await;
        read(&inventory, &other).await.says("Failed");
        form.send().await.follow().await.says("has no passed result");
        manager.get(&package).await.says("Certificate not released");
        let first = ticked.iter().find(|id| !other.ends_with(id.as_str())).unwrap();
        let one = inventory.get(&all).await.form("/labs/signings").with("sign", first);
        one.send().await.follow().await.says("Signed 1 certificate. Now released: 1.");
        manager.get(&package).await.says("Sellable");
        manager.get("/labs/signings/new").await.says("Nothing was chosen");
    });
}

#[test]
fn what_is_released_where_nothing_is_sold_is_not_said_to_be_sellable() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (manager, inventory) = (shop.clerk(MANAGER).await, shop.clerk(INVENTORY).await);
        let package = crate::sublots::page_of(&manager, &barcode).await;
        let moving = manager.get(&format!("{package}/moves/new")).await;
        let vault = moving.options("room").remove(0);
        moving.form(&format!("{package}/moves")).set("room", &vault).send().await.goes_to(&package);
        ask_for_signatures(shop).await;
        sign(&manager, &package).await.goes_to(&package);
        let words = "The certificate is released. The package may not be sold yet: its room is not a sales floor.";
        sign(&inventory, &package).await.follow().await.says(words);
        // Back again, while it is pending once more.
        shop.state.lab(&barcode, 0).await;
        read(&manager, &package).await.says("Pending");
        let moving = manager.get(&format!("{package}/moves/new")).await;
        let floor = moving.option_with("room", "sales floor");
        let moved = moving.form(&format!("{package}/moves")).set("room", &floor).send().await;
        moved.follow().await.says("It may not be sold there: its lab result is still pending.");
    });
}

#[test]
fn two_packages_of_one_sample_that_post_different_amounts_are_released_each_for_itself() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (manager, inventory) = (shop.clerk(MANAGER).await, shop.clerk(INVENTORY).await);
        let package = manager.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let split = crate::sublots::form(&manager, &package, &["4"]).await;
        split.send().await.goes_to(&package);
        let child = crate::sublots::children(shop).await.remove(0).0;
        let other = crate::sublots::page_of(&manager, &child).await;
        let heavier = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(packages::table.filter(packages::barcode.eq(&child)))
                .set(packages::med_usable.eq(123_i64))
                .execute(tx)?;
            Ok(())
        };
        shop.app().db.write(heavier).await.unwrap();
        ask_for_signatures(shop).await;
        for clerk in [&manager, &inventory] {
            sign(clerk, &package).await.goes_to(&package);
        }
        manager.get(&package).await.says("Sellable");
        let waiting = manager.get("/labs?which=unsigned").await;
        assert_eq!(waiting.all("tbody th a").len(), 1, "the other is still to be released: {}", waiting.text());
        for clerk in [&manager, &inventory] {
            sign(clerk, &other).await.goes_to(&other);
        }
        manager.get(&other).await.says("Sellable");
        manager.get(&package).await.says("Sellable");
        manager.get("/labs?which=unsigned").await.says("Everything that has passed is released");
    });
}

#[test]
fn a_sample_leaves_the_package_and_its_result_is_the_packages() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (_, package) = untested(shop, &clerk).await;
        let back = send_sample(&clerk, &package, "1.5").await.follow().await;
        assert!(back.problem("quantity").contains("whole units"));
        send_sample(&clerk, &package, "0").await.follow().await.says("A sample is more than nothing.");
        send_sample(&clerk, &package, "25").await.follow().await.says("Only 24 of package");
        send_sample(&clerk, &package, "2").await.goes_to(&package);
        let page = clerk.get(&package).await;
        page.says("22 each").says("Pending").says("Lab result pending").says("sampled").says("Samples");
        let other = clerk.get(&format!("{package}/samples/new")).await;
        let lab = other.options("lab").remove(0);
        let again = other.form(&format!("{package}/samples")).set("lab", &lab).set("quantity", "1").send().await;
        again.follow().await.says("is at a laboratory");
        clerk.get("/labs?which=samples").await.says("Blue Dream").says("Pending").says("Test");

        // Back again, and once more.
        let void = void_of(&clerk, &page).await;
        void.send().await.goes_to(&package);
        let page = clerk.get(&package).await;
        page.says("24 each").says("Voided").says("No lab result");
        let twice = again_with(&void).send().await;
        twice.follow().await.says("was voided before");
        send_sample(&clerk, &package, "1").await.goes_to(&package);

        let number = sample_numbers(shop).await.pop().unwrap();
        shop.state.lab_of_sample(&number, 1).await;
        let page = read(&clerk, &package).await;
        page.says("Read from the state just now: Passed.").says("23 each").says_not("Lab result pending");
        assert!(!page.has("a[href$='/voids/new']"), "what has a result stays");
        let mut late = again_with(&void);
        late.action = void.action.replace(void.action.rsplit('/').nth(1).unwrap(), &sample_id(shop, &number).await);
        let late = late.send().await;
        late.follow().await.says("The laboratory has a result");
    });
}

async fn sample_id(shop: &Shop, number: &str) -> String {
    let number = number.to_owned();
    shop.app()
        .read(move |conn| Ok(lab_samples::table.filter(lab_samples::number.eq(number)).select(lab_samples::id).first(conn)?))
        .await
        .unwrap()
}

#[test]
fn what_failed_is_on_hold_until_two_new_samples_have_both_passed() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (barcode, package) = failed(shop, &clerk).await;
        clerk.get(&package).await.says("On hold: it failed.").says("14 days left").says("Failed its lab test");
        let sample = clerk.ask(&format!("{package}/samples/new")).await;
        sample.page().form(&format!("{package}/samples"));
        send_sample(&clerk, &package, "1").await.follow().await.says("failed its test");

        retest(&clerk, &package, "1", "2").await.goes_to(&package);
        let page = clerk.get(&package).await;
        page.says("21 each").says("Retest").says("Pending").says_not("On hold: it failed.");
        // Taken back together: it has failed as before, and the clock runs on.
        void_of(&clerk, &page).await.send().await.goes_to(&package);
        clerk.get(&package).await.says("24 each").says("On hold: it failed.").says("Voided");

        retest(&clerk, &package, "1", "1").await.goes_to(&package);
        let samples = sample_numbers(shop).await.split_off(2);
        shop.state.lab_of_sample(&samples[0], 1).await;
        read(&clerk, &package).await.says("Lab result pending");
        shop.state.lab_of_sample(&samples[1], 1).await;
        read(&clerk, &package).await.says("Passed").says("Sellable");
        let calls = shop.state.calls("inventory_qa_retest").await;
        assert_eq!(calls.len(), 2);
        assert!(calls.iter().all(|call| call.to_string().contains(&barcode)));
        retest_refused(&clerk, &package).await;
    });
}

async fn retest_refused(clerk: &Clerk, package: &str) {
    retest(clerk, package, "1", "1").await.follow().await.says("has not failed a test");
    remediate(clerk, package).await.follow().await.says("has not failed a test");
}

#[test]
fn one_of_two_that_fails_is_enough_to_fail_and_the_clock_begins_anew() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (_, package) = failed(shop, &clerk).await;
        shop.state.advance_hours(15 * 24).await;
        shop.app().biotrack.probe().await.unwrap();
        clerk.get("/labs?which=failed").await.says("overdue");
        shop.clerk(MANAGER).await.get("/").await.says("Overdue");
        retest(&clerk, &package, "1", "1").await.goes_to(&package);
        let samples = sample_numbers(shop).await;
        shop.state.lab_of_sample(&samples[0], 1).await;
        shop.state.lab_of_sample(&samples[1], -1).await;
        read(&clerk, &package).await.says("Failed its lab test").says("14 days left");
    });
}

#[test]
fn what_was_remediated_is_untested_and_sampled_as_if_for_the_first_time() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (_, package) = failed(shop, &clerk).await;
        let form = clerk.get(&format!("{package}/remediations/new")).await.form(&format!("{package}/remediations"));
        let back = form.clone().set("method", "").send().await.follow().await;
        assert!(!back.problem("method").is_empty() && !back.problem("note").is_empty());
        remediate(&clerk, &package).await.goes_to(&package);
        let page = clerk.get(&package).await;
        page.says("No lab result").says("Ozone: Two hours, under notice 12").says_not("On hold: it failed.");
        read(&clerk, &package).await.says("No lab result");
        send_sample(&clerk, &package, "1").await.goes_to(&package);
        let number = sample_numbers(shop).await.pop().unwrap();
        shop.state.lab_of_sample(&number, 1).await;
        read(&clerk, &package).await.says("Passed");
    });
}

#[test]
fn what_is_scheduled_for_destruction_is_neither_sampled_nor_mended() {
    shop(async |shop| {
        let manager = shop.clerk(MANAGER).await;
        let (barcode, package) = failed(shop, &manager).await;
        let form = manager.get(&format!("/destructions/new?package={barcode}")).await.form("/destructions");
        form.set("reason", "7").set("note", "failed").send().await.goes_to("/destructions/");
        retest(&manager, &package, "1", "1").await.follow().await.says("is scheduled for destruction");
        remediate(&manager, &package).await.follow().await.says("is scheduled for destruction");
        manager.get("/labs?which=failed").await.says("No package on the shelf has failed");
        let status: String = shop.app().read(|conn| Ok(packages::table.select(packages::status).first(conn)?)).await.unwrap();
        assert_eq!(status, "scheduled");
    });
}

#[test]
fn a_laboratory_that_the_state_does_not_list_and_a_refusal_of_the_state_change_nothing() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (_, package) = untested(shop, &clerk).await;
        let page = clerk.get(&format!("{package}/samples/new")).await;
        let form = page.form(&format!("{package}/samples")).set("quantity", "1");
        let none = form.clone().send().await.follow().await;
        assert!(none.problem("lab").contains("choose"));
        form.clone().set("lab", "CMTL-0000-0000").send().await.follow().await.says("does not list that laboratory");
        shop.state.refuse("inventory_qa_sample", "You attempted to QA sample an inventory type that cannot be sampled.").await;
        let refused = form.set("lab", &page.options("lab")[0]).send().await;
        refused.follow().await.says("cannot be sampled");
        clerk.get(&package).await.says("24 each").says("No lab result");
    });
}
