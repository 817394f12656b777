//! Users: three spellings and the state's own, to the letter.

use crate::support::{ADMIN, AUDITOR, Answer, Clerk, Form, MANAGER, MISMATCHED, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::users;

const PASSWORD: &str = "a long enough password";
const EMAIL: &str = "Nia.New@demo.example";

async fn add(clerk: &Clerk, changes: &[(&str, &str)]) -> Answer {
    let typed = [
        ("name", "Nia New"),
        ("role", "budtender"),
        ("login_id", EMAIL),
        ("email", EMAIL),
        ("mmur_email", EMAIL),
        ("password", PASSWORD),
    ];
    let mut form = clerk.get("/users/new").await.form("/users");
    for (name, value) in typed.iter().chain(changes) {
        form = form.set(name, value);
    }
    form.send().await
}

/// The page of the person of this name.
async fn page_of(admin: &Clerk, name: &str) -> Page {
    admin.get(&admin.get("/users").await.link(name)).await
}

fn form_of(page: &Page) -> Form {
    page.form(page.path.trim_end_matches("/edit"))
}

async fn may_sign_in(shop: &Shop, login: &str, password: &str) -> bool {
    shop.stranger().sign_in(login, password).await.location.as_deref() == Some("/")
}

#[test]
fn a_new_user_is_checked_with_the_state_in_the_same_act_and_can_sign_in() {
    shop(async |shop| {
        shop.state.staff(EMAIL, "dispenser").await;
        let admin = shop.clerk(ADMIN).await;
        let page = add(&admin, &[]).await.follow().await;
        page.says("Nia New was saved. The state knows them, spelled exactly so.").says("Registered").says("as dispenser");
        assert!(may_sign_in(shop, EMAIL, PASSWORD).await);
        assert!(!may_sign_in(shop, &EMAIL.to_lowercase(), PASSWORD).await, "capital letters count");
    });
}

#[test]
fn spellings_that_differ_are_shown_character_by_character() {
    shop(async |shop| {
        shop.state.staff(EMAIL, "dispenser").await;
        let admin = shop.clerk(ADMIN).await;
        let page = add(&admin, &[("login_id", "nia.New@demo.example"), ("email", "Nia.New@demo.example ")]).await.follow().await;
        page.says("The three spellings are not the same, so Nia New may not sell, void or return yet.");
        page.says("Character 1 is “n” in the Login ID and “N” in the MMUR email.");
        page.says("The Email has a blank as character 21, the MMUR email has nothing there.");
        assert_eq!(page.all("mark"), ["n", "N", "␣", "·"]);
        admin.get("/users").await.says("Character 1 is “n” in the Login ID").says("Spellings differ");
    });
}

#[test]
fn the_states_own_spelling_is_compared_too() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = page_of(&admin, "Bea Novak").await;
        let checked = page.form(&page.path.replace("/edit", "/registry_checks")).send().await.follow().await;
        checked.says("not registered").says("Character 1 is “b” in the MMUR email and “B” in the State's registry");
        let right = form_of(&checked);
        let right =
            ["login_id", "email", "mmur_email"].iter().fold(right, |form, name| form.set(name, "Bea.Budtender@demo.example"));
        right.send().await.follow().await.says("Bea Novak was saved. The state knows them, spelled exactly so.");
        assert!(!may_sign_in(shop, MISMATCHED, lotbook::demo::PASSWORD).await);
    });
}

#[test]
fn a_silent_state_leaves_the_user_saved_and_unchecked() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        shop.state.fault("registry_staff_lookup", "error_500", 1).await;
        let page = add(&admin, &[]).await.follow().await;
        page.says("Nia New was saved, but not checked with the state").says("Not checked yet");
        shop.state.fault("registry_staff_lookup", "error_500", 1).await;
        let again = page.form(&page.path.replace("/edit", "/registry_checks")).send().await.follow().await;
        again.says("The state gave no answer about Nia New").says("Not checked yet");
    });
}

#[test]
fn a_person_the_state_does_not_know_is_said_to_be_a_stranger() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = add(&admin, &[]).await.follow().await;
        page.says("The state does not know them by this MMUR email").says("knows no active person by");
    });
}

#[test]
fn a_login_id_belongs_to_one_person_and_a_password_is_never_shown_again() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = add(&admin, &[("login_id", MANAGER)]).await.follow().await;
        assert!(page.problem("login_id").contains("is the Login ID of another account"));
        assert_eq!(page.form("/users").value("name"), "Nia New");
        assert_eq!(page.form("/users").value("password"), "");
        assert!(!page.body.contains(PASSWORD));
        let page = add(&admin, &[("password", "short"), ("email", "nobody"), ("login_id", " x@y ")]).await.follow().await;
        assert!(page.problem("password").contains("At least 12 characters; this has 5."));
        assert!(page.problem("email").contains("has an @"));
        assert!(page.problem("login_id").contains("begins or ends with a blank"));
    });
}

#[test]
fn a_second_press_of_the_button_adds_no_second_user() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let form = admin.get("/users/new").await.form("/users").set("name", "Nia New").set("role", "driver");
        let form =
            ["login_id", "email", "mmur_email"].iter().fold(form, |form, name| form.set(name, EMAIL)).set("password", PASSWORD);
        let first = form.send().await.goes_to("/users/");
        assert_eq!(form.send().await.goes_to("/users/"), first);
    });
}

