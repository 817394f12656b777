//! Money goes back the way it was paid: a return turns no card into cash, unless a manager says why.

use crate::drawers::opened;
use crate::register::{ADA, blue_dream, stocked};
use crate::returns::form;
use crate::sales::tender;
use crate::support::{Clerk, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::returns;
use serde_json::json;

/// (method, amount, in cash) of every return.
async fn given(shop: &Shop) -> Vec<(String, i64, i64)> {
    let all = returns::table.order(returns::id).select((returns::method, returns::amount_cents, returns::cash_cents));
    shop.app().read(move |conn| Ok(all.load(conn)?)).await.unwrap()
}

/// Two eighths, so much of their $80.00 by debit and the rest in cash; the sale.
async fn sold(shop: &Shop, clerk: &Clerk, debit: &str, cash: &str) -> String {
    let codes = stocked(shop, json!([blue_dream()])).await;
    opened(shop, clerk, "200").await;
    let page = tender(clerk, ADA, &[&codes[0], &codes[0]]).await;
    let split = page.form("/register/carts/").with("pay", "split").with("id_checked", "1").set("reference", "T-7781");
    split.set("debit", debit).set("split_cash", cash).send().await.goes_to_the_sale()
}

async fn back(clerk: &Clerk, sale: &str, units: &str, refund: &str, why: &str) -> Page {
    let form = form(clerk, sale, &[(units, "gone")]).await.without("refund").with("refund", refund);
    form.set("other_way", why).set("terminal_reference", "RF-1").send().await.follow().await
}

#[test]
fn what_was_paid_by_card_goes_back_to_the_card() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(shop, &maria, "80", "0").await;
        let page = maria.get(&format!("{sale}/returns/new")).await;
        page.says("Of what was paid for this ticket, $80.00 to the debit card can still go back.");
        assert_eq!(page.attribute("input[name=refund][checked]", "value"), "as_paid");
        let refused = back(&maria, &sale, "1", "cash", "").await.problem("refund");
        assert!(
            refused.contains("This would give back $40.00 in cash") && refused.contains("$80.00 to the debit card"),
            "{refused}"
        );
        assert!(shop.state.calls("sale_refund").await.is_empty());
        back(&maria, &sale, "1", "as_paid", "").await.says("$40.00 to the debit card, terminal reference RF-1");
        let told = back(&maria, &sale, "1", "cash", "The card was closed").await;
        told.says("$40.00 in cash").says("another way than it was paid: The card was closed").says_not("RF-1");
        assert_eq!(given(shop).await, [("debit".into(), 4_000, 0), ("cash".into(), 4_000, 4_000)]);
    });
}

#[test]
fn a_split_ticket_goes_back_split_and_no_way_gives_more_than_came_by_it() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(shop, &maria, "60", "20").await;
        let refused = back(&maria, &sale, "2", "debit", "").await.problem("refund");
        assert!(refused.contains("$80.00 to the debit card") && refused.contains("$20.00 in cash and $60.00"), "{refused}");
        // One unit: to the card first. The other: what is left of the card, and the cash.
        back(&maria, &sale, "1", "debit", "").await.says("$40.00 to the debit card");
        back(&maria, &sale, "1", "as_paid", "").await.says("$20.00 in cash and $20.00 to the debit card");
        assert_eq!(given(shop).await, [("debit".into(), 4_000, 0), ("as_paid".into(), 4_000, 2_000)]);
        let drawer = maria.get("/drawers").await.link("Register 1");
        maria.get(&drawer).await.says("−$20.00").says("Should be in it $200.00");
    });
}

#[test]
fn a_refused_return_gives_nothing_back_by_any_way() {
    shop(async |shop| {
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(shop, &maria, "60", "20").await;
        shop.state.refuse("sale_refund", "The scale is out of order.").await;
        back(&maria, &sale, "2", "as_paid", "").await.says("The scale is out of order.");
        back(&maria, &sale, "2", "as_paid", "").await.says("$20.00 in cash and $60.00 to the debit card");
        assert_eq!(given(shop).await, [("as_paid".into(), 8_000, 2_000), ("as_paid".into(), 8_000, 2_000)]);
    });
}
