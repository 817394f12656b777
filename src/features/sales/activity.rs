//! Who did what with a ticket, and when: told to the state or not.

use super::super::destructions;
use super::super::inventory::FilingLine;
use super::super::prints::Print;
use super::super::returns::Return;
use super::model::Sale;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{destructions as table, packages, return_lines, returns, users};
use crate::values::{At, Barcode, SaleId, UserId};
use diesel::prelude::*;

/// One line of the log.
pub struct Event {
    pub at: At,
    pub by: String,
    pub words: String,
    /// The mark and the word of a badge, for what the state was told.
    pub state: Option<(&'static str, &'static str)>,
    /// What the state, or we, said no for.
    pub refusal: String,
}

impl Event {
    /// All of a ticket, the oldest first.
    pub fn of_sale(conn: &mut Conn, ticket: &Sale) -> Result<Vec<Self>> {
        let sale = ticket.id;
        let mut all: Vec<Self> =
            FilingLine::of_subjects(conn, &[Sale::subject(sale)])?.into_iter().map(Self::of_filing).collect();
        let names: Vec<_> = Sale::lines(conn, sale)?.into_iter().map(|(line, _)| (line.id, line.product_name)).collect();
        for (print, by) in Print::of_sale(conn, sale)? {
            let product = names.iter().find(|(id, _)| Some(*id) == print.sale_line_id).map(|(_, name)| name.as_str());
            all.push(Self { at: print.printed_at, by, words: print.words(product), state: None, refusal: String::new() });
        }
        all.extend(destroyed(conn, sale)?);
        all.extend(untold(conn, ticket)?);
        all.sort_by_key(|event| event.at);
        Ok(all)
    }

    fn of_filing(line: FilingLine) -> Self {
        let words = match line.state_transaction {
            Some(number) => format!("{}, state transaction {number}", line.summary),
            None => line.summary.clone(),
        };
        let (state, refusal) = (Some((line.mark(), line.words())), line.reason().to_owned());
        Self { at: line.opened_at, by: line.by, words, state, refusal }
    }
}

/// What the state was not told of, because it keeps no books of merchandise.
fn untold(conn: &mut Conn, sale: &Sale) -> Result<Vec<Event>> {
    let event = |at, by, words| Event { at, by, words, state: None, refusal: String::new() };
    let mut events = Vec::new();
    for (back, by) in Return::of_sale(conn, sale.id)?.into_iter().filter(|(back, _)| !back.is_told()) {
        events.push(event(back.returned_at, by, format!("Merchandise taken back, {}", back.money())));
    }
    if sale.filing_id.is_none() {
        events.push(event(sale.sold_at, Sale::name_of(conn, sale.user_id)?, format!("Sale {}", sale.number)));
        if let (Some(at), Some(user)) = (sale.voided_at, sale.voided_by) {
            events.push(event(at, Sale::name_of(conn, user)?, format!("Void sale {}", sale.number)));
        }
    }
    Ok(events)
}

/// What became of the packages that came back of it.
fn destroyed(conn: &mut Conn, sale: SaleId) -> Result<Vec<Event>> {
    type Row = (Barcode, destructions::Status, At, Option<At>, String, Option<UserId>);
    let rows: Vec<Row> = return_lines::table
        .inner_join(returns::table)
        .inner_join(packages::table)
        .inner_join(table::table.on(table::package_id.eq(packages::id)))
        .inner_join(users::table.on(users::id.eq(table::scheduled_by)))
        .filter(returns::sale_id.eq(sale))
        .select((packages::barcode, table::status, table::scheduled_at, table::closed_at, users::name, table::closed_by))
        .load(conn)?;
    let mut events = Vec::new();
    let event = |at, by, words| Event { at, by, words, state: None, refusal: String::new() };
    for (barcode, status, scheduled_at, closed_at, by, closed_by) in rows {
        let number = barcode.grouped();
        events.push(event(scheduled_at, by, format!("Returned package {number} scheduled for destruction")));
        if let (Some(at), Some(user)) = (closed_at, closed_by) {
            let by = Sale::name_of(conn, user)?;
            events.push(event(at, by, format!("Returned package {number}: {}", status.label().to_lowercase())));
        }
    }
    Ok(events)
}
