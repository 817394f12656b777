//! Groups of permissions: what a shop ticks counts with the next click, and nobody raises themselves.

use crate::support::{ADMIN, AUDITOR, Answer, BUDTENDER, Clerk, MANAGER, MISMATCHED, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::demo::PASSWORD;
use lotbook::may::{self, Clerk as Person, Group, Role};
use lotbook::schema::users;

/// Saves a group with these ticked besides, and those not.
async fn save(clerk: &Clerk, group: &str, more: &[&str], less: &[&str]) -> Answer {
    let mut form = clerk.get(&format!("/groups/{group}/edit")).await.form(&format!("/groups/{group}"));
    form.fields.retain(|(name, value)| name != "permission" || !less.contains(&value.as_str()));
    form.fields.extend(more.iter().map(|name| ("permission".to_owned(), (*name).to_owned())));
    form.send().await
}

async fn user_page(admin: &Clerk, name: &str) -> Page {
    let link = admin.get("/users").await.link(name);
    admin.get(&link).await
}

/// Gives somebody a group.
async fn put(admin: &Clerk, name: &str, group: &str) -> Answer {
    let page = user_page(admin, name).await;
    page.form(page.path.trim_end_matches("/edit")).set("role", group).send().await
}

async fn give_extra(shop: &Shop, login: &'static str, names: &'static [&'static str]) {
    let kept = serde_json::to_string(names).unwrap();
    let write = move |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(users::table.filter(users::login_id.eq(login))).set(users::extra_permissions.eq(&kept)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(write).await.unwrap();
}

#[test]
fn the_shipped_groups_begin_with_what_the_list_of_permissions_says() {
    shop(async |shop| {
        let groups = shop.app().read(Group::all).await.unwrap();
        assert_eq!(groups.len(), Role::ALL.len());
        for group in groups {
            assert!(group.is_shipped());
            let granted = group.granted().unwrap();
            for entry in may::ALL {
                assert_eq!(granted.has(entry.name), entry.roles.contains(&group.role), "{} {}", group.name, entry.name);
            }
        }
    });
}

#[test]
fn what_a_shop_took_away_stays_away_after_a_restart() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        save(&admin, "budtender", &[], &["SeeGuests"]).await.goes_to("/groups");
        shop.restart().await;
        shop.clerk(BUDTENDER).await.ask("/guests").await.is(403);
    });
}

#[test]
fn a_group_that_changed_counts_with_the_next_click_in_every_process() {
    shop(async |shop| {
        let (admin, budtender) = (shop.clerk(ADMIN).await, shop.clerk(BUDTENDER).await);
        budtender.ask("/rooms").await.is(403);
        let elsewhere = shop.another_process();
        save(&admin, "budtender", &["SeeRooms"], &["SeeGuests"]).await.follow().await.says("“Budtender” was saved.");
        budtender.get("/rooms").await;
        budtender.ask("/guests").await.is(403);
        assert_eq!(budtender.get("/").await.link("Rooms"), "/rooms", "and the menu follows");
        let login = budtender_id(shop).await;
        let seen = elsewhere.read(move |conn| Person::find(conn, login)).await.unwrap();
        assert!(seen.may::<may::SeeRooms>() && !seen.may::<may::SeeGuests>());
        admin.get("/events?category=groups").await.says("Budtender").says("See rooms: Yes").says("See guests:");
    });
}

async fn budtender_id(shop: &Shop) -> lotbook::values::UserId {
    let of =
        |conn: &mut lotbook::db::Conn| Ok(users::table.filter(users::login_id.eq(BUDTENDER)).select(users::id).first(conn)?);
    shop.app().read(of).await.unwrap()
}

#[test]
fn the_matrix_says_what_each_permission_means_and_finds_it() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = admin.get("/groups").await;
        page.says("Front desk").says("Read-only auditor").says("Ban a patient, and lift that.").says("Void sale");
        let found = admin.get("/groups?q=ban+a+pat").await;
        assert_eq!(found.all("tbody tr").len(), 1);
        admin.get("/groups?q=nonsense").await.says("No permission is called so");
        shop.clerk(AUDITOR).await.get("/groups").await.says("Front desk");
        shop.clerk(MANAGER).await.ask("/groups").await.is(403);
        assert!(may::ALL.iter().all(|entry| !entry.meaning().contains('`')));
    });
}

