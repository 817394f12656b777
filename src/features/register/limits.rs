//! Which order a product is dispensed from, and whether a cart fits the patient's orders. Pure.
//!
//! The registry's own figure is the one that counts (florida-rules 3.13); what other open sales of the same patient will take is
//! subtracted from it, and what the history says of the next release is shown beside a refusal.

use super::super::products::{Product, SMOKING_TYPES};
use super::snapshot::{Snapshot, day, is_open};
use crate::biotrack::RegistryOrder;
use crate::error::{Result, rule};
use crate::rules::allotment::Limit;
pub use crate::rules::fitting::Debit;
use crate::rules::fitting::{Account, Misfit, Over, Stated};
use crate::rules::routes::{self, Kind};
use crate::values::{Amount, OrderType, Route};
use chrono::NaiveDate;

/// The patient's open orders that `product` may be dispensed from, the one to take by itself first.
pub fn orders_for<'a>(
    snapshot: &'a Snapshot,
    product: &Product,
    inventory_type: i64,
    today: NaiveDate,
) -> Result<Vec<&'a RegistryOrder>> {
    let is_flower = SMOKING_TYPES.contains(&inventory_type);
    let of_catalog = Kind { order_type: product.order_type, routes: product.routes() };
    let Kind { order_type, routes } = routes::on(today).allowed(is_flower, of_catalog);
    let Some(order_type) = order_type else {
        return rule(format!("{} has no order type in the catalog. A manager can enter it there.", product.name));
    };
    let mut fitting: Vec<(usize, &RegistryOrder)> = snapshot
        .orders
        .iter()
        .filter(|order| order.order_type == order_type && is_open(order, today))
        .filter_map(|order| Some((routes.iter().position(|route| *route == order.route)?, order)))
        .collect();
    if fitting.is_empty() {
        return rule(no_order(product, order_type, &routes, is_flower));
    }
    fitting.sort_by(|(one, a), (other, b)| (one, a.ends_on, &a.order_id).cmp(&(other, b.ends_on, &b.order_id)));
    Ok(fitting.into_iter().map(|(_, order)| order).collect())
}

fn no_order(product: &Product, order_type: OrderType, routes: &[Route], is_flower: bool) -> String {
    if is_flower {
        return format!(
            "{} is flower, which is dispensed only on a smoking order, and this patient has none open.",
            product.name
        );
    }
    let names: Vec<&str> = routes.iter().map(Route::label).collect();
    if names.is_empty() {
        return format!("{} has no route in the catalog. A manager can enter it there.", product.name);
    }
    format!(
        "{} needs an open {} order by the route {}, and this patient has none.",
        product.name,
        order_type.label(),
        names.join(" or ")
    )
}

/// Whether everything in `cart` may be dispensed together, given what other open sales of this patient have taken already.
pub fn must_fit(snapshot: &Snapshot, cart: &[Debit], elsewhere: &[Debit], today: NaiveDate) -> Result<()> {
    let account = snapshot.account(elsewhere, today);
    match account.fits(cart) {
        Ok(()) => Ok(()),
        Err(misfit) => rule(format!("{} {}", misfit_words(&account, &misfit), next_words(&account, &misfit))),
    }
}

/// What does not fit, by how much, and which limit it is (product-spec 5.5).
pub(super) fn misfit_words(account: &Account, misfit: &Misfit) -> String {
    let over = match misfit {
        Misfit::Closed(debit) => {
            return format!(
                "The patient's {} order by the route {} is no longer open. Remove its lines, or choose another order.",
                debit.order_type.label(),
                debit.route.label()
            );
        }
        Misfit::Over(over) => over,
    };
    let unit = over.debit.order_type.unit();
    let show = |amount: Amount| amount.in_words(unit);
    let limit = if over.limit == Limit::Aggregate { "all medical routes together" } else { over.debit.route.label() };
    let mut words = format!(
        "Over the allotment for {limit} by {}: this cart would take {}, and {} may be dispensed now.",
        show(over.wanted.less(over.left)),
        show(over.wanted),
        show(over.left)
    );
    if over.elsewhere > Amount::ZERO {
        let taken = show(over.elsewhere);
        words.push_str(&format!(" Another sale to this patient that the state has not answered yet takes {taken}."));
    }
    if let Some(binds) = binding_words(account, over) {
        words.push_str(&binds);
    }
    words
}

