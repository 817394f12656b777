//! Adding, changing and removing lines. Every change is held against the shelf and against the patient's orders.

use super::cart::{Cart, Line, NewLine, taken_elsewhere};
use super::coach::Coach;
use super::goods::Candidate;
use super::limits::{Debit, orders_for};
use super::reading::Reading;
use super::snapshot::Snapshot;
use crate::app::{By, Record};
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::error::{Error, Result, rule};
use crate::may;
use crate::stock::{self, Owner};
use crate::values::{CartId, CartLineId, Quantity, Route, Unreadable, clock};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Which of the patient's orders a line takes from: `edible:12345` in a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderChoice {
    pub route: Route,
    pub order: String,
}

impl FromStr for OrderChoice {
    type Err = Unreadable;
    fn from_str(text: &str) -> Result<Self, Unreadable> {
        let (route, order) = text.split_once(':').ok_or_else(|| Unreadable::new("Choose one of the patient's orders."))?;
        Ok(Self { route: route.parse()?, order: order.to_owned() })
    }
}

impl std::fmt::Display for OrderChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.route, self.order)
    }
}

/// The most of one thing that is sold at once; more is a slip of the keyboard.
const MOST_UNITS: i64 = 999;
const LONGEST_CODE: usize = 64;

/// What became of a scan or a change. A refusal is written down as well: the screen shows it until the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scanned {
    pub words: String,
    pub refused: bool,
}

impl Scanned {
    /// `done` in words, or what a rule said against it; either is the cart's newest message.
    fn note(tx: &mut Conn, cart: CartId, done: Result<String>, not: &str) -> Result<Self> {
        let scanned = match done {
            Ok(words) => Self { words, refused: false },
            // Nothing has been written when a rule says no: holding the stock is the last check and the first write.
            Err(Error::Rule(words)) => Self { words: format!("{not} {words}"), refused: true },
            Err(other) => return Err(other),
        };
        Cart::note_scan(tx, cart, Some(&scanned.words), scanned.refused)?;
        Ok(scanned)
    }
}

/// Read here and not in the form, so that a slip is said where every other refusal of a line is said.
fn units(typed: &str) -> Result<i64> {
    match typed.parse() {
        Ok(units) if (1..=MOST_UNITS).contains(&units) => Ok(units),
        _ if typed.chars().count() > LONGEST_CODE => rule(format!("Type a whole number from 1 to {MOST_UNITS}.")),
        _ => rule(format!("“{typed}” is no quantity. Type a whole number from 1 to {MOST_UNITS}.")),
    }
}

/// A scan, or something typed or found: so much of it goes into the cart.
#[derive(Serialize)]
pub struct AddLine {
    pub cart: CartId,
    pub code: String,
    /// As it was typed.
    pub units: String,
    pub order: Option<OrderChoice>,
}

impl Record for AddLine {
    const ACT: &'static str = "add_line";
    type Needs = may::Sell;
    type Done = Scanned;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Scanned> {
        let cart = Cart::take(tx, by.clerk, self.cart, by.now)?;
        let added = self.add(tx, by, &cart);
        Scanned::note(tx, cart.id, added, "Not added.")
    }
}

impl AddLine {
    fn add(&self, tx: &mut Conn, by: &By<'_>, cart: &Cart) -> Result<String> {
        match self.code.chars().count() {
            0 => return rule("Nothing was scanned or typed. Scan a package."),
            count if count > LONGEST_CODE => return rule("That is longer than any code of a package or product. Scan it again."),
            _ => {}
        }
        let added = Quantity::units(units(&self.units)?);
        let desk = Desk::of(tx, by, cart)?;
        let goods = Candidate::of_code(tx, by.clerk.location, &self.code, desk.today)?;
        let before = desk.lines.iter().find(|line| line.package_id == goods.package.id);
        let mine = before.map_or(Quantity::ZERO, |line| line.quantity);
        goods.clone().with_own(mine).must_be_sellable(desk.today)?;
        let same = before.map(|line| OrderChoice { route: line.route, order: line.order_id.clone() });
        let id = before.map_or_else(CartLineId::new, |line| line.id);
        let wanted = mine.plus(added);
        let order = desk.choose(&goods, id, wanted, self.order.as_ref().or(same.as_ref()))?;
        let line = NewLine {
            id,
            cart_id: cart.id,
            package_id: goods.package.id,
            quantity: wanted,
            price_cents: before.map_or(goods.product.price_cents, |line| line.price_cents),
            order_id: order.order_id.clone(),
            order_type: order.order_type,
            route: order.route,
            amount_each: before.map_or_else(|| goods.amount_each(), |line| line.amount_each),
        };
        must_be_allowed(tx, cart, &goods, line.id, line.quantity)?;
        desk.must_fit(&goods, line.id, order, wanted)?;
        hold_more(tx, by, &goods, line.id, added)?;
        match before {
            Some(before) => Line::change(tx, before.id, line.quantity, &line.order_id, line.route)?,
            None => Line::insert(tx, &line)?,
        }
        let by = desk.unusual(&goods, order).unwrap_or_default();
        Ok(format!("Added: {} × {}, package {}.{by}", line.quantity, goods.product.name, goods.package.barcode.grouped()))
    }
}

