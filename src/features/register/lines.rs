//! Adding, changing and removing lines. Every change is held against the shelf and against the patient's orders. What is no package
//! goes on in `supply_lines`.

use super::super::discounts::Wish;
use super::super::pre_orders;
use super::bag;
use super::cart::Cart;
use super::code::{Code, Scan};
use super::desk::{Desk, must_be_allowed};
use super::goods::{Candidate, Found};
use super::line::Line;
use super::scanned::{No, Said, Scanned};
use super::supply::CartSupply;
use super::supply_lines;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Result, rule};
use crate::may;
use crate::stock::{self, Owner};
use crate::values::{CartId, CartLineId, Quantity, Route, Unreadable, clock};
use chrono::NaiveDate;
use serde::Serialize;
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
    fn add(&self, tx: &mut Conn, by: &By<'_>, cart: &Cart) -> Result<Said, No> {
        let scan = Scan::of(&self.code);
        if let Code::PreOrder(number) = scan.code {
            return Ok(bag::take_in(tx, by, cart, number)?);
        }
        if let Some(obstacle) = scan.code.obstacle() {
            return Err(Error::Rule(obstacle).into());
        }
        let bare = self.code.split_once('*').filter(|_| scan.units.is_some()).map_or(self.code.as_str(), |(_, code)| code).trim();
        let added = Quantity::units(units(scan.units.unwrap_or(&self.units))?);
        let today = clock::local_date(by.now, by.clerk.zone);
        let found = Found::of_code(tx, by.clerk.location, bare, added, today)?;
        let by_product = found.is_by_product(bare);
        match found {
            Found::Package(goods) => Ok(Said { by_product, ..add_package(tx, by, cart, &goods, added, self.order.as_ref())? }),
            Found::Supply(product) => Ok(supply_lines::add(tx, by, cart, &product, added, self.order.as_ref())?),
        }
    }
}

/// So many of this package, by every check that a line knows. Holding the stock is the last of them and the first write.
pub(super) fn add_package(
    tx: &mut Conn,
    by: &By<'_>,
    cart: &Cart,
    goods: &Candidate,
    added: Quantity,
    order: Option<&OrderChoice>,
) -> Result<Said, No> {
    let desk = Desk::of(tx, by, cart)?;
    let before = desk.lines.iter().find(|line| line.package_id == goods.package.id);
    let mine = before.map_or(Quantity::ZERO, |line| line.quantity);
    goods.clone().with_own(mine).must_be_sellable(desk.today)?;
    let same = before.map(|line| OrderChoice { route: line.route, order: line.order_id.clone() });
    let id = before.map_or_else(CartLineId::new, |line| line.id);
    let wanted = mine.plus(added);
    let order = desk.choose(goods, id, wanted, order.or(same.as_ref()))?;
    let line = Line {
        id,
        cart_id: cart.id,
        package_id: goods.package.id,
        quantity: wanted,
        price_cents: before.map_or(goods.product.price_cents, |line| line.price_cents),
        order_id: order.order_id.clone(),
        order_type: order.order_type,
        route: order.route,
        amount_each: goods.amount_each(),
    };
    must_be_allowed(tx, cart, &goods.product, line.id, line.quantity)?;
    desk.must_fit(goods, line.id, order, wanted)?;
    hold_more(tx, by, goods, line.id, added)?;
    match before {
        Some(before) => Line::change(tx, before.id, line.quantity, order, line.amount_each)?,
        None => Line::insert(tx, &line)?,
    }
    let unusual = desk.unusual(goods, order).unwrap_or_default();
    let promised = promised_to_others(tx, by, cart, goods, desk.today)?;
    let (name, package) = (&goods.product.name, goods.package.barcode.grouped());
    let words = format!("Added: {} × {name}, package {package}.{unusual}{promised}", line.quantity);
    Ok(Said::of_line(words, line.id))
}

