//! Purchases: devices and merchandise come in from a vendor, once, and what was wrong goes back.

use crate::support::{AUDITOR, Answer, BUDTENDER, Clerk, Form, INVENTORY, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::features::products::{Goods, NewProduct, save};
use lotbook::schema::{filings, products, rooms, supply_stock};
use lotbook::values::ProductId;

/// How many of a product are on hand, over all rooms.
pub async fn on_hand(shop: &Shop, sku: &'static str) -> i64 {
    let rows: Vec<i64> = shop
        .app()
        .read(move |conn| {
            let of = supply_stock::table.inner_join(products::table).filter(products::sku.eq(sku));
            Ok(of.select(supply_stock::on_hand).load(conn)?)
        })
        .await
        .unwrap();
    rows.iter().sum::<i64>() / 100
}

pub async fn room(shop: &Shop, kind: &'static str) -> String {
    let found = shop.app().read(move |conn| Ok(rooms::table.filter(rooms::kind.eq(kind)).select(rooms::id).first(conn)?)).await;
    found.unwrap()
}

pub async fn product(shop: &Shop, sku: &'static str) -> String {
    shop.app()
        .read(move |conn| Ok(products::table.filter(products::sku.eq(sku)).select(products::id).first(conn)?))
        .await
        .unwrap()
}

/// A product that nobody has bought yet, and of which nobody has said what it costs.
pub async fn costless(shop: &Shop, name: &'static str, sku: &'static str, goods: Goods) -> ProductId {
    let now = shop.app().clock.now();
    shop.app().db.write(move |tx| save(tx, None, &NewProduct::named(name, sku, goods), now)).await.unwrap()
}

/// Begins a draft; its page.
async fn begun(clerk: &Clerk) -> String {
    let form = clerk.get("/receiving/purchases/new").await.form("/receiving/purchases");
    let answer = form.set("vendor", "Acme Glass").set("invoice_number", "A-17").send().await;
    answer.goes_to("/receiving/purchases/")
}

async fn draft(clerk: &Clerk, purchase: &str) -> Form {
    clerk.get(purchase).await.form(purchase)
}

/// As a scanner does it, or a person.
async fn add(clerk: &Clerk, purchase: &str, code: &str, quantity: &str, cost: &str) -> Answer {
    let form = draft(clerk, purchase).await.set("product_code", code);
    form.set("quantity", quantity).set("unit_cost", cost).send().await
}

async fn added(clerk: &Clerk, purchase: &str, code: &str, quantity: &str, cost: &str) -> Page {
    add(clerk, purchase, code, quantity, cost).await.follow().await
}

async fn confirm(clerk: &Clerk, purchase: &str) -> Form {
    clerk.get(&format!("{purchase}/receipts/new")).await.form(&format!("{purchase}/receipts"))
}

/// A draft with so many batteries at $9.50, received.
async fn received(clerk: &Clerk, quantity: &str) -> String {
    let purchase = begun(clerk).await;
    add(clerk, &purchase, "DEV-SB-510", quantity, "9.50").await.goes_to(&purchase);
    confirm(clerk, &purchase).await.send().await.goes_to(&purchase);
    purchase
}

/// The field of the only line.
fn only_line(form: &Form) -> String {
    let names: Vec<&String> = form.fields.iter().map(|(name, _)| name).filter(|name| name.starts_with("quantity-")).collect();
    assert_eq!(names.len(), 1);
    names[0].clone()
}

#[test]
fn a_draft_is_kept_and_moves_no_stock_and_is_received_once() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let purchase = begun(&clerk).await;
        added(&clerk, &purchase, "DEV-SB-510", "10", "9.50").await.says("Added: 10 of Slim Battery 510 at $9.50");
        added(&clerk, &purchase, "dev-sb-510", "1", "").await.problem("product_code");
        added(&clerk, &purchase, "DEV-SB-510", "", "").await.says("1 more of Slim Battery 510: 11 now").says("$104.50");
        let page = added(&clerk, &purchase, "tray", "20", "").await;
        page.says("Added: 20 of Rolling Tray at $4.50").says("2 products, 31 units").says("$194.50").says("Draft");
        assert_eq!((on_hand(shop, "DEV-SB-510").await, on_hand(shop, "MER-TRAY").await), (24, 30), "a draft moves nothing");

        // Resumed by another: a quantity changes, a line goes, and it is looked at.
        let manager = shop.clerk(MANAGER).await;
        let form = draft(&manager, &purchase).await;
        let lines: Vec<String> =
            form.fields.iter().map(|(name, _)| name.clone()).filter(|name| name.starts_with("quantity-")).collect();
        let form = form.set(&lines[0], "12").with("remove", lines[1].strip_prefix("quantity-").unwrap()).with("go", "receive");
        let page = form.send().await.follow().await;
        page.says("Receive 1 product, 12 units?").says("cannot be reopened").says("$114.00").says("nothing: it keeps no books");
        assert_eq!(on_hand(shop, "DEV-SB-510").await, 24);
        let form = page.form(&format!("{purchase}/receipts"));
        form.send()
            .await
            .follow()
            .await
            .says("Purchase 2 is received: 1 product, 12 units into Sales floor")
            .says("cannot be reopened");
        form.send().await.goes_to(&purchase);
        assert_eq!(on_hand(shop, "DEV-SB-510").await, 36);

        // Before and after it says so.
        clerk.ask(&format!("{purchase}/receipts/new")).await.is(422).says("is received and cannot be reopened");
        let late = [("form_key", lotbook::values::FormKey::new().to_string()), ("version", "9".to_owned())];
        let late: Vec<(&str, &str)> = late.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for act in ["receipts", "cancellations"] {
            let answer = clerk.post(&format!("{purchase}/{act}"), &late).await;
            let said = led_to(&clerk, &answer).await;
            assert!(said.contains("is received and cannot be reopened"), "{said}");
        }
        assert_eq!(on_hand(shop, "DEV-SB-510").await, 36);
        let device = product(shop, "DEV-SB-510").await;
        let page = clerk.get(&format!("/inventory/supplies/{device}")).await;
        page.says("purchased")
            .says("the vendor → Sales floor")
            .says("Maria Alvarez")
            .says("Purchase 2")
            .says("$9.50 each, as last bought");
        let told: i64 = shop.app().read(|conn| Ok(filings::table.count().first(conn)?)).await.unwrap();
        assert_eq!(told, 0, "the state is told nothing");
    });
}

