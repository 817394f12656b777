//! Several at one pre-order, or at one package, at the same time: one is quicker, and the other is told.

use crate::pre_orders::{confirmed, ready, states};
use crate::register::{ADA, RUTH, blue_dream, held, lines_of, open_cart, stocked};
use crate::support::{Answer, BUDTENDER, Form, MANAGER, shop};
use serde_json::json;
use std::sync::Arc;
use tokio::sync::Barrier;

/// Sends these at the same moment.
async fn at_once(forms: Vec<Form>) -> Vec<Answer> {
    let together = Arc::new(Barrier::new(forms.len()));
    let sending = forms.into_iter().map(|form| {
        let together = together.clone();
        tokio::spawn(async move {
            together.wait().await;
            form.send().await
        })
    });
    let mut answers = Vec::new();
    for one in sending.collect::<Vec<_>>() {
        answers.push(one.await.unwrap());
    }
    answers
}

#[test]
fn two_pick_the_last_units_of_one_package() {
    shop(async |shop| {
        let code = stocked(shop, json!([blue_dream()])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        for _ in 0..3 {
            let (one, other) = (confirmed(&ben, ADA, 20).await, confirmed(&maria, RUTH, 20).await);
            let form = async |clerk: &crate::support::Clerk, order: &str| {
                let page = clerk.get(&format!("{order}/picks")).await;
                page.form(&format!("{order}/picks")).set("code", &format!("20*{code}"))
            };
            let forms = vec![form(&ben, &one).await, form(&maria, &other).await];
            at_once(forms).await;
            assert_eq!(held(shop).await, 2000, "one has all 20, the other none");
            let pages = (ben.get(&format!("{one}/picks")).await.text(), maria.get(&format!("{other}/picks")).await.text());
            let told = |text: &str| text.contains("4 are free; 20 are held") as i32;
            assert_eq!(told(&pages.0) + told(&pages.1), 1, "{pages:?}");
            for (clerk, order) in [(&ben, one), (&maria, other)] {
                crate::pre_orders::cancel(clerk, &order).await.goes_to(&order);
            }
        }
    });
}

#[test]
fn two_pick_for_one_line_and_none_is_picked_twice() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), blue_dream()])).await;
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let order = confirmed(&ben, ADA, 1).await;
        let mut forms = Vec::new();
        for (clerk, code) in [(&ben, &codes[0]), (&maria, &codes[1]), (&ben, &codes[1]), (&maria, &codes[0])] {
            let page = clerk.get(&format!("{order}/picks")).await;
            forms.push(page.form(&format!("{order}/picks")).set("code", code));
        }
        at_once(forms).await;
        assert_eq!((held(shop).await, states(shop).await), (100, vec!["picked".to_owned()]));
    });
}

#[test]
fn a_pick_and_a_scan_at_the_till_want_the_same_goods() {
    shop(async |shop| {
        let code = stocked(shop, json!([blue_dream()])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        let order = confirmed(&maria, ADA, 24).await;
        let till = open_cart(&ben, RUTH).await;
        let sale = till.form(&lines_of(&till)).set("code", &code);
        let picks = maria.get(&format!("{order}/picks")).await;
        let pick = picks.form(&format!("{order}/picks")).set("code", &format!("24*{code}"));
        at_once(vec![sale, pick]).await;
        let (till, picks) = (ben.get("/register").await.text(), maria.get(&format!("{order}/picks")).await.text());
        if held(shop).await == 2400 {
            let told = till.contains("held by another cart or a pre-order") || till.contains("are held. Scan another");
            assert!(told && picks.contains("Everything is picked."), "{till}");
        } else {
            assert_eq!(held(shop).await, 100);
            assert!(till.contains("Added: 1") && picks.contains("23 are free; 1 are held"), "{picks}");
        }
    });
}

#[test]
fn it_is_cancelled_while_the_register_takes_its_bag() {
    shop(async |shop| {
        let code = stocked(shop, json!([blue_dream()])).await.remove(0);
        let (ben, maria) = (shop.clerk(BUDTENDER).await, shop.clerk(MANAGER).await);
        for round in 0..4 {
            let order = ready(&maria, ADA, 2, &code).await;
            let till = open_cart(&ben, ADA).await;
            let take = till.form_to("/register/carts/", "/pre_orders");
            let cancel = maria.get(&order).await.form(&format!("{order}/cancellations")).set("reason", "Does not want it");
            at_once(vec![take, cancel]).await;
            let till = ben.get("/register").await;
            match states(shop).await.pop().unwrap().as_str() {
                "in_cart" => assert_eq!(held(shop).await, 200, "round {round}"),
                "cancelled" => {
                    till.says("has ended: Does not want it");
                    assert_eq!(held(shop).await, 0, "round {round}");
                }
                other => panic!("it is {other}"),
            }
            till.form_to("/register/carts/", "/cancellations").send().await.goes_to("/register");
            if states(shop).await.pop().unwrap() == "confirmed" {
                crate::pre_orders::cancel(&maria, &order).await.goes_to(&order);
            }
            assert_eq!(held(shop).await, 0);
        }
    });
}
