//! What was said to the state and what it answered, as people see it.

use crate::crashes::hasty;
use crate::support::{Answer, BUDTENDER, Clerk, DRIVER, INVENTORY, MANAGER, Shop, shop, shop_with};
use diesel::prelude::*;
use lotbook::schema::filings;

async fn add_van(clerk: &Clerk, plate: &str, vin: &str) -> Answer {
    let form = clerk.get("/vehicles/new").await.form("/vehicles");
    form.set("nickname", &format!("Van {plate}"))
        .set("make", "Ford")
        .set("model", "Transit")
        .set("year", "2019")
        .set("color", "white")
        .set("plate", plate)
        .set("vin", vin)
        .send()
        .await
}

const VIN: &str = "1FTBW2CM5KKA00001";

async fn newest(shop: &Shop) -> String {
    shop.app().read(|conn| Ok(filings::table.order(filings::id.desc()).select(filings::id).first::<String>(conn)?)).await.unwrap()
}

#[test]
fn the_list_says_what_was_told_by_whom_and_what_came_of_it() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        maria.get("/filings").await.says("Nothing has been filed yet");
        add_van(&maria, "ABC123", VIN).await.goes_to("/vehicles");
        shop.state.refuse("vehicle_add", "The vehicle is too old.").await;
        add_van(&maria, "XYZ789", "1FTBW2CM5KKA00002").await.goes_to("/vehicles/new");
        let list = maria.get("/filings").await;
        list.says("Add vehicle Van ABC123").says("Maria Alvarez").says("Accepted").says("Refused");
        let refused = maria.get("/filings?status=refused").await;
        refused.says("Van XYZ789").says_not("Van ABC123");
        maria.get("/filings?q=abc123").await.says("Van ABC123").says_not("Van XYZ789");
        maria.get("/filings?action=destroy").await.says("No filing is like that");
        maria.get("/filings?status=contradictions").await.says("No filing is like that");
    });
}

#[test]
fn a_refused_filing_quotes_the_state_and_leads_back_to_its_form() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        shop.state.refuse("vehicle_add", "The vehicle is too old.").await;
        add_van(&maria, "ABC123", VIN).await;
        let page = maria.get(&format!("/filings/{}", newest(shop).await)).await;
        page.says("The state refused this").says("The vehicle is too old.").says("What was said");
        assert_eq!(page.all("blockquote"), ["The vehicle is too old."]);
        assert_eq!(page.link("Back to the form"), "/vehicles/new");
    });
}

#[test]
fn a_filing_that_never_left_is_not_put_into_the_states_mouth() {
    shop_with(hasty, async |shop| {
        let maria = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_before", 1).await;
        add_van(&maria, "ABC123", VIN).await.goes_to("/filings/");
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        shop.sweep().await;
        shop.sweep().await;
        let page = maria.get(&format!("/filings/{}", newest(shop).await)).await;
        page.says("This never reached the state").says("Back to the form");
        assert!(!page.has("blockquote"));
    });
}

#[test]
fn the_waiting_page_asks_for_itself_and_goes_on_when_the_state_has_answered() {
    shop_with(hasty, async |shop| {
        let maria = shop.clerk(MANAGER).await;
        shop.state.fault("vehicle_add", "drop_after", 1).await;
        let path = add_van(&maria, "ABC123", VIN).await.goes_to("/filings/");
        let page = maria.get(&path).await;
        page.says("The state has not answered yet").says("Nothing is sent twice").says("You may leave it");
        assert_eq!(page.attribute("main [hx-get]", "hx-get"), format!("{path}?wait=1"));
        assert!(page.body.contains("http-equiv=\"refresh\""), "without script it reloads");
        maria.get("/filings?status=waiting").await.says("Van ABC123").says("Waiting");
        shop.sweep().await;
        maria.ask(&format!("{path}?wait=1")).await.goes_to("/vehicles");
        let settled = maria.get(&path).await;
        settled.says("Accepted").says("What the state answered").says("ABC123");
        assert!(!settled.has("main [hx-get]"), "nothing is asked any more");
    });
}

#[test]
fn only_who_filed_it_or_may_see_filings_sees_one() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        add_van(&maria, "ABC123", VIN).await;
        let path = format!("/filings/{}", newest(shop).await);
        for login in [BUDTENDER, INVENTORY, DRIVER] {
            let other = shop.clerk(login).await;
            other.ask(&path).await.is(404);
            other.ask("/filings").await.is(403);
        }
        shop.stranger().ask(&path).await.goes_to("/sign-in");
        maria.ask("/filings/01900000-0000-7000-8000-000000000000").await.is(404);
        shop.app()
            .db
            .write(|tx| {
                let bens = lotbook::schema::users::table.filter(lotbook::schema::users::login_id.eq(BUDTENDER));
                let ben: String = bens.select(lotbook::schema::users::id).first(tx)?;
                diesel::update(filings::table).set(filings::user_id.eq(ben)).execute(tx)?;
                Ok::<_, lotbook::error::Error>(())
            })
            .await
            .unwrap();
        shop.clerk(BUDTENDER).await.get(&path).await.says("Accepted");
    });
}

#[test]
fn a_contradiction_stands_in_red_on_its_page_in_the_list_and_on_home() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        shop.state.refuse("vehicle_add", "The vehicle is too old.").await;
        add_van(&maria, "ABC123", VIN).await;
        let late =
            r#"{"transaction":71999999,"at":"2026-11-23T08:00:00","words":{"raw":"{\"success\":1,\"card_key\":\"k-1\"}"}}"#;
        contradict(shop, Some(late)).await;
        let page = maria.get(&format!("/filings/{}", newest(shop).await)).await;
        page.says("Contradiction: the state did this, and our books say it did not").says("The state's late yes");
        assert!(!page.body.contains("k-1"), "keys are blacked out");
        maria.get("/filings?status=contradictions").await.says("Van ABC123").says("Contradiction");
        maria.get("/").await.says("filing contradicts our books");
        contradict(shop, None).await;
    });
}

async fn contradict(shop: &Shop, late: Option<&'static str>) {
    shop.app()
        .db
        .write(move |tx| {
            diesel::update(filings::table).set(filings::contradiction.eq(late)).execute(tx)?;
            Ok::<_, lotbook::error::Error>(())
        })
        .await
        .unwrap();
}
