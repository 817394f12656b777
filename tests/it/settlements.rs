//! What a person settles where the program cannot: a filing that stays open, and a contradiction.

use crate::crashes::hasty;
use crate::support::{AUDITOR, Answer, COMPLIANCE, Clerk, Form, INVENTORY, MANAGER, Page, Shop, shop, shop_with};
use diesel::prelude::*;
use lotbook::biotrack::{Message, Reply};
use lotbook::error::Result;
use lotbook::filing::Status;
use lotbook::schema::{claimed, claims, filings, vehicles};
use lotbook::values::{FilingId, FormKey};
use std::time::Duration;

async fn an_hour_passes(shop: &Shop) {
    // And a minute: the state's clock comes in whole seconds, and an hour by it can be a second less than one by ours.
    shop.state.advance_seconds(3660).await;
    // The shop sees the state's clock with the next answer.
    shop.app().biotrack.probe().await.unwrap();
}

/// A van whose answer was lost (`drop_after`), or which never got there (`drop_before`); the filing's page.
async fn lost_van(shop: &Shop, fault: &str) -> String {
    let maria = shop.clerk(MANAGER).await;
    shop.state.fault("vehicle_add", fault, 1).await;
    maria.van().await.send().await.goes_to("/filings/")
}

async fn stuck_van(shop: &Shop, fault: &str) -> String {
    let path = lost_van(shop, fault).await;
    an_hour_passes(shop).await;
    path
}

fn settling(page: &Page, verdict: &str) -> Form {
    page.form_to("/filings/", "/settlements").set("reason", "Looked it up in BioTrack").with("verdict", verdict)
}

/// A settlement that no page offers.
async fn say(clerk: &Clerk, path: &str, verdict: &str) -> Answer {
    let fields = [("form_key", FormKey::new().to_string()), ("verdict", verdict.into()), ("reason", "Why not".into())];
    let fields = fields.map(|(name, value)| (name.to_owned(), value));
    clerk.post_by_script(&format!("{path}/settlements"), "problem", &fields).await
}

async fn status(shop: &Shop, path: &str) -> Status {
    let id = path.trim_start_matches("/filings/").to_owned();
    shop.app().read(move |conn| Ok(filings::table.find(id).select(filings::status).first(conn)?)).await.unwrap()
}

async fn vans(shop: &Shop) -> i64 {
    shop.app().read(|conn| Ok(vehicles::table.count().first(conn)?)).await.unwrap()
}

/// The state's transaction of its only vehicle.
async fn transaction(shop: &Shop) -> i64 {
    shop.state.rows("vehicle").await[0]["transactionid"].as_i64().unwrap()
}

async fn change(shop: &Shop, change: impl Fn(&mut lotbook::db::Conn) -> Result<()> + Send + 'static) {
    shop.app().db.write(change).await.unwrap();
}

#[test]
fn the_state_has_it_by_its_transaction_number_and_our_books_follow() {
    shop(async |shop| {
        let path = stuck_van(shop, "drop_after").await;
        let carla = shop.clerk(COMPLIANCE).await;
        let page = carla.get(&path).await;
        page.says("Settle it by hand");
        assert!(!page.body.contains("http-equiv=\"refresh\""), "it does not reload under who writes");
        let form = settling(&page, "has").set("transaction", &transaction(shop).await.to_string());
        form.send().await.goes_to(&path);
        let after = carla.get(&path).await;
        assert_eq!((status(shop, &path).await, vans(shop).await), (Status::Accepted, 1));
        assert_eq!(shop.state.calls("vehicle_add").await.len(), 1, "nothing is sent twice");
        after.says("Accepted").says("“The state has it”, by Carla").says("Looked it up in BioTrack").says("state's own ledger");
        form.send().await.follow().await.says("nothing more was done");
        assert_eq!(vans(shop).await, 1);
    });
}

#[test]
fn a_number_that_is_not_this_act_accepts_nothing() {
    shop(async |shop| {
        let path = stuck_van(shop, "drop_after").await;
        let carla = shop.clerk(COMPLIANCE).await;
        let named = async |number: String| {
            let answer = settling(&carla.get(&path).await, "has").set("transaction", &number).send().await;
            assert_eq!((status(shop, &path).await, vans(shop).await), (Status::Open, 0));
            answer.follow().await
        };
        let right = transaction(shop).await;
        assert!(named((right + 1000).to_string()).await.problem("transaction").contains("no such row for this act"));
        assert!(named((right - 1).to_string()).await.problem("transaction").contains("older than this act"));
        assert!(named("soon".into()).await.problem("transaction").contains("whole number"));
        let back = named(String::new()).await;
        assert!(back.problem("transaction").contains("fill this in"));
        assert_eq!(back.form_to("/filings/", "/settlements").value("reason"), "Looked it up in BioTrack");
        let unreasoned = settling(&back, "has").set("transaction", &right.to_string()).set("reason", "");
        assert!(unreasoned.send().await.follow().await.problem("reason").contains("fill this in"));
        settling(&back, "has").set("transaction", &right.to_string()).send().await.goes_to(&path);
        assert_eq!(status(shop, &path).await, Status::Accepted);
    });
}

