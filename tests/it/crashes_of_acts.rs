//! The larger acts die at every place too: receiving with its moves, a sale, a void, a destruction. Whatever the place, afterwards the
//! state's books equal ours (the invariants at the end of each shop say so), and each act was said at most once.

use crate::crashes::hasty;
use crate::support::{BUDTENDER, Clerk, MANAGER, Page, Shop, State, shop_with};
use crate::{conversions, sublots};
use diesel::prelude::*;
use lotbook::filing::Step;
use lotbook::schema::{carts, filings, packages, sales};
use serde_json::json;
use std::time::Duration;

/// Where an act is cut off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Death {
    Inside(Step),
    /// The request is lost.
    OnTheWay,
    /// The answer is lost.
    OnTheWayBack,
}

/// Every row of the table, and whether the act must have happened in the end.
const TABLE: [(Death, bool); 6] = [
    (Death::Inside(Step::Opened), false),
    (Death::OnTheWay, false),
    (Death::OnTheWayBack, true),
    (Death::Inside(Step::Answered), true),
    (Death::Inside(Step::Accepting), true),
    (Death::Inside(Step::Accepted), true),
];

/// Runs `scene` once for each row of the table, all at once: most of it is waiting.
pub fn at_every_place(action: &'static str, scene: impl AsyncFn(&Shop, Death, bool) + Send + Sync + Copy) {
    at_every_place_after(action, 0, scene);
}

/// [`at_every_place`], of what the scene says so many times before the act that dies.
pub fn at_every_place_after(action: &'static str, before: usize, scene: impl AsyncFn(&Shop, Death, bool) + Send + Sync + Copy) {
    std::thread::scope(|threads| {
        for (death, happens) in TABLE {
            threads.spawn(move || {
                shop_with(hasty, async |shop| {
                    scene(shop, death, happens).await;
                    let told = shop.state.calls(action).await.len();
                    assert!(told <= before + 1, "{action} was said twice after {death:?}");
                });
            });
        }
    });
}

impl Death {
    pub async fn arrange(self, shop: &Shop, action: &str) {
        match self {
            Self::Inside(step) => shop.app().dying.cut_off_after(step),
            Self::OnTheWay => shop.state.fault(action, "drop_before", 1).await,
            Self::OnTheWayBack => shop.state.fault(action, "drop_after", 1).await,
        }
    }
}

/// Past every lease and the settle time, and twice more: nothing may be left open.
pub async fn recover(shop: &Shop) {
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(1_900)).await;
        shop.sweep().await;
    }
}

pub async fn status_of(shop: &Shop, action: &'static str) -> Vec<String> {
    shop.app()
        .read(move |conn| {
            Ok(filings::table.filter(filings::action.eq(action)).order(filings::id).select(filings::status).load(conn)?)
        })
        .await
        .unwrap()
}

pub fn outcome(happens: bool) -> &'static str {
    if happens { "accepted" } else { "refused" }
}

/// An act that nobody kills may lose what it was doing: each has a case in a file `crashes*.rs`, or where this says.
const DIES_ELSEWHERE: [(&str, &str, &str); 1] =
    [("take_over", "initial_uploads.rs", "wherever_a_row_is_cut_off_it_is_told_at_most_once_and_the_rest_goes_on")];

#[test]
fn every_act_that_is_told_to_the_state_dies_at_every_place() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let dying: Vec<String> = files.filter(|file| file.starts_with("crashes")).map(|file| read(&file)).collect();
    for action in lotbook::filing::Action::ALL {
        let (told, first) = (format!("status_of(shop, \"{action}\")"), format!("action.eq(\"{action}\")"));
        let dies = dying.iter().any(|text| text.contains(&told) || text.contains(&first));
        let elsewhere = DIES_ELSEWHERE.iter().find(|(name, ..)| *name == action.as_str());
        let dies_there = elsewhere.is_some_and(|(_, file, test)| read(file).contains(&format!("fn {test}()")));
        assert!(dies || dies_there, "`{action}` never dies: give it a case in one of tests/it/crashes_*.rs");
    }
}

