//! Destructions: scheduled, waiting 72 hours by the state's clock, completed before two witnesses, or undone.

use crate::register::ADA;
use crate::support::{AUDITOR, BUDTENDER, COMPLIANCE, Clerk, Form, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::destruction_photos;
use serde_json::json;

/// Schedules all of a package; the page of its destruction.
async fn scheduled(clerk: &Clerk, barcode: &str) -> String {
    let page = clerk.get(&format!("/destructions/new?package={barcode}")).await;
    page.form("/destructions").set("reason", "6").set("note", "Mould on the lid").send().await.goes_to("/destructions/")
}

/// Two people who can have seen it.
fn witnesses(page: &Page) -> [String; 2] {
    let page = scraper::Html::parse_document(&page.body);
    let options = scraper::Selector::parse("#witness_one option").unwrap();
    let mut people = page.select(&options).filter_map(|option| option.value().attr("value")).filter(|value| !value.is_empty());
    [people.next().unwrap().to_owned(), people.next().unwrap().to_owned()]
}

async fn complete(clerk: &Clerk, destruction: &str) -> crate::support::Answer {
    let page = clerk.get(&format!("{destruction}/completions/new")).await;
    let [one, two] = witnesses(&page);
    let form = page.form(&format!("{destruction}/completions"));
    form.set("method", "Ground and mixed with soil").set("witness_one", &one).set("witness_two", &two).send().await
}

/// Takes it back, for a reason.
async fn undone(clerk: &Clerk, destruction: &str) -> Form {
    let form = clerk.get(&format!("{destruction}/undos/new")).await.form(&format!("{destruction}/undos"));
    form.set("reason", "It was the wrong jar")
}

/// The state's clock goes on, and we hear of it with the next answer.
async fn hours_pass(shop: &Shop, hours: i64) {
    shop.state.advance_hours(hours).await;
    shop.app().biotrack.probe().await.unwrap();
}

async fn state_row(shop: &Shop, barcode: &str) -> serde_json::Value {
    shop.state.rows("inventory").await.into_iter().find(|row| row["id"] == barcode).unwrap()
}

#[test]
fn a_package_is_scheduled_waits_and_is_destroyed_before_two_witnesses() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(COMPLIANCE).await;
        let destruction = scheduled(&clerk, &barcode).await;
        assert_eq!(state_row(shop, &barcode).await["inventorystatus"], 1);
        clerk.get("/destructions").await.says("Spoilage").says("Mould on the lid").says("72 of 72 h left").says_not("Complete");
        clerk.get(&format!("/inventory?q={barcode}")).await.says("Scheduled").says("due");

        hours_pass(shop, 71).await;
        let early = clerk.get(&format!("{destruction}/completions/new")).await;
        early.says("1 h left");
        hours_pass(shop, 1).await;
        clerk.get("/destructions?status=due").await.says("Due now").link("Complete");
        complete(&clerk, &destruction).await.goes_to(&destruction);
        let page = clerk.get(&destruction).await;
        page.says("Destroyed").says("Ground and mixed with soil").says("Witnesses");
        let row = state_row(shop, &barcode).await;
        assert_eq!((&row["remaining_quantity"], &row["deleted"]), (&"0".into(), &1.into()));

        clerk.get(&format!("/inventory?q={barcode}")).await.says("No package is like that");
        clerk.get(&format!("/inventory?q={barcode}&zero_quantity=1")).await.says("Destroyed");
        clerk.get("/destructions?status=done").await.says("Spoilage");
    });
}

#[test]
fn nothing_is_destroyed_before_its_hours_are_over() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let destruction = scheduled(&clerk, &barcode).await;
        hours_pass(shop, 72).await;
        let form = clerk.get(&format!("{destruction}/completions/new")).await;
        hours_pass(shop, -2).await;
        let [one, two] = witnesses(&form);
        let early = form
            .form(&format!("{destruction}/completions"))
            .set("method", "Ground")
            .set("witness_one", &one)
            .set("witness_two", &two);
        early.send().await.follow().await.says("2 h left");
        assert!(shop.state.calls("inventory_destroy").await.is_empty());
        clerk.get(&destruction).await.says("Waiting");
    });
}

