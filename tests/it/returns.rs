//! What customers bring back: by line and quantity, to stock or not, through to its destruction; and the guide before it.

use crate::register::{ADA, blue_dream, gummies, scan, stocked};
use crate::sales::{pay, statuses, tender};
use crate::support::{Answer, BUDTENDER, Clerk, Form, MANAGER, Page, Shop, shop};
use diesel::prelude::*;
use lotbook::schema::{filings, locations, packages, return_lines, returns, sale_lines, users};
use serde_json::json;

/// Sells one of each of these codes, exactly; the page of the sale.
pub async fn sold(clerk: &Clerk, codes: &[&str], cash: &str) -> String {
    pay(&tender(clerk, ADA, codes).await, cash).await.goes_to_the_sale()
}

/// The form for what comes back, with a reason, for cash. `lines`: how many of which line, and what becomes of them.
pub async fn form(clerk: &Clerk, sale: &str, lines: &[(&str, &str)]) -> Form {
    let page = clerk.get(&format!("{sale}/returns/new")).await;
    let mut form = page.form(&format!("{sale}/returns")).set("reason", "Side effects").without("refund").with("refund", "cash");
    if page.has("input[name=left_store]") {
        form = form.with("left_store", "yes");
    }
    for (field, (quantity, goods)) in fields(&page).iter().zip(lines) {
        form = form.set(field, quantity).set(&field.replace("quantity-", "goods-"), goods);
    }
    form
}

fn fields(page: &Page) -> Vec<String> {
    page.all_attributes("input[name^='quantity-']", "name")
}

/// Brings the first line back to stock, one unit of it; the page of the return.
async fn one_to_stock(clerk: &Clerk, sale: &str) -> String {
    form(clerk, sale, &[("1", "stock")]).await.send().await.goes_to(&format!("{sale}/returns/"))
}

/// (barcode, hundredths, status) of every package that came back, by our books.
pub async fn came_back(shop: &Shop) -> Vec<(String, i64, String)> {
    shop.app()
        .read(|conn| {
            let all: Vec<(lotbook::values::PackageId, String, String)> = packages::table
                .filter(packages::customer_return.eq(true))
                .order(packages::id)
                .select((packages::id, packages::barcode, packages::status))
                .load(conn)?;
            all.into_iter()
                .map(|(id, barcode, status)| Ok((barcode, lotbook::stock::of_package(conn, id)?.on_hand.0, status)))
                .collect()
        })
        .await
        .unwrap()
}

async fn no_schedule(shop: &Shop) {
    let off = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
        diesel::update(locations::table).set(locations::schedule_returns.eq(None::<i64>)).execute(tx)?;
        Ok(())
    };
    shop.app().db.write(off).await.unwrap();
}

/// (units that count as returned, hundredths; cents) by our books.
async fn sums(shop: &Shop) -> (i64, i64) {
    shop.app()
        .read(|conn| {
            let units: Vec<i64> = sale_lines::table.select(sale_lines::returned).load(conn)?;
            let lines: Vec<(i64, i64)> = return_lines::table
                .inner_join(returns::table)
                .filter(returns::status.eq("accepted"))
                .select((return_lines::quantity, return_lines::amount_cents))
                .load(conn)?;
            let (count, cents) = lines.iter().fold((0, 0), |sum, line| (sum.0 + line.0, sum.1 + line.1));
            assert_eq!(units.iter().sum::<i64>(), count, "what the lines say came back is what the returns say");
            Ok((count, cents))
        })
        .await
        .unwrap()
}

