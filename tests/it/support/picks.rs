//! What lies in carts and in the bags of pre-orders is held, line by line, and nothing else is held for them.

use diesel::prelude::*;
use lotbook::app::App;
use lotbook::schema::{cart_lines, carts, holds, pre_order_picks, pre_orders};
use std::collections::BTreeMap;

pub async fn hold(app: &App) {
    app.read(|conn| {
        let mut held: BTreeMap<(String, String), i64> = BTreeMap::new();
        let owned = holds::table.filter(holds::owner.like("pick:%").or(holds::owner.like("cart_line:%")));
        let rows: Vec<(String, String, i64)> = owned.select((holds::owner, holds::package_id, holds::quantity)).load(conn)?;
        for (owner, package, quantity) in rows {
            *held.entry((owner, package)).or_default() += quantity;
        }
        let bags: Vec<(String, String, i64)> = pre_order_picks::table
            .filter(pre_order_picks::cart_id.is_null())
            .select((pre_order_picks::id, pre_order_picks::package_id, pre_order_picks::quantity))
            .load(conn)?;
        let lines: Vec<(String, String, i64)> = cart_lines::table
            .inner_join(carts::table)
            .filter(carts::status.eq_any(["open", "held"]))
            .select((cart_lines::id, cart_lines::package_id, cart_lines::quantity))
            .load(conn)?;
        let bags = bags.into_iter().map(|(id, package, quantity)| ((format!("pick:{id}"), package), quantity));
        let lines = lines.into_iter().map(|(id, package, quantity)| ((format!("cart_line:{id}"), package), quantity));
        let there: BTreeMap<(String, String), i64> = bags.chain(lines).collect();
        assert_eq!(held, there, "what is held is not what lies in carts and bags");
        let ended: i64 = pre_order_picks::table
            .inner_join(pre_orders::table)
            .filter(pre_order_picks::cart_id.is_null())
            .filter(pre_orders::status.eq_any(["draft", "collected", "cancelled", "expired"]))
            .count()
            .get_result(conn)?;
        assert_eq!(ended, 0, "a pre-order that has ended has something in its bag");
        Ok(())
    })
    .await
    .unwrap();
}
