//! Tickets of all three classes of goods die at every place: nothing of them is sold twice, and nothing is lost.

use crate::crashes_of_acts::{at_every_place, outcome, recover, status_of};
use crate::mixed_tickets::{BATTERY, TRAY, moved, supplies_held, void};
use crate::purchases::on_hand;
use crate::support::{BUDTENDER, MANAGER};

#[test]
fn a_mixed_sale() {
    at_every_place("sale_dispense", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let budtender = shop.clerk(BUDTENDER).await;
        budtender.cart_for("P1000001").await;
        for code in [barcode.as_str(), BATTERY, TRAY] {
            budtender.scan(code).await;
        }
        death.arrange(shop, "sale_dispense").await;
        budtender.sell().await;
        recover(shop).await;
        assert_eq!(status_of(shop, "sell").await, [outcome(happens)], "{death:?}");
        let left = if happens { (23, 29, 0) } else { (24, 30, 2) };
        assert_eq!((on_hand(shop, BATTERY).await, on_hand(shop, TRAY).await, supplies_held(shop).await), left, "{death:?}");
    });
}

#[test]
fn a_mixed_void() {
    at_every_place("sale_void", async |shop, death, happens| {
        let barcode = shop.one_package().await;
        let (budtender, manager) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        budtender.cart_for("P1000001").await;
        for code in [barcode.as_str(), BATTERY, TRAY] {
            budtender.scan(code).await;
        }
        let sale = budtender.sell().await.goes_to("/sales/");
        death.arrange(shop, "sale_void").await;
        void(&manager, &sale).await;
        recover(shop).await;
        assert_eq!(status_of(shop, "void_sale").await, [outcome(happens)], "{death:?}");
        let left = if happens { (24, 30) } else { (23, 29) };
        assert_eq!((on_hand(shop, BATTERY).await, on_hand(shop, TRAY).await), left, "{death:?}");
        assert_eq!(moved(shop, TRAY).await.len(), if happens { 2 } else { 1 }, "{death:?}");
    });
}
