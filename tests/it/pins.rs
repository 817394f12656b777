//! PINs: who sets one and which, and what a manager's does in another's form.

use crate::register::{ADA, blue_dream, stocked};
use crate::sales::{pay, tender};
use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, COMPLIANCE, Clerk, DRIVER, MANAGER, MISMATCHED, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::demo::{PASSWORD, PIN};
use lotbook::schema::{filings, locations, packages, pins, records, sales, sessions, users};
use serde_json::json;

pub async fn set_pin(clerk: &Clerk, password: &str, pin: &str, again: &str) -> Answer {
    let form = clerk.get("/passwords/new").await.form("/pins");
    form.set("account_password", password).set("new_pin", pin).set("pin_again", again).send().await
}

/// A sale of the budtender's, and the page on which they ask for its void.
async fn asks_for_void(shop: &Shop) -> (Clerk, String, Page) {
    let codes = stocked(shop, json!([blue_dream()])).await;
    let ben = shop.clerk(BUDTENDER).await;
    let to = pay(&tender(&ben, ADA, &[&codes[0]]).await, "40").await.goes_to_the_sale();
    let page = ben.get(&format!("{to}/voids/new")).await;
    (ben, to, page)
}

async fn void(page: &Page, to: &str, approver: &str, pin: &str) -> Answer {
    let form = page.form(&format!("{to}/voids")).set("reason", "Rung up twice");
    form.set("approver", approver).set("pin", pin).send().await
}

/// Wrong ones count whichever page they are typed on.
async fn tries_of(shop: &Shop, login: &'static str) -> i64 {
    let tried = pins::table.inner_join(users::table).filter(users::login_id.eq(login)).select(pins::failed_tries);
    shop.app().read(move |conn| Ok(tried.first(conn)?)).await.unwrap()
}

async fn change_user(shop: &Shop, login: &'static str, column: &'static str) {
    shop.app()
        .db
        .write(move |tx| -> lotbook::error::Result<()> {
            let user = users::table.filter(users::login_id.eq(login));
            match column {
                "registry" => diesel::update(user).set(users::registry_standing.eq("unregistered")).execute(tx)?,
                role => diesel::update(user).set(users::role.eq(role)).execute(tx)?,
            };
            Ok(())
        })
        .await
        .unwrap();
}

#[test]
fn everybody_sets_their_own_pin_after_their_password() {
    shop(async |shop| {
        for login in [AUDITOR, DRIVER] {
            let clerk = shop.clerk(login).await;
            clerk.get("/passwords/new").await.says("You have none yet.").says("6 digits");
            set_pin(&clerk, PASSWORD, "482917", "482917")
                .await
                .follow()
                .await
                .says("Your PIN is set.")
                .says("You have one since");
            set_pin(&clerk, PASSWORD, "604739", "604739").await.follow().await.says("Your PIN is set.");
        }
        let kept: Vec<(String, String)> = shop
            .app()
            .read(|conn| {
                Ok(records::table.filter(records::act.eq("set_pin")).select((records::content_hash, records::done)).load(conn)?)
            })
            .await
            .unwrap();
        let hashes: Vec<String> = shop.app().read(|conn| Ok(pins::table.select(pins::hash).load(conn)?)).await.unwrap();
        assert_eq!(kept.len(), 4);
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")));
        assert!(!format!("{kept:?}{hashes:?}").contains("604739"));
    });
}

#[test]
fn a_pin_that_does_not_do_is_refused_in_words_and_nothing_is_set() {
    shop(async |shop| {
        let clerk = shop.clerk(COMPLIANCE).await;
        for (pin, again, field, words) in [
            ("111111", "111111", "new_pin", "The same digit all along"),
            ("123456", "123456", "new_pin", "Digits in a row"),
            ("837837", "837837", "new_pin", "A piece that repeats itself"),
            ("122487", "122487", "new_pin", "could be a birthday"),
            ("48291", "48291", "new_pin", "A PIN here has 6 digits, and nothing else."),
            ("48291x", "48291x", "new_pin", "A PIN here has 6 digits, and nothing else."),
            ("", "482917", "new_pin", "Please fill this in."),
            ("482917", "482918", "pin_again", "not the same as the new PIN above"),
        ] {
            let back = set_pin(&clerk, PASSWORD, pin, again).await.follow().await;
            assert!(back.problem(field).contains(words), "{pin}: {}", back.problem(field));
            assert!(pin.len() < 5 || !back.body.contains(pin), "a PIN is never shown again");
        }
        let back = set_pin(&clerk, "not it", "482917", "482917").await.follow().await;
        assert!(back.problem("account_password").contains("That is not your password."));
        clerk.get("/passwords/new").await.says("You have none yet.");
        let states: Vec<String> = shop.app().read(|conn| Ok(sessions::table.select(sessions::state).load(conn)?)).await.unwrap();
        assert!(states.iter().all(|state| !state.contains("482917")), "nor kept in the session");
    });
}

