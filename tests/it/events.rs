//! The event log: what is changed stands in it in the same moment, and whoever touches a row of it is seen.

use crate::support::{ADMIN, AUDITOR, BUDTENDER, COMPLIANCE, INVENTORY, MANAGER, Shop, shop};
use diesel::prelude::*;
use lotbook::demo::PASSWORD;
use lotbook::event::{Change, Event, Found, check};
use lotbook::schema::{event_heads, events};
use std::process::Command;

async fn all(shop: &Shop) -> Vec<Event> {
    shop.app().read(|conn| Ok(events::table.order(events::position).select(Event::as_select()).load(conn)?)).await.unwrap()
}

/// `users edit Ben: Name “a” → “b”`.
fn told(event: &Event) -> String {
    let changes: Vec<Change> = serde_json::from_str(&event.changes).unwrap();
    let changes: Vec<String> = changes.iter().map(|one| format!("{} “{}” → “{}”", one.field, one.from, one.to)).collect();
    format!("{} {} {} {}: {}", event.user_name, event.category, event.kind, event.object_name, changes.join(", "))
}

async fn last(shop: &Shop) -> String {
    told(all(shop).await.last().unwrap())
}

async fn checked(shop: &Shop) -> Found {
    check(&shop.app().db, None, shop.app().clock.now()).await.unwrap()
}

async fn alter(shop: &Shop, work: impl Fn(&mut lotbook::db::Conn) -> lotbook::error::Result<()> + Send + 'static) {
    shop.app().db.write(work).await.unwrap();
}

#[test]
fn what_changes_is_told_field_by_field_and_what_does_not_is_no_event() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let form = admin.get("/statuses/new").await.form("/statuses");
        form.set("name", "Hold").set("sellable", "1").send().await.follow().await;
        assert_eq!(
            last(shop).await,
            "Alex Kim statuses create Hold: Name “” → “Hold”, May be sold “” → “Yes”, In use “” → “Yes”"
        );
        let page = admin.get("/statuses").await;
        let edit = page.link("Hold");
        let url = edit.trim_end_matches("/edit");
        admin.get(&edit).await.form(url).set("name", "On hold").send().await.follow().await;
        assert_eq!(last(shop).await, "Alex Kim statuses edit On hold: Name “Hold” → “On hold”");
        let before = all(shop).await.len();
        admin.get(&edit).await.form(url).send().await.follow().await;
        assert_eq!(all(shop).await.len(), before, "saved again without a change");
        let page = admin.get("/events?category=statuses").await;
        page.says("On hold").says("Hold").says("Alex Kim").says("Changed");
        assert_eq!(checked(shop).await.misfit, None);
    });
}

#[test]
fn coming_going_and_being_turned_away_stands_in_it() {
    shop(async |shop| {
        for _ in 0..6 {
            shop.stranger().sign_in(BUDTENDER, "not the one").await;
        }
        shop.stranger().sign_in("nobody@demo.example", "not the one").await;
        let manager = shop.clerk(MANAGER).await;
        manager.post("/sign-out", &[]).await;
        let kinds: Vec<(String, String)> =
            all(shop).await.into_iter().filter(|one| one.category == "sign_ins").map(|one| (one.user_name, one.kind)).collect();
        let ben = |kind: &str| ("Ben Carter".to_owned(), kind.to_owned());
        let maria = |kind: &str| ("Maria Alvarez".to_owned(), kind.to_owned());
        let failed = vec![ben("failed"); 4];
        assert_eq!(kinds[..4], failed[..]);
        // The sixth try meets an account that is locked already: no news, and no way to fill the log.
        let stranger = ("Somebody unknown".to_owned(), "failed".to_owned());
        assert_eq!(kinds[4..], [ben("lock"), stranger, maria("sign_in"), maria("sign_out")]);
        let everything: String = all(shop).await.iter().map(told).collect();
        assert!(!everything.contains("not the one") && !everything.contains(PASSWORD), "no secret is written down");
    });
}

#[test]
fn settings_users_and_rooms_are_watched() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let settings = admin.get("/").await.link("Location");
        admin.get(&settings).await.form(&settings).set("password_days", "90").send().await.follow().await;
        assert!(last(shop).await.contains("settings edit") && last(shop).await.ends_with(": Password days “0” → “90”"));
        let page = admin.get("/users").await;
        let edit = page.link("Ines Duarte");
        let url = edit.trim_end_matches("/edit").to_owned();
        admin.get(&edit).await.form(&url).set("name", "Inez Duarte").send().await.follow().await;
        assert_eq!(last(shop).await, "Alex Kim users edit Inez Duarte: Name “Ines Duarte” → “Inez Duarte”");
        admin.get(&edit).await.form(&format!("{url}/dismissals")).send().await.follow().await;
        assert_eq!(last(shop).await, "Alex Kim users delete Inez Duarte: Active “Yes” → “No”");
        admin.get(&edit).await.form(&format!("{url}/reinstatements")).send().await.follow().await;
        assert_eq!(last(shop).await, "Alex Kim users restore Inez Duarte: Active “No” → “Yes”");
        let form = admin.get("/rooms/new").await.form("/rooms");
        form.set("name", "Cold store").with("kind", "inventory").send().await.follow().await;
        assert!(last(shop).await.starts_with("Alex Kim rooms create Cold store: Name “” → “Cold store”"));
        assert_eq!(checked(shop).await.misfit, None);
    });
}

