//! The second factor: asked for at the door, once per code, and lost in an orderly way.

use crate::support::{ADMIN, Answer, BUDTENDER, Clerk, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::demo::PASSWORD;
use lotbook::schema::{second_factors, sessions, users};
use totp_rs::{Builder, Secret};

/// What an authenticator shows, so many half minutes from now.
async fn code(shop: &Shop, login: &'static str, later: i64) -> String {
    let secret: String = shop
        .app()
        .read(move |conn| {
            let of = second_factors::table.inner_join(users::table).filter(users::login_id.eq(login));
            Ok(of.select(second_factors::secret).first(conn)?)
        })
        .await
        .unwrap();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    let at = shop.app().clock.machine().and_utc().timestamp() + later * 30;
    totp.generate(at.unsigned_abs()).to_string()
}

/// Sets it up with the code of the half minute before this one, so that this one's is left. Gives the recovery codes.
async fn set_up(shop: &Shop, clerk: &Clerk, login: &'static str) -> Vec<String> {
    let page = clerk.get("/second_factors").await;
    page.form("/second_factors").set("account_password", PASSWORD).send().await.follow().await.says("Scan this");
    let form = clerk.get("/second_factors").await.form("/second_factors/confirmations");
    let answer = form.set("code", &code(shop, login, -1).await).send().await;
    answer.is(200).says("Your recovery codes");
    answer.page().all(".recovery-codes code")
}

/// Password, then code.
async fn come_in(shop: &Shop, login: &str, typed: &str) -> (Clerk, Answer) {
    let clerk = shop.stranger();
    let to = clerk.sign_in(login, PASSWORD).await.goes_to("/second_factors/checks/new");
    let form = clerk.get(&to).await.form("/second_factors/checks");
    let answer = form.set("code", typed).send().await;
    (clerk, answer)
}

/// Tries of a wrong code are over: nobody waits a quarter of an hour for a test.
async fn unlock(shop: &Shop) {
    let free = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        let none = None::<lotbook::values::At>;
        diesel::update(second_factors::table).set(second_factors::locked_until.eq(none)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(free).await.unwrap();
}

#[test]
fn a_code_lets_in_once_and_the_password_alone_never() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        set_up(shop, &clerk, BUDTENDER).await;
        let half = shop.stranger();
        half.sign_in(BUDTENDER, PASSWORD).await.goes_to("/second_factors/checks/new");
        half.ask("/sales").await.goes_to("/sign-in");
        let now = code(shop, BUDTENDER, 0).await;
        let (first, answer) = come_in(shop, BUDTENDER, &now).await;
        answer.goes_to("/");
        first.get("/sales").await;
        let (second, answer) = come_in(shop, BUDTENDER, &now).await;
        assert!(answer.follow().await.problem("code").contains("used already"));
        second.ask("/sales").await.goes_to("/sign-in");
        let (_, answer) = come_in(shop, BUDTENDER, &code(shop, BUDTENDER, -1).await).await;
        assert!(answer.follow().await.problem("code").contains("used already"), "one before it is used with it");
    });
}

#[test]
fn the_fifth_wrong_code_locks_and_the_right_password_does_not_unlock() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        set_up(shop, &clerk, BUDTENDER).await;
        for _ in 0..4 {
            let (_, answer) = come_in(shop, BUDTENDER, "AAAA-AAAA").await;
            assert!(answer.follow().await.problem("code").contains("not the code"));
        }
        let (_, answer) = come_in(shop, BUDTENDER, "AAAA-AAAA").await;
        assert!(answer.follow().await.problem("code").contains("no code is taken until"));
        let (_, answer) = come_in(shop, BUDTENDER, &code(shop, BUDTENDER, 0).await).await;
        assert!(answer.follow().await.problem("code").contains("no code is taken until"));
        unlock(shop).await;
        let (_, answer) = come_in(shop, BUDTENDER, &code(shop, BUDTENDER, 0).await).await;
        answer.goes_to("/");
        let admin = shop.clerk(ADMIN).await;
        admin.get("/events?kind=lock").await.says("Codes of the second factor are locked");
    });
}