#[test]
fn a_group_of_the_shops_own_begins_as_a_copy_and_goes_when_nobody_is_in_it() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let form = admin.get("/groups/new").await.form("/groups").set("name", "Weekend desk").set("copy_of", "front_desk");
        let edit = form.send().await.goes_to("/groups/");
        let id = edit.trim_start_matches("/groups/").trim_end_matches("/edit").to_owned();
        let again = admin.get("/groups/new").await.form("/groups").set("name", "weekend DESK").set("copy_of", "driver");
        assert!(again.send().await.follow().await.problem("name").contains("already"));
        put(&admin, "Bea Novak", &id).await.goes_to("/users/");
        let bea = shop.clerk(MISMATCHED).await;
        bea.get("/guests").await;
        bea.ask("/drawers").await.is(403);
        admin.get("/users").await.says("Weekend desk");
        let retire = |page: Page| page.form(&format!("/groups/{id}/retirements"));
        retire(admin.get(&edit).await).send().await.follow().await.says("One person is in “Weekend desk”");
        put(&admin, "Bea Novak", "budtender").await.goes_to("/users/");
        retire(admin.get(&edit).await).send().await.follow().await.says("out of use");
        admin.get("/groups").await.says_not("Weekend desk ");
        admin.post("/groups/manager/retirements", &[("form_key", lotbook::values::FormKey::new().as_str())]).await;
        shop.clerk(MANAGER).await.get("/drivers").await;
    });
}

#[test]
fn nobody_raises_themselves_and_the_last_admin_stays() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let back = save(&admin, "admin", &["Sell"], &[]).await.follow().await;
        assert!(back.problem("permission").contains("You cannot give yourself “Sell”"));
        let back = save(&admin, "admin", &[], &["AssignPermissions"]).await.follow().await;
        assert!(back.problem("permission").contains("cannot take “Assign permissions” from yourself"));
        save(&admin, "admin", &[], &["EditUsers"]).await.follow().await.says("This is the last active admin.");
        let back = put(&admin, "Alex Kim", "manager").await.follow().await;
        assert!(back.problem("role").contains("You cannot take the admin role from yourself"));
        let back = save(&admin, "auditor", &["EditUsers"], &[]).await.follow().await;
        assert!(back.problem("permission").contains("Auditors read and change nothing"));
        admin.get("/users/new").await;
    });
}

#[test]
fn who_may_edit_users_and_not_assign_gives_only_what_they_have_and_touches_nobody_above() {
    shop(async |shop| {
        give_extra(shop, MANAGER, &["SeeUsers", "EditUsers"]).await;
        let manager = shop.clerk(MANAGER).await;
        // Compliance records notices and settles filings as a manager does, so it is no more than theirs.
        put(&manager, "Dan Oyelaran", "budtender").await.goes_to("/users/");
        let back = put(&manager, "Dan Oyelaran", "admin").await.follow().await;
        assert!(back.problem("role").contains("which you do not have yourself"), "{}", back.text());
        let page = user_page(&manager, "Alex Kim").await;
        let form = page.form(page.path.trim_end_matches("/edit")).set("password", "a password of my own");
        form.send().await.follow().await.says("They may do what you may not");
        shop.stranger().sign_in(ADMIN, PASSWORD).await.goes_to("/");
        manager.ask("/groups/admin/edit").await.is(403);
    });
}

#[test]
fn a_person_has_what_their_group_has_and_what_is_theirs_besides() {
    shop(async |shop| {
        let (admin, budtender) = (shop.clerk(ADMIN).await, shop.clerk(BUDTENDER).await);
        budtender.ask("/events").await.is(403);
        let page = user_page(&admin, "Ben Carter").await;
        let form = page.form(page.path.trim_end_matches("/edit"));
        form.with("extra", "SeeEvents").set("state_id", "FL-77").set("born_on", "1990-02-03").send().await.goes_to("/users/");
        budtender.get("/events").await;
        let page = user_page(&admin, "Ben Carter").await;
        assert_eq!(page.form(page.path.trim_end_matches("/edit")).value("state_id"), "FL-77");
        admin.get("/events?category=users").await.says("Besides: See events").says("State ID: FL-77");
    });
}
