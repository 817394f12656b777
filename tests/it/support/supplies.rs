//! What must be true of the ledger of devices and merchandise after every test.

use diesel::prelude::*;
use lotbook::app::App;
use lotbook::schema::{filings, products, purchase_lines, rooms, supply_holds, supply_moves, supply_stock};
use std::collections::{BTreeMap, BTreeSet};

type Sums = BTreeMap<(String, String), i64>;

pub async fn hold(app: &App) {
    the_stock_is_the_sum_of_the_moves(app).await;
    what_is_held_is_the_sum_of_the_holds(app).await;
    no_cannabis_is_among_them_and_what_was_told_was_accepted(app).await;
    what_went_back_is_the_sum_of_its_moves(app).await;
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
