//! Devices and merchandise come back: a device with the state's refund, merchandise as a record of ours, to the shelf or not.

use crate::mixed_tickets::{BATTERY, TRAY, moved, void};
use crate::purchases::on_hand;
use crate::register::{ADA, blue_dream, stocked};
use crate::returns::{came_back, form};
use crate::sales::{pay, statuses, tender};
use crate::support::{MANAGER, shop};
use diesel::prelude::*;
use lotbook::schema::{locations, returns};
use serde_json::json;

#[test]
fn each_class_of_a_mixed_ticket_comes_back_its_own_way() {
    shop(async |shop| {
        let tax = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            diesel::update(locations::table).set(locations::tax_rate_basis_points.eq(750_i64)).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(tax).await.unwrap();
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = pay(&tender(&maria, ADA, &[&codes[0], BATTERY, TRAY, TRAY]).await, "100").await.goes_to_the_sale();
        let all = [("1", "stock"), ("1", "stock"), ("1", "gone")];
        let taken = form(&maria, &sale, &all).await.send().await.goes_to(&format!("{sale}/returns/"));
        // 40.00 + 24.00 + half of 30.00 and of 2.25 tax, rounded down: the other half takes the rest.
        maria.get(&taken).await.says("Give back $80.12").says("Slim Battery 510").says("Rolling Tray");
        let told = shop.state.calls("sale_refund").await.remove(0);
        assert_eq!(told["body"]["devices"], json!([{ "item_number": 1, "quantity": 1, "price": "-24.00" }]), "{told}");
        assert!(!told.to_string().contains("Tray"));
        assert_eq!((on_hand(shop, BATTERY).await, on_hand(shop, TRAY).await, came_back(shop).await.len()), (24, 28, 1));
        assert_eq!(moved(shop, BATTERY).await[1], ("returned by a customer".to_owned(), 1, true));
        // The last tray is merchandise alone, and nobody is told.
        let last = form(&maria, &sale, &[("1", "stock")]).await;
        let taken = last.send().await.goes_to(&format!("{sale}/returns/"));
        maria.get(&taken).await.says("Give back $16.13").says("the state was told nothing");
        assert_eq!(last.send().await.goes_to(&format!("{sale}/returns/")), taken, "a second press is not a second return");
        assert_eq!((on_hand(shop, TRAY).await, shop.state.calls("sale_refund").await.len()), (29, 1));
        assert_eq!(moved(shop, TRAY).await[1], ("returned by a customer".to_owned(), 1, false));
        maria.get(&sale).await.says("Returned").says("$96.25 given back").says("Merchandise taken back");
    });
}

#[test]
fn merchandise_alone_comes_back_without_a_word_and_is_not_voided_after() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let sale = pay(&tender(&maria, ADA, &[TRAY, TRAY]).await, "30").await.goes_to_the_sale();
        maria.get(&format!("{sale}/corrections/new?left_store=yes")).await.says("keeps no books of merchandise");
        let taken = form(&maria, &sale, &[("1", "stock")]).await.send().await.goes_to(&format!("{sale}/returns/"));
        maria.get(&taken).await.says("Give back $15.00");
        assert!(shop.state.calls("sale_refund").await.is_empty());
        maria.get(&format!("{sale}/voids/new")).await.says("has come back already");
        assert_eq!(on_hand(shop, TRAY).await, 29);
    });
}

#[test]
fn a_void_and_a_return_of_merchandise_at_once_are_one_of_them() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let sale = pay(&tender(&maria, ADA, &[TRAY]).await, "15").await.goes_to_the_sale();
        let back = form(&maria, &sale, &[("1", "stock")]).await;
        let (one, other) = tokio::join!(void(&maria, &sale), back.send());
        assert!([&one, &other].iter().all(|answer| answer.status != 500));
        let taken: i64 = shop.app().read(|conn| Ok(returns::table.count().first(conn)?)).await.unwrap();
        let voided = i64::from(statuses(shop).await == ["voided"]);
        assert_eq!((on_hand(shop, TRAY).await, taken + voided), (30, 1));
    });
}
