//! Sublots: parts of a package become packages of their own, and everything of the source comes along.

use crate::support::{AUDITOR, BUDTENDER, Clerk, INVENTORY, MANAGER, Page, Shop, State, shop};
use diesel::prelude::*;
use lotbook::schema::{filings, packages};
use serde_json::json;
use std::time::Duration;

/// The page of the package with this barcode.
pub async fn page_of(clerk: &Clerk, barcode: &str) -> String {
    clerk.get(&format!("/inventory?q={barcode}&zero_quantity=1")).await.link("Blue Dream")
}

/// The same of a package of another product.
pub async fn page_of_any(clerk: &Clerk, barcode: &str, product: &str) -> String {
    clerk.get(&format!("/inventory?q={barcode}&zero_quantity=1")).await.link(product)
}

/// Fills the form for these quantities; no labels.
pub async fn form(clerk: &Clerk, package: &str, quantities: &[&str]) -> crate::support::Form {
    let form = clerk.get(&format!("{package}/sublots/new")).await.form(&format!("{package}/sublots"));
    // What was typed before a refusal stands in it again.
    let form = (1..=5).fold(form, |form, row| form.set(&format!("labels-{row}"), "0").set(&format!("quantity-{row}"), ""));
    quantities.iter().zip(1..).fold(form, |form, (quantity, row)| form.set(&format!("quantity-{row}"), quantity))
}

/// (barcode, hundredths) of everything made of something, by our books.
pub async fn children(shop: &Shop) -> Vec<(String, i64)> {
    shop.app()
        .read(|conn| {
            let all: Vec<(lotbook::values::PackageId, String)> = packages::table
                .filter(packages::parent_id.is_not_null())
                .order(packages::id)
                .select((packages::id, packages::barcode))
                .load(conn)?;
            all.into_iter().map(|(id, barcode)| Ok((barcode, lotbook::stock::of_package(conn, id)?.on_hand.0))).collect()
        })
        .await
        .unwrap()
}

/// What the state says there is of it, in hundredths.
pub async fn at_the_state(shop: &Shop, barcode: &str) -> i64 {
    let rows = shop.state.rows("inventory").await;
    let row = rows.into_iter().find(|row| row["id"] == barcode).unwrap();
    lotbook::values::Quantity::parse(row["remaining_quantity"].as_str().unwrap()).unwrap().0
}

/// The texts of the newest filing's rows that matter.
async fn summaries(shop: &Shop) -> Vec<String> {
    shop.app().read(|conn| Ok(filings::table.order(filings::id).select(filings::summary).load(conn)?)).await.unwrap()
}

#[test]
fn several_sublots_at_once_have_everything_of_their_source() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        let sending = form(&clerk, &package, &["5", "3"]).await;
        assert_eq!(sending.send().await.goes_to(&package), package);
        assert_eq!(sending.send().await.goes_to(&package), package, "a second press is harmless");
        let told = shop.state.calls("inventory_split").await;
        assert_eq!(told.len(), 1);
        let made = children(shop).await;
        assert_eq!(made.iter().map(|(_, quantity)| *quantity).collect::<Vec<_>>(), [500, 300]);
        for (child, quantity) in &made {
            assert_eq!(at_the_state(shop, child).await, *quantity, "each number has the quantity that the state gave it");
        }
        let source = clerk.get(&package).await;
        source.says("16 each").says("2 sublots").says("5 each as");
        let child = clerk.get(&page_of(&clerk, &made[0].0).await).await;
        child.says("Its source").says("Sellable").says("5 each of").says("Passed").says("set by the lab").says("0.125 oz");
        assert!(!child.all("a[href*='/receiving/']").is_empty(), "it came on its source's manifest");
        // Sold like any other.
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&made[0].0).await.goes_to("/register");
        budtender.sell().await.goes_to("/sales/");
        type Inherited = (String, Option<String>, Option<i64>, Option<chrono::NaiveDate>, Option<i64>, Option<i64>);
        let inherits: Vec<Inherited> = shop
            .app()
            .read(|conn| {
                let kept = (
                    packages::product_id,
                    packages::lot_name,
                    packages::cost_cents,
                    packages::expires_on,
                    packages::lab_result,
                    packages::med_usable,
                );
                Ok(packages::table.order(packages::id).select(kept).load(conn)?)
            })
            .await
            .unwrap();
        assert!(inherits.len() == 3 && inherits.iter().all(|row| *row == inherits[0]), "{inherits:?}");
    });
}

