//! What stands around a change of a cart: its other lines, the patient's orders, and what other tills take of them.

use super::super::products::Product;
use super::advice::{Advice, reduce};
use super::allotment_holds::taken_elsewhere;
use super::cart::Cart;
use super::coach::Coach;
use super::goods::Candidate;
use super::limits::{Debit, orders_for};
use super::line::Line;
use super::lines::OrderChoice;
use super::reading::Reading;
use super::scanned::No;
use super::snapshot::Snapshot;
use super::supply::{CartSupply, device_orders};
use crate::app::By;
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::error::{Error, Result, rule};
use crate::values::{CartLineId, Quantity, clock};
use chrono::NaiveDate;

pub struct Desk {
    pub snapshot: Snapshot,
    pub lines: Vec<Line>,
    /// What each line is of.
    names: Vec<(CartLineId, String)>,
    elsewhere: Vec<Debit>,
    pub today: NaiveDate,
}

impl Desk {
    pub fn of(tx: &mut Conn, by: &By<'_>, cart: &Cart) -> Result<Self> {
        let rows = Cart::lines(tx, cart.id)?;
        let names = rows.iter().map(|(line, _, product)| (line.id, product.name.clone())).collect();
        Ok(Self {
            snapshot: Reading::find(tx, cart.registry_read_id)?.snapshot,
            lines: rows.into_iter().map(|(line, ..)| line).collect(),
            names,
            elsewhere: taken_elsewhere(tx, cart.patient_id)?,
            today: clock::local_date(by.now, by.clerk.zone),
        })
    }

    /// The wanted order, if the product may be dispensed from it; without a wish the first that takes it all, the product's own route
    /// before others.
    pub fn choose(
        &self,
        goods: &Candidate,
        line: CartLineId,
        quantity: Quantity,
        wanted: Option<&OrderChoice>,
    ) -> Result<&RegistryOrder> {
        let fitting = self.orders(goods)?;
        let Some(wanted) = wanted else {
            let best = self.coached(goods, line, &fitting, |coach| coach.best(quantity.whole().unwrap_or_default()));
            return best.and_then(|at| fitting.get(at).copied()).ok_or(Error::NotFound);
        };
        match fitting.into_iter().find(|order| order.route == wanted.route && order.order_id == wanted.order) {
            Some(order) => Ok(order),
            None => {
                rule(format!("{} may not be dispensed from that order. Choose another, or remove the line.", goods.product.name))
            }
        }
    }

    fn orders(&self, goods: &Candidate) -> Result<Vec<&RegistryOrder>> {
        orders_for(&self.snapshot, &goods.product, goods.package.inventory_type, self.today)
    }

    /// The whole cart, with so much of this line from `order`; if it does not fit, what would.
    pub fn must_fit(&self, goods: &Candidate, line: CartLineId, order: &RegistryOrder, quantity: Quantity) -> Result<(), No> {
        let (choices, units) = (self.orders(goods)?, quantity.whole().unwrap_or_default());
        let Err(error) = self.coached(goods, line, &choices, |coach| coach.must_fit(order, units)) else { return Ok(()) };
        let Error::Rule(words) = error else { return Err(error.into()) };
        let before = self.lines.iter().find(|other| other.id == line).map(Line::units);
        let largest = self.coached(goods, line, &choices, |coach| coach.largest(order));
        // More of the same line than it has now, or less of it than it has, is the nearest that fits.
        if before.is_some_and(|before| before != largest) && largest > 0 {
            return Err(No::Advised(words, Advice { line, units: largest }));
        }
        let wanted = self.coached(goods, line, &choices, |coach| coach.debit(order, units));
        let others: Vec<&Line> = self.lines.iter().filter(|other| other.id != line).collect();
        match reduce(&self.snapshot.account(&self.elsewhere, self.today), &[wanted], &others) {
            Some(advice) => Err(No::Advised(format!("{words} {}", self.making_room(advice, &goods.product.name)), advice)),
            None => Err(Error::Rule(words).into()),
        }
    }

    fn making_room(&self, advice: Advice, wanted: &str) -> String {
        let line = self.names.iter().find(|(id, _)| *id == advice.line).map_or("", |(_, name)| name.as_str());
        let before = self.lines.iter().find(|line| line.id == advice.line).map_or(0, Line::units);
        match advice.units {
            0 => format!("Or take {line} out of the cart, and add {wanted} again."),
            units => format!("Or reduce {line} from {before} to {units}, and add {wanted} again."),
        }
    }

    /// Said when a line does not take from the order that it would by itself.
    pub fn unusual(&self, goods: &Candidate, order: &RegistryOrder) -> Option<String> {
        let usual = *self.orders(goods).ok()?.first()?;
        let is_usual = (usual.route, &usual.order_id) == (order.route, &order.order_id);
        (!is_usual).then(|| format!(" It takes from the order {} by the route {}.", order.order_id, order.route.label()))
    }

    fn coached<T>(
        &self,
        goods: &Candidate,
        line: CartLineId,
        choices: &[&RegistryOrder],
        ask: impl FnOnce(&Coach<'_>) -> T,
    ) -> T {
        let rest: Vec<Debit> = self.lines.iter().filter(|other| other.id != line).map(Line::debit).collect();
        ask(&Coach {
            account: &self.snapshot.account(&self.elsewhere, self.today),
            name: &goods.product.name,
            // As it is now: a change of a line takes over what the package and the catalog say since it was scanned.
            each: goods.amount_each(),
            rest: &rest,
            choices,
        })
    }

    /// The order that allows a device: the one asked for, else `own` as long as it is good, else the first.
    pub fn choose_for_device(
        &self,
        product: &Product,
        wanted: Option<&OrderChoice>,
        own: Option<&str>,
    ) -> Result<&RegistryOrder> {
        let allowing = device_orders(&self.snapshot, product, self.today)?;
        match allowing.iter().find(|order| wanted.is_none() && own == Some(order.order_id.as_str())) {
            Some(own) => Ok(own),
            None => chosen(allowing, product, wanted),
        }
    }
}

fn chosen<'a>(fitting: Vec<&'a RegistryOrder>, product: &Product, wanted: Option<&OrderChoice>) -> Result<&'a RegistryOrder> {
    let Some(wanted) = wanted else {
        return fitting.first().copied().ok_or(Error::NotFound);
    };
    match fitting.into_iter().find(|order| order.route == wanted.route && order.order_id == wanted.order) {
        Some(order) => Ok(order),
        None => rule(format!("{} may not be dispensed from that order. Choose another, or remove the line.", product.name)),
    }
}

/// The catalog may say how many of a product go into one sale, over all its packages and rooms.
pub fn must_be_allowed(tx: &mut Conn, cart: &Cart, product: &Product, line: CartLineId, wanted: Quantity) -> Result<()> {
    let Some(most) = product.most_per_sale else { return Ok(()) };
    let packages = Cart::lines(tx, cart.id)?;
    let packages = packages.iter().map(|(other, _, of)| (other.id, of.id, other.quantity));
    let supplies = CartSupply::of_cart(tx, cart.id)?;
    let all = packages.chain(supplies.iter().map(|other| (other.id, other.product_id, other.quantity)));
    let others = all.filter(|(other, of, _)| *of == product.id && *other != line);
    let sum = others.fold(wanted, |sum, (.., quantity)| sum.plus(quantity));
    if sum <= Quantity::units(most) {
        return Ok(());
    }
    rule(format!("At most {most} of {} go into one sale; this would be {sum}.", product.name))
}
