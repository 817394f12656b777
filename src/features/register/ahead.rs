//! Whether what is ordered ahead would fit the patient's orders today. Shown, and never a promise: what counts is the registry on the
//! day, when it becomes a cart.

use super::super::products::Product;
use super::account::rule_order;
use super::allotment_holds::taken_elsewhere;
use super::coach::Coach;
use super::limits::{Debit, orders_for};
use super::reading::Reading;
use crate::db::Conn;
use crate::error::Result;
use crate::rules::fitting::debit_of;
use crate::values::{At, PatientId};
use chrono::NaiveDate;

/// See the module.
pub struct Ahead {
    pub read_at: At,
    /// Why nothing at all may be dispensed to the patient alone, in words.
    pub obstacles: Vec<String>,
    /// Of each line: none, it would fit; else why not.
    pub lines: Vec<Option<String>>,
}

/// By the last reading of the patient, whoever asked for it; none: the registry was never read.
pub fn would_fit(conn: &mut Conn, patient: PatientId, goods: &[(&Product, i64)], today: NaiveDate) -> Result<Option<Ahead>> {
    let Some(reading) = Reading::last_of(conn, patient)? else { return Ok(None) };
    let snapshot = reading.snapshot;
    let account = snapshot.account(&taken_elsewhere(conn, patient)?, today);
    let (mut rest, mut lines): (Vec<Debit>, Vec<Option<String>>) = (Vec::new(), Vec::new());
    for (product, units) in goods {
        let choices = match orders_for(&snapshot, product, product.inventory_type.unwrap_or_default(), today) {
            Ok(choices) => choices,
            Err(why) => {
                lines.push(Some(why.to_string()));
                continue;
            }
        };
        let each = product.posted_amount;
        let coach = Coach { account: &account, name: &product.name, each, rest: &rest, choices: &choices };
        let Some(order) = coach.best(*units).and_then(|at| choices.get(at)) else { continue };
        lines.push(coach.must_fit(order, *units).err().map(|why| why.to_string()));
        rest.push(debit_of(&rule_order(order), each.times(*units)));
    }
    let obstacles = snapshot.clauses(None, today).iter().map(|clause| clause.words()).collect();
    Ok(Some(Ahead { read_at: snapshot.read_at, obstacles, lines }))
}