#[test]
fn what_may_not_be_bought_is_refused_beside_its_field_and_nothing_typed_is_lost() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        costless(shop, "Rolling Paper", "MER-PAPER", Goods::Merchandise).await;
        let purchase = begun(&clerk).await;
        for (code, quantity, cost, field, words) in [
            ("FLW-BD-35", "1", "1", "product_code", "is cannabis, and cannabis comes with a manifest from the state"),
            ("gummies", "1", "1", "product_code", "comes with a manifest from the state"),
            ("6853 2967 8957 4115", "1", "1", "product_code", "a package comes with a manifest from the state"),
            ("NO-SUCH", "1", "1", "product_code", "Add the product to the catalog first"),
            (
                "rolling",
                "1",
                "1",
                "product_code",
                "Several products are called like that: Rolling Paper (MER-PAPER), Rolling Tray",
            ),
            ("MER-PAPER", "1", "", "unit_cost", "Nobody has said yet what one of Rolling Paper costs"),
            ("MER-CAP", "0", "1", "quantity", "whole number from 1"),
            ("MER-CAP", "1.5", "1", "quantity", "whole number"),
            ("MER-CAP", "1", "cheap", "unit_cost", "amount of money"),
            ("MER-CAP", "1", "950000", "unit_cost", "Check the point"),
        ] {
            let page = added(&clerk, &purchase, code, quantity, cost).await;
            let said = page.problem(field);
            assert!(said.contains(words), "{code} {quantity} {cost}: {said}");
            assert_eq!(page.attribute("#product_code", "value"), code);
        }
        let form = draft(&clerk, &purchase).await.set("vendor", "").set("delivered_on", "2999-01-01").set("room", "");
        let page = form.set("note", "two boxes").send().await.follow().await;
        assert!(page.problem("vendor").contains("fill this in") && page.problem("room").contains("choose"));
        assert!(page.problem("delivered_on").contains("has not come yet"));
        page.says("Invoice or PO number").says("two boxes");
        confirm_is_empty(&clerk, &purchase).await;
        let retire = product(shop, "MER-CAP").await;
        added(&clerk, &purchase, "MER-CAP", "2", "").await.says("Added: 2 of Lotbook Cap at $7.00");
        let form = clerk.get(&format!("/products/{retire}")).await.form(&format!("/products/{retire}/retirements"));
        form.send().await.goes_to("/products/");
        let page = added(&clerk, &purchase, "MER-CAP", "2", "").await;
        assert!(page.problem("product_code").contains("Lotbook Cap is retired"));
        confirm(&clerk, &purchase).await.send().await.follow().await.says("Lotbook Cap is retired");
        assert_eq!(on_hand(shop, "MER-CAP").await, 12);
    });
}

