//! One's own password: who may change it, what a wrong one costs, and how old one may get.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, Clerk, MANAGER, Shop, shop};
use diesel::prelude::*;
use lotbook::demo::PASSWORD as OLD;
use lotbook::schema::{locations, records, sessions, users};
use std::time::Duration;

const NEW: &str = "four calm green lamps";

async fn change(clerk: &Clerk, current: &str, password: &str, again: &str) -> Answer {
    let form = clerk.get("/passwords/new").await.form("/passwords");
    form.set("current", current).set("password", password).set("again", again).send().await
}

async fn may_sign_in(shop: &Shop, login: &str, password: &str) -> bool {
    shop.stranger().sign_in(login, password).await.location.as_deref() == Some("/")
}

/// Everybody's password was set so long ago, and the shop changes them every `days_allowed` days.
async fn passwords_are_old(shop: &Shop, age: Duration, days_allowed: i64) {
    let set_at = shop.app().clock.now() - age;
    shop.app()
        .db
        .write(move |tx| -> lotbook::error::Result<()> {
            diesel::update(users::table).set(users::password_set_at.eq(set_at)).execute(tx)?;
            diesel::update(locations::table).set(locations::password_days.eq(days_allowed)).execute(tx)?;
            Ok(())
        })
        .await
        .unwrap();
}

const fn days(count: u64) -> Duration {
    Duration::from_secs(count * 24 * 3600)
}

#[test]
fn everybody_changes_their_own_password_an_auditor_too() {
    shop(async |shop| {
        for login in [BUDTENDER, AUDITOR] {
            let clerk = shop.clerk(login).await;
            assert_eq!(clerk.get("/").await.link("Password and PIN"), "/passwords/new");
            clerk.get("/passwords/new").await.says("At least 12 characters.").says_not("days old");
            change(&clerk, OLD, NEW, NEW).await.follow().await.says("Your password was changed.");
            assert!(may_sign_in(shop, login, NEW).await && !may_sign_in(shop, login, OLD).await);
        }
        assert!(may_sign_in(shop, MANAGER, OLD).await, "nobody else's changed");
    });
}

#[test]
fn the_other_sessions_end_and_this_one_goes_on_under_a_new_key() {
    shop(async |shop| {
        let (here, elsewhere, manager) = (shop.clerk(BUDTENDER).await, shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        change(&here, OLD, NEW, NEW).await.goes_to("/");
        elsewhere.ask("/sales").await.goes_to("/sign-in");
        here.get("/sales").await;
        manager.get("/sales").await;
    });
}

#[test]
fn a_wrong_current_password_changes_nothing_and_the_fifth_locks_the_account() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        for _ in 0..4 {
            let back = change(&clerk, "not the one", NEW, NEW).await.follow().await;
            assert!(back.problem("current").contains("That is not your password."));
        }
        change(&clerk, "not the one", NEW, NEW).await.follow().await.says("this account is locked until");
        change(&clerk, OLD, NEW, NEW).await.follow().await.says("this account is locked until");
        assert!(!may_sign_in(shop, BUDTENDER, OLD).await && !may_sign_in(shop, BUDTENDER, NEW).await);
        clerk.get("/sales").await;
    });
}

#[test]
fn what_does_not_fit_is_said_beside_its_field_and_no_try_is_counted() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        for _ in 0..6 {
            let back = change(&clerk, "not the one", NEW, "four calm green lambs").await.follow().await;
            assert!(back.problem("again").contains("not the same as the new password"));
        }
        let short = change(&clerk, OLD, "short", "short").await.follow().await;
        assert!(short.problem("password").contains("At least 12 characters; this has 5."));
        let same = change(&clerk, OLD, OLD, OLD).await.follow().await;
        assert_eq!(same.problem("password"), "That is the one you have. Choose another.");
        let empty = change(&clerk, "", "", "").await.follow().await;
        assert_eq!(empty.problem("current"), "Please fill this in.");
        change(&clerk, OLD, NEW, NEW).await.goes_to("/");
    });
}

