//! Invented (`florida-additions.md`): holds. What goes out for delivery is taken from the patient's allotment beforehand; it counts as
//! dispensed until it is sold, or released because it came back.

use super::inventory::amount;
use super::orders::{self, Taking, debit_for};
use super::{Action, Answer, Call, Provenance::Invented, plain, sales, with, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::florida::{self, eastern_date};
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::{HeldGoods, Hold, Item, Patient, SaleLine};
use crate::sandbox::texts;
use crate::values::Quantity;
use chrono::NaiveDate;
use std::collections::HashMap;

pub const ACTIONS: &[Action] = &[write("registry_hold", Invented, hold), write("registry_hold_release", Invented, release)];

fn hold(call: &mut Call) -> Result<Answer> {
    call.actor()?;
    let (patient, day) = (call.patient()?, eastern_date(call.books.now));
    florida::card_is_good(&patient, day)?;
    let hold_id = format!("H{}", call.books.transaction);
    let (mut data, mut takings, mut location) = (Vec::new(), Vec::new(), None);
    for line in call.data()? {
        let (item, goods) = held_goods(call, &patient, day, &line)?;
        if location.get_or_insert_with(|| item.location.clone()) != &item.location {
            return refuse(texts::several_locations());
        }
        let Some(debit) = item.debit() else { return refuse(texts::no_debit(&item.id)) };
        let (order_id, reason) = (goods.order_id.clone(), hold_id.clone());
        takings.push(Taking { order_id, amount: debit_for(debit, goods.quantity), reason });
        data.push(goods);
    }
    let (card_id, location) = (patient.card_id.clone(), location.unwrap_or_default());
    orders::take(call, patient, day, &location, takings, "held")?;
    call.books.put(&Hold { hold_id: hold_id.clone(), card_id, data, status: "held".into(), location })?;
    with("hold_id", hold_id)
}

/// One line. The goods may lie on the shelf or on the delivery's manifest already: of the shelf nothing is taken here.
fn held_goods(call: &mut Call, patient: &Patient, day: NaiveDate, line: &Ask) -> Result<(Item, HeldGoods)> {
    let item = call.possessed(&line.needed("barcodeid")?)?;
    if item.is_scheduled() {
        return refuse(texts::scheduled(&item.id));
    }
    if item.customer_return {
        return refuse(texts::customer_return());
    }
    sales::sellable(call, &item)?;
    let Some(quantity) = amount(&item, line, "quantity")? else { return refuse(texts::missing("quantity")) };
    if !quantity.is_positive() {
        return refuse(texts::amount_too_small(&item.id));
    }
    let order = orders::order_for(patient, day, line, &item)?;
    let (barcodeid, order_id, route) = (item.id.clone(), order.order_id.clone(), order.route.to_string());
    Ok((item, HeldGoods { barcodeid, quantity, order_id, route }))
}

fn release(call: &mut Call) -> Result<Answer> {
    call.actor()?;
    let hold = open(call)?;
    if let Some(mut patient) = call.books.get::<Patient>(&Patient::key(&hold.card_id))? {
        forget(&mut patient, &hold);
        call.books.put(&patient)?;
    }
    close(call, hold, "released")?;
    plain()
}

/// The hold of `hold_id`: the caller's, and neither released nor sold against.
pub fn open(call: &mut Call) -> Result<Hold> {
    let licenses = call.licenses()?;
    let Some(id) = call.ask.text("hold_id") else { return refuse(texts::hold_not_found()) };
    let found = call.books.get::<Hold>(&id)?.filter(|hold| licenses.contains(&hold.location));
    let Some(hold) = found else { return refuse(texts::hold_not_found()) };
    if hold.status == "held" { Ok(hold) } else { refuse(texts::hold_not_open()) }
}

/// What was held is no longer: it comes back to the patient's allotment, or is about to be taken for good.
pub fn forget(patient: &mut Patient, hold: &Hold) {
    patient.history.retain(|past| past.status != "held" || past.sale.as_deref() != Some(&hold.hold_id));
}

pub fn close(call: &mut Call, hold: Hold, status: &str) -> Result<()> {
    call.books.put(&Hold { status: status.into(), ..hold })
}

/// Refuses a sale of goods that the hold was not made for. Less may be sold: what was not wanted at the door is no longer held.
pub fn covers(hold: &Hold, lines: &[SaleLine]) -> Result<()> {
    let mut left: HashMap<(&str, &str), Quantity> = HashMap::new();
    for goods in &hold.data {
        let held = left.entry((&goods.barcodeid, &goods.order_id)).or_default();
        *held = held.plus(goods.quantity);
    }
    for line in lines {
        let Some(barcode) = &line.inventoryid else { continue }; // devices are not held
        let held = left.entry((barcode, &line.order_id)).or_default();
        *held = held.minus(line.quantity);
        if held.0 < 0 {
            return refuse(texts::hold_not_covering(barcode));
        }
    }
    Ok(())
}
