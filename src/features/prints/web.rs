//! `/sales/{id}/prints`: the receipt and the product labels on paper, each print recorded. And what the paper says.

use super::super::locations::Location;
use super::super::register::{Cart, Reading};
use super::super::sales::{ReceiptPage, Sale, SaleLine, Ticket};
use super::label::Label;
use super::model::{Kind, Print};
use super::records::PrintTicket;
use crate::values::{SaleId, SaleLineId, SalePrintId};
use crate::web::prelude::*;
use serde::Deserialize;

/// Which labels are asked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// One line's; empty: every line's.
    line: String,
}

#[derive(Template)]
#[template(path = "prints/new.html")]
struct New {
    shell: Shell,
    ticket: Ticket,
    line: String,
    printed_before: i64,
}

impl New {
    fn lines(&self) -> Vec<(&str, String)> {
        let words = |line: &SaleLine| format!("{} × {}", line.quantity, line.product_name);
        self.ticket.lines.iter().map(|(line, _)| (line.id.as_str(), words(line))).collect()
    }
}

/// GET /sales/{id}/prints/new: which labels, and why once more
pub async fn new(
    app: Data<App>,
    may: May<may::PrintReceipts>,
    id: Path<SaleId>,
    asked: Query<Asked>,
    shell: Shell,
) -> Result<Html> {
    let (clerk, id, line) = (Clerk::clone(&may), id.into_inner(), asked.into_inner().line);
    let (ticket, earlier) = app.read(move |conn| Ok((Ticket::find(conn, &clerk, id)?, Print::of_sale(conn, id)?))).await?;
    if !ticket.sale.is_sold() {
        return rule("Only what was sold is labelled.");
    }
    let only = line.parse::<SaleLineId>().map(Some).unwrap_or_default();
    let printed_before = Print::count(&earlier, Kind::Labels, only);
    page(New { shell, ticket, line, printed_before })
}

/// POST /sales/{id}/prints
pub async fn create(app: Data<App>, may: May<may::PrintReceipts>, id: Path<SaleId>, form: Form) -> Result<Redirect> {
    let sale = id.into_inner();
    let fields = form.fields();
    let key = fields.form_key()?;
    let (kind, line) = (fields.choice::<Kind>("kind"), fields.optional::<SaleLineId>("line"));
    let (kind, line, reason) = fields.done((kind, line, fields.optional_text("reason", 200)))?;
    let each_unit = fields.raw("per") != "line";
    let print = app.record(&may, key, PrintTicket { sale, kind, line, each_unit, reason }).await?;
    Ok(see_other(format!("/sales/{sale}/prints/{print}")))
}

#[derive(Template)]
#[template(path = "prints/labels.html")]
struct Show {
    shell: Shell,
    ticket: Ticket,
    location: Location,
    print: Print,
    labels: Vec<Label>,
    count: i64,
    /// It goes to the printer by itself.
    is_new: bool,
}

/// GET /sales/{id}/prints/{print}
pub async fn show(app: Data<App>, may: May<may::PrintReceipts>, ids: Path<(SaleId, SalePrintId)>, shell: Shell) -> Result<Html> {
    let (clerk, now, (sale, id)) = (Clerk::clone(&may), app.clock.now(), ids.into_inner());
    let (receipt, print, earlier, packages) = app
        .read(move |conn| {
            let (print, _) = Print::find(conn, sale, id)?;
            let mut earlier = Print::of_sale(conn, sale)?;
            earlier.retain(|(other, _)| other.id < print.id);
            let ticket = Ticket::find(conn, &clerk, sale)?;
            let reading = Cart::reading_of(conn, ticket.sale.cart_id)?;
            let snapshot = Reading::find(conn, reading)?.snapshot;
            let location = Location::find(conn, clerk.location)?;
            Ok(((ticket, location, snapshot), print, earlier, Sale::packages(conn, sale)?))
        })
        .await?;
    let ((ticket, location, snapshot), is_new) = (receipt, print.is_new(now));
    if print.kind == Kind::Receipt {
        return page(ReceiptPage::recorded(shell, ticket, location, &snapshot, (print, is_new)));
    }
    let labels = Label::of(packages, &snapshot, &print, &earlier)?;
    let count = labels.iter().map(|label| label.copies).sum();
    page(Show { shell, ticket, location, print, labels, count, is_new })
}
