//! Invented (`florida-additions.md`): what the patient registry has to do with a sale. Who may act, which order goods go on, and what
//! is taken from a patient's allotment and given back to it.

use super::Call;
use crate::sandbox::ask::Ask;
use crate::sandbox::florida;
use crate::sandbox::profile;
use crate::sandbox::refusal::{Result, refuse};
use crate::sandbox::rows::{Item, PastDispensation, Patient, PatientOrder, SaleLine, Staff, Vendor};
use crate::sandbox::texts;
use crate::values::{Amount, Quantity};
use chrono::NaiveDate;

/// What is taken from one order, and for what: a line of a sale, or a hold.
pub struct Taking {
    pub order_id: String,
    pub amount: Amount,
    pub reason: String,
}

impl Call<'_, '_> {
    /// Who acts, as the staff registry has it; nobody is asked for where there is no such registry.
    pub fn actor(&mut self) -> Result<Option<Staff>> {
        if !self.books.profile.florida_additions {
            return Ok(None);
        }
        florida::registered(self.books, &self.ask.text("actor").unwrap_or_default()).map(Some)
    }

    /// The patient of `card_id` and `card_key`.
    pub fn patient(&mut self) -> Result<Patient> {
        let card = Patient::key(&self.ask.needed("card_id")?);
        let Some(patient) = self.books.get::<Patient>(&card)? else { return refuse(texts::card_not_found()) };
        let is_theirs = self.ask.text("card_key").is_some_and(|key| key == patient.card_key);
        if is_theirs { Ok(patient) } else { refuse(texts::wrong_card_key()) }
    }
}

/// The order that a line names: the patient's, and open on the day.
pub fn open_order<'p>(patient: &'p Patient, day: NaiveDate, line: &Ask) -> Result<&'p PatientOrder> {
    let id = line.needed("order_id")?;
    let Some(order) = patient.order(&id) else { return refuse(texts::order_not_found(&id)) };
    if order.rule().open_on(day) { Ok(order) } else { refuse(texts::order_not_open(&id)) }
}

/// An open order of the type and for a route that the goods are for, and the route that the line says.
pub fn order_for<'p>(patient: &'p Patient, day: NaiveDate, line: &Ask, item: &Item) -> Result<&'p PatientOrder> {
    let order = open_order(patient, day, line)?;
    let route = line.needed("route")?;
    if route != order.route.as_str() {
        return refuse(texts::wrong_route(&order.order_id, &route));
    }
    if order.order_type != item.order_type || !profile::routes(item.inventorytype).contains(&order.route) {
        return refuse(texts::wrong_order(&item.id, order.order_type.as_str(), order.route.as_str()));
    }
    Ok(order)
}

/// What an order is debited for so many of something.
pub fn debit_for(unit: Amount, quantity: Quantity) -> Amount {
    unit.times(quantity.0 / 100)
}

/// Takes all of it from the patient's allotment, as dispensed or held at that location, or refuses all of it.
pub fn take(
    call: &mut Call,
    mut patient: Patient,
    day: NaiveDate,
    location: &str,
    takings: Vec<Taking>,
    status: &str,
) -> Result<()> {
    let allotment = patient.allotment();
    let rule_of = |taking: &Taking| allotment.orders.iter().find(|order| order.id == taking.order_id);
    let cart: Vec<_> = takings.iter().filter_map(|taking| rule_of(taking).map(|order| (order, taking.amount))).collect();
    if let Err(short) = allotment.fits(&cart, day) {
        let (wanted, left) = (short.wanted.with_unit_decimals(short.unit), short.left.with_unit_decimals(short.unit));
        return refuse(texts::over_allotment(short.route.as_str(), &wanted, short.unit.label(), &left));
    }
    let dispensary = call.books.get::<Vendor>(location)?.map(|vendor| vendor.name).unwrap_or_default();
    for taking in takings {
        let Some(order) = patient.order(&taking.order_id) else { continue };
        let past = PastDispensation {
            dispensed_on: day,
            order_type: order.order_type,
            route: order.route,
            order_id: taking.order_id,
            amount: taking.amount,
            dispensary: dispensary.clone(),
            status: status.to_owned(),
            sale: Some(taking.reason),
        };
        patient.history.push(past);
    }
    call.books.put(&patient)
}

/// Part of what a line took from the allotment is the patient's again; the history shows it as returned.
pub fn give_back(call: &mut Call, line: &SaleLine, quantity: Quantity) -> Result<()> {
    let key = SaleLine::key(line.sale, line.itemnumber);
    let Some(mut patient) = call.books.get::<Patient>(&Patient::key(&line.card_number))? else { return Ok(()) };
    let taken = |past: &&mut PastDispensation| past.sale.as_deref() == Some(&key) && past.status == "dispensed";
    let Some(past) = patient.history.iter_mut().find(taken) else { return Ok(()) };
    let amount = debit_for(line.debit, quantity).min(past.amount);
    let returned = PastDispensation { amount, status: "returned".into(), ..past.clone() };
    past.amount = past.amount.less(amount);
    let used_up = past.amount == Amount::ZERO;
    patient.history.retain(|past| !(used_up && past.sale.as_deref() == Some(&key) && past.status == "dispensed"));
    patient.history.push(returned);
    call.books.put(&patient)
}

/// A line was dispensed on another day than was said.
pub fn redate(call: &mut Call, line: &SaleLine) -> Result<()> {
    let key = SaleLine::key(line.sale, line.itemnumber);
    let Some(mut patient) = call.books.get::<Patient>(&Patient::key(&line.card_number))? else { return Ok(()) };
    let mut its = patient.history.iter_mut().filter(|past| past.sale.as_deref() == Some(&key)).peekable();
    if its.peek().is_none() {
        return Ok(());
    }
    its.for_each(|past| past.dispensed_on = florida::eastern_date(line.sale_time));
    call.books.put(&patient)
}