#[test]
fn what_cannot_be_split_off_is_said_beside_its_line() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        let wrong = |quantities: &'static [&'static str]| {
            let (clerk, package) = (clerk.clone(), package.clone());
            async move { form(&clerk, &package, quantities).await.send().await.follow().await }
        };
        assert_eq!(wrong(&[]).await.problem("quantity-1"), "Type how much the new package gets.");
        assert_eq!(wrong(&["0"]).await.problem("quantity-1"), "Type more than 0, or leave the line empty.");
        assert_eq!(wrong(&["1", "2.5"]).await.problem("quantity-2"), "This package is counted: type a whole number.");
        assert!(wrong(&["3.505"]).await.problem("quantity-1").contains("at most two decimals"));
        let much = wrong(&["20", "5"]).await;
        assert_eq!(much.problem("quantity-1"), "Together they take 25 each, and 24 are available. Take at least 1 less.");
        assert_eq!(much.attribute("#quantity-2", "value"), "5", "what was typed is still there");
        // What is in a cart is not there to be split off.
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await;
        assert!(wrong(&["24"]).await.problem("quantity-1").contains("and 23 are available"));
        form(&clerk, &package, &["23"]).await.send().await.goes_to(&package);
        budtender.sell().await.goes_to("/sales/");
        assert_eq!(shop.state.calls("inventory_split").await.len(), 1);
        // The form has room for more, folded up until something stands there.
        let page = clerk.get(&format!("{package}/sublots/new")).await;
        assert!(page.has("details:not([open]) #quantity-50"));
        let many = page.form(&format!("{package}/sublots")).set("quantity-1", "1").set("quantity-50", "0.5");
        let back = many.send().await.follow().await;
        assert_eq!(back.attribute("#quantity-1", "value"), "1");
        assert_eq!(back.attribute("details[open] #quantity-50", "value"), "0.5");
        clerk.ask("/inventory/nonsense/sublots/new").await.is(404);
    });
}

#[test]
fn before_the_lab_has_spoken_one_waits_or_tests_separately() {
    shop(async |shop| {
        let mut item = State::item("Blue Dream 3.5 g", 28, "0.125");
        item["result"] = json!(0);
        let barcode = shop.stocked(json!([item])).await.remove(0);
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        let page = clerk.get(&format!("{package}/sublots/new")).await;
        page.says("wait for it, or have each sublot tested separately");
        let sending = form(&clerk, &package, &["4"]).await;
        let back = sending.send().await.follow().await;
        assert!(back.problem("untested").contains("no result of a lab yet (pending)"), "{}", back.problem("untested"));
        assert!(shop.state.calls("inventory_split").await.is_empty());
        sending.with("untested", "1").send().await.goes_to(&package);
        let child = children(shop).await.remove(0).0;
        let child = page_of(&clerk, &child).await;
        // The result that comes later is the source's alone.
        shop.state.lab(&barcode, 1).await;
        shop.state.advance_seconds(3601).await;
        shop.app().biotrack.probe().await.unwrap();
        clerk.get(&package).await.says("Passed");
        clerk.get(&child).await.says("Not sellable").says("No result");
    });
}