#[test]
fn two_different_people_must_have_seen_it_and_the_day_must_be_possible() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let destruction = scheduled(&clerk, &barcode).await;
        hours_pass(shop, 80).await;
        let page = clerk.get(&format!("{destruction}/completions/new")).await;
        let [one, _] = witnesses(&page);
        let form = page.form(&format!("{destruction}/completions")).set("method", "Ground").set("witness_one", &one);
        let back = form.clone().set("witness_two", &one).set("disposed_on", "2020-01-01").send().await.follow().await;
        assert!(back.problem("witness_two").contains("Two different people"));
        assert!(back.problem("disposed_on").contains("Choose a day from"));
        let back = form.set("witness_two", "").send().await.follow().await;
        assert!(back.problem("witness_two").contains("choose"));
        clerk.get(&destruction).await.says("Due now");
    });
}

#[test]
fn either_waiting_state_can_be_undone() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        for hours in [0, 73] {
            let destruction = scheduled(&clerk, &barcode).await;
            hours_pass(shop, hours).await;
            let undo = undone(&clerk, &destruction).await;
            let unsaid = undo.clone().set("reason", "").send().await.follow().await;
            assert_eq!(unsaid.problem("reason"), "Please fill this in.");
            undo.send().await.goes_to(&destruction);
            undo.send().await.goes_to(&destruction);
            clerk.get(&destruction).await.says("Undestroyed").says("It was the wrong jar");
            assert!(state_row(shop, &barcode).await["inventorystatus"].is_null());
        }
        assert_eq!(shop.state.calls("inventory_destroy_schedule_undo").await.len(), 2);
        clerk.get(&format!("/inventory?q={barcode}")).await.says("Active");
    });
}

#[test]
fn a_second_press_schedules_nothing_twice_and_a_second_form_is_told_why() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let page = clerk.get(&format!("/destructions/new?package={barcode}")).await;
        let form = page.form("/destructions").set("reason", "3").set("note", "Mites");
        let first = form.send().await.goes_to("/destructions/");
        assert_eq!(form.send().await.goes_to("/destructions/"), first);
        let again = clerk.get(&format!("/destructions/new?package={barcode}")).await.form("/destructions");
        again
            .set("reason", "3")
            .set("note", "Mites")
            .send()
            .await
            .follow()
            .await
            .says("already scheduled for destruction; it may be destroyed from");
        assert_eq!(shop.state.calls("inventory_destroy_schedule").await.len(), 1);
    });
}

#[test]
fn only_the_states_reasons_serve_and_a_note_is_asked_for() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let page = clerk.get(&format!("/destructions/new?package={barcode}")).await;
        page.says("Infestation").says("The state's own list");
        let form = page.form("/destructions");
        let back = form.clone().set("reason", "0").send().await.follow().await;
        assert!(back.problem("note").contains("Other"));
        let back = form.clone().set("reason", "0").set("note", "x").send().await.follow().await;
        assert!(back.problem("note").contains("At least 15 characters"));
        form.clone()
            .set("reason", "77")
            .set("note", "Mould")
            .send()
            .await
            .follow()
            .await
            .says("The state does not have that reason");
        let back =
            form.clone().set("package", "6853296789574115").set("reason", "6").set("note", "Mould").send().await.follow().await;
        back.says("no package here");
        clerk.get("/destructions/new?package=123").await.says("There is no package here");
        assert!(shop.state.calls("inventory_destroy_schedule").await.is_empty());
    });
}

#[test]
fn a_refusal_of_the_state_leaves_everything_as_it_was() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        shop.state.refuse("inventory_destroy_schedule", "Not today.").await;
        let form = clerk.get(&format!("/destructions/new?package={barcode}")).await.form("/destructions");
        let back = form.set("reason", "6").set("note", "Mould").send().await.follow().await;
        back.says("Not today.");
        assert_eq!(back.form("/destructions").value("note"), "Mould");
        let destruction = scheduled(&clerk, &barcode).await;
        hours_pass(shop, 72).await;
        shop.state.refuse("inventory_destroy", "Not today.").await;
        complete(&clerk, &destruction).await.follow().await.says("Not today.");
        clerk.get(&destruction).await.says("Due now");
        complete(&clerk, &destruction).await.goes_to(&destruction);
    });
}

