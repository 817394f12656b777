//! A till that several people stand at in turn: locked, opened and handed over, and whose work is whose.

use crate::register::{ADA, blue_dream, open_cart, scan, stocked};
use crate::support::{ADMIN, Answer, BUDTENDER, Clerk, INVENTORY, MANAGER, Page, Shop, shop};
use chrono::TimeDelta;
use diesel::prelude::*;
use lotbook::demo::{PASSWORD, PIN};
use lotbook::schema::{device_sign_ins, sessions, users};
use serde_json::json;

/// Locks the till with its button; the page of the lock.
async fn lock(clerk: &Clerk) -> Page {
    let to = clerk.get("/sales").await.form("/locks").send().await.goes_to("/locks/new");
    clerk.get(&to).await
}

async fn come_in(lock: &Page, name: &str, pin: &str) -> Answer {
    let person = person(lock, name);
    lock.form("/switches").set("person", &person).set("pin", pin).send().await
}

async fn stands_at(till: &Clerk, name: &str) {
    assert_eq!(till.get("/").await.all(".person-name"), [name]);
}

/// The id behind a name on the lock's page.
fn person(lock: &Page, name: &str) -> String {
    let names = lock.all("label.tick");
    let ids = lock.all_attributes("input[name=person]", "value");
    let index = names.iter().position(|text| text.contains(name)).unwrap_or_else(|| panic!("{name} is not among {names:?}"));
    ids[index].clone()
}

/// One browser at which Ben and then Maria gave their password today; Maria is in.
async fn shared(shop: &Shop) -> Clerk {
    let till = shop.clerk(BUDTENDER).await;
    lock(&till).await;
    till.sign_in(MANAGER, PASSWORD).await.goes_to("/");
    stands_at(&till, "Maria Alvarez").await;
    till
}

async fn rows(shop: &Shop) -> Vec<(String, Option<String>)> {
    shop.app().read(|conn| Ok(sessions::table.select((sessions::id_hash, sessions::user_id)).load(conn)?)).await.unwrap()
}

async fn id_of(shop: &Shop, login: &'static str) -> String {
    shop.app().read(move |conn| Ok(users::table.filter(users::login_id.eq(login)).select(users::id).first(conn)?)).await.unwrap()
}

fn fields(person: &str, secret: (&str, &str)) -> Vec<(String, String)> {
    vec![("person".to_owned(), person.to_owned()), (secret.0.to_owned(), secret.1.to_owned())]
}

#[test]
fn whoever_signed_in_there_today_takes_the_till_over_by_pin_under_a_new_key() {
    shop(async |shop| {
        let till = shared(shop).await;
        let before = rows(shop).await;
        let page = lock(&till).await;
        page.says("Ben Carter").says("Maria Alvarez");
        come_in(&page, "Ben Carter", PIN).await.goes_to("/register");
        stands_at(&till, "Ben Carter").await;
        let after = rows(shop).await;
        assert_eq!(after.len(), 1, "one browser, one session: {after:?}");
        assert_eq!(after[0].1, Some(id_of(shop, BUDTENDER).await));
        assert!(before.iter().all(|(hash, _)| *hash != after[0].0), "the key is another");
        till.ask("/locations").await.is(404);
        till.ask("/filings").await.is(403);
    });
}

#[test]
fn a_cart_stays_with_whoever_filled_it() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let till = shared(shop).await;
        come_in(&lock(&till).await, "Ben Carter", PIN).await.goes_to("/register");
        open_cart(&till, ADA).await;
        scan(&till, &codes[0]).await.says("Added: ");
        come_in(&lock(&till).await, "Maria Alvarez", PIN).await.goes_to("/register");
        assert!(!till.get("/register").await.has("form[action$='/lines']"), "Ben's cart is not hers");
        come_in(&lock(&till).await, "Ben Carter", PIN).await.goes_to("/register");
        till.get("/register").await.says("Blue Dream 3.5 g");
    });
}

#[test]
fn a_locked_till_shows_nothing_and_takes_nothing() {
    shop(async |shop| {
        let till = shop.clerk(BUDTENDER).await;
        open_cart(&till, ADA).await;
        let page = till.get("/register").await;
        page.says("Lindqvist");
        let form = page.form_to("/register/carts/", "/cancellations");
        lock(&till).await.says("Locked").says("Ben Carter").says_not("Lindqvist").says_not("Guests");
        for path in ["/", "/register", "/sales", "/passwords/new", "/nowhere"] {
            assert!(till.ask(path).await.goes_to("/locks/new").starts_with("/locks/new"), "{path}");
        }
        form.send().await.goes_to("/locks/new");
        assert!(
            till.post_by_script("/register/carts", "till", &[]).await.is(200).body.is_empty(),
            "sent to the lock by a header"
        );
        till.ask("/health").await.is(200);
        till.post("/theme", &[("theme", "dark")]).await.goes_to("/theme");
        till.ask("/register").await.goes_to("/locks/new");
        let page = till.get("/locks/new?next=/register").await;
        come_in(&page, "Ben Carter", PIN).await.goes_to("/register");
        till.get("/register").await.says("Lindqvist");
    });
}

