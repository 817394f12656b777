//! Two calls about one package, and a network that swaps them.

use crate::support::{BUDTENDER, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::sales;
use std::time::Duration;

async fn sold(shop: &Shop) -> i64 {
    shop.app().read(|conn| Ok(sales::table.filter(sales::status.eq("sold")).count().first(conn)?)).await.unwrap()
}

#[test]
fn two_sales_of_one_package_may_arrive_in_any_order() {
    shop(async |shop| {
        let barcode = shop.one_package().await;
        let first = shop.clerk(BUDTENDER).await;
        first.cart_for("P1000001").await;
        first.scan(&barcode).await;
        let (second, card) = (shop.another_budtender(1).await, shop.another_patient(1).await);
        second.cart_for(&card).await;
        second.scan(&barcode).await;
        shop.state.delay("sale_dispense", 1_200, 1).await;
        let slow = tokio::spawn(async move { first.sell().await });
        tokio::time::sleep(Duration::from_millis(400)).await;
        second.sell().await.goes_to("/sales/");
        assert_eq!(sold(shop).await, 1, "the later one was first at the state");
        slow.await.unwrap().goes_to("/sales/");
        assert_eq!(sold(shop).await, 2);
        // That the state's remaining equals ours is looked at when the shop closes.
    });
}
