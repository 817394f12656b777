//! Receiving: what is on its way, arrival, and one receipt for good.

use crate::support::{ADMIN, AUDITOR, BUDTENDER, COMPLIANCE, Clerk, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::{manifests, packages};
use serde_json::{Value, json};

fn three() -> Value {
    json!([
        State::item("Blue Dream 3.5 g", 28, "0.125"),
        State::item("Mango Gummies 100 mg", 22, "100.00"),
        State::item("Relief Balm 200 mg", 25, "200.00"),
    ])
}

/// A manifest that has arrived, and its form.
async fn arrived(shop: &Shop, clerk: &Clerk, items: Value) -> (String, Vec<String>, Page) {
    let (manifest, barcodes) = shop.state.ship(items).await;
    shop.arrived(clerk, &manifest).await;
    let page = clerk.get(&format!("/receiving/{manifest}")).await;
    (manifest, barcodes, page)
}

/// The name of a field of the line with this barcode.
fn field(page: &Page, name: &str, barcode: &str) -> String {
    let row = page.attribute(&format!("[name^='{name}-'][aria-label$='{barcode}']"), "name");
    assert!(row.starts_with(name));
    row
}

#[test]
fn nothing_is_received_before_its_arrival_is_confirmed() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, _) = shop.state.ship(three()).await;
        clerk.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        clerk.get("/receiving").await.says("On its way");
        let path = format!("/receiving/{manifest}");
        let page = clerk.get(&path).await;
        page.says("Receiving is refused before that").says("Blue Dream 3.5 g");
        assert!(!page.has(&format!("form[action='{path}/drafts']")));
        let mut early = page.form(&format!("{path}/arrivals"));
        early.action = format!("{path}/receipts");
        let early = early.send().await;
        early.follow().await.says("Confirm its arrival first");
        assert!(shop.state.calls("inventory_transfer_inbound").await.is_empty());

        let form = page.form(&format!("{path}/arrivals"));
        form.send().await.goes_to(&path);
        form.send().await.goes_to(&path);
        assert_eq!(shop.state.calls("inventory_manifest_arrive").await.len(), 1, "a second press tells nothing");
        clerk.get(&path).await.says("Arrived").form(&format!("{path}/drafts"));
        let again = page.form(&format!("{path}/arrivals")).set("form_key", "01a207ae-0000-7000-8000-000000000001");
        again.send().await.follow().await.says("already marked as arrived");
    });
}

#[test]
fn a_part_is_accepted_and_the_rest_goes_back_by_itself() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, barcodes, page) = arrived(shop, &clerk, three()).await;
        let path = format!("/receiving/{manifest}");
        let form = page
            .form(&format!("{path}/drafts"))
            .set(&field(&page, "accepted", &barcodes[1]), "20")
            .set(&field(&page, "reason", &barcodes[1]), "4 crushed")
            .set(&field(&page, "accepted", &barcodes[2]), "0")
            .set(&field(&page, "reason", &barcodes[2]), "Not ordered")
            .set(&field(&page, "cost", &barcodes[0]), "12.50");
        let confirm = form.send().await;
        confirm
            .is(200)
            .says("cannot be undone")
            .says("4 crushed")
            .says("Receive 2 packages (1 in part), reject 1")
            .says("$300.00");
        assert!(shop.state.calls("inventory_transfer_inbound").await.is_empty(), "nothing is done yet");
        let receipt = Page::of(&confirm).form(&format!("{path}/receipts"));
        receipt.send().await.goes_to(&path);
        receipt.send().await.goes_to(&path);
        assert_eq!(shop.state.calls("inventory_transfer_inbound").await.len(), 1, "a second press receives nothing twice");

        let page = clerk.get(&path).await;
        page.says("2 packages accepted, 1 of them in part; 1 rejected.").says("went back to the sender by itself");
        page.says("Accepted in part").says("Not ordered").says("What followed");
        let returned = shop.state.rows("transfer_return").await;
        assert_eq!(returned.len(), 2, "{returned:?}");
        assert!(!shop.state.rows("manifest").await.iter().any(|row| row["origination_license_number"] == "MMTC-2019-0016-R1"));
        let inventory = clerk.get("/inventory").await;
        inventory.says("Blue Dream").says("Mango Gummies").says_not("Relief Balm");
    });
}