#[test]
fn a_dismissed_person_is_out_at_once_and_can_be_reinstated() {
    shop(async |shop| {
        let (admin, manager) = (shop.clerk(ADMIN).await, shop.clerk(MANAGER).await);
        manager.get("/vehicles").await;
        let page = page_of(&admin, "Maria Alvarez").await;
        let list = page.form(&page.path.replace("/edit", "/dismissals")).send().await.follow().await;
        list.says("Maria Alvarez was dismissed").says("Dismissed");
        manager.ask("/vehicles").await.goes_to("/sign-in");
        assert!(!may_sign_in(shop, MANAGER, lotbook::demo::PASSWORD).await);
        let page = page_of(&admin, "Maria Alvarez").await;
        page.form(&page.path.replace("/edit", "/reinstatements")).send().await.follow().await.says("was reinstated");
        assert!(may_sign_in(shop, MANAGER, lotbook::demo::PASSWORD).await);
    });
}

#[test]
fn an_admin_can_neither_dismiss_nor_demote_themselves() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = page_of(&admin, "Alex Kim").await;
        let dismissals = page.path.replace("/edit", "/dismissals");
        assert!(!page.has(&format!("form[action='{dismissals}']")));
        let mut by_hand = form_of(&page);
        by_hand.action = dismissals;
        by_hand.send().await.follow().await.says("You cannot dismiss yourself");
        let back = form_of(&page).set("role", "manager").send().await.follow().await;
        assert!(back.problem("role").contains("You cannot take the admin role from yourself"));
        admin.get("/users").await;
    });
}

#[test]
fn a_role_that_changes_counts_at_once() {
    shop(async |shop| {
        let (admin, manager) = (shop.clerk(ADMIN).await, shop.clerk(MANAGER).await);
        form_of(&page_of(&admin, "Maria Alvarez").await).set("role", "driver").send().await.goes_to("/users/");
        manager.ask("/vehicles").await.is(403);
    });
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old_one_but_not_the_admins_own_page() {
    shop(async |shop| {
        let (admin, manager, other) = (shop.clerk(ADMIN).await, shop.clerk(MANAGER).await, shop.clerk(ADMIN).await);
        form_of(&page_of(&admin, "Maria Alvarez").await).set("password", PASSWORD).send().await.goes_to("/users/");
        manager.ask("/vehicles").await.goes_to("/sign-in");
        assert!(may_sign_in(shop, MANAGER, PASSWORD).await);
        let page = form_of(&page_of(&admin, "Alex Kim").await).set("password", PASSWORD).send().await.follow().await;
        page.says("Alex Kim was saved");
        other.ask("/users").await.goes_to("/sign-in");
        admin.get("/users").await;
    });
}

#[test]
fn only_an_admin_edits_users_and_an_auditor_reads_them() {
    shop(async |shop| {
        let auditor = shop.clerk(AUDITOR).await;
        assert!(!auditor.get("/users").await.has("main a[href^='/users/']"));
        auditor.ask("/users/new").await.is(403);
        shop.clerk(MANAGER).await.ask("/users").await.is(403);
    });
}

#[test]
fn people_of_the_first_start_are_judged_by_the_same_rule() {
    shop(async |shop| {
        shop.state.staff_who_is(EMAIL, "dispenser", "suspended").await;
        let app = shop.app();
        let location = app.read(|conn| Ok(lotbook::features::locations::Location::all(conn)?.remove(0).id)).await.unwrap();
        let nia = lotbook::setup::Person {
            name: "Nia New".into(),
            login: EMAIL.into(),
            role: lotbook::may::Role::Budtender,
            password: PASSWORD.into(),
            pin: None,
        };
        let mut books = lotbook::setup::FirstBooks::default();
        books.add_person(app, location, nia).await.unwrap();
        books.write(app).await.unwrap();
        let admin = shop.clerk(ADMIN).await;
        let page = page_of(&admin, "Nia New").await;
        page.says("Not registered").says("as dispenser, suspended").says("Nia New may not sell, void or return");
        assert!(may_sign_in(shop, EMAIL, PASSWORD).await);
    });
}

#[test]
fn whoever_comes_back_signs_in_anew() {
    shop(async |shop| {
        let (admin, manager) = (shop.clerk(ADMIN).await, shop.clerk(MANAGER).await);
        for act in ["/dismissals", "/reinstatements"] {
            let page = page_of(&admin, "Maria Alvarez").await;
            page.form(&page.path.replace("/edit", act)).send().await.goes_to("/users");
        }
        manager.ask("/vehicles").await.goes_to("/sign-in");
    });
}

#[test]
fn a_session_that_outlived_a_dismissal_opens_nothing() {
    shop(async |shop| {
        let manager = shop.clerk(MANAGER).await;
        let dismiss = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(users::table.filter(users::login_id.eq(MANAGER))).set(users::active.eq(false)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(dismiss).await.unwrap();
        manager.ask("/vehicles").await.goes_to("/sign-in");
    });
}
