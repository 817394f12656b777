//! Picking: a scan, or a tap, puts so many of one package into the bag for the line that wants it.

use super::super::register::{Candidate, Code, Scan, day};
use super::event::Event;
use super::line::OrderLine;
use super::model::{PreOrder, Status};
use super::pick::Pick;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Result, not_found, rule};
use crate::may;
use crate::rules::sellable::Clause;
use crate::values::{PreOrderId, PreOrderPickId, Quantity, clock};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What became of a scan, as the page says it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Picked {
    pub words: String,
    pub refused: bool,
}

/// So many of the package whose label was scanned, or tapped.
#[derive(Serialize)]
pub struct PickPackage {
    pub order: PreOrderId,
    /// As it was scanned: `3*` before it is three.
    pub code: String,
}

impl Record for PickPackage {
    const ACT: &'static str = "pick_package";
    type Needs = may::EditPreOrders;
    type Done = Picked;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Picked> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        let picked = match self.pick(tx, by, &order) {
            Ok(words) => Picked { words, refused: false },
            // Holding the stock is the last check and the first write, so nothing has been written.
            Err(Error::Rule(words)) => Picked { words: format!("Not picked. {words}"), refused: true },
            Err(other) => return Err(other),
        };
        PreOrder::note_scan(tx, order.id, &picked.words, picked.refused)?;
        Ok(picked)
    }
}

impl PickPackage {
    fn pick(&self, tx: &mut Conn, by: &By<'_>, order: &PreOrder) -> Result<String> {
        must_be_pickable(order)?;
        let scan = Scan::of(&self.code);
        match scan.code {
            Code::PreOrder(number) if number == order.number => {
                return rule("That is this pre-order's own ticket. Scan a package.");
            }
            ref other => {
                if let Some(words) = other.obstacle() {
                    return rule(words);
                }
            }
        }
        let units: i64 = scan.units.unwrap_or("1").parse().unwrap_or_default();
        if units < 1 {
            return rule("None of it would be picked. Type a number from 1 on before the star.");
        }
        let goods = Candidate::of_label(tx, by.clerk.location, &scan.code)?;
        let (line, left, wanted) = line_for(tx, order, &goods)?;
        if Quantity::units(units) > left {
            return rule(format!(
                "{units} are too many: {left} more of the {wanted} × {} are wanted. Scan {left} at most.",
                goods.product.name
            ));
        }
        must_last(&goods, order, clock::local_date(by.now, by.clerk.zone))?;
        let pick = Pick {
            id: PreOrderPickId::new(),
            pre_order_id: order.id,
            line_id: line.id,
            package_id: goods.package.id,
            quantity: Quantity::units(units),
            cart_id: None,
        };
        let (name, package) = (&goods.product.name, goods.package.barcode.grouped());
        if !pick.put(tx, goods.package.room_id, by.now)? {
            // Read again: on PostgreSQL somebody has been quicker since it was read.
            let now = Candidate::find(tx, by.clerk.location, goods.package.id)?;
            return rule(format!(
                "Of {name}, package {package}, {} are free; {} are held. Scan another package of it.",
                now.available, now.held
            ));
        }
        let words = format!("Picked: {units} × {name}, package {package}.");
        Event::note(tx, order.id, Some(by.clerk.user), &words, by.now)?;
        let rest = settle(tx, by, order)?;
        Ok(if rest.is_positive() { format!("{words} {rest} more to pick.") } else { format!("{words} Everything is picked.") })
    }
}

/// May be sold today, and still when the patient comes for it.
fn must_last(goods: &Candidate, order: &PreOrder, today: NaiveDate) -> Result<()> {
    goods.must_be_sellable(today)?;
    if order.pickup_on > today && goods.sellable(order.pickup_on) == Err(Clause::Expired) {
        return rule(format!(
            "{}, package {}, will have expired on {}, when the patient comes for it. Pick a package that lasts longer.",
            goods.product.name,
            goods.package.barcode.grouped(),
            day(order.pickup_on)
        ));
    }
    Ok(())
}

fn must_be_pickable(order: &PreOrder) -> Result<()> {
    match order.status {
        Status::Confirmed | Status::Picked | Status::Ready => Ok(()),
        Status::Draft => rule("It is still being taken. Confirm it first; then it is picked."),
        _ => rule(order.over_words()),
    }
}

/// The line that wants this product, how many more, and how many in all.
fn line_for(tx: &mut Conn, order: &PreOrder, goods: &Candidate) -> Result<(OrderLine, Quantity, Quantity)> {
    let lines = OrderLine::of_order(tx, order.id)?;
    let Some((line, _)) = lines.into_iter().find(|(line, _)| line.product_id == goods.product.id) else {
        return rule(format!("{} is not on pre-order {}. Put it back.", goods.product.name, order.number));
    };
    let picked = picked_of(&Pick::of_order(tx, order.id)?.into_iter().map(|(pick, _)| pick).collect::<Vec<_>>(), &line);
    let left = line.quantity.minus(picked);
    if !left.is_positive() {
        return rule(format!(
            "All {} × {} are picked already. Take one out first to exchange the package.",
            line.quantity, goods.product.name
        ));
    }
    let wanted = line.quantity;
    Ok((line, left, wanted))
}

/// How many of a line are in the bag, or went into a cart.
pub fn picked_of(picks: &[Pick], line: &OrderLine) -> Quantity {
    picks.iter().filter(|pick| pick.line_id == line.id).fold(Quantity::ZERO, |sum, pick| sum.plus(pick.quantity))
}

/// How far it is after a change of the bag; how many are still to pick.
fn settle(tx: &mut Conn, by: &By<'_>, order: &PreOrder) -> Result<Quantity> {
    let picks: Vec<Pick> = Pick::of_order(tx, order.id)?.into_iter().map(|(pick, _)| pick).collect();
    let lines = OrderLine::of_order(tx, order.id)?;
    let rest = lines.iter().fold(Quantity::ZERO, |sum, (line, _)| sum.plus(line.quantity.minus(picked_of(&picks, line))));
    match (order.status, rest.is_positive()) {
        (Status::Confirmed, false) => {
            order.was_picked(tx, by.clerk.user, by.now)?;
            order.becomes(tx, Status::Picked, Some(by.clerk.user), "Everything picked", by.now)?;
        }
        (Status::Picked | Status::Ready, true) => {
            order.becomes(tx, Status::Confirmed, Some(by.clerk.user), "Has to be picked again", by.now)?;
        }
        _ => {}
    }
    Ok(rest)
}

/// Out of the bag again; it is free.
#[derive(Serialize)]
pub struct Unpick {
    pub order: PreOrderId,
    pub pick: PreOrderPickId,
}

impl Record for Unpick {
    const ACT: &'static str = "unpick_package";
    type Needs = may::EditPreOrders;
    type Done = Picked;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Picked> {
        let order = PreOrder::take(tx, by.clerk, self.order, by.now)?;
        must_be_pickable(&order)?;
        let all = Pick::of_order(tx, order.id)?;
        let Some((pick, barcode)) = all.into_iter().find(|(pick, _)| pick.id == self.pick) else { return not_found() };
        if pick.cart_id.is_some() {
            return rule("That is in a cart at the register already. Take it out there.");
        }
        pick.take_out(tx)?;
        let words = format!("Taken out of the bag: {} of package {}. Put it back.", pick.quantity, barcode.grouped());
        Event::note(tx, order.id, Some(by.clerk.user), &words, by.now)?;
        settle(tx, by, &order)?;
        PreOrder::note_scan(tx, order.id, &words, false)?;
        Ok(Picked { words, refused: false })
    }
}
