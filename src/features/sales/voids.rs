//! `/sales/{id}/voids`: taking a sale back whole, which cannot be undone and so has a page of its own.

use super::super::pins::{Approval, approved};
use super::model::Sale;
use super::untold::VoidUntold;
use super::voiding::VoidSale;
use super::web::Ticket;
use crate::db::Conn;
use crate::values::{SaleId, clock};
use crate::web::prelude::*;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "sales/void.html")]
struct New {
    shell: Shell,
    ticket: Ticket,
    /// What stands in the way; empty: nothing.
    obstacle: String,
    /// What cannot be voided any more can still come back.
    offers_return: bool,
    /// The manager whose PIN a budtender needs.
    approval: Approval,
}

/// GET /sales/{id}/voids/new
pub async fn new(app: Data<App>, may: May<may::BeginVoid>, id: Path<SaleId>, shell: Shell) -> Result<Html> {
    let (clerk, id, today) = (Clerk::clone(&may), id.into_inner(), clock::local_date(app.clock.now(), may.zone));
    let (ticket, obstacle, approval) = app
        .read(move |conn| {
            let ticket = Ticket::find(conn, &clerk, id)?;
            let obstacle = obstacle(conn, &ticket.sale, today)?;
            let approval = Approval::of::<may::VoidSale>(conn, &clerk)?;
            let trouble = clerk.registry_trouble.filter(|_| ticket.sale.filing_id.is_some());
            Ok((ticket, trouble.unwrap_or(obstacle), approval))
        })
        .await?;
    let offers_return = ticket.sale.is_sold();
    page(New { shell, ticket, obstacle, offers_return, approval })
}

/// POST /sales/{id}/voids
pub async fn create(app: Data<App>, may: May<may::BeginVoid>, id: Path<SaleId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("reason", 3..=200))?;
    let approved = approved::<may::VoidSale>(&app, &may, &fields).await?;
    let (clerk, id) = (Clerk::clone(&may), id.into_inner());
    if app.read(move |conn| Ok(Sale::find(conn, &clerk, id)?.filing_id)).await?.is_none() {
        let sale = app.record(&approved, key, VoidUntold { sale: id, reason }).await?;
        return Ok(see_other(format!("/sales/{sale}")).notice("Voided. The goods are back on the shelf; give the money back."));
    }
    let sale = app.file(&approved, key, VoidSale::new(id, reason)).await?;
    Ok(see_other(format!("/sales/{sale}"))
        .notice("Voided, here and in BioTrack. The goods are back where they were; give the money back."))
}

/// Why this sale cannot be voided now, in words; empty when it can.
pub fn obstacle(conn: &mut Conn, sale: &Sale, today: NaiveDate) -> Result<String> {
    let lines = Sale::packages(conn, sale.id)?;
    match VoidSale::must_be_possible(conn, sale, &lines, today) {
        Ok(()) => Ok(String::new()),
        Err(Error::Rule(words)) => Ok(words),
        Err(other) => Err(other),
    }
}