#[test]
fn every_lost_answer_is_looked_up_in_the_states_books() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(COMPLIANCE).await;
        let settle = async |action: &str| {
            shop.state.fault(action, "drop_after", 1).await;
            shop.state.fault("nonce_replay", "garbage", 1).await;
        };
        settle("inventory_destroy_schedule").await;
        let form = clerk.get(&format!("/destructions/new?package={barcode}")).await.form("/destructions");
        form.set("reason", "6").set("note", "Mould").send().await.goes_to("/filings/");
        shop.sweep().await;
        shop.sweep().await;
        let destruction = clerk.get("/destructions").await.link("Blue Dream");

        settle("inventory_destroy_schedule_undo").await;
        undone(&clerk, &destruction).await.send().await.goes_to("/filings/");
        shop.sweep().await;
        shop.sweep().await;
        clerk.get(&destruction).await.says("Undestroyed");

        let destruction = scheduled(&clerk, &barcode).await;
        hours_pass(shop, 72).await;
        settle("inventory_destroy").await;
        complete(&clerk, &destruction).await.goes_to("/filings/");
        shop.sweep().await;
        shop.sweep().await;
        clerk.get(&destruction).await.says("Destroyed");
    });
}

#[test]
fn who_may_not_destroy_sees_no_buttons() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let destruction = scheduled(&clerk, &barcode).await;
        let auditor = shop.clerk(AUDITOR).await;
        let page = auditor.get(&destruction).await;
        page.says("Mould on the lid");
        assert!(!page.has("a[href$='/undos/new']"));
        auditor.ask("/destructions/new").await.is(403);
        auditor.post(&format!("{destruction}/undos"), &[("form_key", "0")]).await.is(403);
        auditor.ask("/destructions/nonsense").await.is(404);
        shop.clerk(BUDTENDER).await.ask("/destructions").await.is(403);
    });
}

#[test]
fn several_packages_are_scheduled_in_one_filing_all_or_none() {
    shop(async |shop| {
        let items = json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Mango Gummies 100 mg", 22, "100.00")]);
        let barcodes = shop.stocked(items).await;
        let clerk = shop.clerk(INVENTORY).await;
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for(ADA).await;
        budtender.scan(&barcodes[1]).await.goes_to("/register");
        let both = format!("/destructions/new?package={}%0D%0A{}&package=123", barcodes[0], barcodes[1]);
        let page = clerk.get(&both).await;
        page.says("2 packages, all of them or none").says("no package here with the identifier “123”");
        let form = page.form("/destructions").set("reason", "6").set("note", "Water damage");
        let back = form.send().await.follow().await;
        back.says("None of the packages was scheduled").says("in a cart at the register");
        assert!(shop.state.calls("inventory_destroy_schedule").await.is_empty());
        clerk.get(&format!("/inventory?q={}", barcodes[0])).await.says("Active");

        budtender.get("/register").await.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
        let form = clerk.get(&both).await.form("/destructions").set("reason", "6").set("note", "Water damage");
        form.send().await.goes_to("/destructions");
        form.send().await.goes_to("/destructions");
        assert_eq!(shop.state.calls("inventory_destroy_schedule").await.len(), 1);
        let list = clerk.get("/destructions").await;
        list.says("Blue Dream").says("Mango Gummies");
        for barcode in &barcodes {
            assert_eq!(state_row(shop, barcode).await["inventorystatus"], 1);
        }
        // Each ends by itself.
        let one = list.link("Mango Gummies");
        undone(&clerk, &one).await.send().await.goes_to(&one);
        let package = clerk.get(&one).await.attribute("main a[href^='/inventory/']", "href");
        clerk.get(&package).await.says("Status").says("Scheduled for destruction").says("Active");
        clerk.get("/destructions").await.says("Blue Dream").says_not("Mango Gummies");
    });
}

