//! Patients' records: found by masked lists, opened under a log, warned of, banned, and watched over.

use crate::guests::{check_in, lookup};
use crate::register::{ADA, RUTH, blue_dream, stocked};
use crate::support::{AUDITOR, BUDTENDER, COMPLIANCE, Clerk, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{patient_views, patients, users};
use serde_json::json;

pub async fn record_of(shop: &Shop, card: &str) -> String {
    let card = card.to_owned();
    let find = move |conn: &mut lotbook::db::Conn| -> lotbook::error::Result<String> {
        Ok(patients::table.filter(patients::card_id.eq(card)).select(patients::id).first(conn)?)
    };
    format!("/patients/{}", shop.app().read(find).await.unwrap())
}

/// How often each place stands in the log for this person.
async fn looks(shop: &Shop, login: &str, place: &str) -> i64 {
    let (login, place) = (login.to_owned(), place.to_owned());
    let count = move |conn: &mut lotbook::db::Conn| -> lotbook::error::Result<i64> {
        let rows = patient_views::table.inner_join(users::table).filter(users::login_id.eq(login));
        Ok(rows.filter(patient_views::place.eq(place)).count().get_result(conn)?)
    };
    shop.app().read(count).await.unwrap()
}

async fn search(clerk: &Clerk, typed: &str) -> Page {
    let answer = clerk.get("/patients").await.form("/patients/searches").set("patient", typed).send().await;
    answer.is(200);
    answer.page()
}

#[test]
fn a_record_is_found_by_a_masked_list_and_opened_under_a_log() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        check_in(&ben, ADA).await;
        check_in(&ben, RUTH).await;
        let hits = search(&maria, "lind").await;
        hits.says("AL").says("•••• 0001").says_not("Lindqvist").says_not("RO");
        assert_eq!(search(&maria, "P1000008").await.all("tbody tr").len(), 1);
        search(&maria, "zebra").await.says("Nobody was found");
        assert_eq!(looks(shop, MANAGER, "search").await, 0, "a list is no record");
        let page = maria.get(&hits.attribute("tbody a", "href")).await;
        page.says("Ada Lindqvist")
            .says("Card")
            .says("days left")
            .says("Certification")
            .says("Smoking")
            .says("Dispensed, by the registry");
        page.says("Who looked at this record").says("Maria Alvarez");
        assert_eq!(looks(shop, MANAGER, "search").await, 1);
        ben.get(&record_of(shop, ADA).await).await.says("Ada Lindqvist").says_not("Who looked at this record");
        assert_eq!(looks(shop, BUDTENDER, "profile").await, 1);
    });
}

#[test]
fn every_page_that_shows_a_name_leaves_a_line_in_the_log() {
    shop(async |shop| {
        let barcode = stocked(shop, json!([blue_dream()])).await.remove(0);
        let ben = shop.clerk(BUDTENDER).await;
        let mut seen = std::collections::BTreeMap::new();
        let desk = lookup(&ben, ADA).await;
        desk.says("Ada Lindqvist");
        seen.insert("check_in", 1);
        desk.form("/guests").send().await.goes_to("/guests");
        let list = ben.get("/guests").await;
        list.says_not("Lindqvist");
        let guest = list.attribute(".guest", "data-guest");
        ben.get(&format!("/guests/{guest}")).await.says("Ada Lindqvist");
        seen.insert("guest", 1);
        list.form(&format!("/guests/{guest}/servings")).send().await.goes_to("/register");
        ben.get("/register").await.says("Ada Lindqvist");
        ben.scan(&barcode).await.goes_to("/register");
        let tender = ben.get("/register/tender").await;
        tender.says("Ada Lindqvist");
        let before = looks(shop, BUDTENDER, "till").await;
        assert!(before >= 2, "the register and the tender page each: {before}");
        let sale = ben.sell().await.goes_to_the_sale();
        ben.get(&sale).await.says("Ada Lindqvist");
        seen.insert("sale", 1);
        ben.get(&format!("{sale}/receipt")).await;
        seen.insert("receipt", 1);
        let key = lotbook::values::FormKey::new();
        let labels = ben.post(&format!("{sale}/prints"), &[("form_key", key.as_str()), ("kind", "labels")]).await;
        ben.get(&labels.goes_to(&format!("{sale}/prints/"))).await.says("Ada Lindqvist");
        seen.insert("label", 1);
        ben.get(&record_of(shop, ADA).await).await.says("Ada Lindqvist");
        seen.insert("profile", 1);
        for (place, times) in seen {
            assert_eq!(looks(shop, BUDTENDER, place).await, times, "{place}");
        }
        // Pages of the desk without a name leave none.
        for path in ["/", "/guests", "/guests/scans", "/patients", "/sales"] {
            ben.get(path).await.says_not("Lindqvist");
        }
        let all: i64 = shop.app().read(|conn| Ok(patient_views::table.count().get_result(conn)?)).await.unwrap();
        // As many as before, and the tender page that `sell` opened.
        assert_eq!(all, 6 + before + 1);
    });
}

