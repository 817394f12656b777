//! Giving money back (biotrack-api §2.12), at any later time and in the period of that time: the line of the sale is marked, a negative
//! one is added. What becomes of the goods is the profile's.

use super::sold::line_meant;
use super::{Action, Answer, Call, Provenance::Documented, orders, plain, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::periods;
use crate::sandbox::profile::Restock;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Room, SaleLine};
use crate::sandbox::state::Row;
use crate::sandbox::texts;
use crate::values::{Cents, Quantity};

pub const ACTIONS: &[Action] = &[write("sale_refund", Documented, refund)];

fn refund(call: &mut Call) -> Result<Answer> {
    call.actor()?;
    let mut lines = call.sold()?;
    let (goods, devices) = (call.ask.lines("data")?, call.ask.lines("devices")?);
    if goods.is_empty() && devices.is_empty() {
        return refuse(refusal::no_identifier());
    }
    let (mut restocked, mut numbers) = (Vec::new(), Numbers::past(&lines));
    for ask in &goods {
        let line = line_meant(&mut lines, ask)?;
        refund_line(call, line, ask, &mut numbers)?;
        let location = line.location.clone();
        restocked.push(restock(call, &location, ask)?);
    }
    for ask in &devices {
        let number = ask.needed_int("item_number")?;
        let line = lines.iter_mut().find(|line| line.inventoryid.is_none() && line.itemnumber == number);
        let Some(line) = line else { return refuse(texts::not_sold(&number.to_string())) };
        refund_line(call, line, ask, &mut numbers)?;
    }
    match call.books.profile.restock {
        Restock::NewIdentifier => with("barcode_id", restocked),
        Restock::SameIdentifier | Restock::Nothing => plain(),
    }
}

/// The numbers of a refund's rows: those of the sale's lines, and for a line that one call names twice the next past all of them.
struct Numbers {
    taken: Vec<i64>,
    next: i64,
}

impl Numbers {
    fn past(lines: &[SaleLine]) -> Self {
        let last = lines.iter().map(|line| line.itemnumber).max().unwrap_or_default();
        Self { taken: Vec::new(), next: last.saturating_add(1) }
    }

    fn take(&mut self, wanted: i64) -> i64 {
        if !self.taken.contains(&wanted) {
            self.taken.push(wanted);
            return wanted;
        }
        self.next = self.next.saturating_add(1);
        self.next - 1
    }
}

/// Marks the line of the sale, adds a negative one, and gives the patient the allotment back.
fn refund_line(call: &mut Call, line: &mut SaleLine, ask: &Ask, numbers: &mut Numbers) -> Result<()> {
    let (quantity, price) = (ask.needed_quantity("quantity")?, ask.needed_price()?);
    if !quantity.is_positive() || quantity.whole().is_none() {
        return refuse(refusal::not_whole());
    }
    if price > Cents::ZERO {
        return refuse(texts::not_a_refund());
    }
    let sale_time = call.sale_time()?;
    periods::still_open(call, &line.location, sale_time)?;
    line.refunded_quantity = line.refunded_quantity.plus(quantity);
    line.refunded_price = line.refunded_price.plus(price);
    if line.refunded_quantity > line.quantity || line.price.plus(line.refunded_price) < Cents::ZERO {
        return refuse(texts::refund_too_large());
    }
    line.refunded = 1;
    call.books.put(line)?;
    let negative = SaleLine {
        sale: call.books.transaction,
        itemnumber: numbers.take(line.itemnumber),
        quantity: Quantity::ZERO.minus(quantity),
        price,
        terminal_id: call.ask.text("terminal_id"),
        sale_time,
        refund_of: Some(line.sale),
        ..line.clone()
    };
    call.books.put(&negative)?;
    orders::give_back(call, line, quantity)
}

/// What becomes of goods that came back: the new identifier, if they have one. With the Florida additions the line says whether they
/// are restocked at all.
fn restock(call: &mut Call, location: &str, ask: &Ask) -> Result<Option<String>> {
    if call.books.profile.florida_additions && !ask.flag("restock") {
        return Ok(None);
    }
    let (barcode, quantity) = (ask.needed("barcodeid")?, ask.needed_quantity("quantity")?);
    match call.books.profile.restock {
        Restock::NewIdentifier => customer_return(call, &barcode, quantity, location).map(Some),
        Restock::SameIdentifier => {
            let item = call.usable(&barcode)?;
            call.books.put(&Item { remaining_quantity: item.remaining_quantity.plus(quantity), ..item })?;
            Ok(None)
        }
        Restock::Nothing => Ok(None),
    }
}

/// A new item, where it was sold, that may only be destroyed or shipped back.
fn customer_return(call: &mut Call, barcode: &str, quantity: Quantity, location: &str) -> Result<String> {
    let Some(item) = call.books.get::<Item>(barcode)? else { return refuse(refusal::not_possessed(barcode)) };
    let mut rooms = call.books.of_owner::<Room>(location)?;
    rooms.retain(|room| !room.deleted());
    // Quarantine if there is such a room, else the first.
    let room = rooms.iter().min_by_key(|room| (room.quarantine == 0, room.roomid)).map(|room| room.roomid);
    let new = call.books.new_identifier()?;
    let back = Item {
        location: location.to_owned(),
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