#[test]
fn what_comes_to_stock_is_a_new_package_that_is_scheduled_by_itself() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), gummies()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0], &codes[0], &codes[1]], "120").await;
        let before = maria.get(&format!("{sale}/returns/new")).await;
        before.says("72 hours at least").says("Product Return").says("It is never sold again");
        let page = maria.get(&one_to_stock(&maria, &sale).await).await;
        page.says("Give back $40.00").says("$40.00 in cash").says("Scheduled").says("until the package is destroyed, from");
        let told = shop.state.calls("sale_refund").await;
        assert_eq!(told.len(), 1);
        let text = told[0].to_string();
        assert!(text.contains("\"-40.00\"") && text.contains(&codes[0]) && !text.contains("Lindqvist"), "{text}");
        let back = came_back(shop).await;
        assert_eq!((back.len(), back[0].1, back[0].2.as_str()), (1, 100, "scheduled"));
        assert_ne!(back[0].0, codes[0], "a number of its own");
        maria.get(&page.link("Print 1 label")).await.says("Blue Dream 3.5 g").says("never");
        let ticket = maria.get(&sale).await;
        ticket.says("Partly returned").says("$40.00 given back").says("Side effects").says("$40.00 in cash");
        maria.get("/sales").await.says("Return");
        maria.get("/returns").await.says("Blue Dream 3.5 g").says("Scheduled");
        assert_eq!(sums(shop).await, (100, 4_000));
        // The old package still has what it had, and the journal of both says what happened.
        let source = ticket.all_attributes("tbody a[href^='/inventory/']", "href").remove(0);
        maria.get(&source).await.says("Brought back by a customer").says("Customer return");
    });
}

#[test]
fn what_came_back_can_only_be_moved_and_destroyed() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        no_schedule(shop).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        let page = maria.get(&one_to_stock(&maria, &sale).await).await;
        page.says("Not scheduled");
        let barcode = came_back(shop).await[0].0.clone();
        let package = page.all_attributes("ul.rows a[href^='/inventory/']", "href").remove(0);
        let looked = maria.get(&package).await;
        looked.says_not("Sublot ").says("a patient");
        assert!(!looked.has(&format!("a[href='{package}/sublots/new']")));
        let adjusting = maria.get(&format!("{package}/adjustments/new")).await.form(&format!("{package}/adjustments"));
        let reason = maria.get(&format!("{package}/adjustments/new")).await.options("reason").remove(0);
        let adjusted = adjusting.set("how", "less").set("quantity", "1").set("reason", &reason).set("note", "gone").send().await;
        adjusted.follow().await.says("came back from a customer");
        let split = maria.get(&format!("{package}/sublots/new")).await.form(&format!("{package}/sublots"));
        let split = (1..=5).fold(split, |form, row| form.set(&format!("labels-{row}"), "0").set(&format!("quantity-{row}"), ""));
        split.set("quantity-1", "1").with("everything", "1").send().await.follow().await.says("came back from a customer");
        let ben = shop.clerk(BUDTENDER).await;
        crate::register::open_cart(&ben, ADA).await;
        scan(&ben, &barcode).await.says("came back from a customer");
        // It may be carried to another room, and then scheduled by hand.
        let moving = maria.get(&format!("{package}/moves/new")).await;
        let room = moving.options("room").into_iter().last().unwrap();
        moving.form(&format!("{package}/moves")).set("room", &room).send().await.goes_to("/inventory");
        let schedule = maria.get("/returns").await.link("Schedule");
        let scheduled =
            maria.get(&schedule).await.form("/destructions").set("reason", "4").set("note", "Brought back").send().await;
        scheduled.goes_to("/destructions/");
        assert_eq!(came_back(shop).await[0].2, "scheduled");
        let calls = ["inventory_adjust", "inventory_split"];
        for action in calls {
            assert!(shop.state.calls(action).await.is_empty(), "{action} was never asked");
        }
    });
}

#[test]
fn what_is_gone_moves_nothing_and_gives_no_label() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        let none = form(&maria, &sale, &[("1", "gone")]).await.without("refund").with("refund", "none");
        let page = maria.get(&none.send().await.goes_to(&format!("{sale}/returns/"))).await;
        page.says("Give back $0.00").says("no money").says("No package came to stock").says_not("Print");
        assert!(came_back(shop).await.is_empty());
        assert!(shop.state.calls("inventory_destroy_schedule").await.is_empty());
        maria.get(&sale).await.says("Returned").says_not("Void or return");
        maria.get(&format!("{sale}/returns/new")).await.says("has come back already");
    });
}

