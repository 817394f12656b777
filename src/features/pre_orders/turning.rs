//! Where pre-orders and carts meet: which are ready for a patient, and what the end of a cart means for what came out of a bag.

use super::super::guests::CartFate;
use super::event::Event;
use super::model::{PreOrder, Status};
use super::pick::Pick;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{cart_lines, carts, pre_orders};
use crate::values::{At, CartId, LocationId, PackageId, PatientId, PreOrderId};
use diesel::prelude::*;
use std::collections::HashMap;

/// The patient's bags that wait here, the first due before the others.
pub fn ready_of(conn: &mut Conn, location: LocationId, patient: PatientId) -> Result<Vec<PreOrder>> {
    let ready = pre_orders::table
        .filter(pre_orders::patient_id.eq(patient))
        .filter(pre_orders::status.eq(Status::Ready))
        .filter(pre_orders::location_id.eq(location))
        .order((pre_orders::due_at, pre_orders::id));
    Ok(ready.select(PreOrder::as_select()).load(conn)?)
}

/// Called in the transaction in which a cart changes its status.
pub fn cart_went(tx: &mut Conn, cart: CartId, fate: CartFate) -> Result<()> {
    if fate == CartFate::Goes {
        return Ok(());
    }
    let picks = Pick::of_cart(tx, cart)?;
    let mut orders: Vec<PreOrderId> = picks.iter().map(|pick| pick.pre_order_id).collect();
    orders.sort();
    orders.dedup();
    let at: At = carts::table.find(cart).select(carts::touched_at).first(tx)?;
    for id in orders {
        // Written before it is read, as in `PreOrder::take`.
        diesel::update(pre_orders::table.find(id)).set(pre_orders::touched_at.eq(at)).execute(tx)?;
        let order: PreOrder = pre_orders::table.find(id).select(PreOrder::as_select()).first(tx)?;
        let mine: Vec<&Pick> = picks.iter().filter(|pick| pick.pre_order_id == id).collect();
        match fate {
            CartFate::Sold => sold(tx, &order, cart, &mine, at)?,
            _ => undone(tx, &order, &mine, "The cart ended without a sale: has to be picked again", at)?,
        }
    }
    Ok(())
}

/// What was taken out of the cart again before the sale is in no bag any more.
fn sold(tx: &mut Conn, order: &PreOrder, cart: CartId, picks: &[&Pick], at: At) -> Result<()> {
    let sold: Vec<PackageId> = cart_lines::table.filter(cart_lines::cart_id.eq(cart)).select(cart_lines::package_id).load(tx)?;
    let (with, without): (Vec<&Pick>, Vec<&Pick>) = picks.iter().partition(|pick| sold.contains(&pick.package_id));
    if with.is_empty() {
        return undone(tx, order, picks, "Nothing of it was in the sale: has to be picked again", at);
    }
    for pick in without {
        pick.delete(tx)?;
    }
    if Pick::in_bag(tx, order.id)?.is_empty() {
        return order.end(tx, Status::Collected, None, "sold", at);
    }
    Event::note(tx, order.id, None, "Part of it was sold; the rest waits in the bag", at)
}

fn undone(tx: &mut Conn, order: &PreOrder, picks: &[&Pick], words: &str, at: At) -> Result<()> {
    for pick in picks {
        pick.delete(tx)?;
    }
    order.becomes(tx, Status::Confirmed, None, words, at)
}

/// The numbers of the bags that wait here for these patients.
pub fn ready_numbers(conn: &mut Conn, location: LocationId, of: &[PatientId]) -> Result<HashMap<PatientId, Vec<i64>>> {
    if of.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(PatientId, i64)> = pre_orders::table
        .filter(pre_orders::patient_id.eq_any(of))
        .filter(pre_orders::status.eq(Status::Ready))
        .filter(pre_orders::location_id.eq(location))
        .order(pre_orders::number)
        .select((pre_orders::patient_id, pre_orders::number))
        .load(conn)?;
    let mut numbers: HashMap<PatientId, Vec<i64>> = HashMap::new();
    for (patient, number) in rows {
        numbers.entry(patient).or_default().push(number);
    }
    Ok(numbers)
}
