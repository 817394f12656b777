//! Devices and merchandise on the shelf: found, moved and adjusted; nothing of it is told to the state.

use crate::purchases::{costless, on_hand, product, room};
use crate::support::{AUDITOR, Clerk, Form, INVENTORY, MANAGER, Shop, shop};
use diesel::prelude::*;
use lotbook::features::products::{Goods, NewProduct, save};
use lotbook::features::purchases::{Said, take_in};
use lotbook::schema::{locations, rooms, users};
use lotbook::stock::{Owner, supplies};
use lotbook::values::{CartLineId, Cents, LocationId, ProductId, Quantity, RoomId, UserId};

/// Holds some of a product on the sales floor, as a cart would.
async fn held(shop: &Shop, sku: &'static str, units: i64) -> Owner {
    let owner = Owner::CartLine(CartLineId::new());
    let (product, room): (ProductId, RoomId) =
        (product(shop, sku).await.parse().unwrap(), room(shop, "sales_floor").await.parse().unwrap());
    let now = shop.app().clock.now();
    let done =
        shop.app().db.write(move |tx| supplies::hold(tx, owner, product, room, Quantity::units(units), now)).await.unwrap();
    assert!(done);
    owner
}

async fn moving(shop: &Shop, clerk: &Clerk, sku: &'static str, quantity: &str) -> Form {
    let product = product(shop, sku).await;
    let form = clerk.get(&format!("/inventory/supplies/{product}/moves/new")).await;
    let form = form.form(&format!("/inventory/supplies/{product}/moves"));
    form.set("to_room", &room(shop, "inventory").await).set("quantity", quantity)
}

async fn adjusting(shop: &Shop, clerk: &Clerk, sku: &'static str, counted: &str) -> Form {
    let (product, room) = (product(shop, sku).await, room(shop, "sales_floor").await);
    let page = clerk.get(&format!("/inventory/supplies/{product}/adjustments/new?room={room}")).await;
    let form = page.form(&format!("/inventory/supplies/{product}/adjustments"));
    form.set("counted", counted).set("reason", "recount").set("note", "Counted on Monday")
}

#[test]
fn the_list_is_by_product_and_room_with_cost_and_value_and_as_a_file() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let list = clerk.get("/inventory/supplies").await;
        list.says("Slim Battery 510")
            .says("DEV-SB-510")
            .says("$216.00")
            .says("Lotbook Cap")
            .says("$84.00")
            .says_not("Blue Dream");
        moving(shop, &clerk, "MER-TRAY", "10").await.send().await.goes_to("/inventory/supplies/");
        let rooms = clerk.get("/inventory/supplies?q=tray").await;
        rooms.says("Sales floor 20 0 $4.50 $90.00").says_not("Cap");
        assert_eq!(rooms.all("tbody tr").len(), 2);
        let vault = room(shop, "inventory").await;
        assert_eq!(clerk.get(&format!("/inventory/supplies?room={vault}")).await.all("tbody tr").len(), 1);
        let devices = clerk.get("/inventory/supplies?goods=device").await;
        devices.says("Tabletop Vaporizer").says("Delivery device").says_not("Rolling Tray");
        clerk.get("/inventory/supplies?q=mer-cap").await.says("Lotbook Cap");
        clerk.get("/inventory/supplies?q=100%25").await.says("Nothing is like that");
        let file = clerk.ask("/inventory/supplies.csv?q=tray").await;
        let lines: Vec<&str> = file.is(200).body.lines().collect();
        assert_eq!(lines.len(), 3, "{}", file.body);
        assert!(lines[0].starts_with("\u{feff}Product,SKU,Goods,Category,Room,On hand"));
        assert!(file.body.contains("Rolling Tray,MER-TRAY,Merchandise,Merchandise,Sales floor,20,0,20,4.50,90.00"));
        let auditor = shop.clerk(AUDITOR).await.get("/inventory/supplies").await;
        assert!(!auditor.has("a[href*='/moves/new']"), "an auditor changes nothing");
    });
}