#[test]
fn the_locations_page_says_how_long_a_pin_is() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let settings = admin.get(&admin.get("/").await.link("Location")).await;
        for wrong in ["3", "9"] {
            let back = settings.form(&settings.path).set("pin_length", wrong).send().await.follow().await;
            assert!(back.problem("pin_length").contains("from 4 to 8"));
        }
        settings.form(&settings.path).set("pin_length", "4").send().await.goes_to("/locations/");
        let clerk = shop.clerk(COMPLIANCE).await;
        let back = set_pin(&clerk, PASSWORD, "482917", "482917").await.follow().await;
        assert!(back.problem("new_pin").contains("has 4 digits"));
        set_pin(&clerk, PASSWORD, "4829", "4829").await.follow().await.says("Your PIN is set.");
        let length: i64 = shop.app().read(|conn| Ok(locations::table.select(locations::pin_length).first(conn)?)).await.unwrap();
        assert_eq!(length, 4);
    });
}

#[test]
fn a_budtender_voids_with_a_managers_pin_and_both_names_are_kept_and_shown() {
    shop(async |shop| {
        let (ben, to, page) = asks_for_void(shop).await;
        let maria = page.option_with("approver", "Maria Alvarez");
        void(&page, &to, &maria, PIN).await.goes_to(&to);
        ben.get(&to).await.says("Voided").says("by Ben Carter, approved by Maria Alvarez: Rung up twice");
        let (actor, approver, id): (String, Option<String>, String) = shop
            .app()
            .read(|conn| {
                let row = filings::table.filter(filings::action.eq("void_sale"));
                Ok(row.select((filings::actor, filings::approved_by, filings::id)).first(conn)?)
            })
            .await
            .unwrap();
        assert_eq!((actor.as_str(), approver.as_deref()), (BUDTENDER, Some(maria.as_str())));
        let manager = shop.clerk(MANAGER).await;
        manager.get(&format!("/filings/{id}")).await.says("Maria Alvarez, with their PIN");
        let kept: Option<String> =
            shop.app().read(|conn| Ok(sales::table.select(sales::void_approved_by).first(conn)?)).await.unwrap();
        assert_eq!(kept, Some(maria));
    });
}

#[test]
fn a_login_id_does_as_well_as_a_choice_and_a_manager_needs_nobody() {
    shop(async |shop| {
        let (_ben, to, page) = asks_for_void(shop).await;
        page.says("Approval").says("They type their PIN themselves");
        void(&page, &to, MANAGER, PIN).await.goes_to(&to);
        let code: String = shop.app().read(|conn| Ok(packages::table.select(packages::barcode).first(conn)?)).await.unwrap();
        let maria = shop.clerk(MANAGER).await;
        let own = pay(&tender(&maria, ADA, &[&code]).await, "40").await.goes_to_the_sale();
        let page = maria.get(&format!("{own}/voids/new")).await;
        page.says_not("Approved by");
        page.form(&format!("{own}/voids")).set("reason", "Rung up twice").send().await.goes_to(&own);
        maria.get(&own).await.says("by Maria Alvarez: Rung up twice").says_not("approved by");
    });
}

