//! Which line of a cart to reduce, and to how many, when not all of it fits. Pure.

use super::line::Line;
use crate::rules::fitting::{Account, Debit, Misfit};
use crate::values::CartLineId;
use serde::{Deserialize, Serialize};

/// Set this line to so many; none of it: take it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    pub line: CartLineId,
    pub units: i64,
}

/// The one line whose being less makes room for `wanted` beside the others: the one that loses the fewest units, of several the newest.
/// `None`: no single line does.
pub fn reduce(account: &Account, wanted: &[Debit], lines: &[&Line]) -> Option<Advice> {
    let all = lines.iter().filter_map(|line| {
        let others = lines.iter().filter(|other| other.id != line.id).map(|other| other.debit());
        let rest: Vec<Debit> = wanted.iter().cloned().chain(others).collect();
        account.fits(&rest).ok()?;
        let order = account.open_order(line.route, &line.order_id);
        let most = order.map_or(0, |stated| account.largest(&rest, &stated.order, line.amount_each));
        let units = most.min(line.units() - 1).max(0);
        Some((line.units() - units, Advice { line: line.id, units }))
    });
    all.min_by_key(|(less, advice)| (*less, std::cmp::Reverse(advice.line))).map(|(_, advice)| advice)
}

/// For a cart that is over by itself, because the registry gives less than it did: the one line, or else the newest of the order that
/// does not fit.
pub fn for_cart(account: &Account, misfit: &Misfit, lines: &[&Line]) -> Option<Advice> {
    if let Some(advice) = reduce(account, &[], lines) {
        return Some(advice);
    }
    let debit = match misfit {
        Misfit::Closed(debit) => debit,
        Misfit::Over(over) => &over.debit,
    };
    let of_it = lines.iter().filter(|line| line.order_id == debit.order && line.route == debit.route);
    of_it.max_by_key(|line| line.id).map(|line| Advice { line: line.id, units: 0 })
}

impl Advice {
    /// What its button does.
    pub fn words(&self, name: &str) -> String {
        match self.units {
            0 => format!("Take {name} out"),
            units => format!("Set {name} to {units}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::tests::{TODAY, order, snapshot};
    use super::*;
    use crate::values::{Amount, CartId, Cents, OrderType, PackageId, Quantity, Route};

    fn line(units: i64, each: i64, order: &str, route: Route) -> Line {
        Line {
            id: CartLineId::new(),
            cart_id: CartId::new(),
            package_id: PackageId::new(),
            quantity: Quantity::units(units),
            price_cents: Cents(100),
            order_id: order.into(),
            order_type: OrderType::Medical,
            route,
            amount_each: Amount(each),
        }
    }

    #[test]
    fn the_line_that_loses_least_makes_room_and_another_order_is_left_alone() {
        let said = snapshot(vec![
            order("1", OrderType::Medical, Route::Edible, 500_000),
            order("2", OrderType::Medical, Route::Oral, 500_000),
        ]);
        let account = said.account(&[], TODAY);
        let (small, large, other) =
            (line(2, 50_000, "1", Route::Edible), line(4, 100_000, "1", Route::Edible), line(3, 100_000, "2", Route::Oral));
        let lines = [&small, &large, &other];
        assert!(account.fits(&lines.map(Line::debit)).is_ok());
        let wanted = [line(1, 100_000, "1", Route::Edible).debit()];
        assert_eq!(reduce(&account, &wanted, &lines), Some(Advice { line: large.id, units: 3 }));
        // As much as all of it: one line alone does not do.
        let wanted = [line(5, 100_000, "1", Route::Edible).debit()];
        assert_eq!(reduce(&account, &wanted, &lines), None);
    }

    #[test]
    fn a_cart_that_the_registry_overtook_names_a_line_and_an_ended_order_goes_out() {
        let mut said = snapshot(vec![order("1", OrderType::Medical, Route::Edible, 250_000)]);
        let one = line(4, 100_000, "1", Route::Edible);
        let advice = |said: &super::super::snapshot::Snapshot| {
            let account = said.account(&[], TODAY);
            let misfit = account.fits(&[one.debit()]).unwrap_err();
            for_cart(&account, &misfit, &[&one]).unwrap()
        };
        assert_eq!(advice(&said), Advice { line: one.id, units: 2 });
        assert_eq!(advice(&said).words("Gummies"), "Set Gummies to 2");
        said.orders[0].ends_on = TODAY.pred_opt().unwrap();
        assert_eq!(advice(&said).words("Gummies"), "Take Gummies out");
    }
}
