//! What a line of a package debits was found when it was scanned. The package, the catalog and the registry may say otherwise since: a
//! certificate read again, a route corrected. The line is then looked at again before it is sold, because the state debits its own
//! figure (product-spec §5.5).

use super::super::inventory::Package;
use super::super::products::Product;
use super::goods::amount_each;
use super::limits::orders_for;
use super::line::Line;
use super::snapshot::{Snapshot, is_open};
use crate::biotrack::RegistryOrder;
use chrono::NaiveDate;

/// What is no longer as it was scanned, in words; none: all of it is. That an order has ended is said where the cart is weighed.
pub fn changed_since(
    line: &Line,
    (package, product): (&Package, &Product),
    snapshot: &Snapshot,
    today: NaiveDate,
) -> Option<String> {
    let unit = line.order_type.unit();
    if let Some(order) = snapshot.order(line.route, &line.order_id).filter(|order| is_open(order, today)) {
        let allowed = orders_for(snapshot, product, package.inventory_type, today).unwrap_or_default();
        let is_allowed = allowed.iter().any(|one| is_same(one, order) && one.order_type == line.order_type);
        if !is_allowed {
            return Some(format!(
                "It may no longer be dispensed from order {} by the route {}: the catalog or the patient's order is another now.",
                line.order_id,
                line.route.label()
            ));
        }
    }
    let each = amount_each(package, product);
    (each != line.amount_each).then(|| {
        format!("One unit takes {} now; when it was scanned, it took {}.", each.in_words(unit), line.amount_each.in_words(unit))
    })
}

fn is_same(one: &RegistryOrder, other: &RegistryOrder) -> bool {
    one.route == other.route && one.order_id == other.order_id
}