#[test]
fn a_session_saved_by_another_tab_stays_locked() {
    shop(async |shop| {
        let till = shop.clerk(BUDTENDER).await;
        // A form that is refused writes into the session; while it runs, the other tab locks.
        let refused = till.post("/register/carts", &[("card_id", "")]);
        let locking = till.post("/locks", &[]);
        let (_, locked) = tokio::join!(refused, locking);
        locked.goes_to("/locks/new");
        till.ask("/sales").await.goes_to("/locks/new");
    });
}

#[test]
fn whoever_did_not_give_their_password_there_today_is_refused_in_words() {
    shop(async |shop| {
        let (till, stranger) = (shop.clerk(BUDTENDER).await, shop.stranger());
        let (ben, maria) = (id_of(shop, BUDTENDER).await, id_of(shop, MANAGER).await);
        for (browser, who) in [(&stranger, &ben), (&stranger, &maria), (&till, &maria)] {
            let answer = browser.post_by_script("/switches", "lock", &fields(who, ("pin", PIN))).await;
            if answer.status == 422 {
                assert!(answer.text().contains("They have not signed in here today with their password."), "{}", answer.text());
            }
            assert_ne!(answer.status, 204);
        }
        stranger.ask("/locks/new").await.goes_to("/sign-in");
        stranger.ask("/sales").await.goes_to("/sign-in");
        stands_at(&till, "Ben Carter").await;
        // Yesterday's sign-in does not do.
        lock(&till).await;
        till.sign_in(MANAGER, PASSWORD).await.goes_to("/");
        shop.app()
            .db
            .write(|tx| -> lotbook::error::Result<()> {
                let days: Vec<chrono::NaiveDate> = device_sign_ins::table.select(device_sign_ins::day).load(tx)?;
                let yesterday = days[0] - TimeDelta::days(1);
                diesel::update(device_sign_ins::table).set(device_sign_ins::day.eq(yesterday)).execute(tx)?;
                Ok(())
            })
            .await
            .unwrap();
        let page = lock(&till).await;
        page.says("Maria Alvarez").says_not("Ben Carter");
        let answer = till.post_by_script("/switches", "lock", &fields(&ben, ("pin", PIN))).await;
        answer.is(422);
        assert!(answer.text().contains("They have not signed in here today"));
    });
}

#[test]
fn five_wrong_pins_leave_only_the_password() {
    shop(async |shop| {
        let till = shop.clerk(BUDTENDER).await;
        let page = lock(&till).await;
        for _ in 0..4 {
            let back = come_in(&page, "Ben Carter", "604739").await.follow().await;
            assert!(back.problem("pin").contains("That is not the PIN of Ben Carter."));
            assert!(!back.body.contains("604739"));
        }
        for pin in ["604739", PIN] {
            let back = come_in(&page, "Ben Carter", pin).await.follow().await;
            assert!(back.problem("pin").contains("is locked until"));
        }
        let with = async |password: &str| page.form("/switches").set("password", password).send().await;
        let back = with("not it").await.follow().await;
        assert!(back.problem("password").contains("That is not the password."));
        with(PASSWORD).await.goes_to("/sales");
        come_in(&lock(&till).await, "Ben Carter", PIN).await.goes_to("/sales");
    });
}

#[test]
fn what_is_no_pin_is_said_and_a_scan_is_not_counted() {
    shop(async |shop| {
        let till = shop.clerk(BUDTENDER).await;
        let page = lock(&till).await;
        for _ in 0..6 {
            let back = come_in(&page, "Ben Carter", "2396196397857293").await.follow().await;
            assert!(back.problem("pin").contains("was something scanned? Nothing was counted."));
        }
        let back = come_in(&page, "Ben Carter", "").await.follow().await;
        assert!(back.problem("pin").contains("Please type your PIN"));
        let back = page.form("/switches").without("person").set("pin", PIN).send().await.follow().await;
        assert!(back.problem("person").contains("Please choose one."));
        come_in(&page, "Ben Carter", PIN).await.goes_to("/sales");
    });
}

#[test]
fn the_cover_of_a_page_is_answered_in_pieces() {
    shop(async |shop| {
        let till = shared(shop).await;
        let cover = till.post_by_script("/locks", "lock", &[("next".to_owned(), "/sales".to_owned())]).await;
        let text = cover.is(200).text();
        assert!(text.contains("Maria Alvarez") && text.contains("Go on") && !cover.body.contains("<html"), "{text}");
        let (ben, maria) = (id_of(shop, BUDTENDER).await, id_of(shop, MANAGER).await);
        let wrong = till.post_by_script("/switches", "lock", &fields(&maria, ("pin", "604739"))).await;
        assert!(wrong.is(422).text().contains("That is not the PIN of Maria Alvarez."));
        till.post_by_script("/switches", "lock", &fields(&maria, ("pin", PIN))).await.is(204);
        till.get("/sales").await;
        // Somebody else's page is not theirs: it is left.
        let other = till.post_by_script("/switches", "lock", &fields(&ben, ("pin", PIN))).await;
        assert!(other.is(200).body.is_empty());
        stands_at(&till, "Ben Carter").await;
    });
}

