//! What must be true of cash in drawers after every test.

use diesel::prelude::*;
use lotbook::app::App;
use lotbook::schema::{drawer_moves, drawer_sessions, drawer_suspense, filings, locations, sale_payments, sales};
use std::collections::BTreeMap;

pub async fn hold(app: &App) {
    app.read(|conn| {
        balances_are_the_sums_of_their_moves(conn);
        suspense_is_what_the_state_has_not_answered(conn);
        cash_of_every_ticket_is_in_one_drawer_once(conn);
        Ok::<_, lotbook::error::Error>(())
    })
    .await
    .unwrap();
}

fn balances_are_the_sums_of_their_moves(conn: &mut lotbook::db::Conn) {
    let moved: Vec<(String, i64, bool)> = drawer_moves::table
        .select((drawer_moves::session_id, drawer_moves::amount_cents, drawer_moves::after_close))
        .load(conn)
        .unwrap();
    let mut sums: BTreeMap<(String, bool), (i64, i64)> = BTreeMap::new();
    for (drawer, cents, late) in moved {
        let sum = sums.entry((drawer, late)).or_default();
        *sum = (sum.0 + cents, sum.1 + 1);
    }
    type Row = (String, String, i64, i64, i64, i64, i64, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let drawers: Vec<Row> = drawer_sessions::table
        .select((
            drawer_sessions::id,
            drawer_sessions::status,
            drawer_sessions::opening_cents,
            drawer_sessions::balance_cents,
            drawer_sessions::held_cents,
            drawer_sessions::moves,
            drawer_sessions::after_close_cents,
            drawer_sessions::expected_cents,
            drawer_sessions::counted_cents,
            drawer_sessions::next_cents,
            drawer_sessions::deposit_cents,
        ))
        .load(conn)
        .unwrap();
    for (id, status, opening, balance, held, moves, late, expected, counted, next, deposit) in drawers {
        let mut sum = |late| sums.remove(&(id.clone(), late)).unwrap_or_default();
        let (before, after) = (sum(false), sum(true));
        assert_eq!((balance, moves), (opening + before.0, before.1), "drawer {id}: its opening and its moves");
        assert_eq!(late, after.0, "drawer {id}: what was settled after the close");
        assert!(balance >= held && held >= 0, "drawer {id}: {held} promised of {balance}");
        if status == "closed" {
            assert_eq!(expected, Some(balance), "drawer {id}: expected at the close");
            assert_eq!(counted, next.zip(deposit).map(|(next, deposit)| next + deposit), "drawer {id}: counted and divided");
        } else {
            assert_eq!((late, counted), (0, None), "drawer {id} is {status}");
        }
    }
    assert!(sums.is_empty(), "moves of no drawer: {sums:?}");
}

fn suspense_is_what_the_state_has_not_answered(conn: &mut lotbook::db::Conn) {
    let rows: Vec<(String, String, String, String)> = drawer_suspense::table
        .inner_join(filings::table.on(filings::id.eq(drawer_suspense::filing_id)))
        .select((drawer_suspense::filing_id, drawer_suspense::kind, drawer_suspense::status, filings::status))
        .load(conn)
        .unwrap();
    for (filing, kind, suspense, filed) in rows {
        let fits = match filed.as_str() {
            "accepted" => suspense == "settled",
            "refused" if kind == "sale" => ["give_back", "given_back", "used"].contains(&suspense.as_str()),
            "refused" => suspense == "freed",
            _ => suspense == "open",
        };
        assert!(fits, "filing {filing} is {filed}, and its cash is {suspense}");
    }
    let promised: Vec<(String, i64)> = drawer_suspense::table
        .filter(drawer_suspense::status.eq("open"))
        .filter(drawer_suspense::kind.ne("sale"))
        .select((drawer_suspense::session_id, drawer_suspense::cents))
        .load(conn)
        .unwrap();
    let held: Vec<(String, i64)> = drawer_sessions::table
        .filter(drawer_sessions::status.ne("closed"))
        .select((drawer_sessions::id, drawer_sessions::held_cents))
        .load(conn)
        .unwrap();
    for (drawer, held) in held {
        let sum: i64 = promised.iter().filter(|(id, _)| *id == drawer).map(|(_, cents)| cents).sum();
        assert_eq!(held, sum, "drawer {drawer}: what is promised");
    }
}

fn cash_of_every_ticket_is_in_one_drawer_once(conn: &mut lotbook::db::Conn) {
    type Row = (String, String, i64, i64, i64, Option<String>, bool);
    let tickets: Vec<Row> = sales::table
        .inner_join(locations::table.on(locations::id.eq(sales::location_id)))
        .select((
            sales::id,
            sales::status,
            sales::total_cents,
            sales::tendered_cents,
            sales::change_cents,
            sales::drawer_session_id,
            locations::cash_in_drawers,
        ))
        .load(conn)
        .unwrap();
    for (sale, status, total, tendered, change, drawer, kept) in tickets {
        let paid: Vec<(String, i64)> = sale_payments::table
            .filter(sale_payments::sale_id.eq(&sale))
            .select((sale_payments::method, sale_payments::amount_cents))
            .load(conn)
            .unwrap();
        assert_eq!(paid.iter().map(|(_, cents)| cents).sum::<i64>(), total, "sale {sale}: its payments");
        let cash: i64 = paid.iter().filter(|(method, _)| method == "cash").map(|(_, cents)| cents).sum();
        assert_eq!(cash, tendered - change, "sale {sale}: cash handed over, less the change");
        let moved: Vec<i64> = drawer_moves::table
            .filter(drawer_moves::sale_id.eq(&sale))
            .filter(drawer_moves::kind.eq("sale"))
            .select(drawer_moves::amount_cents)
            .load(conn)
            .unwrap();
        let is_sold = status == "sold" || status == "voided";
        let due = if is_sold && cash > 0 && drawer.is_some() { vec![cash] } else { vec![] };
        assert_eq!(moved, due, "sale {sale} is {status}");
        assert!(!kept || !is_sold || cash == 0 || drawer.is_some(), "the cash of sale {sale} is in no drawer");
    }
}