#[test]
fn no_password_is_kept_in_the_session_or_in_the_books() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        change(&clerk, "a wrong current one", NEW, "another one again").await.goes_to("/passwords/new");
        let kept: Vec<String> = shop.app().read(|conn| Ok(sessions::table.select(sessions::state).load(conn)?)).await.unwrap();
        assert!(kept.iter().any(|state| state.contains("not the same")), "the form came back through the session");
        let back = clerk.get("/passwords/new").await;
        change(&clerk, OLD, NEW, NEW).await.goes_to("/");
        let books: Vec<(String, String)> = shop
            .app()
            .read(|conn| {
                let own = records::table.filter(records::act.eq("change_password"));
                Ok(own.select((records::content_hash, records::done)).load(conn)?)
            })
            .await
            .unwrap();
        assert_eq!(books.len(), 1);
        let everything = format!("{kept:?}{}{books:?}", back.body);
        for secret in ["a wrong current one", NEW, "another one again"] {
            assert!(!everything.contains(secret), "{secret}");
        }
    });
}

#[test]
fn an_old_form_is_not_taken_for_the_change_it_made_before() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let form = clerk.get("/passwords/new").await.form("/passwords");
        let send = async |current: &str, password: &str| {
            form.clone().set("current", current).set("password", password).set("again", password).send().await
        };
        send(OLD, NEW).await.goes_to("/");
        send(NEW, "five loud red lamps").await.goes_to("/passwords");
        clerk.get("/").await;
        assert!(may_sign_in(shop, BUDTENDER, NEW).await);
    });
}

#[test]
fn a_password_that_is_too_old_leads_to_a_new_one_and_then_lets_go() {
    shop(async |shop| {
        let (clerk, stranger) = (shop.clerk(BUDTENDER).await, shop.stranger());
        passwords_are_old(shop, days(93), 90).await;
        for path in ["/", "/sales", "/register", "/filings", "/nowhere", "/passwordsmith"] {
            assert_eq!(clerk.ask(path).await.goes_to("/passwords"), "/passwords/new", "{path}");
        }
        clerk.post("/register/carts", &[("card_id", "P1000001")]).await.goes_to("/passwords/new");
        let by_script = clerk.post_by_script("/register/carts", "cart", &[]).await;
        assert!(by_script.is(200).body.is_empty(), "htmx is sent there by a header");
        clerk.ask("/health").await.is(200);
        clerk.post("/theme", &[("theme", "dark")]).await.goes_to("/theme");
        stranger.ask("/sales").await.goes_to("/sign-in");
        let page = clerk.get("/passwords/new").await;
        page.says("Your password is 93 days old; this shop changes them every 90 days. Choose a new one to go on.");
        clerk.ask(&page.attribute("link[href*='app.css']", "href")).await.is(200);
        change(&clerk, OLD, NEW, NEW).await.follow().await.says("Your password was changed.");
        clerk.get("/sales").await;
        clerk.get("/passwords/new").await.says_not("days old");
    });
}

#[test]
fn whoever_signs_in_with_an_old_password_is_asked_first_and_may_leave_instead() {
    shop(async |shop| {
        passwords_are_old(shop, days(90), 90).await;
        let clerk = shop.clerk(MANAGER).await;
        clerk.ask("/").await.goes_to("/passwords/new");
        let page = clerk.get("/passwords/new").await;
        page.form("/sign-out").send().await.goes_to("/sign-in");
        clerk.get("/sign-in").await;
    });
}

#[test]
fn a_password_within_its_days_is_left_alone_and_so_is_every_one_where_they_never_end() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        passwords_are_old(shop, days(90) - Duration::from_secs(600), 90).await;
        clerk.get("/sales").await;
        passwords_are_old(shop, days(4000), 0).await;
        clerk.get("/sales").await;
    });
}

#[test]
fn the_days_of_the_location_page_count_from_the_next_page_on() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        passwords_are_old(shop, days(40), 0).await;
        let settings = admin.get(&admin.get("/").await.link("Location")).await;
        let form = settings.form(&settings.path);
        assert_eq!(form.value("password_days"), "0");
        let back = form.clone().set("password_days", "often").send().await.follow().await;
        assert!(back.problem("password_days").contains("from 0 to 3650"));
        form.set("password_days", "30").send().await.goes_to("/locations/");
        admin.ask(&settings.path).await.goes_to("/passwords/new");
        change(&admin, OLD, NEW, NEW).await.goes_to("/");
        assert_eq!(admin.get(&settings.path).await.form(&settings.path).value("password_days"), "30");
    });
}