#[test]
fn a_destruction_has_a_certificate_and_photos() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(COMPLIANCE).await;
        let destruction = scheduled(&clerk, &barcode).await;
        let certificate = format!("{destruction}/certificate");
        clerk.ask(&certificate).await.is(422).says("not destroyed");
        hours_pass(shop, 72 + 49).await;
        clerk.get("/destructions?status=overdue&days=2").await.says("Blue Dream");
        clerk.get("/destructions?status=overdue&days=3").await.says_not("Blue Dream");
        complete(&clerk, &destruction).await.goes_to(&destruction);

        let page = clerk.get(&destruction).await;
        let photos = format!("{destruction}/photos");
        let key = page.form(&photos).value("form_key");
        let send = async |key: &str, bytes: &[u8]| clerk.post_file(&photos, &destruction, key, "photo", bytes).await;
        send(&key, b"<svg onload=alert(1)>").await.follow().await.says("neither a JPEG nor a PNG");
        send(&key, &[]).await.follow().await.says("Choose a photo first");
        send(&key, &vec![0xFF; 5 * 1024 * 1024 + 1]).await.follow().await.says("larger than 5 MB");
        let picture = b"\x89PNG\r\n\x1a\nand the rest".to_vec();
        send(&key, &picture).await.goes_to(&destruction);
        send(&key, &picture).await.goes_to(&destruction);
        let kept: Vec<String> =
            shop.app().read(|conn| Ok(destruction_photos::table.select(destruction_photos::picture).load(conn)?)).await.unwrap();
        assert_eq!(kept, ["image/png"], "a second press is not a second photo");
        let auditor = shop.clerk(AUDITOR).await;
        let page = auditor.get(&certificate).await;
        page.says("Blue Dream").says("Spoilage").says("Mould on the lid").says("Ground and mixed with soil");
        page.says("LicenseMMTC-2019-0016-R1").says("Address").says_not("number 6");
        page.says("Signature of").says("Schedule destructionBioTrack transaction").says("DestroyBioTrack transaction");
        let photo = page.attribute("img[src^='/destructions/']", "src");
        auditor.ask(&photo).await.is(200);
        assert!(auditor.ask(&photo).await.body.ends_with("and the rest"));
        auditor.ask(&format!("{photos}/nonsense")).await.is(404);
        shop.clerk(BUDTENDER).await.ask(&photo).await.is(403);
        assert!(!auditor.get(&destruction).await.has("input[type='file']"));
    });
}

#[test]
fn the_record_of_a_destruction_does_not_change_with_the_catalog() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (clerk, manager) = (shop.clerk(COMPLIANCE).await, shop.clerk(MANAGER).await);
        let destruction = scheduled(&clerk, &barcode).await;
        hours_pass(shop, 72).await;
        let page = clerk.get(&format!("{destruction}/completions/new")).await;
        let [one, two] = witnesses(&page);
        let form = page.form(&format!("{destruction}/completions")).set("witness_one", &one).set("witness_two", &two);
        assert!(form.set("method", "G").send().await.follow().await.problem("method").contains("At least 5"));
        complete(&clerk, &destruction).await.goes_to(&destruction);
        let product = manager.get("/products").await.link("Blue Dream 3.5 g");
        let form = manager.get(&format!("{product}/edit")).await.form("/products/").set("name", "Renamed later");
        form.send().await.follow().await.says("Renamed later");
        for page in [destruction.clone(), format!("{destruction}/certificate"), "/destructions?status=done".to_owned()] {
            clerk.get(&page).await.says("Blue Dream 3.5 g").says_not("Renamed later");
        }
    });
}

#[test]
fn what_is_set_aside_or_gone_stays_as_it_is() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (clerk, manager) = (shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await);
        let package = clerk.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let id = package.rsplit('/').next().unwrap().to_owned();
        manager.get("/statuses/new").await.form("/statuses").set("name", "On hold").send().await.goes_to("/statuses");
        let destruction = scheduled(&clerk, &barcode).await;
        let batch = clerk.get(&format!("/inventory/batches/new?chosen={id}")).await.form("/inventory/batches");
        let standing = clerk.get(&format!("/inventory/status_changes/new?chosen={id}")).await;
        let status = standing.options("standing").remove(0);
        let standing = standing.form("/inventory/status_changes").set("standing", &status);
        let label = clerk.get(&format!("{package}/external_ids/new")).await.form(&format!("{package}/external_ids"));
        let label = label.set("label", "OLD-1").set("reason", "relabelled");
        let refused = async |status: &str| {
            for form in [batch.clone().set("batch", "B-1"), standing.clone(), label.clone()] {
                let answer = form.send().await.follow().await;
                answer.says(&format!("is {status}; it stays as it is."));
            }
        };
        refused("scheduled for destruction").await;
        hours_pass(shop, 72).await;
        complete(&clerk, &destruction).await.goes_to(&destruction);
        refused("destroyed").await;
    });
}
