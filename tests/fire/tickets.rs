//! What our tickets say that was sold, for the verdict.

use diesel::prelude::*;
use lotbook::schema::{sale_lines, sale_supplies, sales};
use std::collections::BTreeMap;

pub struct Sold {
    pub filing: String,
    pub status: String,
    pub transaction: Option<i64>,
    pub total: i64,
    /// What of it the state knows.
    pub told: i64,
    pub handed_over: i64,
    pub lines: i64,
}

/// Tickets that the state was told of. What it knows of them is their packages and devices, before tax.
pub fn sold(conn: &mut lotbook::db::Conn) -> lotbook::error::Result<Vec<Sold>> {
    type Ticket = (String, Option<String>, String, Option<i64>, i64, i64, i64);
    let (mut lines, mut told): (BTreeMap<String, i64>, BTreeMap<String, i64>) = Default::default();
    let mut add = |sale: String, total: i64, tax: i64, is_told: bool| {
        *told.entry(sale.clone()).or_default() += if is_told { total - tax } else { 0 };
        *lines.entry(sale).or_default() += total;
    };
    let packages = (sale_lines::sale_id, sale_lines::total_cents, sale_lines::tax_cents);
    for (sale, total, tax) in sale_lines::table.select(packages).load::<(String, i64, i64)>(conn)? {
        add(sale, total, tax, true);
    }
    let supplies = (sale_supplies::sale_id, sale_supplies::total_cents, sale_supplies::tax_cents, sale_supplies::goods);
    for (sale, total, tax, goods) in sale_supplies::table.select(supplies).load::<(String, i64, i64, String)>(conn)? {
        add(sale, total, tax, goods == "device");
    }
    let (id, filing, given, back) = (sales::id, sales::filing_id, sales::tendered_cents, sales::change_cents);
    let all: Vec<Ticket> =
        sales::table.select((id, filing, sales::status, sales::state_transaction, sales::total_cents, given, back)).load(conn)?;
    let ticket = |(id, filing, status, transaction, total, given, back): Ticket| {
        let of = |sums: &BTreeMap<String, i64>| sums.get(&id).copied().unwrap_or_default();
        let (lines, told) = (of(&lines), of(&told));
        filing.map(|filing| Sold { filing, status, transaction, total, told, handed_over: given - back, lines })
    };
    Ok(all.into_iter().filter_map(ticket).collect())
}