#[test]
fn whoever_cannot_approve_is_refused_in_words_and_no_try_is_counted() {
    shop(async |shop| {
        let (ben, to, page) = asks_for_void(shop).await;
        let refused =
            async |approver: &str, pin: &str, field: &str| void(&page, &to, approver, pin).await.follow().await.problem(field);
        assert!(refused("nobody@demo.example", PIN, "approver").await.contains("Nobody who works here is called so."));
        assert!(refused("", PIN, "approver").await.contains("Please fill this in."));
        assert!(refused(BUDTENDER, PIN, "approver").await.contains("Ben Carter may not do this either."));
        assert!(refused(MISMATCHED, PIN, "approver").await.contains("Bea Novak may not do this either."));
        assert!(refused(MANAGER, "", "pin").await.contains("Please fill this in."));
        change_user(shop, MANAGER, "registry").await;
        assert!(
            refused(MANAGER, PIN, "approver").await.contains("the state does not know Maria Alvarez as they are written here")
        );
        change_user(shop, MANAGER, "compliance").await;
        assert!(refused(MANAGER, PIN, "approver").await.contains("Maria Alvarez may not do this either."));
        ben.get(&format!("{to}/voids/new"))
            .await
            .says("Nobody here who may approve this has a PIN yet. A manager or shift lead sets theirs");
        change_user(shop, COMPLIANCE, "manager").await;
        assert!(refused(COMPLIANCE, PIN, "pin").await.contains("Carla Weiss has not set a PIN."));
        assert_eq!(tries_of(shop, MANAGER).await, 0);
        ben.get(&to).await.says_not("Voided");
    });
}

#[test]
fn five_wrong_pins_lock_it_even_for_the_right_one_until_the_password_is_given() {
    shop(async |shop| {
        let (ben, to, page) = asks_for_void(shop).await;
        for left in ["4 more wrong ones lock", "3 more wrong ones lock", "2 more wrong ones lock", "1 more wrong one locks"] {
            let back = void(&page, &to, MANAGER, "604739").await.follow().await;
            assert!(back.problem("pin").contains(left), "{}", back.problem("pin"));
        }
        assert_eq!(tries_of(shop, MANAGER).await, 4, "counted although nothing was voided");
        for pin in ["604739", PIN] {
            let back = void(&page, &to, MANAGER, pin).await.follow().await;
            assert!(back.problem("pin").contains("Five wrong PINs: the PIN of Maria Alvarez is locked until"));
        }
        ben.get(&to).await.says_not("Voided");
        shop.clerk(MANAGER).await;
        void(&page, &to, MANAGER, PIN).await.goes_to(&to);
    });
}

#[test]
fn guessing_in_parallel_gets_no_more_tries_than_one_after_the_other() {
    shop(async |shop| {
        let (_ben, to, page) = asks_for_void(shop).await;
        let guesses = (0..12).map(|_| void(&page, &to, MANAGER, "604739"));
        let mut locked = 0;
        for answer in futures_util::future::join_all(guesses).await {
            answer.goes_to(&format!("{to}/voids/new"));
            locked += 1;
        }
        assert_eq!(locked, 12);
        let back = void(&page, &to, MANAGER, PIN).await.follow().await;
        assert!(back.problem("pin").contains("is locked until"));
    });
}

#[test]
fn tries_in_two_processes_are_counted_together() {
    shop(async |shop| {
        let (_ben, to, page) = asks_for_void(shop).await;
        let other = shop.another_process();
        let now = other.clock.machine();
        for _ in 0..3 {
            let tried = other.db.write(move |tx| {
                let maria = users::table.filter(users::login_id.eq(MANAGER)).select(users::id).first(tx)?;
                lotbook::features::pins::Pin::tried(tx, maria, false, now)
            });
            tried.await.unwrap();
        }
        let back = void(&page, &to, MANAGER, "604739").await.follow().await;
        assert!(back.problem("pin").contains("1 more wrong one locks"));
        void(&page, &to, MANAGER, "604739").await.goes_to(&format!("{to}/voids/new"));
        let back = void(&page, &to, MANAGER, PIN).await.follow().await;
        assert!(back.problem("pin").contains("is locked until"));
    });
}

#[test]
fn a_dismissed_managers_pin_is_gone_and_does_not_come_back_with_them() {
    shop(async |shop| {
        let (_ben, to, page) = asks_for_void(shop).await;
        let admin = shop.clerk(ADMIN).await;
        let list = admin.get("/users").await;
        let edit = list.link("Maria Alvarez");
        let id = edit.trim_end_matches("/edit").to_owned();
        admin.get(&edit).await.form(&format!("{id}/dismissals")).send().await.goes_to("/users");
        let back = void(&page, &to, MANAGER, PIN).await.follow().await;
        assert!(back.problem("approver").contains("Nobody who works here is called so."));
        admin.get(&edit).await.form(&format!("{id}/reinstatements")).send().await.goes_to("/users");
        let back = void(&page, &to, MANAGER, PIN).await.follow().await;
        assert!(back.problem("pin").contains("Maria Alvarez has not set a PIN."));
    });
}