#[test]
fn one_row_of_the_states_ledger_settles_one_filing() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let second = maria.van().await.set("plate", "XYZ789").set("vin", "1FTBW2CM5KKA00002").set("nickname", "Van 3");
        second.send().await.goes_to("/vehicles");
        let path = lost_van(shop, "drop_after").await;
        an_hour_passes(shop).await;
        let rows = shop.state.rows("vehicle").await;
        let of = |plate: &str| rows.iter().find(|row| row["plate"] == plate).unwrap()["transactionid"].as_i64().unwrap();
        let (mine, others) = (of("ABC123"), of("XYZ789"));
        // The other filing is made to own this very transaction.
        let owns = move |owned: i64| {
            move |tx: &mut lotbook::db::Conn| -> Result<()> {
                let other = filings::table.filter(filings::summary.like("%Van 3"));
                diesel::update(other).set(filings::state_transaction.eq(owned)).execute(tx)?;
                Ok(())
            }
        };
        change(shop, owns(mine)).await;
        let carla = shop.clerk(COMPLIANCE).await;
        let form = |page: &Page| settling(page, "has").set("transaction", &mine.to_string());
        let back = form(&carla.get(&path).await).send().await.follow().await;
        let words = back.problem("transaction");
        assert!(words.contains("Add vehicle Van 3") && words.contains("another filing"), "{words}");
        assert_eq!(status(shop, &path).await, Status::Open);
        change(shop, owns(others)).await;
        form(&back).send().await.goes_to(&path);
        assert_eq!((status(shop, &path).await, vans(shop).await), (Status::Accepted, 2));
    });
}

#[test]
fn what_the_state_does_not_have_is_refused_by_name_and_free_again() {
    shop_with(hasty, async |shop| {
        let path = stuck_van(shop, "drop_before").await;
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let carla = shop.clerk(COMPLIANCE).await;
        let form = settling(&carla.get(&path).await, "has_not");
        form.send().await.goes_to(&path);
        let after = carla.get(&path).await;
        after.says("Closed by Carla").says("the state does not have it").says("Looked it up in BioTrack");
        after.says("“The state does not have it”, by Carla").says("Back to the form");
        assert!(!after.has("blockquote"), "those are not the state's words");
        form.send().await.follow().await.says("nothing more was done");
        shop.clerk(MANAGER).await.van().await.send().await.goes_to("/vehicles");
        assert_eq!(vans(shop).await, 1);
    });
}

#[test]
fn what_the_state_shows_after_all_is_accepted_instead() {
    for nonce_is_known in [true, false] {
        shop_with(hasty, async |shop| {
            let path = stuck_van(shop, "drop_after").await;
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            let carla = shop.clerk(COMPLIANCE).await;
            let page = carla.get(&path).await;
            shop.state.fault("nonce_replay", "error_500", 1).await;
            settling(&page, "has_not").send().await.follow().await.says("does not answer just now, so nothing was done");
            assert_eq!(status(shop, &path).await, Status::Open);
            if !nonce_is_known {
                shop.state.refuse("nonce_replay", "The nonce could not be found.").await;
            }
            settling(&page, "has_not").send().await.follow().await.says("The state has it after all");
            assert_eq!((status(shop, &path).await, vans(shop).await), (Status::Accepted, 1));
        });
    }
}

#[test]
fn before_an_hour_and_while_it_may_still_arrive_nobody_settles_anything() {
    shop(async |shop| {
        let path = lost_van(shop, "drop_before").await;
        let carla = shop.clerk(COMPLIANCE).await;
        carla.get(&path).await.says_not("Settle it by hand");
        say(&carla, &path, "has_not").await.is(422).says("not waited for an hour");
        an_hour_passes(shop).await;
        let back = settling(&carla.get(&path).await, "has_not").send().await.follow().await;
        back.says("may still arrive there, so nothing was done");
        assert_eq!(status(shop, &path).await, Status::Open);
        shop.clerk(AUDITOR).await.get(&path).await.says("Compliance or a manager can").says_not("Settle it by hand");
        shop.leaves_open(1);
    });
}

