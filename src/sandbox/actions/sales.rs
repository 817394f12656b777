//! Dispensing (biotrack-api §2.12): the card, the orders, the goods and the allotment, checked and debited in one transaction.

use super::inventory::amount;
use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::florida::{self, eastern_date};
use crate::sandbox::profile;
use crate::sandbox::quality::Standing;
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::{Item, PastDispensation, Patient, PatientOrder, SaleLine, Vendor};
use crate::sandbox::texts;
use crate::values::{Amount, Cents, Quantity};
use chrono::NaiveDate;

pub const ACTIONS: &[Action] = &[write("sale_dispense", Documented, dispense)];

/// What all lines of a sale share.
struct Sale {
    patient: Patient,
    /// The day of the sale, as the registry counts.
    day: NaiveDate,
    sale_time: i64,
    terminal_id: Option<String>,
    fulfilment: Option<String>,
}

fn dispense(call: &mut Call) -> Result<Answer> {
    let sale = begin(call)?;
    let (goods, devices) = (call.ask.lines("data")?, call.ask.lines("devices")?);
    if goods.is_empty() && devices.is_empty() {
        return refuse(texts::nothing_sold());
    }
    let mut lines = Vec::new();
    for (index, line) in goods.iter().enumerate() {
        lines.push(goods_line(call, &sale, line, index)?);
    }
    let location = match lines.first() {
        Some(first) => first.location.clone(),
        None => selling_location(call)?,
    };
    if lines.iter().any(|line| line.location != location) {
        return refuse(texts::several_locations());
    }
    for (index, line) in devices.iter().enumerate() {
        lines.push(device_line(call, &sale, line, goods.len() + index, &location)?);
    }
    let mut numbers: Vec<i64> = lines.iter().map(|line| line.itemnumber).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() < lines.len() {
        return refuse(texts::item_number_twice());
    }
    debit(call, sale, &lines)?;
    for line in &lines {
        call.books.put(line)?;
    }
    plain()
}

/// Who sells, to whom, when.
fn begin(call: &mut Call) -> Result<Sale> {
    let fulfilment = call.ask.text("fulfilment");
    let staff = florida::registered(call.books, &call.ask.text("actor").unwrap_or_default())?;
    if fulfilment.as_deref() == Some("delivery") {
        if staff.role != "deliverer" {
            return refuse(texts::no_staff_role());
        }
        return refuse(texts::hold_not_found()); // a delivery sells against a hold, and nobody has made one
    }
    let sale_time = call.ask.int("sale_time")?.unwrap_or(call.books.now);
    if sale_time > call.books.now + call.books.profile.clock_slack_seconds {
        return refuse(texts::future_sale());
    }
    let card = Patient::key(&call.ask.needed("card_id")?);
    let Some(patient) = call.books.get::<Patient>(&card)? else { return refuse(texts::card_not_found()) };
    if call.ask.text("card_key").is_none_or(|key| key != patient.card_key) {
        return refuse(texts::wrong_card_key());
    }
    let day = eastern_date(sale_time);
    florida::may_buy(&patient, call.ask.text("caregiver_card_id").as_deref(), day)?;
    Ok(Sale { patient, day, sale_time, terminal_id: call.ask.text("terminal_id"), fulfilment })
}

fn goods_line(call: &mut Call, sale: &Sale, line: &Ask, index: usize) -> Result<SaleLine> {
    let barcode = line.needed("barcodeid")?;
    let item = call.usable(&barcode)?;
    sellable(call, &item)?;
    let Some(quantity) = amount(&item, line, "quantity")? else { return refuse(texts::missing("quantity")) };
    if !quantity.is_positive() {
        return refuse(texts::amount_too_small(&barcode));
    }
    if quantity > item.remaining_quantity {
        return refuse(texts::not_enough(&barcode));
    }
    let order = order_for(sale, line, &item)?;
    let Some(debit) = item.debit() else { return refuse(texts::no_debit(&barcode)) };
    let sold = SaleLine {
        inventoryid: Some(barcode),
        inventorytype: Some(item.inventorytype),
        route: Some(order.route.to_string()),
        debit,
        ..line_of(call, sale, line, index, order, quantity, &item.location)?
    };
    call.books.put(&Item { remaining_quantity: item.remaining_quantity.minus(quantity), ..item })?;
    Ok(sold)
}

fn device_line(call: &mut Call, sale: &Sale, line: &Ask, index: usize, location: &str) -> Result<SaleLine> {
    let quantity = line.needed_quantity("quantity")?;
    if !quantity.is_positive() || quantity.whole().is_none() {
        return refuse(texts::unreadable_field("quantity"));
    }
    let order = open_order(sale, line)?;
    if order.device != 1 {
        return refuse(texts::no_device(&order.order_id));
    }
    let name = Some(line.needed("name")?);
    Ok(SaleLine { name, ..line_of(call, sale, line, index, order, quantity, location)? })
}