#[test]
fn receiving_with_its_moves() {
    at_every_place("inventory_transfer_inbound", async |shop, death, happens| {
        let (manifest, barcodes) = shop
            .state
            .ship(json!([State::item("Blue Dream 3.5 g", 28, "0.125"), State::item("Relief Balm 200 mg", 25, "200.00")]))
            .await;
        let manager = shop.clerk(MANAGER).await;
        shop.arrived(&manager, &manifest).await;
        let page = manager.get(&format!("/receiving/{manifest}")).await;
        let confirm = page.form(&format!("/receiving/{manifest}/drafts")).with("all", "accept").send().await;
        let receive = Page::of(&confirm).form(&format!("/receiving/{manifest}/receipts"));
        death.arrange(shop, "inventory_transfer_inbound").await;
        receive.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "receive").await, [outcome(happens)], "{death:?}");
        let ours: i64 = shop.app().read(|conn| Ok(packages::table.count().first(conn)?)).await.unwrap();
        assert_eq!(ours, if happens { 2 } else { 0 }, "{death:?}");
        // The follow-ups: planned in the same commit, sent for the first time by whoever finds them.
        let moves = status_of(shop, "move").await;
        assert_eq!(moves, if happens { vec!["accepted"] } else { vec![] }, "{death:?}");
        let told = shop.state.calls("inventory_move").await;
        assert_eq!(told.len(), moves.len(), "{death:?}");
        assert!(barcodes.iter().all(|barcode| told.iter().all(|call| call.to_string().contains(barcode))), "{death:?}: {told:?}");
    });
}

#[test]
fn a_sale() {
    at_every_place("sale_dispense", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await;
        death.arrange(shop, "sale_dispense").await;
        budtender.sell().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "sell").await, [outcome(happens)], "{death:?}");
        let (sold, cart): (i64, String) = shop
            .app()
            .read(|conn| {
                Ok((
                    sales::table.filter(sales::status.eq("sold")).count().first(conn)?,
                    carts::table.select(carts::status).first(conn)?,
                ))
            })
            .await
            .unwrap();
        assert_eq!((sold, cart.as_str()), if happens { (1, "sold") } else { (0, "open") }, "{death:?}");
        if death == Death::Inside(Step::Opened) {
            // Nothing is lost: the cart stands as it was, and the sale goes through now.
            budtender.sell().await.goes_to("/sales/");
        }
    });
}

#[test]
fn a_void() {
    at_every_place("sale_void", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let (budtender, manager) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        budtender.cart_for("P1000001").await;
        budtender.scan(&barcode).await;
        let sale = budtender.sell().await.goes_to("/sales/");
        let sale = sale.split('?').next().unwrap();
        let form = manager.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "rung up twice");
        death.arrange(shop, "sale_void").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "void_sale").await, [outcome(happens)], "{death:?}");
        let status: String = shop.app().read(|conn| Ok(sales::table.select(sales::status).first(conn)?)).await.unwrap();
        assert_eq!(status, if happens { "voided" } else { "sold" }, "{death:?}");
    });
}

#[test]
fn sublots() {
    at_every_place("inventory_split", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let package = sublots::page_of(&manager, &barcode).await;
        // Not in the order of their size, and two alike: a recovered answer gives each number its own quantity.
        let form = sublots::form(&manager, &package, &["3", "7", "1", "7"]).await;
        let room = manager.get(&format!("{package}/sublots/new")).await.options("room").remove(0);
        death.arrange(shop, "inventory_split").await;
        form.set("room", &room).send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "make_sublots").await, [outcome(happens)], "{death:?}");
        let made = sublots::children(shop).await;
        let quantities: Vec<i64> = made.iter().map(|(_, quantity)| *quantity).collect();
        assert_eq!(quantities, if happens { vec![300, 700, 100, 700] } else { vec![] }, "{death:?}");
        for (child, quantity) in made {
            assert_eq!(sublots::at_the_state(shop, &child).await, quantity, "{death:?}");
        }
        assert_eq!(
            shop.state.calls("inventory_move").await.len(),
            if happens { 2 } else { 1 },
            "{death:?}: the move that follows"
        );
    });
}