#[test]
fn what_only_resembles_the_act_must_be_looked_at_before_it_is_refused() {
    shop_with(hasty, async |shop| {
        let barcode = shop.one_package().await;
        let ines = shop.clerk(INVENTORY).await;
        let package = ines.get(&format!("/inventory?q={barcode}")).await.link("Blue Dream");
        let count = async || {
            let page = ines.get(&format!("{package}/adjustments/new")).await;
            let form = page.form(&format!("{package}/adjustments")).set("quantity", "20").set("note", "recount");
            let reason = page.options("reason").remove(0);
            form.set("reason", &reason).send().await
        };
        shop.state.fault("inventory_adjust", "drop_after", 1).await;
        let path = count().await.goes_to("/filings/");
        // Somebody says the very same to the state in another way, and its answer to us is forgotten.
        let id = path.trim_start_matches("/filings/").to_owned();
        let (said, actor): (Option<String>, String) = shop
            .app()
            .read(move |conn| Ok(filings::table.find(id).select((filings::message, filings::actor)).first(conn)?))
            .await
            .unwrap();
        let said: Message = serde_json::from_str(&said.unwrap()).unwrap();
        let soon = shop.app().clock.machine() + chrono::TimeDelta::seconds(10);
        let again = shop.app().biotrack.send(FilingId::new(), &actor, &said, soon).await;
        assert!(matches!(again, Reply::Accepted(_)), "{again:?}");
        an_hour_passes(shop).await;
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let carla = shop.clerk(COMPLIANCE).await;
        shop.state.refuse("nonce_replay", "The nonce could not be found.").await;
        let back = settling(&carla.get(&path).await, "has_not").send().await.follow().await;
        assert!(back.problem("looked").contains("2 transactions of the state look like this act"), "{}", back.text());
        assert_eq!(status(shop, &path).await, Status::Open);
        shop.state.refuse("nonce_replay", "The nonce could not be found.").await;
        settling(&back, "has_not").with("looked", "1").send().await.follow().await.says("what was held is free again");
        assert_eq!(status(shop, &path).await, Status::Refused);
        count().await.goes_to(&package);
    });
}

/// Our row is taken for refused, wrongly, and then the state's yes arrives.
async fn contradict(shop: &Shop, path: &str) {
    let filing: FilingId = path.trim_start_matches("/filings/").parse().unwrap();
    change(shop, move |tx| {
        diesel::update(filings::table.find(filing)).set(filings::status.eq("refused")).execute(tx)?;
        diesel::delete(claims::table).execute(tx)?;
        diesel::update(claimed::table).set(claimed::alone_id.eq(None::<String>)).execute(tx)?;
        Ok(())
    })
    .await;
    let answer = shop.app().biotrack.replay(filing).await.unwrap().unwrap();
    assert!(lotbook::filing::close(shop.app(), filing, Reply::Accepted(answer)).await.unwrap().is_err());
}

async fn paint(clerk: &Clerk, color: &str) -> Answer {
    let edit = clerk.get("/vehicles").await.link("Van 2");
    let action = edit.trim_end_matches("/edit").to_owned();
    clerk.get(&edit).await.form(&action).set("color", color).send().await
}

#[test]
fn a_settled_contradiction_frees_the_vehicle_and_leaves_the_lists() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        maria.van().await.send().await.goes_to("/vehicles");
        shop.state.fault("vehicle_modify", "drop_after", 1).await;
        let path = paint(&maria, "blue").await.goes_to("/filings/");
        contradict(shop, &path).await;
        paint(&maria, "green").await.follow().await.says("Compliance must settle that filing first");
        shop.clerk(AUDITOR).await.get(&path).await.says("Contradiction").says_not("Settle this contradiction");
        let carla = shop.clerk(COMPLIANCE).await;
        let page = carla.get(&path).await;
        page.says("The state's late yes, transaction ").says_not("Back to the form");
        page.says("What it does not do").says("changes no quantity, record or sale in our books, and tells the state nothing");
        let form = page.form_to("/filings/", "/settlements");
        assert!(form.send().await.follow().await.problem("reason").contains("fill this in"));
        let form = form.set("reason", "Painted green by a new act");
        form.send().await.follow().await.says("what this filing froze is free again").says("This was a contradiction");
        form.send().await.goes_to(&path);
        carla.get(&path).await.says("“Corrected by new acts”, by Carla").says("The state's late yes").says_not("Settle this");
        carla.get("/filings?status=contradictions").await.says("No filing is like that");
        carla.get("/").await.says_not("contradicts our books");
        say(&carla, &path, "corrected").await.is(422).says("has settled this contradiction already");
        paint(&maria, "green").await.goes_to("/vehicles");
    });
}

#[test]
fn what_is_no_contradiction_and_what_is_elsewhere_is_not_settled() {
    shop(async |shop| {
        let carla = shop.clerk(COMPLIANCE).await;
        shop.state.refuse("vehicle_add", "The vehicle is too old.").await;
        shop.clerk(MANAGER).await.van().await.send().await;
        let id: String = shop.app().read(|conn| Ok(filings::table.select(filings::id).first(conn)?)).await.unwrap();
        let path = format!("/filings/{id}");
        say(&carla, &path, "corrected").await.is(422).says("no contradiction");
        say(&carla, &path, "has_not").await;
        carla.get(&path).await.says("nothing more was done");
        for verdict in ["corrected", "has_not"] {
            say(&carla, "/filings/01900000-0000-7000-8000-000000000000", verdict).await.is(404);
        }
    });
}