#[test]
fn signing_out_a_new_password_another_role_and_a_dismissal_end_the_way_back_by_pin() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        // Out by themselves.
        let till = shared(shop).await;
        till.get("/").await.form("/sign-out").send().await.goes_to("/sign-in");
        till.get("/locks/new").await.says("Ben Carter").says_not("Maria Alvarez");
        // A new password, given elsewhere.
        let elsewhere = shop.clerk(BUDTENDER).await;
        let form = elsewhere.get("/passwords/new").await.form("/passwords").set("current", PASSWORD);
        form.set("password", "four calm green lamps").set("again", "four calm green lamps").send().await.goes_to("/");
        till.ask("/locks/new").await.goes_to("/sign-in");
        // They gave it there, so there the PIN does.
        lock(&elsewhere).await.says("Ben Carter");
        // Another role.
        let till = shared_with(shop, INVENTORY).await;
        let edit = admin.get("/users").await.link("Ines Duarte");
        let user = edit.trim_end_matches("/edit").to_owned();
        admin.get(&edit).await.form(&user).set("role", "compliance").send().await.goes_to(&user);
        lock(&till).await.says("Maria Alvarez").says_not("Ines Duarte");
        // A dismissal.
        let edit = admin.get("/users").await.link("Maria Alvarez");
        let user = edit.trim_end_matches("/edit").to_owned();
        admin.get(&edit).await.form(&format!("{user}/dismissals")).send().await.goes_to("/users");
        till.ask("/locks/new").await.goes_to("/sign-in");
    });
}

/// As [`shared`], the first one being somebody else.
async fn shared_with(shop: &Shop, first: &str) -> Clerk {
    let till = shop.clerk(first).await;
    till.post("/locks", &[]).await.goes_to("/locks/new");
    till.sign_in(MANAGER, PASSWORD).await.goes_to("/");
    till
}

#[test]
fn a_page_left_alone_for_long_is_locked_by_the_server_too_and_a_form_waits_for_the_pin() {
    shop(async |shop| {
        let (till, stock) = (shop.clerk(BUDTENDER).await, shop.clerk(INVENTORY).await);
        let ago = async |minutes: i64| {
            let until = shop.app().clock.machine() + TimeDelta::hours(12) - TimeDelta::minutes(minutes);
            shop.app()
                .db
                .write(move |tx| -> lotbook::error::Result<()> {
                    diesel::update(sessions::table).set(sessions::expires_at.eq(until)).execute(tx)?;
                    Ok(())
                })
                .await
                .unwrap();
        };
        ago(9).await;
        till.get("/register").await.says("Who is buying?");
        ago(11).await;
        // What a page asks for by itself is nobody's touch.
        ago(9).await;
        till.ask("/guests?live=1").await.is(200);
        till.begun("/guests/events").await.is(200);
        let until: chrono::NaiveDateTime = shop
            .app()
            .read(|conn| Ok(sessions::table.select(diesel::dsl::max(sessions::expires_at)).first::<Option<_>>(conn)?))
            .await
            .unwrap()
            .unwrap();
        assert!(shop.app().clock.machine() + TimeDelta::hours(12) - TimeDelta::minutes(8) > until);
        // A form sent after that is not taken: the PIN is asked for, and what was typed stands there again.
        let page = till.get("/register").await;
        ago(11).await;
        let form = page.form("/register/carts").set("card_id", ADA).set("caregiver_card_id", "C2000009");
        let to = form.send().await.goes_to("/locks/new?next=/register");
        let asked = shop.state.calls("card_lookup").await.len();
        come_in(&till.get(&to).await, "Ben Carter", PIN).await.goes_to("/register");
        let page = till.get("/register").await;
        page.says("The till had locked itself before this was sent, so nothing was done.").says("Who is buying?");
        let again = page.form("/register/carts");
        assert_eq!((again.value("card_id").as_str(), again.value("caregiver_card_id").as_str()), (ADA, "C2000009"));
        assert_eq!(shop.state.calls("card_lookup").await.len(), asked, "the registry was not asked");
        again.set("caregiver_card_id", "").send().await.goes_to("/register");
        till.get("/register").await.says("Ada Lindqvist");
        // Whoever else comes in gets nothing of it.
        let page = till.get("/guests").await;
        ago(11).await;
        let to = page.form("/guests/scans").set("guest", "Lindqvist").send().await.goes_to("/locks/new");
        let lock = till.get(&to).await;
        assert_eq!(lock.all("label.tick").len(), 1);
        till.sign_in(MANAGER, PASSWORD).await.goes_to("/");
        till.get("/guests").await.says_not("The till had locked itself").says_not("Lindqvist");
        let till = shop.clerk(BUDTENDER).await;
        ago(11).await;
        stock.get("/inventory").await;
        let to = till.ask("/sales").await.goes_to("/locks/new");
        assert_eq!(to, "/locks/new?next=/sales");
        till.ask("/register").await.goes_to("/locks/new");
        come_in(&till.get(&to).await, "Ben Carter", PIN).await.goes_to("/sales");
    });
}