async fn confirm_is_empty(clerk: &Clerk, purchase: &str) {
    let page = clerk.get(&format!("{purchase}/receipts/new")).await;
    page.says("Nothing is on it yet").says_not("Receive 0 products, 0 units Change");
    let form = page.form(&format!("{purchase}/receipts"));
    form.send().await.follow().await.says("There is nothing on Purchase 2 yet");
}

#[test]
fn of_two_who_work_on_one_draft_the_slower_one_is_told() {
    shop(async |shop| {
        let (clerk, manager) = (shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await);
        let purchase = begun(&clerk).await;
        let stale = draft(&manager, &purchase).await.set("vendor", "Somebody Else");
        add(&clerk, &purchase, "MER-TRAY", "5", "4").await.goes_to(&purchase);
        stale.send().await.follow().await.says("This draft was changed since you opened it");
        let (mine, theirs) = (confirm(&clerk, &purchase).await, confirm(&manager, &purchase).await);
        add(&clerk, &purchase, "MER-TRAY", "1", "").await.goes_to(&purchase);
        mine.send().await.follow().await.says("changed since you opened it");
        theirs.send().await.follow().await.says("changed since you opened it");
        assert_eq!(on_hand(shop, "MER-TRAY").await, 30);

        let (mine, theirs) = (confirm(&clerk, &purchase).await, confirm(&manager, &purchase).await);
        let (one, other) = tokio::join!(mine.send(), theirs.send());
        let pages = [led_to(&clerk, &one).await, led_to(&manager, &other).await];
        let done = pages.iter().filter(|text| text.contains("Purchase 2 is received:")).count();
        assert_eq!((done, on_hand(shop, "MER-TRAY").await), (1, 36), "{pages:?}");
    });
}

#[test]
fn many_purchases_at_once_add_up() {
    shop(async |shop| {
        costless(shop, "Grinder", "MER-GRIND", Goods::Merchandise).await;
        let clerk = shop.clerk(MANAGER).await;
        let mut forms = Vec::new();
        for _ in 0..8 {
            let purchase = begun(&clerk).await;
            add(&clerk, &purchase, "MER-GRIND", "3", "2").await.goes_to(&purchase);
            add(&clerk, &purchase, "MER-TRAY", "1", "2").await.goes_to(&purchase);
            forms.push(confirm(&clerk, &purchase).await);
        }
        let sending: Vec<_> = forms.into_iter().map(|form| tokio::spawn(async move { form.send().await })).collect();
        for sent in sending {
            sent.await.unwrap().goes_to("/receiving/purchases/");
        }
        assert_eq!((on_hand(shop, "MER-GRIND").await, on_hand(shop, "MER-TRAY").await), (24, 38));
    });
}

