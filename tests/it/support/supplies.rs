//! What must be true of the ledger of devices and merchandise after every test.

use diesel::prelude::*;
use lotbook::app::App;
use lotbook::schema::{
    cart_supplies, carts, filings, products, purchase_lines, return_lines, returns, rooms, sale_supplies, sales, supply_holds,
    supply_moves, supply_stock,
};
use std::collections::{BTreeMap, BTreeSet};

type Sums = BTreeMap<(String, String), i64>;

pub async fn hold(app: &App) {
    the_stock_is_the_sum_of_the_moves(app).await;
    what_is_held_is_the_sum_of_the_holds(app).await;
    no_cannabis_is_among_them_and_what_was_told_was_accepted(app).await;
    what_went_back_is_the_sum_of_its_moves(app).await;
    what_was_sold_is_on_a_ticket(app).await;
    what_is_in_carts_is_held(app).await;
}

async fn the_stock_is_the_sum_of_the_moves(app: &App) {
    app.read(|conn| {
        let rooms: BTreeSet<String> = rooms::table.select(rooms::id).load(conn)?.into_iter().collect();
        let columns = (supply_moves::product_id, supply_moves::from_place, supply_moves::to_place, supply_moves::quantity);
        let mut sums = Sums::new();
        for (product, from, to, quantity) in supply_moves::table.select(columns).load::<(String, String, String, i64)>(conn)? {
            assert!(quantity > 0 && quantity % 100 == 0, "{quantity}");
            for (place, change) in [(from, -quantity), (to, quantity)] {
                if rooms.contains(&place) {
                    *sums.entry((product.clone(), place)).or_default() += change;
                }
            }
        }
        let columns = (supply_stock::product_id, supply_stock::room_id, supply_stock::on_hand);
        let balances: Sums = supply_stock::table
            .select(columns)
            .load::<(String, String, i64)>(conn)?
            .into_iter()
            .map(|(product, room, on_hand)| ((product, room), on_hand))
            .collect();
        let balances: Sums = balances.into_iter().filter(|(place, on_hand)| *on_hand != 0 || sums.contains_key(place)).collect();
        assert_eq!(balances, sums, "the balances of supplies are not the sums of the moves");
        Ok(())
    })
    .await
    .unwrap();
}

async fn what_is_held_is_the_sum_of_the_holds(app: &App) {
    app.read(|conn| {
        let mut sums = Sums::new();
        let columns = (supply_holds::product_id, supply_holds::room_id, supply_holds::quantity);
        for (product, room, quantity) in supply_holds::table.select(columns).load::<(String, String, i64)>(conn)? {
            *sums.entry((product, room)).or_default() += quantity;
        }
        let held: Sums = supply_stock::table
            .filter(supply_stock::held.ne(0))
            .select((supply_stock::product_id, supply_stock::room_id, supply_stock::held))
            .load::<(String, String, i64)>(conn)?
            .into_iter()
            .map(|(product, room, held)| ((product, room), held))
            .collect();
        assert_eq!(held, sums, "what is held of supplies is not the sum of the holds");
        Ok(())
    })
    .await
    .unwrap();
}

async fn no_cannabis_is_among_them_and_what_was_told_was_accepted(app: &App) {
    app.read(|conn| {
        let cannabis: i64 = supply_stock::table
            .inner_join(products::table)
            .filter(supply_stock::on_hand.gt(0))
            .filter(products::goods.eq("cannabis"))
            .count()
            .first(conn)?;
        let orphans: i64 =
            supply_moves::table.inner_join(filings::table).filter(filings::status.ne("accepted")).count().first(conn)?;
        assert_eq!((cannabis, orphans), (0, 0));
        Ok(())
    })
    .await
    .unwrap();
}

async fn what_went_back_is_the_sum_of_its_moves(app: &App) {
    app.read(|conn| {
        let moved: Vec<(Option<String>, String, i64)> = supply_moves::table
            .filter(supply_moves::act.eq("returned to vendor"))
            .select((supply_moves::purchase_id, supply_moves::product_id, supply_moves::quantity))
            .load(conn)?;
        let mut sums = Sums::new();
        for (purchase, product, quantity) in moved {
            *sums.entry((purchase.expect("a return is of a purchase"), product)).or_default() += quantity;
        }
        let returned: Sums = purchase_lines::table
            .filter(purchase_lines::returned.gt(0))
            .select((purchase_lines::purchase_id, purchase_lines::product_id, purchase_lines::returned))
            .load::<(String, String, i64)>(conn)?
            .into_iter()
            .map(|(purchase, product, returned)| ((purchase, product), returned))
            .collect();
        assert_eq!(returned, sums, "what went back is not the sum of its moves");
        Ok(())
    })
    .await
    .unwrap();
}

/// By product: what left to patients is what is on tickets that count, and what voids brought back is what voided tickets had.
async fn what_was_sold_is_on_a_ticket(app: &App) {
    app.read(|conn| {
        let mut moved = Sums::new();
        let of_tickets = supply_moves::table.filter(supply_moves::act.eq_any(["sold", "sale voided", "returned by a customer"]));
        let columns = (supply_moves::act, supply_moves::product_id, supply_moves::quantity);
        for (act, product, quantity) in of_tickets.select(columns).load::<(String, String, i64)>(conn)? {
            *moved.entry((act, product)).or_default() += quantity;
        }
        let mut written = Sums::new();
        let columns = (sales::status, sale_supplies::product_id, sale_supplies::quantity);
        let tickets = sale_supplies::table.inner_join(sales::table);
        for (status, product, quantity) in tickets.select(columns).load::<(String, String, i64)>(conn)? {
            if status == "sold" || status == "voided" {
                *written.entry(("sold".to_owned(), product.clone())).or_default() += quantity;
            }
            if status == "voided" {
                *written.entry(("sale voided".to_owned(), product)).or_default() += quantity;
            }
        }
        let back = return_lines::table
            .inner_join(returns::table)
            .inner_join(sale_supplies::table.on(sale_supplies::id.nullable().eq(return_lines::sale_supply_id)))
            .filter(returns::status.eq("accepted"))
            .filter(return_lines::restocked.eq(true))
            .select((sale_supplies::product_id, return_lines::quantity));
        for (product, quantity) in back.load::<(String, i64)>(conn)? {
            *written.entry(("returned by a customer".to_owned(), product)).or_default() += quantity;
        }
        assert_eq!(moved, written, "what moved of supplies is not what the tickets say");
        Ok(())
    })
    .await
    .unwrap();
}

/// A line holds what it says, by its own number, as long as its cart may still be sold.
async fn what_is_in_carts_is_held(app: &App) {
    app.read(|conn| {
        let holding = cart_supplies::table.inner_join(carts::table).filter(carts::status.eq_any(["open", "held"]));
        let columns = (cart_supplies::id, cart_supplies::product_id, cart_supplies::quantity);
        let mut said = Sums::new();
        for (line, product, quantity) in holding.select(columns).load::<(String, String, i64)>(conn)? {
            said.insert((format!("cart_line:{line}"), product), quantity);
        }
        let columns = (supply_holds::owner, supply_holds::product_id, supply_holds::quantity);
        let mut held = Sums::new();
        for (owner, product, quantity) in supply_holds::table.select(columns).load::<(String, String, i64)>(conn)? {
            *held.entry((owner, product)).or_default() += quantity;
        }
        for (line, quantity) in said {
            assert_eq!(held.get(&line), Some(&quantity), "{line:?} holds something else than it says");
        }
        Ok(())
    })
    .await
    .unwrap();
}