#[test]
fn what_is_missing_or_too_much_is_said_beside_its_field() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream(), gummies()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0], &codes[0], &codes[1]], "120").await;
        let page = form(&maria, &sale, &[]).await.send().await.follow().await;
        let first = fields(&page).remove(0);
        assert!(page.problem(&first).contains("how many of which line"));
        let page = form(&maria, &sale, &[("3", "stock")]).await.send().await.follow().await;
        assert!(page.problem(&first).contains("from 1 to 2"), "{}", page.problem(&first));
        let page = form(&maria, &sale, &[("1", "")]).await.send().await.follow().await;
        assert!(page.problem(&first.replace("quantity-", "goods-")).contains("choose one"));
        let page = form(&maria, &sale, &[("1", "stock")]).await.set("reason", "").without("refund").send().await.follow().await;
        assert!(page.problem("reason").contains("fill this in") && page.problem("refund").contains("choose one"));
        assert!(shop.state.calls("sale_refund").await.is_empty());
        // The rest of a line, after a part of it.
        let (one, other) = (form(&maria, &sale, &[("1", "gone")]).await, form(&maria, &sale, &[("2", "gone")]).await);
        one.send().await.goes_to(&format!("{sale}/returns/"));
        assert!(other.send().await.follow().await.problem(&first).contains("At most 1 of Blue Dream 3.5 g"));
        form(&maria, &sale, &[("1", "gone"), ("1", "stock")]).await.send().await.goes_to(&format!("{sale}/returns/"));
        assert_eq!(sums(shop).await, (300, 10_200), "all of it is worth what the ticket cost");
    });
}

#[test]
fn two_returns_at_once_bring_back_no_more_than_was_sold() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0], &codes[0], &codes[0]], "120").await;
        let forms = [form(&maria, &sale, &[("2", "stock")]).await, form(&maria, &sale, &[("2", "stock")]).await];
        shop.state.delay("sale_refund", 400, 2).await;
        let (one, other) = tokio::join!(forms[0].send(), forms[1].send());
        let done = |answer: &Answer| answer.location.as_deref().is_some_and(|to| to.starts_with(&format!("{sale}/returns/0")));
        assert_eq!([done(&one), done(&other)].iter().filter(|done| **done).count(), 1, "{one:?} {other:?}");
        let refused = if done(&one) { &other } else { &one };
        refused.follow().await.says("Return of sale");
        assert_eq!(sums(shop).await, (200, 8_000));
        assert_eq!(shop.state.calls("sale_refund").await.len(), 1);
    });
}

#[test]
fn a_return_while_the_sale_is_being_voided_waits() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        let back = form(&maria, &sale, &[("1", "stock")]).await;
        let void = maria.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "A mistake");
        shop.state.delay("sale_void", 400, 1).await;
        shop.state.delay("sale_refund", 400, 1).await;
        let (_, _) = tokio::join!(void.send(), back.send());
        let (voids, refunds) = (shop.state.calls("sale_void").await.len(), shop.state.calls("sale_refund").await.len());
        assert_eq!(voids + refunds, 1, "one of them alone reaches the state");
        let voided = statuses(shop).await == ["voided"];
        assert_eq!(voided, voids == 1);
    });
}

#[test]
fn the_state_refuses_and_nothing_came_back() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        shop.state.refuse("sale_refund", "The scale is out of order.").await;
        let page = form(&maria, &sale, &[("1", "stock")]).await.send().await.follow().await;
        page.says("The scale is out of order.");
        assert_eq!(sums(shop).await, (0, 0));
        one_to_stock(&maria, &sale).await;
        assert_eq!(sums(shop).await, (100, 4_000));
    });
}

#[test]
fn a_schedule_that_is_refused_leaves_the_return_and_stands_on_the_list() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        shop.state.refuse("inventory_destroy_schedule", "The furnace is cold.").await;
        let page = maria.get(&one_to_stock(&maria, &sale).await).await;
        page.says("It was not scheduled by itself.").says("The furnace is cold.").says("Give back $40.00");
        maria.get("/returns").await.says("Not scheduled").says("The furnace is cold.");
        let schedule = maria.get("/returns").await.link("Schedule");
        let form = maria.get(&schedule).await.form("/destructions").set("reason", "4").set("note", "Brought back");
        form.send().await.goes_to("/destructions/");
        maria.get("/returns").await.says("Scheduled").says_not("The furnace is cold.");
    });
}

