//! Dispensing (biotrack-api §2.12): the goods, the card, and in Florida (invented) the orders and the allotment, checked and debited in
//! one transaction.

use super::inventory::amount;
use super::orders::{self, Taking, debit_for};
use super::{Action, Answer, Call, Provenance::Documented, deliveries, holds, plain, write};
use crate::sandbox::ask::Ask;
use crate::sandbox::florida::{self, eastern_date};
use crate::sandbox::quality::Standing;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Hold, Item, Patient, PatientOrder, SaleLine, Vendor};
use crate::sandbox::{periods, profile, texts};
use crate::values::{Amount, Cents, Quantity};
use chrono::NaiveDate;

pub const ACTIONS: &[Action] = &[write("sale_dispense", Documented, dispense)];

/// What all lines of a sale share.
struct Sale {
    /// Nobody, where no card is needed and none was shown.
    buyer: Option<Patient>,
    /// The day of the sale, as the registry counts.
    day: NaiveDate,
    sale_time: i64,
    terminal_id: Option<String>,
    fulfilment: Option<String>,
    /// What was held for this sale beforehand.
    hold: Option<Hold>,
}

impl Sale {
    fn is_delivery(&self) -> bool {
        self.hold.is_some() && self.fulfilment.as_deref() == Some("delivery")
    }
}

/// Types that are no medicine and sold in some states: clone, seed, mature plant.
const PLANTS: [i64; 3] = [7, 10, 12];

impl Call<'_, '_> {
    /// When a sale or refund was made: now, or before now, as for a hand-over that was written down without a network.
    pub fn sale_time(&self) -> Result<i64> {
        let sale_time = self.ask.int("sale_time")?.unwrap_or(self.books.now);
        let to_come = sale_time > self.books.now + self.books.profile.clock_slack_seconds;
        if to_come { refuse(texts::future_sale()) } else { Ok(sale_time) }
    }
}

fn dispense(call: &mut Call) -> Result<Answer> {
    let mut sale = begin(call)?;
    let (goods, devices) = lines_sold(call)?;
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
    periods::still_open(call, &location, sale.sale_time)?;
    for (index, line) in devices.iter().enumerate() {
        lines.push(device_line(call, &sale, line, goods.len() + index, &location)?);
    }
    let mut numbers: Vec<i64> = lines.iter().map(|line| line.itemnumber).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.len() < lines.len() {
        return refuse(texts::item_number_twice());
    }
    if let Some(hold) = sale.hold.take() {
        holds::covers(&hold, &lines)?;
        holds::close(call, hold, "sold")?;
    }
    if let Some(patient) = sale.buyer.filter(|_| call.books.profile.florida_additions) {
        let goods = lines.iter().filter(|line| line.inventoryid.is_some());
        orders::take(call, patient, sale.day, &location, goods.map(taking).collect(), "dispensed")?;
    }
    for line in &lines {
        call.books.put(line)?;
    }
    plain()
}

fn taking(line: &SaleLine) -> Taking {
    let reason = SaleLine::key(line.sale, line.itemnumber);
    Taking { order_id: line.order_id.clone(), amount: debit_for(line.debit, line.quantity), reason }
}

/// Who sells, to whom, when.
fn begin(call: &mut Call) -> Result<Sale> {
    let florida = call.books.profile.florida_additions;
    let fulfilment = call.ask.text("fulfilment").filter(|_| florida);
    let delivery = fulfilment.as_deref() == Some("delivery");
    if call.actor()?.is_some_and(|staff| delivery && staff.role != "deliverer") {
        return refuse(texts::no_staff_role());
    }
    let sale_time = call.sale_time()?;
    let day = eastern_date(sale_time);
    let needs_card = florida || call.books.profile.medical_card_required || call.ask.has("card_id");
    let mut buyer = if needs_card { Some(call.patient()?) } else { None };
    if let Some(patient) = &buyer {
        florida::card_is_good(patient, day)?;
        if florida {
            florida::may_buy(patient, call.ask.text("caregiver_card_id").as_deref(), day)?;
        }
    }
    let held = florida && (delivery || call.ask.has("hold_id"));
    let hold = if held { Some(holds::open(call)?) } else { None };
    if let (Some(hold), Some(patient)) = (&hold, &mut buyer) {
        if hold.card_id != patient.card_id {
            return refuse(texts::hold_of_another_card());
        }
        holds::forget(patient, hold);
    }
    Ok(Sale { buyer, day, sale_time, terminal_id: call.ask.text("terminal_id"), fulfilment, hold })
}

/// The lines of goods and (invented) of devices, of which there must be one.
fn lines_sold(call: &Call) -> Result<(Vec<Ask>, Vec<Ask>)> {
    if !call.books.profile.florida_additions {
        let goods = call.data()?;
        each_told_apart(&goods)?;
        return Ok((goods, Vec::new()));
    }
    let (goods, devices) = (call.ask.lines("data")?, call.ask.lines("devices")?);
    if goods.is_empty() && devices.is_empty() { refuse(texts::nothing_sold()) } else { Ok((goods, devices)) }
}

