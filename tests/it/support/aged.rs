//! A shop that has sold for years: past sales as they stand in its books, each with its cart, its filing, a line and a move, written into
//! the database as they are. The newest is older than anything that a test does.

use super::shop::Shop;
use diesel::prelude::*;
use lotbook::app::App;
use lotbook::db::Conn;
use lotbook::error::Result;

/// Rows of each table in one transaction: SQLite has one writer, and a shop goes on beside it.
const PART: i64 = 50_000;
/// As many patients have bought.
const PATIENTS: i64 = 20_000;

fn id(prefix: &str, number: &str) -> String {
    format!("'{prefix}' || substr(CAST(1000000000000 + {number} AS TEXT), 2)")
}

fn numbers(from: i64, to: i64) -> String {
    format!("WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {to})")
}

/// What `columns` are in some row of `table`: all that is not said is as there.
fn copied(columns: &str, table: &str) -> String {
    format!("CROSS JOIN (SELECT {columns} FROM {table} LIMIT 1) one")
}

fn patients(tx: &mut Conn) -> Result<()> {
    let columns = "birth_date, card_expires_on, read_at";
    let sql = format!(
        "{} INSERT INTO patients (id, card_id, first_name, last_name, {columns}) \
         SELECT {}, 'AGED' || n.i, 'Past', 'Patient ' || n.i, {columns} FROM n {}",
        numbers(1, PATIENTS),
        id("018d0000-0000-7000-8000-", "n.i"),
        copied(columns, "patients")
    );
    diesel::sql_query(sql).execute(tx)?;
    Ok(())
}

fn sales(tx: &mut Conn, from: i64, to: i64) -> Result<()> {
    let (cart, filing, sale) =
        (id("018a0000-0000-7000-8000-", "n.i"), id("018b0000-0000-7000-8000-", "n.i"), id("018c0000-0000-7000-8000-", "n.i"));
    let (line, moved) = (id("018e0000-0000-7000-8000-", "n.i"), id("018f0000-0000-7000-8000-", "n.i"));
    let patient = id("018d0000-0000-7000-8000-", &format!("(1 + n.i % {PATIENTS} * 7919 % {PATIENTS})"));
    let package = id("019ab000-0000-7000-8000-", "(1 + n.i % 1000)");
    let of_cart = "location_id, user_id, registry_read_id, last_scan_refused, opened_at, touched_at";
    let of_filing = "content_hash, user_id, location_id, actor, action, summary, intent, message, form_url, opened_at, closed_at";
    let of_sale = "location_id, user_id, subtotal_cents, tax_cents, total_cents, tendered_cents, change_cents, sold_at";
    let of_line = "item_number, product_name, quantity, price_cents, total_cents, order_id, order_type, route, amount, physician";
    let of_move = "from_place, to_place, quantity, act, moved_at";
    let n = numbers(from, to);
    for (columns, values, rest, source) in [
        (
            format!("carts (id, patient_id, status, {of_cart})"),
            format!("{cart}, {patient}, 'sold'"),
            of_cart,
            "carts WHERE status = 'sold'",
        ),
        (
            format!("filings (id, status, state_transaction, {of_filing})"),
            format!("{filing}, 'accepted', n.i - 5000000"),
            of_filing,
            "filings WHERE action = 'sell'",
        ),
        (
            format!("sales (id, number, cart_id, filing_id, patient_id, status, state_transaction, business_date, {of_sale})"),
            format!("{sale}, -n.i, {cart}, {filing}, {patient}, 'sold', n.i - 5000000, business_date"),
            of_sale,
            "sales WHERE status = 'sold'",
        ),
        (format!("sale_lines (id, sale_id, package_id, {of_line})"), format!("{line}, {sale}, {package}"), of_line, "sale_lines"),
        (
            format!("moves (id, package_id, filing_id, {of_move})"),
            format!("{moved}, {package}, {filing}"),
            of_move,
            "moves WHERE act = 'sold'",
        ),
    ] {
        let taken = if columns.starts_with("sales ") { format!("{rest}, business_date") } else { rest.to_owned() };
        let (table, limited) = (columns.as_str(), copied(&taken, source));
        diesel::sql_query(format!("{n} INSERT INTO {table} SELECT {values}, {rest} FROM n {limited}")).execute(tx)?;
    }
    Ok(())
}

/// What the invariants at the end of a shop know nothing of.
fn unload(tx: &mut Conn) -> Result<()> {
    for (table, prefix) in [
        ("moves", "018f"),
        ("sale_lines", "018e"),
        ("sales", "018c"),
        ("filings", "018b"),
        ("carts", "018a"),
        ("patients", "018d"),
    ] {
        diesel::sql_query(format!("DELETE FROM {table} WHERE id LIKE '{prefix}0000-%'")).execute(tx)?;
    }
    Ok(())
}

/// So many sales before today. The shop is crowded (`crowd.rs`) and has sold something.
pub async fn age(app: &App, count: i64) {
    app.db.write(patients).await.unwrap();
    for from in (1..=count).step_by(usize::try_from(PART).unwrap()) {
        app.db.write(move |tx| sales(tx, from, count.min(from + PART - 1))).await.unwrap();
    }
}

/// They are gone again.
pub async fn rejuvenate(app: &App) {
    app.db.write(unload).await.unwrap();
}

impl Shop {
    /// [`age`]
    pub async fn aged(&self, count: i64) {
        age(self.app(), count).await;
    }

    pub async fn rejuvenated(&self) {
        rejuvenate(self.app()).await;
    }
}
