//! `/sales/{id}/receipt`: 80 mm of paper. No diagnosis, no name, no whole card number (florida-rules 7.9).

use super::super::locations::Location;
use super::super::patients::{Place, seen};
use super::super::register::{Cart, Reading, Snapshot, day};
use super::web::Ticket;
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::values::{Route, SaleId};
use crate::web::prelude::*;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "sales/receipt.html")]
struct Show {
    shell: Shell,
    ticket: Ticket,
    location: Location,
    remaining: Vec<Remaining>,
}

/// What is left of an order after this sale, by the reading that the sale was made on.
struct Remaining {
    words: String,
    release: String,
}

/// GET /sales/{id}/receipt
pub async fn show(app: Data<App>, clerk: May<may::SeeSales>, shell: Shell, id: Path<SaleId>) -> Result<Html> {
    let (who, id) = (Clerk::clone(&clerk), id.into_inner());
    let (ticket, location, snapshot) = app.read(move |conn| find(conn, &who, id)).await?;
    seen(&app, &clerk, ticket.patient.id, Place::Receipt).await?;
    let remaining = if ticket.sale.is_sold() { remaining(&ticket, &snapshot) } else { Vec::new() };
    page(Show { shell, ticket, location, remaining })
}

fn find(conn: &mut Conn, clerk: &Clerk, id: SaleId) -> Result<(Ticket, Location, Snapshot)> {
    let ticket = Ticket::find(conn, clerk, id)?;
    if ticket.sale.is_pending() {
        return rule("The state has not answered this sale yet, so there is no receipt of it.");
    }
    let reading = Cart::reading_of(conn, ticket.sale.cart_id)?;
    let snapshot = Reading::find(conn, reading)?.snapshot;
    Ok((ticket, Location::find(conn, clerk.location)?, snapshot))
}

fn remaining(ticket: &Ticket, snapshot: &Snapshot) -> Vec<Remaining> {
    let mut all = Vec::new();
    let mut said: Vec<(Route, &str)> = Vec::new();
    for (line, _) in &ticket.lines {
        let key = (line.route, line.order_id.as_str());
        if said.contains(&key) {
            continue;
        }
        said.push(key);
        let Some(order) = snapshot.order(line.route, &line.order_id) else { continue };
        let same = ticket.lines.iter().filter(|(other, _)| (other.route, other.order_id.as_str()) == key);
        let left = order.dispensable_now.less(same.map(|(other, _)| other.amount).sum());
        let words = format!("{}: {} may be dispensed now", line.route.label(), left.in_words(order.order_type.unit()));
        all.push(Remaining { words, release: release(snapshot, order, ticket.sale.business_date) });
    }
    all
}

fn release(snapshot: &Snapshot, order: &RegistryOrder, today: NaiveDate) -> String {
    match snapshot.next_release(order, today) {
        Some(next) => format!("{} more on {}", next.amount.in_words(order.order_type.unit()), day(next.on)),
        None => String::new(),
    }
}