#[test]
fn a_conversion() {
    at_every_place("inventory_convert", async |shop, death, happens| {
        let manager = shop.clerk(MANAGER).await;
        let (package, _) = conversions::flower_lot(shop, &manager).await;
        let form = conversions::form(&manager, &package, "2.5").await;
        death.arrange(shop, "inventory_convert").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "convert").await, [outcome(happens)], "{death:?}");
        let quantities: Vec<i64> = sublots::children(shop).await.iter().map(|(_, quantity)| *quantity).collect();
        assert_eq!(quantities, if happens { vec![500, 250] } else { vec![] }, "{death:?}");
    });
}

#[test]
fn an_undone_conversion() {
    at_every_place("inventory_convert_undo", async |shop, death, happens| {
        let manager = shop.clerk(MANAGER).await;
        let (package, barcode) = conversions::flower_lot(shop, &manager).await;
        let made = conversions::form(&manager, &package, "2.5").await.send().await.goes_to("/inventory/");
        let undo = manager.get(&format!("{made}/conversion_undos/new")).await.form(&format!("{made}/conversion_undos"));
        death.arrange(shop, "inventory_convert_undo").await;
        undo.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "undo_conversion").await, [outcome(happens)], "{death:?}");
        assert_eq!(sublots::at_the_state(shop, &barcode).await, if happens { 2400 } else { 400 }, "{death:?}");
        let quantities: Vec<i64> = sublots::children(shop).await.iter().map(|(_, quantity)| *quantity).collect();
        assert_eq!(quantities, if happens { [0, 0] } else { [500, 250] }, "{death:?}");
    });
}

pub async fn schedule(manager: &Clerk, barcode: &str) -> crate::support::Answer {
    let form = manager.get(&format!("/destructions/new?package={barcode}")).await.form("/destructions");
    form.set("reason", "6").set("note", "mould").send().await
}

#[test]
fn a_scheduled_destruction() {
    at_every_place("inventory_destroy_schedule", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        death.arrange(shop, "inventory_destroy_schedule").await;
        schedule(&manager, &barcode).await;
        recover(shop).await;
        assert_eq!(status_of(shop, "schedule_destruction").await, [outcome(happens)], "{death:?}");
        let status: String = shop.app().read(|conn| Ok(packages::table.select(packages::status).first(conn)?)).await.unwrap();
        assert_eq!(status, if happens { "scheduled" } else { "active" }, "{death:?}");
    });
}

#[test]
fn a_destruction() {
    at_every_place("inventory_destroy", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let manager = shop.clerk(MANAGER).await;
        let destruction = schedule(&manager, &barcode).await.goes_to("/destructions/");
        shop.state.advance_seconds(72 * 3600 + 60).await;
        // Any answer of the state shows us its clock.
        shop.app().biotrack.probe().await.unwrap();
        let page = manager.get(&format!("{destruction}/completions/new")).await;
        let form = page.form(&format!("{destruction}/completions"));
        let people = page.options("witness_one");
        let form = form.set("method", "ground and mixed").set("witness_one", &people[0]).set("witness_two", &people[1]);
        death.arrange(shop, "inventory_destroy").await;
        form.send().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "destroy").await, [outcome(happens)], "{death:?}");
        let status: String = shop.app().read(|conn| Ok(packages::table.select(packages::status).first(conn)?)).await.unwrap();
        assert_eq!(status, if happens { "destroyed" } else { "scheduled" }, "{death:?}: refused stays scheduled, and held");
    });
}