/// Said when what is left of a product is less than what was promised to other patients: see `pre_orders/promised.rs`.
fn promised_to_others(tx: &mut Conn, by: &By<'_>, cart: &Cart, goods: &Candidate, today: NaiveDate) -> Result<String> {
    let (location, product) = (by.clerk.location, goods.product.id);
    let promised = pre_orders::promised(tx, location, product, Some(cart.patient_id))?;
    if !promised.is_positive() {
        return Ok(String::new());
    }
    let left = Candidate::free_of(tx, location, product, today)?;
    Ok(if left < promised {
        format!(" Mind: {}, and {left} are left.", pre_orders::promised_words(promised))
    } else {
        String::new()
    })
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
        let (cart, changed) = if Line::is_one(tx, self.line)? {
            let (line, cart) = Line::take(tx, by.clerk, self.line, by.now)?;
            let changed = self.change(tx, by, &cart, &line);
            (cart, changed)
        } else {
            let (line, cart) = CartSupply::take(tx, by.clerk, self.line, by.now)?;
            let changed =
                units(&self.units).and_then(|units| supply_lines::change(tx, by, &cart, &line, units, self.order.as_ref()));
            (cart, changed.map_err(No::from))
        };
        Scanned::note(tx, cart.id, changed, "Not changed.")
    }
}

impl ChangeLine {
    fn change(&self, tx: &mut Conn, by: &By<'_>, cart: &Cart, line: &Line) -> Result<Said, No> {
        let units = units(&self.units)?;
        let desk = Desk::of(tx, by, cart)?;
        let goods = Candidate::find(tx, by.clerk.location, line.package_id)?;
        let same = OrderChoice { route: line.route, order: line.order_id.clone() };
        let wanted = Quantity::units(units);
        let order = desk.choose(&goods, line.id, wanted, Some(self.order.as_ref().unwrap_or(&same)))?;
        must_be_allowed(tx, cart, &goods.product, line.id, wanted)?;
        desk.must_fit(&goods, line.id, order, wanted)?;
        let more = wanted.minus(line.quantity);
        if more.is_positive() {
            goods.clone().with_own(line.quantity).must_be_sellable(desk.today)?;
            hold_more(tx, by, &goods, line.id, more)?;
        } else if more < Quantity::ZERO {
            stock::release_part(tx, Owner::CartLine(line.id), line.package_id, line.quantity.minus(wanted))?;
        }
        Line::change(tx, line.id, wanted, order, goods.amount_each())?;
        let words = format!("Changed: {wanted} × {}, package {}.", goods.product.name, goods.package.barcode.grouped());
        Ok(Said::of_line(words, line.id))
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
        let cart = if Line::is_one(tx, self.line)? {
            let (line, cart) = Line::take(tx, by.clerk, self.line, by.now)?;
            stock::release(tx, Owner::CartLine(line.id))?;
            Line::delete(tx, line.id)?;
            cart
        } else {
            let (line, cart) = CartSupply::take(tx, by.clerk, self.line, by.now)?;
            supply_lines::remove(tx, &line)?;
            cart
        };
        Wish::forget_line(tx, cart.id, self.line.as_str())?;
        // What was said last may have been of this line.
        Cart::note_scan(tx, cart.id, None, false)
    }
}

fn hold_more(tx: &mut Conn, by: &By<'_>, goods: &Candidate, line: CartLineId, more: Quantity) -> Result<()> {
    if stock::hold(tx, Owner::CartLine(line), goods.package.id, goods.package.room_id, more, by.now)? {
        return Ok(());
    }
    let (name, package) = (&goods.product.name, goods.package.barcode.grouped());
    // Read again: on PostgreSQL somebody has been quicker since it was read.
    let now = Candidate::find(tx, by.clerk.location, goods.package.id)?;
    rule(format!(
        "There are {} more of {name}, package {package}; {} are held. Scan another package of it.",
        now.available, now.held
    ))
}
