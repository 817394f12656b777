//! How many of a product are promised: ordered ahead, and not in a bag yet.
//!
//! A promise is shown to whoever sells, and refuses no sale. What is in front of the till is a patient with money; what is promised may
//! be collected tomorrow, late, or never, and more may arrive before. A till that refused would teach its people to cancel other
//! patients' orders to get at the goods. Whoever wants to be sure picks early: a pick does hold, and is refused to everybody else.
//! So the till says what a sale does to the promises, and the list of pre-orders says which of them can no longer be picked.

use super::model::Status;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{pre_order_lines, pre_order_picks, pre_orders};
use crate::values::{LocationId, PatientId, PreOrderLineId, ProductId, Quantity};
use diesel::prelude::*;

/// How many of a product confirmed pre-orders still want, but for those of `except`.
pub fn promised(conn: &mut Conn, location: LocationId, product: ProductId, except: Option<PatientId>) -> Result<Quantity> {
    let mut wanted = pre_order_lines::table
        .inner_join(pre_orders::table)
        .filter(pre_order_lines::product_id.eq(product))
        .filter(pre_orders::location_id.eq(location))
        .filter(pre_orders::status.eq(Status::Confirmed))
        .select((pre_order_lines::id, pre_order_lines::quantity))
        .into_boxed();
    if let Some(patient) = except {
        wanted = wanted.filter(pre_orders::patient_id.ne(patient));
    }
    let lines: Vec<(PreOrderLineId, Quantity)> = wanted.load(conn)?;
    if lines.is_empty() {
        return Ok(Quantity::ZERO);
    }
    let ids: Vec<PreOrderLineId> = lines.iter().map(|(id, _)| *id).collect();
    let picked: Vec<Quantity> =
        pre_order_picks::table.filter(pre_order_picks::line_id.eq_any(ids)).select(pre_order_picks::quantity).load(conn)?;
    let all = lines.iter().fold(Quantity::ZERO, |sum, (_, quantity)| sum.plus(*quantity));
    Ok(picked.into_iter().fold(all, Quantity::minus))
}

/// `3 promised to pre-orders`; empty: none.
pub fn words(promised: Quantity) -> String {
    if promised.is_positive() { format!("{promised} promised to pre-orders") } else { String::new() }
}