#[test]
fn a_long_list_is_turned_page_by_page_and_misses_nothing() {
    shop(async |shop| {
        let now = shop.app().clock.now();
        let (location, user, room): (LocationId, UserId, RoomId) = shop
            .app()
            .read(|conn| {
                let location = locations::table.select(locations::id).first(conn)?;
                let user = users::table.filter(users::login_id.eq(MANAGER)).select(users::id).first(conn)?;
                Ok((location, user, rooms::table.filter(rooms::kind.eq("sales_floor")).select(rooms::id).first(conn)?))
            })
            .await
            .unwrap();
        let write = shop.app().db.write(move |tx| -> lotbook::error::Result<()> {
            let mut goods = Vec::new();
            for number in 0..120 {
                // Names repeat, so that the order needs more than the name.
                let (name, sku) = (format!("Mug {}", number / 3), format!("MUG-{number}"));
                let product = save(tx, None, &NewProduct::named(&name, &sku, Goods::Merchandise), now)?;
                goods.push((product, Quantity::units(1), Cents(100)));
            }
            let said = Said {
                vendor: "Mugs".into(),
                invoice_number: String::new(),
                delivered_on: now.date(),
                room_id: room,
                note: String::new(),
            };
            take_in(tx, location, &said, &goods, user, now).map(drop)
        });
        write.await.unwrap();
        let clerk = shop.clerk(INVENTORY).await;
        let mut page = clerk.get("/inventory/supplies?q=mug").await;
        let mut seen = page.all("tbody code");
        let mut pages = 1;
        while page.has("a[rel='next']") {
            page = clerk.get(&page.link("After")).await;
            seen.extend(page.all("tbody code"));
            pages += 1;
        }
        let mut different = seen.clone();
        different.sort();
        different.dedup();
        assert_eq!((pages, seen.len(), different.len()), (3, 120, 120));
        let back = clerk.get(&page.link("Before")).await;
        assert_eq!(back.all("tbody code"), seen[50..100]);
    });
}

#[test]
fn some_of_it_goes_to_another_room_and_never_more_than_is_free() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let tray = product(shop, "MER-TRAY").await;
        for (quantity, words) in
            [("31", "has 30 of Rolling Tray free"), ("0", "whole number"), ("1.5", "whole number"), ("", "fill")]
        {
            let page = moving(shop, &clerk, "MER-TRAY", quantity).await.send().await.follow().await;
            assert!(page.problem("quantity").contains(words), "{quantity}");
        }
        let same = moving(shop, &clerk, "MER-TRAY", "1").await.set("to_room", &room(shop, "sales_floor").await);
        assert!(same.send().await.follow().await.problem("to_room").contains("It is in Sales floor already"));
        let owner = held(shop, "MER-TRAY", 5).await;
        let page = moving(shop, &clerk, "MER-TRAY", "26").await.send().await.follow().await;
        assert!(page.problem("quantity").contains("25 of Rolling Tray free, and 5 more are held by a cart"));
        clerk.get(&format!("/inventory/supplies/{tray}")).await.says("5 held, 25 free");

        let form = moving(shop, &clerk, "MER-TRAY", "25").await;
        form.send().await.follow().await.says("Moved: 25 of Rolling Tray to").says("moved").says("Ines Duarte");
        form.send().await.goes_to(&format!("/inventory/supplies/{tray}"));
        assert_eq!(on_hand(shop, "MER-TRAY").await, 30);
        clerk.get("/inventory/supplies?q=tray").await.says("Sales floor 5 5").says("25 0");
        shop.app().db.write(move |tx| supplies::release(tx, owner)).await.unwrap();
    });
}

#[test]
fn of_two_who_move_the_last_ones_one_is_told() {
    shop(async |shop| {
        let (clerk, manager) = (shop.clerk(INVENTORY).await, shop.clerk(MANAGER).await);
        let forms = [moving(shop, &clerk, "DEV-TV-1", "3").await, moving(shop, &manager, "DEV-TV-1", "3").await];
        let (one, other) = tokio::join!(forms[0].send(), forms[1].send());
        let pages = [one.follow().await.text(), other.follow().await.text()];
        assert_eq!(pages.iter().filter(|text| text.contains("has 1 of Tabletop Vaporizer free")).count(), 1, "{pages:?}");
        assert_eq!(on_hand(shop, "DEV-TV-1").await, 4);
    });
}