#[test]
fn a_part_is_moved_by_making_a_sublot_first() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        let moving = clerk.get(&format!("{package}/moves/new")).await;
        assert_eq!(moving.link("Make a sublot first"), format!("{package}/sublots/new"));
        let manager = shop.clerk(MANAGER).await;
        let destroying = manager.get(&format!("/destructions/new?package={barcode}")).await;
        assert_eq!(destroying.link("make a sublot first"), format!("{package}/sublots/new"));
        let page = clerk.get(&format!("{package}/sublots/new")).await;
        let room = page.options("room").remove(0);
        let made = form(&clerk, &package, &["2", "2"]).await.set("room", &room).send().await;
        made.follow().await.says("2 sublots were made, here and in BioTrack. Their move to").says("is reported to BioTrack next");
        let moves = shop.state.calls("inventory_move").await;
        assert_eq!(moves.len(), 2, "on receiving, and now: both sublots in one");
        for (child, _) in children(shop).await {
            assert!(moves[1].to_string().contains(&child));
            clerk.get(&page_of(&clerk, &child).await).await.says("Not on a sales floor").says("Move 2 packages to");
        }
        clerk.get(&package).await.says("Sellable");
        assert!(summaries(shop).await.iter().any(|summary| summary.ends_with("as 2 sublots")));
    });
}

#[test]
fn a_refusal_of_the_state_gives_back_what_was_held() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let clerk = shop.clerk(INVENTORY).await;
        let package = page_of(&clerk, &barcode).await;
        shop.state.refuse("inventory_split", "Insufficient remaining quantity.").await;
        let back = form(&clerk, &package, &["5"]).await.send().await.follow().await;
        assert!(back.text().contains("Insufficient remaining quantity."), "{}", back.text());
        assert!(children(shop).await.is_empty());
        let all = form(&clerk, &package, &["20", "4"]).await;
        let asked = all.send().await.follow().await;
        assert!(asked.problem("everything").contains("Nothing would be left of this package"), "{}", asked.text());
        all.with("everything", "1").send().await.goes_to(&package);
        clerk.get(&package).await.says_not("/sublots/new");
        let auditor = shop.clerk(AUDITOR).await;
        assert!(!auditor.get(&package).await.has("a[href$='/sublots/new']"), "an auditor changes nothing");
    });
}

#[test]
fn what_is_scheduled_for_destruction_stays_whole() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let package = page_of(&manager, &barcode).await;
        let sending = form(&manager, &package, &["5"]).await;
        let schedule = manager.get(&format!("/destructions/new?package={barcode}")).await.form("/destructions");
        schedule.set("reason", "6").set("note", "mould").send().await.goes_to("/destructions/");
        sending.send().await.follow().await.says("scheduled for destruction: nothing can be split off it");
        assert!(shop.state.calls("inventory_split").await.is_empty());
    });
}

#[test]
fn two_clerks_who_split_one_package_at_once_get_no_more_than_there_is() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (ines, maria) = (shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await);
        let package = page_of(&ines, &barcode).await;
        let (one, other) = (form(&ines, &package, &["10", "4"]).await, form(&maria, &package, &["14"]).await);
        shop.state.delay("inventory_split", 600, 2).await;
        let (one, other) = tokio::join!(one.send(), other.send());
        let done = [&one, &other].iter().filter(|answer| answer.location.as_deref() == Some(package.as_str())).count();
        assert_eq!(done, 1, "{:?} {:?}", one.location, other.location);
        assert_eq!(children(shop).await.iter().map(|(_, quantity)| quantity).sum::<i64>(), 1400);
        // What still fits goes through.
        for clerk in [&ines, &maria] {
            form(clerk, &package, &["4"]).await.send().await.goes_to(&package);
        }
        let made = children(shop).await;
        assert_eq!(made.iter().map(|(_, quantity)| quantity).sum::<i64>(), 2200);
    });
}

#[test]
fn a_sale_goes_on_while_its_package_is_split() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (ines, budtender) = (shop.clerk(INVENTORY).await, shop.clerk(BUDTENDER).await);
        let package = page_of(&ines, &barcode).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await;
        let splitting = form(&ines, &package, &["23"]).await;
        shop.state.delay("inventory_split", 1200, 1).await;
        let splitting = tokio::spawn(async move { splitting.send().await });
        tokio::time::sleep(Duration::from_millis(400)).await;
        budtender.sell().await.goes_to("/sales/");
        splitting.await.unwrap().goes_to(&package);
        assert_eq!(at_the_state(shop, &barcode).await, 0);
        let page: Page = ines.get(&package).await;
        page.says("0 each");
    });
}
