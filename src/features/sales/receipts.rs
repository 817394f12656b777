//! `/sales/{id}/receipt`: 80 mm of paper. No diagnosis, no name, no whole card number (florida-rules 7.9).

use super::super::locations::Location;
use super::super::prints::{Kind, Print};
use super::super::register::{Cart, Reading, Snapshot, day};
use super::web::Ticket;
use crate::biotrack::RegistryOrder;
use crate::db::Conn;
use crate::values::{Route, SaleId};
use crate::web::prelude::*;
use chrono::NaiveDate;

/// The paper, to look at or just printed.
#[derive(Template)]
#[template(path = "sales/receipt.html")]
pub struct ReceiptPage {
    shell: Shell,
    ticket: Ticket,
    location: Location,
    remaining: Vec<Remaining>,
    /// The print that this is; none: it is only looked at.
    print: Option<Print>,
    /// It goes to the printer by itself.
    is_new: bool,
    printed_before: i64,
    may_print: bool,
}

/// What is left of an order after this sale, by the reading that the sale was made on.
struct Remaining {
    words: String,
    release: String,
}

impl ReceiptPage {
    /// A print that was recorded.
    pub fn recorded(
        shell: Shell,
        ticket: Ticket,
        location: Location,
        snapshot: &Snapshot,
        (print, is_new): (Print, bool),
    ) -> Self {
        let remaining = if ticket.sale.is_sold() { remaining(&ticket, snapshot) } else { Vec::new() };
        let printed_before = print.printed_before;
        Self { shell, ticket, location, remaining, print: Some(print), is_new, printed_before, may_print: true }
    }

    fn is_reprint(&self) -> bool {
        self.print.as_ref().is_some_and(Print::is_reprint)
    }
}

/// GET /sales/{id}/receipt
pub async fn show(app: Data<App>, clerk: May<may::SeeSales>, shell: Shell, id: Path<SaleId>) -> Result<Html> {
    let (who, id) = (Clerk::clone(&clerk), id.into_inner());
    let ((ticket, location, snapshot), prints) =
        app.read(move |conn| Ok((find(conn, &who, id)?, Print::of_sale(conn, id)?))).await?;
    let remaining = if ticket.sale.is_sold() { remaining(&ticket, &snapshot) } else { Vec::new() };
    let (printed_before, may_print) = (Print::count(&prints, Kind::Receipt, None), clerk.may::<may::PrintReceipts>());
    page(ReceiptPage { shell, ticket, location, remaining, print: None, is_new: false, printed_before, may_print })
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