#[test]
fn another_room_is_a_move_of_its_own() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        let page = maria.get(&format!("{sale}/returns/new")).await;
        let (preset, rooms) = (page.form(&format!("{sale}/returns")).value("room"), page.options("room"));
        let other = rooms.into_iter().find(|room| *room != preset).unwrap();
        let back = form(&maria, &sale, &[("1", "stock")]).await.set("room", &other);
        let moved = shop.state.calls("inventory_move").await.len();
        back.send().await.goes_to(&format!("{sale}/returns/"));
        assert_eq!(shop.state.calls("inventory_move").await.len(), moved + 1);
        let last: Vec<(String, String)> = shop
            .app()
            .read(|conn| {
                Ok(filings::table.order(filings::id.desc()).limit(2).select((filings::action, filings::status)).load(conn)?)
            })
            .await
            .unwrap();
        assert_eq!(last, [("schedule_destruction".into(), "accepted".into()), ("move".into(), "accepted".into())]);
    });
}

#[test]
fn a_return_to_stock_through_to_its_destruction() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        let taken = one_to_stock(&maria, &sale).await;
        let destruction = maria.get(&taken).await.link("Destruction");
        let destruction = if destruction == "/destructions" {
            maria.get(&taken).await.all_attributes("ul.rows a[href^='/destructions/']", "href").remove(0)
        } else {
            destruction
        };
        shop.state.advance_seconds(72 * 3600 + 60).await;
        shop.app().biotrack.probe().await.unwrap();
        let page = maria.get(&format!("{destruction}/completions/new")).await;
        let people = page.options("witness_one");
        let done = page.form(&format!("{destruction}/completions")).set("method", "ground and mixed");
        done.set("witness_one", &people[0]).set("witness_two", &people[1]).send().await.goes_to("/destructions/");
        maria.get(&taken).await.says("The package is destroyed: the registry should show the allotment again.");
        maria.get(&sale).await.says("should show the allotment again");
        maria.get("/returns").await.says("Nothing waits");
    });
}

#[test]
fn the_guide_asks_and_says_why_the_other_is_wrong() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let (maria, ben) = (shop.clerk(MANAGER).await, shop.clerk(BUDTENDER).await);
        let sale = sold(&maria, &[&codes[0]], "40").await;
        ben.ask(&format!("{sale}/corrections/new")).await.is(404);
        let guide = maria.get(&maria.get("/sales").await.link("Void or return")).await;
        guide
            .says("Was it today?")
            .says("Yes:")
            .says("Was it a delivery?")
            .says("handed over in the store")
            .says_not("What will happen");
        let void = maria.get(&format!("{sale}/corrections/new?left_store=no")).await;
        void.says("Void it").says("Why not a return.").says("Good stock would be lost").says("$40.00");
        assert_eq!(void.link("Go on to the void"), format!("{sale}/voids/new"));
        let back = maria.get(&format!("{sale}/corrections/new?left_store=yes")).await;
        back.says("Take a return").says("Why not a void.").says("may never be sold again").says("72 hours at least");
        // What never left is voided, not returned.
        let never = form(&maria, &sale, &[("1", "stock")]).await.without("left_store").with("left_store", "no").send().await;
        let refused = never.follow().await;
        assert!(refused.problem("left_store").contains("void the sale"));
        assert_eq!(refused.link("void it instead"), format!("{sale}/voids/new"));
        assert!(shop.state.calls("sale_refund").await.is_empty());
        // And the other way round: after a day, and after a return.
        one_to_stock(&maria, &sale).await;
        let late = maria.get(&format!("{sale}/voids/new")).await;
        late.says("Something of sale 1 has come back already");
        assert_eq!(late.link("Take a return"), format!("{sale}/returns/new"));
        assert_eq!(statuses(shop).await, ["sold"]);
        maria.get(&format!("{sale}/corrections/new")).await.says("All of sale 1 has come back already.");
    });
}