#[test]
fn warnings_are_shown_where_somebody_serves_and_block_nothing() {
    shop(async |shop| {
        let ben = shop.clerk(BUDTENDER).await;
        check_in(&ben, ADA).await;
        let url = record_of(shop, ADA).await;
        let page = ben.get(&url).await;
        page.form(&format!("{url}/notes")).set("note", "Prefers gummies").send().await.goes_to(&url);
        page.form(&format!("{url}/warnings")).set("warning", "Was rude to staff").send().await.goes_to(&url);
        let page = ben.get(&url).await;
        page.says("Prefers gummies").says("Ben Carter").says("Was rude to staff");
        assert!(!page.has(&format!("form[action='{url}/bans']")), "a budtender bans nobody");
        ben.get("/guests").await.says("Warning").says_not("rude");
        let list = ben.get("/guests").await;
        list.form_to("/guests/", "/servings").send().await.goes_to("/register");
        ben.get("/register").await.says("Was rude to staff");
        ben.get(&url).await.form_to(&format!("{url}/warnings/"), "/endings").send().await.goes_to(&url);
        ben.get("/register").await.says_not("rude");
        let page = ben.get(&url).await;
        page.says("Ended warnings and bans").says("Was rude to staff");
    });
}

#[test]
fn a_banned_patient_is_neither_checked_in_nor_served_until_a_manager_lifts_it() {
    shop(async |shop| {
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let list = check_in(&ben, ADA).await;
        list.form_to("/guests/", "/departures").send().await.goes_to("/guests");
        let url = record_of(shop, ADA).await;
        let page = maria.get(&url).await;
        let ban = page.form(&format!("{url}/bans")).set("ban_reason", "Resold in the car park");
        ban.send().await.goes_to(&url);
        let words = "This patient is banned and may not be checked in or served: “Resold in the car park” (Maria Alvarez";
        lookup(&ben, ADA).await.says("No check-in.").says(words);
        let cart = ben.get("/register").await.form("/register/carts").set("card_id", ADA).send().await;
        cart.follow().await.says(words).says("Who is buying?");
        let twice = page
            .form(&format!("{url}/bans"))
            .set("ban_reason", "Again")
            .set("form_key", lotbook::values::FormKey::new().as_str());
        twice.send().await.follow().await.says("is banned already");
        let lifting = maria.get(&url).await.form_to(&format!("{url}/bans/"), "/liftings");
        lifting.send().await.goes_to(&url);
        lifting
            .set("form_key", lotbook::values::FormKey::new().as_str())
            .send()
            .await
            .follow()
            .await
            .says("has been lifted already");
        check_in(&ben, ADA).await;
    });
}

#[test]
fn the_log_is_filtered_paged_and_leaves_as_a_file_without_names() {
    shop(async |shop| {
        let (ben, carla) = (shop.clerk(BUDTENDER).await, shop.clerk(COMPLIANCE).await);
        check_in(&ben, ADA).await;
        check_in(&ben, RUTH).await;
        let url = record_of(shop, ADA).await;
        for _ in 0..51 {
            ben.get(&url).await;
        }
        let first = carla.get("/patients/views?place=profile").await;
        assert_eq!(first.all("tbody tr").len(), 50);
        let older = carla.get(&first.link("Older")).await;
        assert_eq!(older.all("tbody tr").len(), 1);
        first.says_not("Lindqvist").says_not("Okafor");
        carla.get("/patients/views?place=receipt").await.says("Nothing was looked at");
        carla.get("/patients/views?to=2020-01-01").await.says("Nothing was looked at");
        carla.ask("/patients/views?from=yesterday").await.is(422).says("is no date");
        let id = url.trim_start_matches("/patients/");
        let file = carla.ask(&format!("/patients/views.csv?patient={id}")).await;
        file.is(200);
        assert!(
            file.body.contains("When,Who,Where,Patient,Card")
                && file.body.contains("Ben Carter")
                && file.body.contains("•••• 0001")
        );
        assert!(!file.body.contains("Lindqvist") && !file.body.contains("•••• 0008") && !file.body.contains(ADA));
        assert_eq!(file.body.lines().count(), 1 + 51 + 1);
        // An auditor's looks are looks too.
        let audrey = shop.clerk(AUDITOR).await;
        audrey.get(&url).await.says("Ada Lindqvist");
        assert_eq!(looks(shop, AUDITOR, "profile").await, 1);
    });
}