/// Another quantity of a line, or another of the patient's orders.
#[derive(Serialize)]
pub struct ChangeLine {
    pub line: CartLineId,
    /// As it was typed.
    pub units: String,
    pub order: Option<OrderChoice>,
}

impl Record for ChangeLine {
    const ACT: &'static str = "change_line";
    type Needs = may::Sell;
    type Done = Scanned;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Scanned> {
        let (line, cart) = Line::take(tx, by.clerk, self.line, by.now)?;
        let changed = self.change(tx, by, &cart, &line);
        Scanned::note(tx, cart.id, changed, "Not changed.")
    }
}

impl ChangeLine {
    fn change(&self, tx: &mut Conn, by: &By<'_>, cart: &Cart, line: &Line) -> Result<String> {
        let units = units(&self.units)?;
        let desk = Desk::of(tx, by, cart)?;
        let goods = Candidate::find(tx, by.clerk.location, line.package_id)?;
        let same = OrderChoice { route: line.route, order: line.order_id.clone() };
        let wanted = Quantity::units(units);
        let order = desk.choose(&goods, line.id, wanted, Some(self.order.as_ref().unwrap_or(&same)))?;
        must_be_allowed(tx, cart, &goods, line.id, wanted)?;
        desk.must_fit(&goods, line.id, order, wanted)?;
        let more = wanted.minus(line.quantity);
        if more.is_positive() {
            goods.clone().with_own(line.quantity).must_be_sellable(desk.today)?;
            hold_more(tx, by, &goods, line.id, more)?;
        } else if more < Quantity::ZERO {
            stock::release_part(tx, Owner::CartLine(line.id), line.package_id, line.quantity.minus(wanted))?;
        }
        Line::change(tx, line.id, wanted, &order.order_id, order.route)?;
        Ok(format!("Changed: {wanted} × {}, package {}.", goods.product.name, goods.package.barcode.grouped()))
    }
}

/// A line leaves the cart, and its stock is free.
#[derive(Serialize)]
pub struct RemoveLine {
    pub line: CartLineId,
}

impl Record for RemoveLine {
    const ACT: &'static str = "remove_line";
    type Needs = may::Sell;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let (line, cart) = Line::take(tx, by.clerk, self.line, by.now)?;
        stock::release(tx, Owner::CartLine(line.id))?;
        Line::delete(tx, line.id)?;
        // What was said last may have been of this line.
        Cart::note_scan(tx, cart.id, None, false)
    }
}

/// What stands around a change: the other lines, the patient's orders and what other tills take of them.
struct Desk {
    snapshot: Snapshot,
    lines: Vec<Line>,
    elsewhere: Vec<Debit>,
    today: NaiveDate,
}

impl Desk {
    fn of(tx: &mut Conn, by: &By<'_>, cart: &Cart) -> Result<Self> {
        Ok(Self {
            snapshot: Reading::find(tx, cart.registry_read_id)?.snapshot,
            lines: Line::of_cart(tx, cart.id)?,
            elsewhere: taken_elsewhere(tx, cart.patient_id)?,
            today: clock::local_date(by.now, by.clerk.zone),
        })
    }

    /// The wanted order, if the product may be dispensed from it; without a wish the first that takes it all, the product's own route
    /// before others.
    fn choose(
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
    fn must_fit(&self, goods: &Candidate, line: CartLineId, order: &RegistryOrder, quantity: Quantity) -> Result<()> {
        let choices = self.orders(goods)?;
        self.coached(goods, line, &choices, |coach| coach.must_fit(order, quantity.whole().unwrap_or_default()))
    }

    /// Said when a line does not take from the order that it would by itself.
    fn unusual(&self, goods: &Candidate, order: &RegistryOrder) -> Option<String> {
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
        let before = self.lines.iter().find(|other| other.id == line);
        ask(&Coach {
            account: &self.snapshot.account(&self.elsewhere, self.today),
            name: &goods.product.name,
            each: before.map_or_else(|| goods.amount_each(), |line| line.amount_each),
            rest: &rest,
            choices,
        })
    }
}

/// The catalog may say how many of a product go into one sale, over all its packages.
fn must_be_allowed(tx: &mut Conn, cart: &Cart, goods: &Candidate, line: CartLineId, wanted: Quantity) -> Result<()> {
    let Some(most) = goods.product.most_per_sale else { return Ok(()) };
    let all = Cart::lines(tx, cart.id)?;
    let others = all.iter().filter(|(other, _, product)| product.id == goods.product.id && other.id != line);
    let sum = others.fold(wanted, |sum, (other, ..)| sum.plus(other.quantity));
    if sum <= Quantity::units(most) {
        return Ok(());
    }
    rule(format!("At most {most} of {} go into one sale; this would be {sum}.", goods.product.name))
}

fn hold_more(tx: &mut Conn, by: &By<'_>, goods: &Candidate, line: CartLineId, more: Quantity) -> Result<()> {
    if stock::hold(tx, Owner::CartLine(line), goods.package.id, goods.package.room_id, more, by.now)? {
        return Ok(());
    }
    let (name, package) = (&goods.product.name, goods.package.barcode.grouped());
    rule(format!(
        "There are {} more of {name}, package {package}; {} are held. Scan another package of it.",
        goods.available, goods.held
    ))
}
