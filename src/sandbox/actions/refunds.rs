//! Taking a sale back (biotrack-api §2.12): a void undoes a mistake on the same day; a refund gives money back, and what is
//! restocked gets a new identifier that may only be destroyed or shipped back.

use super::{Action, Answer, Call, Provenance::Documented, plain, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::florida::{self, eastern_date};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, PastDispensation, Patient, Room, SaleLine};
use crate::sandbox::state::Row;
use crate::sandbox::texts;
use crate::values::{Cents, Quantity};

pub const ACTIONS: &[Action] = &[write("sale_void", Documented, void), write("sale_refund", Documented, refund)];

fn void(call: &mut Call) -> Result<Answer> {
    florida::registered(call.books, &call.ask.text("actor").unwrap_or_default())?;
    let lines = sale_lines(call)?;
    let today = eastern_date(call.books.now);
    let in_time = |line: &SaleLine| {
        eastern_date(line.sale_time) == today && line.refunded == 0 && line.fulfilment.as_deref() != Some("delivery")
    };
    if !lines.iter().all(in_time) {
        return refuse(texts::void_too_late());
    }
    for line in lines {
        if let Some(barcode) = &line.inventoryid {
            put_back(call, barcode, line.quantity)?;
        }
        give_back(call, &line, line.quantity)?;
        call.books.put(&SaleLine { voided: true, ..line })?;
    }
    plain()
}

/// The goods of a void go back to the same identifier, unless that has since been scheduled, destroyed or shipped.
fn put_back(call: &mut Call, barcode: &str, quantity: Quantity) -> Result<()> {
    let licenses = call.licenses()?;
    let here =
        |item: &Item| !item.destroyed && !item.is_scheduled() && item.manifest.is_none() && licenses.contains(&item.location);
    let Some(item) = call.books.get::<Item>(barcode)?.filter(here) else { return refuse(texts::void_too_late()) };
    call.books.put(&Item { remaining_quantity: item.remaining_quantity.plus(quantity), ..item })
}

fn refund(call: &mut Call) -> Result<Answer> {
    florida::registered(call.books, &call.ask.text("actor").unwrap_or_default())?;
    let mut lines = sale_lines(call)?;
    let (goods, devices) = (call.ask.lines("data")?, call.ask.lines("devices")?);
    if goods.is_empty() && devices.is_empty() {
        return refuse(refusal::no_identifier());
    }
    let mut restocked = Vec::new();
    for (index, ask) in goods.iter().enumerate() {
        let barcode = ask.needed("barcodeid")?;
        let number = ask.int("item_number")?;
        let is_meant = |line: &SaleLine| {
            line.inventoryid.as_deref() == Some(&barcode) && number.is_none_or(|number| number == line.itemnumber)
        };
        let Some(line) = lines.iter_mut().find(|line| is_meant(line)) else { return refuse(texts::not_sold(&barcode)) };
        refund_line(call, line, ask, index)?;
        restocked.push(if ask.flag("restock") { Some(restock(call, &barcode, ask)?) } else { None });
    }
    for (index, ask) in devices.iter().enumerate() {
        let number = ask.needed_int("item_number")?;
        let line = lines.iter_mut().find(|line| line.inventoryid.is_none() && line.itemnumber == number);
        let Some(line) = line else { return refuse(texts::not_sold(&number.to_string())) };
        refund_line(call, line, ask, goods.len() + index)?;
    }
    with("barcode_id", restocked)
}

/// Marks the line of the sale, adds a negative one, and gives the patient the allotment back.
fn refund_line(call: &mut Call, line: &mut SaleLine, ask: &Ask, index: usize) -> Result<()> {
    let (quantity, price) = (ask.needed_quantity("quantity")?, ask.needed_price()?);
    if !quantity.is_positive() || quantity.whole().is_none() {
        return refuse(refusal::not_whole());
    }
    if price > Cents::ZERO {
        return refuse(texts::not_a_refund());
    }
    line.refunded_quantity = line.refunded_quantity.plus(quantity);
    line.refunded_price = line.refunded_price.plus(price);
    if line.refunded_quantity > line.quantity || line.price.plus(line.refunded_price) < Cents::ZERO {
        return refuse(texts::refund_too_large());
    }
    line.refunded = 1;
    call.books.put(line)?;
    let negative = SaleLine {
        sale: call.books.transaction,
        itemnumber: i64::try_from(index).unwrap_or(i64::MAX),
        quantity: Quantity::ZERO.minus(quantity),
        price,
        terminal_id: call.ask.text("terminal_id"),
        sale_time: call.ask.int("sale_time")?.unwrap_or(call.books.now),
        refund_of: Some(line.sale),
        ..line.clone()
    };
    call.books.put(&negative)?;
    give_back(call, line, quantity)
}

fn restock(call: &mut Call, barcode: &str, ask: &Ask) -> Result<String> {
    let quantity = ask.needed_quantity("quantity")?;
    let Some(item) = call.books.get::<Item>(barcode)? else { return refuse(refusal::not_possessed(barcode)) };
    let mut rooms = call.books.of_owner::<Room>(&item.location)?;
    rooms.retain(|room| !room.deleted());
    // Quarantine if there is such a room, else the first.
    let room = rooms.iter().min_by_key(|room| (room.quarantine == 0, room.roomid)).map(|room| room.roomid);
    let new = call.books.new_identifier()?;
    let back = Item {
        currentroom: room,
        customer_return: true,
        inventorystatus: None,
        inventorystatustime: None,
        manifest: None,
        destroyed: false,
        destroy_reason: None,
        ..item.child(new.clone(), quantity)
    };
    call.books.put(&back)?;
    Ok(new)
}

/// The lines of the sale that `transactionid` names, not voided.
fn sale_lines(call: &mut Call) -> Result<Vec<SaleLine>> {
    let sale = call.ask.needed_int("transactionid")?;
    let mut lines = Vec::new();
    for license in call.licenses()? {
        let which = crate::sandbox::state::Selection {
            start: Some(sale),
            active: true,
            ..crate::sandbox::state::Selection::of(&license)
        };
        for entry in call.books.select(SaleLine::KIND, &which)?.iter().filter(|entry| entry.transaction_original == sale) {
            lines.push(entry.row::<SaleLine>()?);
        }
    }
    lines.retain(|line| line.refund_of.is_none());
    lines.sort_by_key(|line| line.itemnumber);
    if lines.is_empty() { refuse(refusal::transaction_not_found()) } else { Ok(lines) }
}

/// Part of what a line took from the allotment is the patient's again; the history shows it as returned.
fn give_back(call: &mut Call, line: &SaleLine, quantity: Quantity) -> Result<()> {
    let key = SaleLine::key(line.sale, line.itemnumber);
    let Some(mut patient) = call.books.get::<Patient>(&Patient::key(&line.card_number))? else { return Ok(()) };
    let taken = |past: &&mut PastDispensation| past.sale.as_deref() == Some(&key) && past.status == "dispensed";
    let Some(past) = patient.history.iter_mut().find(taken) else { return Ok(()) };
    let amount = line.debit.times(quantity.0 / 100).min(past.amount);
    let returned = PastDispensation { amount, status: "returned".into(), ..past.clone() };
    past.amount = past.amount.less(amount);
    let used_up = past.amount == crate::values::Amount::ZERO;
    patient.history.retain(|past| !(used_up && past.sale.as_deref() == Some(&key) && past.status == "dispensed"));
    patient.history.push(returned);
    call.books.put(&patient)
}
