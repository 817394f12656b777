//! Inspectors: they read for a time, change nothing, and each page they saw is known.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, COMPLIANCE, Clerk, MANAGER, Shop, shop};
use chrono::{NaiveDateTime, TimeDelta};
use chrono_tz::America::New_York;
use diesel::prelude::*;
use lotbook::schema::{events, inspections, records, users};

const LOGIN: &str = "pat.inspector@agency.example";
const PASSWORD: &str = "a word for the inspector";

fn local(at: NaiveDateTime) -> (String, String) {
    let at = at.and_utc().with_timezone(&New_York);
    (at.format("%Y-%m-%d").to_string(), at.format("%H:%M").to_string())
}

/// Lets an inspector in from and until so many minutes from now.
async fn open(shop: &Shop, clerk: &Clerk, login: &str, (from, until): (i64, i64)) -> Answer {
    let now = shop.app().clock.now();
    let (begins, ends) = (local(now + TimeDelta::minutes(from)), local(now + TimeDelta::minutes(until)));
    let form = clerk.get("/inspectors/new").await.form("/inspectors");
    let form = form.set("name", "Pat Inspector").set("agency", "Department of Health").set("badge", "B-1138");
    let form = form.set("opens_on", &begins.0).set("opens_time", &begins.1).set("shuts_on", &ends.0).set("shuts_time", &ends.1);
    form.set("login_id", login).set("password", PASSWORD).send().await
}

/// An inspector who is signed in.
pub async fn inspector(shop: &Shop) -> Clerk {
    let admin = shop.clerk(ADMIN).await;
    open(shop, &admin, LOGIN, (-60, 480)).await.follow().await.says("may read everything here until");
    let clerk = shop.stranger();
    clerk.sign_in(LOGIN, PASSWORD).await.goes_to("/");
    clerk
}

async fn page_of_theirs(clerk: &Clerk) -> String {
    clerk.get("/inspectors").await.link("Pat Inspector")
}

#[test]
fn an_inspector_reads_and_every_page_they_saw_is_known_to_the_shop() {
    shop(async |shop| {
        let inspector = inspector(shop).await;
        let home = inspector.get("/").await;
        assert!(home.body.contains("Pat Inspector") && !home.body.contains("Password and PIN"));
        for path in ["/inventory", "/sales", "/filings", "/users", "/events", "/guests"] {
            inspector.get(path).await;
        }
        inspector.get("/inventory?q=somebody").await;
        let compliance = shop.clerk(COMPLIANCE).await;
        let page = compliance.get(&page_of_theirs(&compliance).await).await;
        page.says("Department of Health").says("B-1138").says("Open").says("/filings").says("/users").says("/guests");
        page.says_not("somebody");
        assert!(page.all("tbody code").iter().filter(|path| *path == "/inventory").count() == 2);
        shop.clerk(AUDITOR).await.get(&page.path).await.says("Pat Inspector").says_not("End it now");
        assert_eq!(shop.clerk(BUDTENDER).await.ask("/inspectors").await.status, 403);
    });
}

#[test]
fn an_inspector_ends_by_themselves_when_the_time_is_over_and_does_not_begin_before() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        open(shop, &admin, LOGIN, (-60, 60)).await.goes_to("/inspectors/");
        let theirs = page_of_theirs(&admin).await;
        open(shop, &admin, "later@agency.example", (60, 120)).await.goes_to("/inspectors/");
        let early = shop.stranger().sign_in("later@agency.example", PASSWORD).await.follow().await;
        early.says("This inspection begins on");
        let clerk = shop.stranger();
        clerk.sign_in(LOGIN, PASSWORD).await.goes_to("/");
        clerk.get("/inventory").await;
        let past = shop.app().clock.now() - TimeDelta::seconds(1);
        let end = move |tx: &mut lotbook::db::Conn| {
            Ok::<_, lotbook::error::Error>(diesel::update(inspections::table).set(inspections::ends_at.eq(past)).execute(tx)?)
        };
        shop.app().db.write(end).await.unwrap();
        clerk.ask("/inventory").await.goes_to("/sign-in");
        shop.stranger().sign_in(LOGIN, PASSWORD).await.follow().await.says("This inspection was over on");
        admin.get(&theirs).await.says("Over").says_not("End it now");
    });
}