/// Which of the three limits it is, where our own calculation finds what the registry says.
fn binding_words(account: &Account, over: &Over) -> Option<String> {
    let Stated { order, dispensable } = account.open_order(over.debit.route, &over.debit.order)?;
    let (left, unit) = (account.own.left(order, account.today), order.order_type.unit());
    if over.limit != Limit::Order || left.least() != *dispensable {
        return None;
    }
    Some(match (left.binds(), left.window) {
        (Limit::Order, _) => {
            format!(" The order itself binds: {} of it are used.", order.ordered.less(left.on_order).in_words(unit))
        }
        (Limit::Window, Some(window)) => format!(
            " The window of {} days binds: {} of {} are used.",
            order.order_type.window_days(),
            window.used.shown(unit),
            window.limit.in_words(unit)
        ),
        (Limit::Window, None) => return None,
        (Limit::Aggregate, _) => " What all medical routes together may take binds.".to_owned(),
    })
}

/// When more may be dispensed on the order that does not fit; empty, where the order has ended.
pub(super) fn next_words(account: &Account, misfit: &Misfit) -> String {
    let Misfit::Over(Over { debit, .. }) = misfit else { return String::new() };
    let Some(Stated { order, .. }) = account.open_order(debit.route, &debit.order) else { return String::new() };
    match account.next_more(order) {
        Some((on, amount)) => format!("{} more may be dispensed on {}.", amount.in_words(order.order_type.unit()), day(on)),
        None => format!(
            "Nothing more comes free on this route before its order ends on {}; after that, more needs a new order.",
            day(order.ends_on)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tests::{TODAY, order, snapshot};
    use super::*;

    fn debit(order: &str, order_type: OrderType, route: Route, amount: i64) -> Debit {
        Debit { order: order.into(), order_type, route, amount: Amount(amount) }
    }

    #[test]
    fn a_cart_fits_to_the_last_thousandth_and_no_further() {
        let said = snapshot(vec![order("1", OrderType::Smoking, Route::Smoking, 250)]);
        let eighth = debit("1", OrderType::Smoking, Route::Smoking, 125);
        assert!(must_fit(&said, &[eighth.clone(), eighth.clone()], &[], TODAY).is_ok());
        let over = must_fit(&said, &[eighth.clone(), eighth.clone(), eighth.clone()], &[], TODAY).unwrap_err().to_string();
        assert!(over.contains("Smoking by 0.125 oz") && over.contains("0.250 oz may be dispensed"), "{over}");
        let two_tills = must_fit(&said, &[eighth.clone(), eighth.clone()], &[eighth], TODAY).unwrap_err().to_string();
        assert!(two_tills.contains("Another sale to this patient"), "{two_tills}");
    }

    #[test]
    fn medical_routes_share_the_aggregate() {
        let mut said = snapshot(vec![
            order("1", OrderType::Medical, Route::Edible, 1_500_000),
            order("2", OrderType::Medical, Route::Oral, 1_500_000),
        ]);
        said.aggregate_remaining = Some(Amount(1_500_000));
        let cart =
            [debit("1", OrderType::Medical, Route::Edible, 1_000_000), debit("2", OrderType::Medical, Route::Oral, 600_000)];
        let over = must_fit(&said, &cart, &[], TODAY).unwrap_err().to_string();
        assert!(over.contains("all medical routes together by 100 mg THC"), "{over}");
        assert!(must_fit(&said, &cart[..1], &[], TODAY).is_ok());
    }

    #[test]
    fn an_order_that_ended_takes_nothing() {
        let mut said = snapshot(vec![order("1", OrderType::Smoking, Route::Smoking, 250)]);
        said.orders[0].ends_on = TODAY.pred_opt().unwrap();
        let words = must_fit(&said, &[debit("1", OrderType::Smoking, Route::Smoking, 1)], &[], TODAY).unwrap_err().to_string();
        assert!(words.contains("no longer open"), "{words}");
    }
}
