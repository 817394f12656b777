//! A pre-order that is ready becomes lines of its patient's cart: by a button, or by scanning its ticket. Each package passes every check
//! that a scanned one does; what does not fit stays in the bag, and says why.

use super::super::pre_orders::{Pick, PreOrder, Status};
use super::cart::Cart;
use super::goods::Candidate;
use super::lines::add_package;
use super::scanned::{No, Said, Scanned};
use super::web::{Answer, changed};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::may;
use crate::stock::{self, Owner};
use crate::values::{CartId, CartLineId, Quantity};
use crate::web::prelude::*;
use actix_web::HttpRequest;
use serde::Serialize;

/// POST /register/carts/{id}/pre_orders
pub async fn create(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let number = fields.done(fields.whole("number", 1..=i64::MAX))?;
    let scanned = app.record(&may, key, TakeBag { cart: id.into_inner(), number }).await?;
    changed(&app, &may, &request, &asked, Some(&scanned)).await
}

/// The bag of this number into the cart.
#[derive(Serialize)]
struct TakeBag {
    cart: CartId,
    number: i64,
}

impl Record for TakeBag {
    const ACT: &'static str = "take_pre_order_into_cart";
    type Needs = may::Sell;
    type Done = Scanned;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Scanned> {
        let cart = Cart::take(tx, by.clerk, self.cart, by.now)?;
        let taken = take_in(tx, by, &cart, self.number);
        Scanned::note(tx, cart.id, taken.map_err(No::from), "Not taken.")
    }
}

/// What of one pick went into the cart.
struct Taken {
    units: i64,
    line: Option<CartLineId>,
    /// Why not all of it did.
    why: Option<String>,
}

/// The bag into this cart, as far as it goes. When nothing of it goes, everything is as it was.
pub(super) fn take_in(tx: &mut Conn, by: &By<'_>, cart: &Cart, number: i64) -> Result<Said> {
    let order = bag_of(tx, by, cart, number)?;
    let (mut went, mut stays, mut line, mut reasons): (i64, i64, Option<CartLineId>, Vec<String>) = (0, 0, None, Vec::new());
    for pick in Pick::in_bag(tx, order.id)? {
        let taken = take_pick(tx, by, cart, &pick)?;
        went += taken.units;
        stays += pick.quantity.whole().unwrap_or_default() - taken.units;
        line = taken.line.or(line);
        reasons.extend(taken.why.filter(|why| !reasons.contains(why)));
    }
    let Some(line) = line else {
        return rule(format!("Nothing of pre-order {number} may go into this cart. {}", reasons.join(" ")));
    };
    if stays > 0 {
        let words = format!("{went} of {} went into a cart. {}", went + stays, reasons.join(" "));
        order.becomes(tx, Status::Ready, Some(by.clerk.user), &words, by.now)?;
        return Ok(Said::of_line(format!("Pre-order {number}: {words} The rest stays in the bag."), line));
    }
    order.becomes(tx, Status::InCart, Some(by.clerk.user), "Into a cart", by.now)?;
    Ok(Said::of_line(format!("Pre-order {number} is in the cart: {went} from the bag."), line))
}

/// The patient's own, and ready.
fn bag_of(tx: &mut Conn, by: &By<'_>, cart: &Cart, number: i64) -> Result<PreOrder> {
    let Some(found) = PreOrder::of_number(tx, by.clerk.location, number)? else {
        return rule(format!("There is no pre-order {number} at this store. Check the ticket."));
    };
    if found.patient_id != cart.patient_id {
        return rule(format!("Pre-order {number} is another patient's. Look at the ticket: give nobody another patient's bag."));
    }
    let order = PreOrder::take(tx, by.clerk, found.id, by.now)?;
    match order.status {
        Status::Ready => Ok(order),
        Status::Draft | Status::Confirmed | Status::Picked => rule(format!(
            "Pre-order {number} is not ready yet ({}). Pick it and say that it is ready, or scan its packages one by one.",
            order.status.label().to_lowercase()
        )),
        _ => rule(order.over_words()),
    }
}

/// As many of it as may go. It is let go for a moment in which nobody else can have it: this transaction has written its balance.
fn take_pick(tx: &mut Conn, by: &By<'_>, cart: &Cart, pick: &Pick) -> Result<Taken> {
    stock::release(tx, Owner::Pick(pick.id))?;
    let goods = Candidate::find(tx, by.clerk.location, pick.package_id)?;
    let mut taken = Taken { units: 0, line: None, why: None };
    for units in (1..=pick.quantity.whole().unwrap_or_default()).rev() {
        match add_package(tx, by, cart, &goods, Quantity::units(units), None) {
            Ok(said) => {
                (taken.units, taken.line) = (units, Some(said.line));
                break;
            }
            Err(No::Error(Error::Rule(words)) | No::Advised(words, _)) => taken.why = taken.why.or(Some(words)),
            Err(No::Error(other)) => return Err(other),
        }
    }
    pick.goes_into(tx, cart.id, Quantity::units(taken.units), goods.package.room_id, by.now)?;
    Ok(taken)
}