#[test]
fn the_filters_narrow_the_list_and_the_file_holds_what_is_shown() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let form = admin.get("/statuses/new").await.form("/statuses");
        form.set("name", "=1+1").set("sellable", "1").send().await.follow().await;
        shop.clerk(COMPLIANCE).await;
        let page = admin.get("/events?kind=create").await;
        assert_eq!(page.all("tbody tr").len(), 1, "and not who signed in");
        page.says("=1+1").says("Created");
        let file = admin.ask("/events.csv?kind=create").await;
        let text = &file.body;
        assert_eq!(text.trim_end().lines().count(), 4, "{text}");
        assert!(text.contains("Alex Kim") && text.contains("'=1+1") && !text.contains("Carla"), "{text}");
        let by_carla = all(shop).await.into_iter().find(|one| one.user_name.starts_with("Carla")).unwrap();
        let page = admin.get(&format!("/events?who={}", by_carla.user_id.unwrap())).await;
        page.says("Carla Weiss").says_not("=1+1");
        admin.get("/events?from=2001-01-01&until=2001-01-02").await.says("No event is like that");
        admin.ask("/events?kind=nonsense").await.is(422);
        admin.get(&format!("/events?object={}", by_carla.object_id)).await.says("One thing").says_not("=1+1");
        for login in [MANAGER, COMPLIANCE, AUDITOR] {
            shop.clerk(login).await.get("/events").await.says("Event log");
        }
        shop.clerk(INVENTORY).await.ask("/events").await.is(403);
    });
}

#[test]
fn a_row_altered_removed_or_put_elsewhere_is_named() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        for name in ["One", "Two", "Three"] {
            let form = admin.get("/statuses/new").await.form("/statuses");
            form.set("name", name).set("sellable", "1").send().await.follow().await;
        }
        let count = i64::try_from(all(shop).await.len()).unwrap();
        let whole = checked(shop).await;
        assert_eq!((whole.events, whole.misfit.clone()), (count, None));
        let second = count - 1;
        let misfit = |found: &Found| found.misfit.as_ref().map(|(row, _)| *row);

        alter(shop, move |tx| set_name(tx, second, "Zwei")).await;
        let found = checked(shop).await;
        assert_eq!((found.events, misfit(&found)), (second - 1, Some(second)));
        admin
            .get("/events")
            .await
            .form("/events/checks")
            .send()
            .await
            .follow()
            .await
            .says("Broken")
            .says(&format!("Event {second} is not as"));
        alter(shop, move |tx| set_name(tx, second, "Two")).await;
        assert_eq!(checked(shop).await, whole);

        // Two rows change places.
        alter(shop, move |tx| {
            for (from, to) in [(second, 0), (count, second), (0, count)] {
                diesel::update(events::table.find(from)).set(events::position.eq(to)).execute(tx)?;
            }
            Ok(())
        })
        .await;
        assert_eq!(misfit(&checked(shop).await), Some(second));
        alter(shop, move |tx| {
            for (from, to) in [(second, 0), (count, second), (0, count)] {
                diesel::update(events::table.find(from)).set(events::position.eq(to)).execute(tx)?;
            }
            Ok(())
        })
        .await;

        alter(shop, move |tx| Ok(diesel::delete(events::table.find(count)).execute(tx).map(drop)?)).await;
        let found = checked(shop).await;
        assert_eq!(found.misfit, Some((count, format!("Event {count} is missing: it was removed."))));
        // Even when the head is turned back to the row before, the hash it was closed with is another.
        alter(shop, move |tx| {
            Ok(diesel::update(event_heads::table.find(1)).set(event_heads::position.eq(second)).execute(tx).map(drop)?)
        })
        .await;
        assert_eq!(misfit(&checked(shop).await), Some(second));
    });
}

fn set_name(tx: &mut lotbook::db::Conn, position: i64, name: &str) -> lotbook::error::Result<()> {
    diesel::update(events::table.find(position)).set(events::object_name.eq(name)).execute(tx)?;
    Ok(())
}

#[test]
fn many_at_once_make_one_chain() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let mut sent = Vec::new();
        for number in 0..12 {
            let form = admin.get("/statuses/new").await.form("/statuses");
            sent.push(form.set("name", &format!("Status {number}")).set("sellable", "1"));
        }
        let before = checked(shop).await.events;
        let answers = futures_util::future::join_all(sent.iter().map(crate::support::Form::send)).await;
        assert!(answers.iter().all(|answer| answer.status == 303));
        let found = checked(shop).await;
        assert_eq!((found.events, found.misfit), (before + 12, None));
    });
}

#[test]
fn the_command_names_the_first_row_that_does_not_fit() {
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let form = admin.get("/statuses/new").await.form("/statuses");
        form.set("name", "One").set("sellable", "1").send().await.follow().await;
        let url = match &shop.app().config.database {
            lotbook::db::Url::Sqlite(path) => format!("sqlite://{}", path.display()),
            lotbook::db::Url::Postgres(url) => url.clone(),
        };
        let run = || {
            let ran = Command::new(env!("CARGO_BIN_EXE_lotbook")).args(["verify-log", "--database-url", &url]).output().unwrap();
            (ran.status.code(), String::from_utf8(ran.stdout).unwrap())
        };
        let (code, said) = run();
        assert_eq!(code, Some(0), "{said}");
        assert!(said.starts_with("2 events, all fit; last hash "), "{said}");
        admin.get("/events").await.says("Whole").says("verify-log");
        alter(shop, |tx| set_name(tx, 1, "Somebody else")).await;
        let (code, said) = run();
        assert_eq!(code, Some(1), "{said}");
        assert!(said.starts_with("Event 1 is not as it was written"), "{said}");
    });
}
