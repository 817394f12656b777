//! Money for what comes back: cash goes out of the drawer of whoever pays it, and is promised while the state thinks.

use crate::drawers::{moved, opened};
use crate::mixed_tickets::TRAY;
use crate::register::{ADA, blue_dream, stocked};
use crate::returns::form;
use crate::sales::{pay, tender};
use crate::support::{BUDTENDER, MANAGER, shop};
use serde_json::json;

#[test]
fn a_refund_in_cash_comes_out_of_the_drawer() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let drawer = opened(shop, &ben, "5").await;
        let sale = pay(&tender(&ben, ADA, &[&codes[0], TRAY]).await, "60").await.goes_to_the_sale();
        maria.get(&format!("{sale}/returns/new")).await.says("Cash comes out of the drawer of Register 1");
        moved(&ben, &drawer, "drops", "30").await.goes_to(&drawer);
        let back = form(&maria, &sale, &[("1", "gone")]).await;
        back.send().await.follow().await.says("The refund takes $40.00, and the drawer of Register 1 has not so much");
        assert!(shop.state.calls("sale_refund").await.is_empty());
        // To the card it needs no drawer; merchandise goes out at once.
        form(&maria, &sale, &[("", ""), ("1", "stock")]).await.send().await.goes_to(&format!("{sale}/returns/"));
        maria.get(&drawer).await.says("−$15.00").says("Should be in it $15.00");
        moved(&maria, &drawer, "pay_ins", "25").await.goes_to(&drawer);
        shop.state.fault("sale_refund", "drop_after", 1).await;
        form(&maria, &sale, &[("1", "gone")]).await.send().await.goes_to("/filings/");
        moved(&ben, &drawer, "drops", "0.01").await.follow().await.says("has not so much that is not promised");
        shop.sweep().await;
        maria.get(&drawer).await.says("−$40.00").says("Should be in it $0.00");
    });
}