#[test]
fn what_was_wrong_goes_back_to_the_vendor_and_never_more_than_came() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let purchase = received(&clerk, "10").await;
        let open = async || {
            let page = clerk.get(&format!("{purchase}/returns/new")).await;
            page.form(&format!("{purchase}/returns"))
        };
        let form = open().await;
        let line = only_line(&form);
        let page = form.clone().send().await.follow().await;
        assert!(page.problem("reason").contains("choose"));
        form.clone().set("reason", "damaged").send().await.follow().await.says("Type how many of what go back");
        let page = form.clone().set("reason", "damaged").set(&line, "11").send().await.follow().await;
        assert!(page.problem(&line).contains("10 of it came and 0 went back already. Type at most 10"));
        let page = form.clone().set("reason", "damaged").set(&line, "1.5").send().await.follow().await;
        assert!(page.problem(&line).contains("whole number"));
        let elsewhere = form.clone().set("reason", "damaged").set(&line, "1").set("room", &room(shop, "inventory").await);
        assert!(elsewhere.send().await.follow().await.problem(&line).contains("has 0 of it free"));
        assert_eq!(on_hand(shop, "DEV-SB-510").await, 34);

        let form = form.set("reason", "damaged").set("note", "Box was wet").set(&line, "4");
        let page = form.send().await.follow().await;
        page.says("Returned to Acme Glass: 4").says("4 of Slim Battery 510: Damaged. Box was wet").says("Ines Duarte");
        form.send().await.goes_to(&purchase);
        assert_eq!(on_hand(shop, "DEV-SB-510").await, 30, "a second press returns nothing more");
        let device = product(shop, "DEV-SB-510").await;
        clerk.get(&format!("/inventory/supplies/{device}")).await.says("returned to vendor").says("Sales floor → the vendor");

        // 6 are left of it; of two who send 4 back at once, one is told.
        let manager = shop.clerk(MANAGER).await;
        let theirs = manager.get(&format!("{purchase}/returns/new")).await.form(&format!("{purchase}/returns"));
        let both = [open().await, theirs].map(|form| form.set("reason", "unsold").set(&line, "4"));
        let (one, other) = tokio::join!(both[0].send(), both[1].send());
        let pages = [one.follow().await.text(), other.follow().await.text()];
        assert_eq!(pages.iter().filter(|text| text.contains("Type at most 2")).count(), 1, "{pages:?}");
        assert_eq!(on_hand(shop, "DEV-SB-510").await, 26);
        open().await.set("reason", "unsold").set(&line, "2").send().await.follow().await.says_not("Return to vendor");
        clerk.ask(&format!("{purchase}/returns/new")).await.is(422).says("went back already");
    });
}

#[test]
fn a_cancelled_draft_and_one_not_received_give_nothing_back() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let purchase = begun(&clerk).await;
        add(&clerk, &purchase, "MER-TRAY", "5", "4").await.goes_to(&purchase);
        clerk.ask(&format!("{purchase}/returns/new")).await.is(422).says("nothing to send back yet");
        let confirm = confirm(&clerk, &purchase).await;
        let form = clerk.get(&purchase).await.form(&format!("{purchase}/cancellations"));
        form.send().await.follow().await.says("Cancelled").says("No stock has moved");
        let answer = confirm.send().await;
        assert!(led_to(&clerk, &answer).await.contains("Purchase 2 is cancelled"));
        clerk.get(&purchase).await.says("Cancelled").says_not("Return to vendor");
        assert_eq!(on_hand(shop, "MER-TRAY").await, 30);
    });
}

#[test]
fn the_list_is_searched_and_an_invoice_that_came_before_is_shown() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let first = received(&clerk, "2").await;
        let second = begun(&clerk).await;
        add(&clerk, &second, "DEV-SB-510", "2", "").await.goes_to(&second);
        clerk
            .get(&format!("{second}/receipts/new"))
            .await
            .says("Invoice A-17 of Acme Glass was received already")
            .says("Purchase 2");
        let list = clerk.get("/receiving/purchases").await;
        list.says("Purchase 1").says("Suncoast Supply").says("Purchase 3").says("$19.00");
        clerk.get("/receiving/purchases?q=acme").await.says("Purchase 2").says("Purchase 3").says_not("Suncoast");
        clerk.get("/receiving/purchases?q=SC-1001").await.says("Purchase 1").says_not("Acme");
        clerk.get("/receiving/purchases?status=draft").await.says("Purchase 3").says_not("Purchase 2");
        clerk.get("/receiving/purchases?q=nobody").await.says("No purchase is like that");
        let auditor = shop.clerk(AUDITOR).await;
        auditor.get(&first).await.says("Acme Glass").says_not("Return to vendor");
        assert!(!auditor.get(&second).await.has("main form"), "an auditor looks at a draft");
        shop.clerk(BUDTENDER).await.ask(&first).await.is(403);
        clerk.ask("/receiving/purchases/nonsense").await.is(404);
        clerk.ask("/receiving/purchases/019aaf00-0000-7000-8000-000000000000").await.is(404);
    });
}

/// The words of wherever it leads: a page that is there, or one that says why not.
async fn led_to(clerk: &Clerk, answer: &Answer) -> String {
    match &answer.location {
        Some(location) => clerk.ask(location).await.text(),
        None => answer.text(),
    }
}
