//! Correcting a sale that was a mistake (biotrack-api §2.12): a void takes the whole of it back, a modification changes a price. Both
//! end when the taxes of its month are filed; a void sooner where the profile says so.

use super::sold::line_meant;
use super::{Action, Answer, Call, Provenance::Documented, orders, plain, write};
use crate::sandbox::florida::eastern_date;
use crate::sandbox::periods;
use crate::sandbox::profile::VoidWindow;
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::{Item, SaleLine};
use crate::sandbox::texts;
use crate::values::{Cents, Quantity};

pub const ACTIONS: &[Action] = &[write("sale_void", Documented, void), write("sale_modify", Documented, modify)];

fn void(call: &mut Call) -> Result<Answer> {
    call.actor()?;
    for line in call.sold()? {
        may_be_voided(call, &line)?;
        if let Some(barcode) = &line.inventoryid {
            put_back(call, barcode, line.quantity)?;
        }
        orders::give_back(call, &line, line.quantity)?;
        call.books.put(&SaleLine { voided: true, ..line })?;
    }
    plain()
}

fn may_be_voided(call: &mut Call, line: &SaleLine) -> Result<()> {
    periods::still_open(call, &line.location, line.sale_time)?;
    let in_time = match call.books.profile.void_window {
        VoidWindow::BusinessDay => eastern_date(line.sale_time) == eastern_date(call.books.now),
        VoidWindow::Unlimited => true,
    };
    let delivered = line.fulfilment.as_deref() == Some("delivery");
    if in_time && !delivered && line.refunded == 0 { Ok(()) } else { refuse(texts::void_too_late()) }
}

/// The goods of a void go back to the same identifier, unless that has since been scheduled, destroyed or shipped.
fn put_back(call: &mut Call, barcode: &str, quantity: Quantity) -> Result<()> {
    let licenses = call.licenses()?;
    let here =
        |item: &Item| !item.destroyed && !item.is_scheduled() && item.manifest.is_none() && licenses.contains(&item.location);
    let Some(item) = call.books.get::<Item>(barcode)?.filter(here) else { return refuse(texts::void_too_late()) };
    call.books.put(&Item { remaining_quantity: item.remaining_quantity.plus(quantity), ..item })
}

/// The price of a line, and if need be the time of it.
fn modify(call: &mut Call) -> Result<Answer> {
    let mut lines = call.sold()?;
    let line = line_meant(&mut lines, call.ask)?;
    periods::still_open(call, &line.location, line.sale_time)?;
    line.price = call.ask.needed_price()?;
    if line.price < Cents::ZERO {
        return refuse(texts::bad_price());
    }
    if line.price.plus(line.refunded_price) < Cents::ZERO {
        return refuse(texts::refund_too_large());
    }
    if call.ask.has("sale_time") {
        line.sale_time = call.sale_time()?;
        periods::still_open(call, &line.location, line.sale_time)?;
        orders::redate(call, line)?;
    }
    call.books.put(line)?;
    plain()
}
