//! The go-live page: what is compared with the state, what it says when something is wrong, and that it is kept.

use crate::support::{ADMIN, AUDITOR, BUDTENDER, Clerk, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::{rooms, users};
use serde_json::json;

async fn check(clerk: &Clerk) -> Page {
    clerk.get("/go-live").await.form("/go-live/checks").send().await.follow().await
}

/// The outcome and the words of one line.
#[track_caller]
fn line(page: &Page, what: &str) -> String {
    let all = page.all("tbody tr");
    all.iter().find(|row| row.starts_with(what)).unwrap_or_else(|| panic!("no line is about {what}: {all:?}")).clone()
}

impl Shop {
    /// The demonstration's shipments are received, and Bea is written as the state has her.
    async fn put_right(&self) {
        let manager = self.clerk(MANAGER).await;
        let list = manager.get("/receiving").await.form("/receiving/pulls").send().await.follow().await;
        let digits = |words: String| words.chars().filter(char::is_ascii_digit).collect::<String>();
        let links = list.all("tbody a[href^='/receiving/']").into_iter().map(digits);
        let manifests: std::collections::BTreeSet<String> = links.filter(|number| number.len() == 16).collect();
        for number in manifests {
            let path = format!("/receiving/{number}");
            let page = manager.get(&path).await;
            if page.has("form[action$='/arrivals']") {
                page.form(&format!("{path}/arrivals")).send().await.goes_to(&path);
            }
            let page = manager.get(&path).await;
            let confirm = page.form(&format!("{path}/drafts")).with("all", "accept").send().await;
            confirm.is(200);
            Page::of(&confirm).form(&format!("{path}/receipts")).send().await.goes_to(&path);
        }
        self.state.staff("bea.budtender@demo.example", "dispenser").await;
    }

    async fn sql(&self, work: impl Fn(&mut lotbook::db::Conn) -> lotbook::error::Result<()> + Send + 'static) {
        self.app().db.write(work).await.unwrap();
    }
}

#[test]
fn a_store_that_is_not_ready_is_told_why_line_by_line() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        clerk.get("/go-live").await.says("Nothing was checked yet");
        let page = check(&clerk).await;
        page.says("Not ready").says("by Maria Alvarez");
        assert!(line(&page, "Sign-in to BioTrack").contains("Pass"), "{}", page.text());
        assert!(line(&page, "Deliveries").contains("waits to be received"), "{}", page.text());
        assert!(line(&page, "Staff").contains("the registry has “Bea.Budtender@demo.example”, not “bea.budtender@demo.example”"));
        for what in ["Rooms", "Drivers", "Cannabis products", "Packages", "Filings", "Initial uploads"] {
            assert!(line(&page, what).contains("Pass"), "{}", line(&page, what));
        }
    });
}

#[test]
fn a_store_that_was_put_right_is_ready_and_the_earlier_check_is_kept() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let before = check(&clerk).await;
        shop.put_right().await;
        let page = check(&clerk).await;
        page.says("Ready").says("Everything passed.");
        let kept = clerk.get(&before.path).await;
        kept.says("This is an earlier check").says("waits to be received");
        clerk.get("/go-live").await.says("Everything passed.").says("Other checks");
        let auditor = shop.clerk(AUDITOR).await.get("/go-live").await;
        auditor.says("Everything passed.");
        assert!(!auditor.has("form[action='/go-live/checks']"));
        shop.clerk(BUDTENDER).await.ask("/go-live").await.is(403);
        // An admin may open the people's pages, a manager may not.
        assert!(!clerk.get(&before.path).await.has("tbody a[href^='/users/']"));
        assert!(shop.clerk(ADMIN).await.get(&before.path).await.has("tbody a[href^='/users/']"));
    });
}

#[test]
fn whatever_differs_from_the_state_fails_with_its_name() {
    shop(async |shop| {
        shop.put_right().await;
        let clerk = shop.clerk(MANAGER).await;
        shop.sql(|tx| {
            let vault = rooms::table.filter(rooms::name.eq("Vault"));
            diesel::update(vault).set(rooms::name.eq("Safe")).execute(tx)?;
            Ok(())
        })
        .await;
        let clara = "carla.compliance@demo.example";
        shop.state.staff_who_is(clara, "other", "suspended").await;
        let page = check(&clerk).await;
        assert!(line(&page, "Rooms").contains("Fail") && line(&page, "Rooms").contains("Safe is called “Vault” in BioTrack."));
        assert!(line(&page, "Staff").contains(&format!("“{clara}” is suspended in the registry")));
        shop.state.ship(json!([State::item("Blue Dream 3.5 g", 28, "0.125")])).await;
        assert!(line(&check(&clerk).await, "Deliveries").contains("waits to be received"));
        shop.sql(move |tx| {
            diesel::update(rooms::table.filter(rooms::name.eq("Safe"))).set(rooms::name.eq("Vault")).execute(tx)?;
            diesel::update(users::table.filter(users::mmur_email.eq(clara))).set(users::email.eq("x@y.z")).execute(tx)?;
            Ok(())
        })
        .await;
        shop.state.staff(clara, "other").await;
        let page = check(&clerk).await;
        assert!(line(&page, "Staff").contains("Login ID, Email and MMUR email are not the same"));
        assert!(line(&page, "Rooms").contains("Pass"));
    });
}

#[test]
fn a_silent_state_leaves_things_unknown_and_an_unfinished_upload_fails() {
    shop(async |shop| {
        shop.state.onboarding(true).await;
        let clerk = shop.clerk(MANAGER).await;
        let form = clerk.get("/go-live/uploads/new").await.form("/go-live/uploads");
        let file = b"Old label,SKU,Inventory type,Quantity,Room\nA-1,FLW-BD-35,28,1,Vault\n";
        let upload = clerk.upload("/go-live/uploads", "/go-live/uploads/new", &form.fields, file).await.goes_to("/go-live/");
        shop.state.fault("*", "error_500", 1_000_000).await;
        let page = check(&clerk).await;
        for what in ["Deliveries", "Rooms", "Staff", "Packages"] {
            assert!(line(&page, what).contains("Unknown"), "{}", line(&page, what));
        }
        assert!(line(&page, "Sign-in").contains("Fail"), "{}", line(&page, "Sign-in"));
        assert!(line(&page, "Initial uploads").contains("Upload 1: nothing reported yet."));
        shop.state.no_faults().await;
        clerk.get(&upload).await.form_to("/go-live/uploads/", "/cancellations").send().await.goes_to(&upload);
        assert!(line(&check(&clerk).await, "Initial uploads").contains("Pass"));
    });
}
