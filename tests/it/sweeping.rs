//! Finishing what was left open, by several processes at once and by some that die while they do it.

use crate::crashes::hasty;
use crate::support::{Answer, COMPLIANCE, Clerk, MANAGER, Shop, shop, shop_with};
use diesel::prelude::*;
use lotbook::biotrack::Reply;
use lotbook::filing::{Status, Sweeper, close};
use lotbook::schema::{drivers, filings, packages};
use lotbook::values::FilingId;
use std::time::Duration;

async fn lost_van(shop: &Shop, clerk: &Clerk, fault: &str) {
    shop.state.fault("vehicle_add", fault, 1).await;
    clerk.van().await.send().await.goes_to("/filings/");
}

/// Several may wait at once: each has a licence of their own.
async fn lost_driver(shop: &Shop, clerk: &Clerk, number: usize, fault: &str) {
    shop.state.fault("employee_add", fault, 1).await;
    let form = clerk.get("/drivers/new").await.form("/drivers").set("name", &format!("Driver {number}"));
    let form = form.set("born_on", "1990-02-01").set("hired_on", "2020-12-23").set("phone", "(850) 555-0142");
    form.set("license_number", &format!("S53046{number:03}")).send().await.goes_to("/filings/");
}

/// How many filings stand so.
async fn count(shop: &Shop, status: Status) -> i64 {
    shop.app().read(move |conn| Ok(filings::table.filter(filings::status.eq(status)).count().first(conn)?)).await.unwrap()
}

#[test]
fn two_processes_sweep_without_stepping_on_each_other() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        for number in 0..8 {
            lost_driver(shop, &clerk, number, if number % 4 == 3 { "drop_before" } else { "drop_after" }).await;
        }
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let (one, other) = (Sweeper(shop.app().clone()), Sweeper(shop.another_process()));
        for _ in 0..3 {
            // Slow enough that both are always at it.
            shop.state.delay("nonce_replay", 60, 16).await;
            let (first, second) = tokio::join!(one.sweep(), other.sweep());
            first.unwrap();
            second.unwrap();
        }
        shop.state.no_faults().await;
        assert_eq!((count(shop, Status::Accepted).await, count(shop, Status::Refused).await), (6, 2));
        let ours: i64 = shop.app().read(|conn| Ok(drivers::table.count().first(conn)?)).await.unwrap();
        let employees = shop.state.rows("employee").await;
        let theirs = employees.iter().filter(|row| row["employee_name"].as_str().unwrap().starts_with("Driver ")).count();
        assert_eq!((ours, theirs), (6, 6));
        assert_eq!(shop.state.calls("employee_add").await.len(), 8, "nothing is said twice");
        // The first six were settled by one question each, whoever asked it; the others needed a second look.
        let asked = shop.state.calls("nonce_replay").await.len();
        assert!((10..=12).contains(&asked), "asked {asked} times about 8 filings");
    });
}

#[test]
fn whoever_dies_while_asking_keeps_the_others_off_for_no_longer_than_the_lease() {
    shop_with(hasty, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        lost_van(shop, &clerk, "drop_after").await;
        shop.state.delay("nonce_replay", 300, 1).await;
        let dying = Sweeper(shop.another_process());
        let dying = tokio::spawn(async move { dying.sweep().await });
        tokio::time::sleep(Duration::from_millis(150)).await;
        dying.abort();
        shop.sweep().await;
        assert_eq!(count(shop, Status::Open).await, 1, "somebody else has it");
        tokio::time::sleep(Duration::from_millis(2_600)).await;
        shop.sweep().await;
        assert_eq!(count(shop, Status::Accepted).await, 1);
    });
}

#[test]
fn a_look_that_began_before_the_settle_time_decides_nothing() {
    let slow = |config: &mut lotbook::config::Config| {
        config.timeout = Duration::from_secs(5);
        config.send_window = Duration::from_millis(500);
        config.settle = Duration::from_millis(2_500);
    };
    shop_with(slow, async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        lost_van(shop, &clerk, "drop_before").await;
        shop.sweep().await;
        // It ends long after the settle time; meanwhile the call might have arrived.
        shop.state.delay("sync_vehicle", 4_000, 1).await;
        shop.sweep().await;
        assert_eq!(count(shop, Status::Open).await, 1);
        shop.sweep().await;
        assert_eq!(count(shop, Status::Refused).await, 1);
    });
}

async fn counted(clerk: &Clerk, package: &str, quantity: &str) -> Answer {
    let page = clerk.get(&format!("/inventory/{package}/adjustments/new")).await;
    let form = page.form(&format!("/inventory/{package}/adjustments"));
    form.set("quantity", quantity).set("reason", "1").set("note", "recount").send().await
}

#[test]
fn a_late_yes_to_a_refused_count_freezes_the_package_until_a_person_has_settled_it() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let (maria, carla) = (shop.clerk(MANAGER).await, shop.clerk(COMPLIANCE).await);
        let find = move |conn: &mut lotbook::db::Conn| {
            Ok(packages::table.filter(packages::barcode.eq(barcode)).select(packages::id).first::<String>(conn)?)
        };
        let package = shop.app().read(find).await.unwrap();
        shop.state.fault("inventory_adjust", "drop_after", 1).await;
        let path = counted(&maria, &package, "20").await.goes_to("/filings/");
        let filing: FilingId = path.trim_start_matches("/filings/").parse().unwrap();
        close(shop.app(), filing, Reply::NotSent("taken for lost".into())).await.unwrap().unwrap_err();
        let late = shop.app().biotrack.replay(filing).await.unwrap().unwrap();
        close(shop.app(), filing, Reply::Accepted(late)).await.unwrap().unwrap_err();
        counted(&maria, &package, "19").await.follow().await.says("Frozen").says("Compliance must settle that filing first");
        carla.get("/").await.says("contradicts our books");
        let settling = carla.get(&path).await.form_to("/filings/", "/settlements").set("reason", "Counted again");
        settling.send().await.goes_to(&path);
        // What the state has already, our books learn by a new act.
        counted(&maria, &package, "20").await.goes_to(&format!("/inventory/{package}"));
    });
}