#[test]
fn a_recovery_code_lets_in_once_and_an_admin_resets_what_is_lost() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let codes = set_up(shop, &clerk, BUDTENDER).await;
        assert_eq!(codes.len(), 10);
        let (inside, answer) = come_in(shop, BUDTENDER, &codes[3].to_lowercase()).await;
        answer.goes_to("/");
        inside.get("/second_factors").await.says("9 recovery codes left");
        let (_, answer) = come_in(shop, BUDTENDER, &codes[3]).await;
        assert!(answer.follow().await.problem("code").contains("not the code"));
        let admin = shop.clerk(ADMIN).await;
        let edit = admin.get("/users").await.link("Ben Carter");
        let page = admin.get(&edit).await;
        let form = page.form(&format!("{}/second_factor_removals", edit.trim_end_matches("/edit")));
        form.send().await.follow().await.says("The second factor of Ben Carter was removed");
        inside.ask("/sales").await.goes_to("/sign-in");
        shop.clerk(BUDTENDER).await.get("/sales").await;
    });
}

#[test]
fn a_group_that_asks_for_it_leads_its_people_to_set_it_up() {
    shop(async |shop| {
        let (admin, manager) = (shop.clerk(ADMIN).await, shop.clerk(MANAGER).await);
        let form = admin.get("/groups/manager/edit").await.form("/groups/manager").with("needs_second_factor", "1");
        form.send().await.goes_to("/groups");
        manager.ask("/sales").await.goes_to("/second_factors");
        manager.get("/second_factors").await.says("Set yours up to go on");
        set_up(shop, &manager, MANAGER).await;
        manager.get("/sales").await;
        let form = manager.get("/second_factors").await.form("/second_factors/removals");
        let back = form.set("code", &code(shop, MANAGER, 0).await).send().await.follow().await;
        back.says("Your group signs in with a second factor");
    });
}

#[test]
fn the_secret_is_in_no_event_and_in_no_session() {
    shop(async |shop| {
        let clerk = shop.clerk(BUDTENDER).await;
        let codes = set_up(shop, &clerk, BUDTENDER).await;
        let kept: Vec<String> = shop.app().read(|conn| Ok(sessions::table.select(sessions::state).load(conn)?)).await.unwrap();
        let told: Vec<String> = shop
            .app()
            .read(|conn| Ok(lotbook::schema::events::table.select(lotbook::schema::events::changes).load(conn)?))
            .await
            .unwrap();
        let secret: String =
            shop.app().read(|conn| Ok(second_factors::table.select(second_factors::secret).first(conn)?)).await.unwrap();
        let everything = format!("{kept:?}{told:?}");
        assert!(told.iter().any(|text| text.contains("Second factor")));
        assert!(!everything.contains(&secret) && codes.iter().all(|code| !everything.contains(code)));
    });
}

/// The page of where somebody is signed in.
async fn devices(admin: &Clerk, name: &str) -> Page {
    let edit = admin.get("/users").await.link(name);
    admin.get(&format!("{}/sessions", edit.trim_end_matches("/edit"))).await
}

#[test]
fn two_devices_are_shown_and_either_is_signed_out() {
    shop(async |shop| {
        let (admin, one, two) = (shop.clerk(ADMIN).await, shop.clerk(BUDTENDER).await, shop.clerk(BUDTENDER).await);
        admin.get("/users").await.says("Several devices");
        let page = devices(&admin, "Ben Carter").await;
        assert_eq!(page.all("tbody tr").len(), 2);
        let end = format!("{}/sign_outs", page.path.trim_end_matches("/sessions"));
        let rows = page.all_attributes("input[name=session]", "value");
        let key = lotbook::values::FormKey::new();
        admin.post(&end, &[("form_key", key.as_str()), ("session", &rows[0])]).await.goes_to("/users/");
        let left = [one.ask("/sales").await.status, two.ask("/sales").await.status];
        assert_eq!(left.iter().filter(|status| **status == 200).count(), 1);
        devices(&admin, "Ben Carter").await.form(&end).without("session").send().await.goes_to("/users/");
        one.ask("/sales").await.goes_to("/sign-in");
        two.ask("/sales").await.goes_to("/sign-in");
        devices(&admin, "Ben Carter").await.says("Signed in nowhere");
    });
}

#[test]
fn a_shop_that_forbids_it_has_everybody_on_one_device() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let settings = admin.get("/").await.link("Location");
        admin.get(&settings).await.form(&settings).with("one_session", "1").send().await.goes_to("/locations/");
        let one = shop.clerk(BUDTENDER).await;
        one.get("/sales").await;
        let two = shop.clerk(BUDTENDER).await;
        one.ask("/sales").await.goes_to("/sign-in");
        two.get("/sales").await;
        admin.get("/events?kind=sign_in").await.says("signed out on 1 other device");
        admin.get(&settings).await;
    });
}