/// An identifier that is sold twice needs the number of each line.
fn each_told_apart(goods: &[Ask]) -> Result<()> {
    let barcode = |line: &Ask| line.text("barcodeid");
    for line in goods.iter().filter(|line| !line.has("item_number")) {
        if goods.iter().filter(|other| barcode(other) == barcode(line)).count() > 1 {
            return refuse(texts::item_number_needed());
        }
    }
    Ok(())
}

fn goods_line(call: &mut Call, sale: &Sale, line: &Ask, index: usize) -> Result<SaleLine> {
    let barcode = line.needed("barcodeid")?;
    let item = if sale.is_delivery() { call.possessed(&barcode)? } else { call.usable(&barcode)? };
    sellable(call, &item)?;
    let quantity = quantity_sold(&item, line)?;
    let order = match &sale.buyer {
        Some(patient) if call.books.profile.florida_additions => Some(orders::order_for(patient, sale.day, line, &item)?),
        _ => None,
    };
    let debit = match (order, item.debit()) {
        (None, _) => Amount::ZERO,
        (Some(_), Some(debit)) => debit,
        (Some(_), None) => return refuse(texts::no_debit(&barcode)),
    };
    let sold = SaleLine {
        inventoryid: Some(barcode),
        inventorytype: Some(item.inventorytype),
        route: order.map(|order| order.route.to_string()),
        debit,
        ..line_of(call, sale, line, index, order, quantity, &item.location)?
    };
    take_goods(call, sale, item, quantity)?;
    Ok(sold)
}

/// The goods leave the shelf, or in a delivery the stop at the patient's.
fn take_goods(call: &mut Call, sale: &Sale, item: Item, quantity: Quantity) -> Result<()> {
    if let (true, Some(patient)) = (sale.is_delivery(), &sale.buyer) {
        return deliveries::take(call, &patient.card_id, &item.id, quantity).map(drop);
    }
    if quantity > item.remaining_quantity {
        return refuse(texts::not_enough(&item.id));
    }
    call.books.put(&Item { remaining_quantity: item.remaining_quantity.minus(quantity), ..item })
}

/// How many are sold: goods are sold by the piece.
fn quantity_sold(item: &Item, line: &Ask) -> Result<Quantity> {
    let unit = line.text("quantity_uom").or_else(|| line.text("uom"));
    if unit.is_some_and(|unit| unit.trim() != "each") {
        return refuse(texts::sold_in_units());
    }
    let Some(quantity) = amount(item, line, "quantity")? else { return refuse(texts::missing("quantity")) };
    if quantity.is_positive() { Ok(quantity) } else { refuse(texts::amount_too_small(&item.id)) }
}

fn device_line(call: &mut Call, sale: &Sale, line: &Ask, index: usize, location: &str) -> Result<SaleLine> {
    let quantity = line.needed_quantity("quantity")?;
    if !quantity.is_positive() || quantity.whole().is_none() {
        return refuse(texts::unreadable_field("quantity"));
    }
    let Some(patient) = &sale.buyer else { return refuse(texts::card_not_found()) };
    let order = orders::open_order(patient, sale.day, line)?;
    if order.device != 1 {
        return refuse(texts::no_device(&order.order_id));
    }
    let name = Some(line.needed("name")?);
    Ok(SaleLine { name, ..line_of(call, sale, line, index, Some(order), quantity, location)? })
}

/// What a line of goods and one of a device have in common.
fn line_of(
    call: &Call,
    sale: &Sale,
    line: &Ask,
    index: usize,
    order: Option<&PatientOrder>,
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
    let card = sale.buyer.as_ref().map(|patient| patient.card_id.clone());
    Ok(SaleLine {
        sale: call.books.transaction,
        inventoryid: None,
        inventorytype: None,
        itemnumber,
        quantity,
        price,
        terminal_id: sale.terminal_id.clone(),
        is_medical: i64::from(card.is_some()),
        card_number: card.unwrap_or_default(),
        refunded: 0,
        sale_time: sale.sale_time,
        order_id: order.map(|order| order.order_id.clone()).unwrap_or_default(),
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

/// Refuses goods that nobody may be sold: not of a type for sale, untested, failed.
pub fn sellable(call: &mut Call, item: &Item) -> Result<()> {
    let plant = PLANTS.contains(&item.inventorytype) && !call.books.profile.florida_additions;
    if (!profile::retail(item.inventorytype) && !plant) || item.is_sample == 1 {
        return refuse(texts::not_retail(&item.id));
    }
    if profile::exempt_from_tests(item.inventorytype) || !call.books.profile.qa_needed_at_sale {
        return Ok(());
    }
    match call.books.standing(item)? {
        Standing::Passed => Ok(()),
        Standing::Untested | Standing::Pending => refuse(texts::not_tested(&item.id)),
        Standing::Failed => refuse(texts::test_failed(&item.id)),
    }
}

/// Where a sale of devices only is made: the location it names, or the caller's first that sells.
fn selling_location(call: &mut Call) -> Result<String> {
    if call.ask.has("location") {
        return Ok(call.location()?.location);
    }
    let vendors = call.books.of_owner::<Vendor>(call.ubi)?;
    let sells = vendors.into_iter().find(|vendor| vendor.retail == 1);
    sells.map(|vendor| vendor.location).ok_or_else(|| refusal::not_your_location().into())
}