#[test]
fn what_was_typed_wrong_is_said_beside_its_field_and_nothing_is_lost() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, barcodes, page) = arrived(shop, &clerk, three()).await;
        let path = format!("/receiving/{manifest}");
        let [many, none, half] = [0, 1, 2].map(|place| field(&page, "accepted", &barcodes[place]));
        let lot = field(&page, "lot", &barcodes[2]);
        let form = page.form(&format!("{path}/drafts")).set(&many, "25").set(&none, "0").set(&half, "1.5").set(&lot, "LOT-7");
        let answer = form.send().await;
        answer.is(422);
        let back = Page::of(&answer);
        assert_eq!(back.problem(&many), "Accept at most 24; the sender shipped 24.");
        assert!(back.problem(&none.replace("accepted", "reason")).contains("Say why"));
        assert!(back.problem(&half).contains("whole number"));
        let form = back.form(&format!("{path}/drafts"));
        assert_eq!((form.value(&many), form.value(&lot)), ("25".into(), "LOT-7".into()));
        // The draft has it too: what was typed comes back with the page.
        let later = clerk.get(&path).await;
        assert_eq!(later.form(&format!("{path}/drafts")).value(&many), "25");
        later.says("Draft of");
        let unsaid = page.form(&format!("{path}/drafts")).with("all", "reject").send().await;
        assert!(Page::of(&unsaid).problem("reject_reason").contains("Say why"));
    });
}

#[test]
fn a_manifest_of_rejections_only_makes_no_package_and_is_found_when_its_answer_is_lost() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, barcodes, page) = arrived(shop, &clerk, three()).await;
        let path = format!("/receiving/{manifest}");
        let confirm = page.form(&format!("{path}/drafts")).set("reject_reason", "Wrong shop").with("all", "reject").send().await;
        confirm.is(200).says("Reject all of it: 3 packages");
        shop.state.fault("inventory_transfer_inbound", "drop_after", 1).await;
        shop.state.fault("nonce_replay", "garbage", 1).await;
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to("/filings/");
        shop.sweep().await;
        shop.sweep().await;
        clerk.get(&path).await.says("3 packages rejected, none accepted.");
        let known: i64 = shop
            .app()
            .read(move |conn| Ok(packages::table.filter(packages::barcode.eq_any(barcodes)).count().first(conn)?))
            .await
            .unwrap();
        assert_eq!(known, 0);
    });
}

#[test]
fn a_lost_answer_is_looked_up_and_the_moves_follow() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, _, page) = arrived(shop, &clerk, three()).await;
        let path = format!("/receiving/{manifest}");
        let confirm = page.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        shop.state.fault("inventory_transfer_inbound", "drop_after", 1).await;
        let receipt = Page::of(&confirm).form(&format!("{path}/receipts"));
        receipt.send().await.goes_to("/filings/");
        clerk.get(&path).await.says("the state has not answered yet");
        shop.sweep().await;
        clerk.get(&path).await.says("3 packages accepted.");
        receipt.send().await.goes_to(&path);
        assert_eq!(shop.state.calls("inventory_transfer_inbound").await.len(), 1, "asked, never resent");
        assert_eq!(shop.state.calls("inventory_move").await.len(), 1, "one filing for the room");
        clerk.get(&path).await.says("Move 3 packages to Sales floor");
    });
}

#[test]
fn what_the_state_refuses_changes_nothing_and_the_form_comes_back() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, barcodes, page) = arrived(shop, &clerk, three()).await;
        let path = format!("/receiving/{manifest}");
        let lot = field(&page, "lot", &barcodes[0]);
        let confirm = page.form(&format!("{path}/drafts")).set(&lot, "LOT-9").send().await;
        shop.state.refuse("inventory_transfer_inbound", "Not today.").await;
        let refused = Page::of(&confirm).form(&format!("{path}/receipts")).send().await;
        let back = refused.follow().await;
        back.says("Not today.");
        assert_eq!(back.form(&format!("{path}/drafts")).value(&lot), "LOT-9");
        let confirm = back.form(&format!("{path}/drafts")).send().await;
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        clerk.get("/inventory?q=lot-9").await.says("Blue Dream");
    });
}

#[test]
fn a_received_manifest_is_not_reopened_and_a_package_is_not_received_twice() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, _, page) = arrived(shop, &clerk, three()).await;
        let path = format!("/receiving/{manifest}");
        let drafts = page.form(&format!("{path}/drafts")).with("all", "accept");
        let confirm = drafts.send().await;
        let second = drafts.send().await;
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        let second = Page::of(&second).form(&format!("{path}/receipts"));
        second.send().await.follow().await.says("cannot be reopened");

        // As if our own books had lost the receipt.
        let number = manifest.clone();
        let status = |status: &'static str| {
            let number = number.clone();
            shop.app().db.write(move |tx| -> lotbook::error::Result<()> {
                diesel::update(manifests::table.filter(manifests::number.eq(&number)))
                    .set(manifests::status.eq(status))
                    .execute(tx)?;
                Ok(())
            })
        };
        status("arrived").await.unwrap();
        let page = second.send().await.follow().await;
        page.says("was already received on").says("Lotbook Demo Dispensary").says("never received twice");
        status("received").await.unwrap();
        assert_eq!(shop.state.calls("inventory_transfer_inbound").await.len(), 1);
    });
}