#[test]
fn the_next_day_only_a_return_is_left() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        shop.state.advance_hours(25).await;
        shop.app().biotrack.probe().await.unwrap();
        let guide = maria.get(&format!("{sale}/corrections/new?left_store=no")).await;
        guide.says("Take a return").says("A void is for the same business day only");
        let page = maria.get(&format!("{sale}/returns/new")).await;
        assert!(!page.has("input[name=left_store]"), "a void is out of the question, so nobody is asked");
        one_to_stock(&maria, &sale).await;
    });
}

#[test]
fn a_delivered_sale_is_never_voided() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        let void = maria.get(&format!("{sale}/voids/new")).await.form(&format!("{sale}/voids")).set("reason", "A mistake");
        let deliver = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            use lotbook::schema::sales;
            diesel::update(sales::table).set(sales::fulfilment.eq("delivery")).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(deliver).await.unwrap();
        void.send().await.follow().await.says("was delivered");
        maria
            .get(&format!("{sale}/corrections/new?left_store=no"))
            .await
            .says("Yes.")
            .says("was delivered")
            .says("Take a return");
        assert!(shop.state.calls("sale_void").await.is_empty());
    });
}

#[test]
fn whom_the_state_does_not_know_takes_nothing_back() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&codes[0]], "40").await;
        let form = form(&maria, &sale, &[("1", "stock")]).await;
        let forget = |tx: &mut lotbook::db::Conn| -> lotbook::error::Result<()> {
            let her = users::table.filter(users::login_id.eq(MANAGER));
            diesel::update(her).set(users::registry_standing.eq("unregistered")).execute(tx)?;
            Ok(())
        };
        shop.app().db.write(forget).await.unwrap();
        form.send().await.follow().await.says("staff registry does not know");
        maria.get(&format!("{sale}/corrections/new")).await.says("staff registry does not know");
        assert!(shop.state.calls("sale_refund").await.is_empty());
    });
}

#[test]
fn a_budtender_takes_their_own_sale_back_with_a_managers_pin() {
    shop(async |shop| {
        let codes = stocked(shop, json!([blue_dream()])).await;
        let ben = shop.clerk(BUDTENDER).await;
        let sale = sold(&ben, &[&codes[0]], "40").await;
        let back = form(&ben, &sale, &[("1", "stock")]).await;
        let alone = back.send().await.follow().await;
        assert!(!alone.problem("pin").is_empty() && !alone.problem("approver").is_empty());
        let taken =
            back.set("approver", MANAGER).set("pin", lotbook::demo::PIN).send().await.goes_to(&format!("{sale}/returns/"));
        ben.get(&taken).await.says("Ben Carter, approved by Maria Alvarez").says_not("Schedule destruction");
        assert_eq!(came_back(shop).await[0].2, "scheduled");
    });
}

#[test]
fn what_came_back_stands_with_its_patient_and_on_the_home_page_until_it_is_scheduled() {
    shop(async |shop| {
        let code = stocked(shop, json!([blue_dream()])).await.remove(0);
        let maria = shop.clerk(MANAGER).await;
        let sale = sold(&maria, &[&code], "40").await;
        let patient: String = shop
            .app()
            .read(|conn| Ok(lotbook::schema::sales::table.select(lotbook::schema::sales::patient_id).first(conn)?))
            .await
            .unwrap();
        let record = format!("/patients/{patient}");
        maria.get(&record).await.says_not("Brought back");
        maria.get("/").await.says_not("not scheduled for destruction");
        no_schedule(shop).await;
        let sale = sale.split('?').next().unwrap().to_owned();
        one_to_stock(&maria, &sale).await;
        let page = maria.get(&record).await;
        page.says("Brought back, not destroyed yet").says("1 × Blue Dream 3.5 g, sale 1").says("Not scheduled");
        page.says("The registry may not show the allotment again until the package is destroyed");
        let home = maria.get("/").await;
        home.says("returned package is not scheduled for destruction").says_not("Lindqvist");
        maria.get("/returns").await.says("Blue Dream 3.5 g");
        // Who destroys nothing is not asked to.
        shop.clerk(BUDTENDER).await.get("/").await.says_not("not scheduled for destruction");
    });
}
