//! The law's dispensing hours at the till, with the sandbox's clock moved: 20:59 sells, 21:00 does not.

use crate::register::{ADA, blue_dream, open_cart, scan, stocked};
use crate::sales::{pay, statuses, tender};
use crate::support::{ADMIN, BUDTENDER, Shop, shop};
use chrono::{NaiveTime, TimeDelta, Timelike};
use diesel::prelude::*;
use lotbook::features::locations::Location;
use lotbook::schema::locations;
use lotbook::values::clock::local;
use serde_json::json;

/// The law binds here, as in a real shop.
async fn law_binds(shop: &Shop) {
    let write = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(locations::table).set(locations::law_hours.eq(true)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(write).await.unwrap();
}

/// The sandbox's clock goes on until the shop's wall shows this.
async fn until(shop: &Shop, time: &str) {
    let wall = local(shop.app().clock.now(), chrono_tz::US::Eastern).time();
    let wanted: NaiveTime = time.parse().unwrap();
    let ahead = i64::from(wanted.num_seconds_from_midnight()) - i64::from(wall.num_seconds_from_midnight());
    shop.state.advance_seconds(ahead.rem_euclid(86_400)).await;
    shop.app().biotrack.probe().await.unwrap();
}

async fn location(shop: &Shop) -> Location {
    shop.app().read(|conn| Ok(Location::all(conn)?.remove(0))).await.unwrap()
}

#[test]
fn what_is_tendered_just_before_nine_is_sold_and_at_nine_it_is_not() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        law_binds(shop).await;
        until(shop, "20:59:20").await;
        let clerk = shop.clerk(BUDTENDER).await;
        let page = tender(&clerk, ADA, &[&codes[0]]).await;
        page.says_not("Closed for dispensing");
        pay(&page, "40").await.goes_to("/sales/");
        open_cart(&clerk, ADA).await;
        scan(&clerk, &codes[0]).await.says("Added: 1 ×");
        let page = clerk.get("/register/tender").await;
        until(shop, "21:00:01").await;
        let late = pay(&page, "40").await.follow().await;
        late.says("Florida lets nothing be dispensed between 21:00 and 07:00").says("The cart stays as it is");
        late.says("Closed for dispensing");
        clerk.get("/register").await.says("Closed for dispensing").says("nothing can be sold").says("Blue Dream");
        assert_eq!(statuses(shop).await, ["sold"]);
        assert_eq!(shop.state.calls("sale_dispense").await.len(), 1);
        until(shop, "06:59:00").await;
        pay(&clerk.get("/register/tender").await, "40").await.follow().await.says("a sale must be complete before 21:00");
        until(shop, "07:00:01").await;
        pay(&clerk.get("/register/tender").await, "40").await.goes_to("/sales/");
    });
}

#[test]
fn at_a_shop_the_last_second_counts_and_both_hours_must_allow() {
    shop(async |shop| {
        let mut shop_of_ours = location(shop).await;
        let day = local(shop.app().clock.now(), chrono_tz::US::Eastern).date_naive();
        let wall = |time: &str| {
            let time: NaiveTime = time.parse().unwrap();
            day.and_time(time).and_local_timezone(chrono_tz::US::Eastern).single().unwrap().naive_utc()
        };
        assert!(shop_of_ours.must_dispense(wall("03:00:00")).is_ok(), "the demonstration works at night");
        shop_of_ours.law_hours = true;
        for (time, open) in [("06:59:59", false), ("07:00:00", true), ("20:59:59", true), ("21:00:00", false)] {
            assert_eq!(shop_of_ours.must_dispense(wall(time)).is_ok(), open, "{time}");
        }
        (shop_of_ours.opens_minute, shop_of_ours.closes_minute) = (9 * 60, 22 * 60);
        for (time, words) in [("08:00:00", "outside the shop's hours (09:00–22:00)"), ("21:30:00", "Florida lets nothing")] {
            let said = shop_of_ours.must_dispense(wall(time)).unwrap_err().to_string();
            assert!(said.contains(words), "{time}: {said}");
        }
        assert!(shop_of_ours.must_dispense(wall("09:00:00")).is_ok());
        shop_of_ours.time_zone = "America/Chicago".into();
        assert!(shop_of_ours.must_dispense(wall("21:00:00") + TimeDelta::minutes(59)).is_ok(), "20:59 in Pensacola");
    });
}

#[test]
fn a_new_location_is_bound_by_the_law_and_the_settings_say_what_it_means_when_one_is_not() {
    let license = "MMTC-2019-0016-R9".parse().unwrap();
    assert!(lotbook::setup::new_location(license).law_hours);
    shop(async |shop| {
        let admin = shop.clerk(ADMIN).await;
        let page = admin.get(&admin.get("/").await.link("Location")).await;
        page.says("Off: only the times above count").says("a real shop switches this on");
        let saved = page.form(&page.path).with("law_hours", "1").send().await.follow().await;
        saved.says("Nothing is dispensed between 21:00 and 07:00").says("Leave this on");
        assert!(location(shop).await.law_hours);
        let off = saved.form(&saved.path).without("law_hours").send().await.follow().await;
        off.says("Off: only the times above count");
    });
}