#[test]
fn the_lot_name_is_filled_as_the_location_says() {
    shop(async |shop| {
        let (admin, clerk) = (shop.clerk(ADMIN).await, shop.clerk(INVENTORY).await);
        let (manifest, barcodes, page) = arrived(shop, &clerk, three()).await;
        let lot = field(&page, "lot", &barcodes[0]);
        let settings = admin.get("/").await.link("Location");
        for (choice, expected) in [("never", String::new()), ("package", barcodes[0].clone()), ("manifest", manifest.clone())] {
            admin.get(&settings).await.form(&settings).set("create_batches", choice).send().await.goes_to(&settings);
            let form = clerk.get(&format!("/receiving/{manifest}")).await.form(&format!("/receiving/{manifest}/drafts"));
            assert_eq!(form.value(&lot), expected, "{choice}");
        }
    });
}

#[test]
fn a_silent_state_leaves_the_list_with_its_age() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, _) = shop.state.ship(three()).await;
        clerk.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        shop.state.fault("inventory_manifest_lookup", "error_500", 2).await;
        let page = clerk.get("/receiving").await;
        page.says_not("does not answer").says("As of");
        page.form("/receiving/pulls").send().await.follow().await.says("the list is as it was");
        shop.state.advance_seconds(60).await;
        shop.app().biotrack.probe().await.unwrap();
        clerk.get("/receiving").await.says("the state does not answer").says("As of").form("/receiving/pulls");
        clerk.get(&format!("/receiving/{manifest}")).await.says("Blue Dream");
    });
}

#[test]
fn lab_results_are_read_again_with_each_receipt() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let mut item = State::item("Blue Dream 3.5 g", 28, "0.125");
        item["result"] = json!(0);
        let (manifest, barcodes, page) = arrived(shop, &clerk, json!([item])).await;
        let path = format!("/receiving/{manifest}");
        page.says("Pending").says("1 package has no passed lab result");
        let confirm = page.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        shop.state.lab(&barcodes[0], 1).await;
        Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        let package = clerk.get(&path).await.link("Blue Dream");
        clerk.get(&package).await.says("Passed").says("Potency");
    });
}

#[test]
fn only_those_who_receive_may() {
    shop(async |shop| {
        let (manifest, _) = shop.state.ship(three()).await;
        let path = format!("/receiving/{manifest}");
        for login in [BUDTENDER, COMPLIANCE] {
            shop.clerk(login).await.ask("/receiving").await.is(403);
        }
        let auditor = shop.clerk(AUDITOR).await;
        auditor.get("/receiving").await.form("/receiving/pulls").send().await.goes_to("/receiving");
        assert!(!auditor.get(&path).await.has(&format!("form[action='{path}/arrivals']")));
        auditor.post(&format!("{path}/arrivals"), &[("form_key", "0")]).await.is(403);
        for unknown in ["/receiving/0000000000000000", "/receiving/nonsense", "/receiving/019aaf00-0000-7000-8000-000000000000"] {
            auditor.ask(unknown).await.is(404);
        }
    });
}

#[test]
fn only_what_was_confirmed_is_filed() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let (manifest, barcodes, page) = arrived(shop, &clerk, three()).await;
        let path = format!("/receiving/{manifest}");
        let accepted = field(&page, "accepted", &barcodes[0]);
        let confirm = page.form(&format!("{path}/drafts")).with("all", "accept").send().await;
        let receipt = Page::of(&confirm).form(&format!("{path}/receipts"));
        // A colleague finds some of it crushed, after the totals were shown.
        let reason = accepted.replace("accepted", "reason");
        let manager = shop.clerk(MANAGER).await;
        let other = manager.get(&path).await.form(&format!("{path}/drafts")).set(&accepted, "20").set(&reason, "Crushed");
        other.with("go", "save").send().await.goes_to(&path);
        let refused = receipt.send().await.follow().await;
        refused.says("was changed after the page with the totals was shown, last by").says("nothing was done");
        assert_eq!(refused.form(&format!("{path}/drafts")).value(&reason), "Crushed");
        receipt.set("confirmed", "made up").send().await.follow().await.says("was changed after");
        assert!(shop.state.calls("inventory_transfer_inbound").await.is_empty());
    });
}