#[test]
fn an_inspection_is_ended_at_once_and_the_event_log_says_who_did_both() {
    shop(async |shop| {
        let inspector = inspector(shop).await;
        let admin = shop.clerk(ADMIN).await;
        let page = admin.get(&page_of_theirs(&admin).await).await;
        let form = page.form(&format!("{}/endings", page.path));
        form.send()
            .await
            .follow()
            .await
            .says("The inspection of Pat Inspector has ended, and they are signed out.")
            .says("Ended");
        inspector.ask("/inventory").await.goes_to("/sign-in");
        shop.stranger().sign_in(LOGIN, PASSWORD).await.follow().await.says("do not belong together");
        let again = form.set("form_key", lotbook::values::FormKey::new().as_str());
        again.send().await.follow().await.says("is over already");
        let log = admin.get("/events?category=inspectors").await;
        log.says("Created").says("Removed").says("Department of Health").says("Alex Kim");
        let kinds = shop
            .app()
            .read(|conn| Ok(events::table.filter(events::category.eq("inspectors")).count().get_result::<i64>(conn)?));
        assert_eq!(kinds.await.unwrap(), 2);
    });
}

#[test]
fn nothing_is_recorded_or_filed_in_an_inspectors_name_and_no_pin_helps() {
    shop(async |shop| {
        let inspector = inspector(shop).await;
        for path in
            ["/inventory/views", "/receiving/pulls", "/pins", "/passwords", "/second_factors", "/manifests/pulls", "/inspectors"]
        {
            assert_eq!(
                inspector.post(path, &[("form_key", lotbook::values::FormKey::new().as_str())]).await.status,
                403,
                "{path}"
            );
        }
        let theirs = |conn: &mut lotbook::db::Conn| {
            let id: String = users::table.filter(users::login_id.eq(LOGIN)).select(users::id).first(conn)?;
            Ok(records::table.filter(records::user_id.eq(id)).count().get_result::<i64>(conn)?)
        };
        assert_eq!(shop.app().read(theirs).await.unwrap(), 0);
    });
}

#[test]
fn an_inspector_is_no_user_of_the_shop_and_nobody_can_give_them_more() {
    shop(async |shop| {
        inspector(shop).await;
        let admin = shop.clerk(ADMIN).await;
        admin.get("/users").await.says_not("Pat Inspector");
        let id = page_of_theirs(&admin).await.rsplit('/').next().unwrap().to_owned();
        assert_eq!(admin.ask(&format!("/users/{id}/edit")).await.status, 404);
        assert_eq!(admin.ask(&format!("/users/{id}/sessions")).await.status, 404);
        shop.stranger().get("/sign-in").await.says_not("Pat Inspector");
    });
}

#[test]
fn a_time_that_is_past_backwards_or_endless_is_refused_and_so_is_a_login_id_of_somebody_else() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        for (from, until, words) in
            [(60, 30, "It must end after it begins."), (-120, -60, "That is past"), (0, 32 * 24 * 60, "At most 31 days.")]
        {
            let page = open(shop, &admin, LOGIN, (from, until)).await.follow().await;
            assert!(page.problem("shuts_time").contains(words), "{words}: {}", page.text());
        }
        let page = open(shop, &admin, MANAGER, (0, 60)).await.follow().await;
        assert!(page.problem("login_id").contains("is the Login ID of another account"));
        assert_eq!(shop.clerk(MANAGER).await.ask("/inspectors/new").await.status, 403);
    });
}