#[test]
fn an_adjustment_sets_what_was_counted_with_a_reason_and_a_note() {
    shop(async |shop| {
        let clerk = shop.clerk(INVENTORY).await;
        let cap = product(shop, "MER-CAP").await;
        let page = clerk.get(&format!("/inventory/supplies/{cap}/adjustments/new")).await;
        assert_eq!(page.options("room").len(), page.options("room").iter().collect::<std::collections::BTreeSet<_>>().len());
        let form = adjusting(shop, &clerk, "MER-CAP", "10").await;
        assert!(form.clone().set("note", "x").send().await.follow().await.problem("note").contains("At least 3"));
        assert!(form.clone().set("reason", "").send().await.follow().await.problem("reason").contains("choose"));
        assert!(form.clone().set("counted", "12").send().await.follow().await.problem("counted").contains("nothing to adjust"));
        assert!(form.clone().set("counted", "9.5").send().await.follow().await.problem("counted").contains("whole number"));
        let owner = held(shop, "MER-CAP", 3).await;
        let page = form.clone().set("counted", "2").send().await.follow().await;
        assert!(page.problem("counted").contains("3 are held by a cart"));

        let stale = adjusting(shop, &clerk, "MER-CAP", "9").await;
        let page = form.clone().set("reason", "theft").send().await.follow().await;
        page.says("Adjusted to 10: Lotbook Cap in Sales floor").says("Theft").says("Counted on Monday").says("adjusted");
        form.set("reason", "theft").send().await.goes_to("/inventory/supplies/");
        stale.send().await.follow().await.says("changed from 12 to 10 since this page was opened");
        adjusting(shop, &clerk, "MER-CAP", "15").await.send().await.goes_to("/inventory/supplies/");
        assert_eq!(on_hand(shop, "MER-CAP").await, 15);
        shop.app().db.write(move |tx| supplies::release(tx, owner)).await.unwrap();
        adjusting(shop, &clerk, "MER-CAP", "0").await.send().await.goes_to("/inventory/supplies/");
        clerk.get("/inventory/supplies").await.says_not("MER-CAP");
        clerk.get("/inventory/supplies?zero_quantity=1").await.says("MER-CAP");
        clerk.get(&format!("/inventory/supplies/{cap}")).await.says("None of it is here");
        // Found again.
        adjusting(shop, &clerk, "MER-CAP", "2").await.set("reason", "found").send().await.goes_to("/inventory/supplies/");
        assert_eq!(on_hand(shop, "MER-CAP").await, 2);
    });
}

#[test]
fn cannabis_is_no_supply_and_what_lies_here_cannot_become_cannabis_or_another_product() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let flower = product(shop, "FLW-BD-35").await;
        clerk.ask(&format!("/inventory/supplies/{flower}")).await.is(404);
        let key = lotbook::values::FormKey::new().to_string();
        let floor = room(shop, "sales_floor").await;
        let form = [
            ("room", floor.as_str()),
            ("seen", "0"),
            ("counted", "5"),
            ("reason", "found"),
            ("note", "on the shelf"),
            ("form_key", &key),
        ];
        let answer = clerk.post(&format!("/inventory/supplies/{flower}/adjustments"), &form).await;
        assert!(answer.text().contains("is cannabis") || answer.location.is_some(), "{}", answer.text());
        assert_eq!(on_hand(shop, "FLW-BD-35").await, 0);

        let cap = product(shop, "MER-CAP").await;
        let edit = clerk.get(&format!("/products/{cap}/edit")).await.form(&format!("/products/{cap}"));
        let cannabis = [("goods", "cannabis"), ("inventory_type", "22"), ("order_type", "medical"), ("route", "edible")];
        let edit = cannabis.iter().fold(edit, |form, (name, value)| form.set(name, value));
        let edit = edit.set("posted_amount", "10").set("servings", "1").set("serving_amount", "10");
        let page = edit.send().await.follow().await;
        assert!(page.problem("goods").contains("There is stock of Lotbook Cap as merchandise"), "{}", page.text());

        let hat = costless(shop, "Lotbook Hat", "MER-HAT", Goods::Merchandise).await;
        let answer = clerk.ask(&format!("/products/{cap}/combinations/new?into={hat}")).await;
        assert!(answer.text().contains("There is stock of Lotbook Cap"), "{}", answer.text());
        let page = clerk.get(&format!("/products/{cap}")).await;
        page.says("In stock here").says("12").says("1 room, 0 allocated");
        assert_eq!(page.link("Rooms and history"), format!("/inventory/supplies/{cap}"));
    });
}

#[test]
fn a_room_with_supplies_is_not_given_up_and_a_retired_one_takes_none() {
    shop(async |shop| {
        let clerk = shop.clerk(MANAGER).await;
        let vault = room(shop, "inventory").await;
        moving(shop, &clerk, "MER-TRAY", "4").await.send().await.goes_to("/inventory/supplies/");
        clerk.ask(&format!("/rooms/{vault}/retirements/new")).await.is(200).says("1 device or merchandise lies in");
        let back = moving(shop, &clerk, "MER-TRAY", "4").await.set("from_room", &vault);
        back.set("to_room", &room(shop, "sales_floor").await).send().await.goes_to("/inventory/supplies/");
        let late = moving(shop, &clerk, "MER-TRAY", "4").await;
        let form = clerk.get(&format!("/rooms/{vault}/retirements/new")).await.form(&format!("/rooms/{vault}/retirements"));
        shop.state.delay("inventory_room_remove", 1500, 1).await;
        let retiring = tokio::spawn(async move { form.send().await });
        tokio::time::sleep(std::time::Duration::from_millis(700)).await;
        late.send().await.follow().await.says("just being changed or given up");
        retiring.await.unwrap().goes_to("/rooms");
        late.send().await.follow().await.says("is retired. Choose a room that is in use");
        assert_eq!(on_hand(shop, "MER-TRAY").await, 30);
    });
}