/// What a line of goods and one of a device have in common.
fn line_of(
    call: &Call,
    sale: &Sale,
    line: &Ask,
    index: usize,
    order: &PatientOrder,
    quantity: Quantity,
    location: &str,
) -> Result<SaleLine> {
    let price = line.needed_price()?;
    if price < Cents::ZERO {
        return refuse(texts::bad_price());
    }
    let itemnumber = match line.int("item_number")? {
        Some(number) => number,
        None => i64::try_from(index).unwrap_or(i64::MAX),
    };
    Ok(SaleLine {
        sale: call.books.transaction,
        inventoryid: None,
        inventorytype: None,
        itemnumber,
        quantity,
        price,
        terminal_id: sale.terminal_id.clone(),
        card_number: sale.patient.card_id.clone(),
        is_medical: 1,
        refunded: 0,
        sale_time: sale.sale_time,
        order_id: order.order_id.clone(),
        route: None,
        name: None,
        location: location.to_owned(),
        debit: Amount::ZERO,
        refunded_quantity: Quantity::ZERO,
        refunded_price: Cents::ZERO,
        refund_of: None,
        fulfilment: sale.fulfilment.clone(),
        voided: false,
    })
}

/// Refuses goods that no patient may be sold: not of a retail type, untested, failed.
fn sellable(call: &mut Call, item: &Item) -> Result<()> {
    if !profile::retail(item.inventorytype) {
        return refuse(texts::not_retail(&item.id));
    }
    match call.books.standing(item)? {
        _ if !call.books.profile.qa_needed_at_sale => Ok(()),
        Standing::Passed => Ok(()),
        Standing::Untested | Standing::Pending => refuse(texts::not_tested(&item.id)),
        Standing::Failed => refuse(texts::test_failed(&item.id)),
    }
}

/// The order that a line names: the patient's, and open on the day.
fn open_order<'s>(sale: &'s Sale, line: &Ask) -> Result<&'s PatientOrder> {
    let id = line.needed("order_id")?;
    let Some(order) = sale.patient.order(&id) else { return refuse(texts::order_not_found(&id)) };
    if order.rule().open_on(sale.day) { Ok(order) } else { refuse(texts::order_not_open(&id)) }
}

/// An open order of the type and for a route that the goods are for, and the route that the line says.
fn order_for<'s>(sale: &'s Sale, line: &Ask, item: &Item) -> Result<&'s PatientOrder> {
    let order = open_order(sale, line)?;
    let route = line.needed("route")?;
    if route != order.route.as_str() {
        return refuse(texts::wrong_route(&order.order_id, &route));
    }
    if order.order_type != item.order_type || !profile::routes(item.inventorytype).contains(&order.route) {
        return refuse(texts::wrong_order(&item.id, order.order_type.as_str(), order.route.as_str()));
    }
    Ok(order)
}

/// Takes the whole sale from the patient's allotment, or refuses it.
fn debit(call: &mut Call, sale: Sale, lines: &[SaleLine]) -> Result<()> {
    let mut patient = sale.patient;
    let allotment = patient.allotment();
    let mut cart = Vec::new();
    for line in lines.iter().filter(|line| line.inventoryid.is_some()) {
        let Some(order) = allotment.orders.iter().find(|order| order.id == line.order_id) else { continue };
        cart.push((order, line.debit.times(line.quantity.0 / 100)));
    }
    if let Err(short) = allotment.fits(&cart, sale.day) {
        let (wanted, left) = (short.wanted.with_unit_decimals(short.unit), short.left.with_unit_decimals(short.unit));
        return refuse(texts::over_allotment(short.route.as_str(), &wanted, short.unit.label(), &left));
    }
    let Some(first) = lines.first() else { return Ok(()) };
    let dispensary = call.books.get::<Vendor>(&first.location)?.map(|vendor| vendor.name).unwrap_or_default();
    for line in lines.iter().filter(|line| line.inventoryid.is_some()) {
        let Some(order) = patient.order(&line.order_id) else { continue };
        let past = PastDispensation {
            dispensed_on: sale.day,
            order_id: line.order_id.clone(),
            order_type: order.order_type,
            route: order.route,
            amount: line.debit.times(line.quantity.0 / 100),
            dispensary: dispensary.clone(),
            status: "dispensed".into(),
            sale: Some(SaleLine::key(line.sale, line.itemnumber)),
        };
        patient.history.push(past);
    }
    call.books.put(&patient)
}

/// Where a sale of devices only is made: the location it names, or the caller's first that sells.
fn selling_location(call: &mut Call) -> Result<String> {
    if call.ask.has("location") {
        return Ok(call.location()?.location);
    }
    let vendors = call.books.of_owner::<Vendor>(call.ubi)?;
    let sells = vendors.into_iter().find(|vendor| vendor.retail == 1);
    sells.map(|vendor| vendor.location).ok_or_else(|| crate::sandbox::refusal::not_your_location().into())
}
