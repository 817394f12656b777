//! What sales on their way to the state take of a patient's orders, until it has answered.

use super::limits::Debit;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::allotment_holds;
use crate::values::{Amount, FilingId, OrderType, PatientId, Route};
use diesel::prelude::*;

/// What sales on their way to the state have taken of a patient's orders.
pub fn taken_elsewhere(conn: &mut Conn, patient: PatientId) -> Result<Vec<Debit>> {
    let rows: Vec<(String, OrderType, Route, Amount)> = allotment_holds::table
        .filter(allotment_holds::patient_id.eq(patient))
        .order((allotment_holds::filing_id, allotment_holds::order_id))
        .select((allotment_holds::order_id, allotment_holds::order_type, allotment_holds::route, allotment_holds::amount))
        .load(conn)?;
    Ok(rows.into_iter().map(|(order, order_type, route, amount)| Debit { order, order_type, route, amount }).collect())
}

/// Takes what a sale will debit, until the state has answered it: two tills cannot both pass.
pub fn take_allotment(tx: &mut Conn, filing: FilingId, patient: PatientId, debits: &[Debit]) -> Result<()> {
    for debit in debits {
        diesel::insert_into(allotment_holds::table)
            .values((
                allotment_holds::filing_id.eq(filing),
                allotment_holds::patient_id.eq(patient),
                allotment_holds::order_id.eq(&debit.order),
                allotment_holds::order_type.eq(debit.order_type),
                allotment_holds::route.eq(debit.route),
                allotment_holds::amount.eq(debit.amount),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// The state has answered: what it took, the registry knows.
pub fn free_allotment(tx: &mut Conn, filing: FilingId) -> Result<()> {
    diesel::delete(allotment_holds::table.filter(allotment_holds::filing_id.eq(filing))).execute(tx)?;
    Ok(())
}
