//! `/sales/{id}/voids`: taking a sale back whole, which cannot be undone and so has a page of its own.

use super::super::drawers::{Place, Standing};
use super::super::pins::{Approval, approved};
use super::model::Sale;
use super::untold::VoidUntold;
use super::voiding::VoidSale;
use super::web::Ticket;
use crate::db::Conn;
use crate::values::{DrawerSessionId, SaleId, clock};
use crate::web::prelude::*;
use chrono::NaiveDate;

#[derive(Template)]
#[template(path = "sales/void.html")]
struct New {
    shell: Shell,
    ticket: Ticket,
    standing: Standing,
    /// What stands in the way; empty: nothing.
    obstacle: String,
    /// What cannot be voided any more can still come back.
    offers_return: bool,
    /// The manager whose PIN a budtender needs.
    approval: Approval,
}

impl New {
    fn drawer(&self) -> String {
        self.standing.drawer_id().map_or_else(String::new, |id| id.to_string())
    }

    /// Cash has to be given back, and there is no drawer for it to come from.
    fn needs_drawer(&self) -> bool {
        !self.ticket.cash().is_zero() && !self.standing.takes_cash()
    }
}

/// GET /sales/{id}/voids/new
pub async fn new(app: Data<App>, may: May<may::BeginVoid>, place: Place, id: Path<SaleId>, shell: Shell) -> Result<Html> {
    let (clerk, id, now) = (Clerk::clone(&may), id.into_inner(), app.clock.now());
    let today = clock::local_date(now, may.zone);
    let new = app
        .read(move |conn| {
            let ticket = Ticket::find(conn, &clerk, id)?;
            let obstacle = obstacle(conn, &ticket.sale, today)?;
            let approval = Approval::of::<may::VoidSale>(conn, &clerk)?;
            let standing = Standing::find(conn, &clerk, &place, now)?;
            let trouble = clerk.registry_trouble.filter(|_| ticket.sale.filing_id.is_some());
            let (offers_return, obstacle) = (ticket.sale.is_sold(), trouble.unwrap_or(obstacle));
            Ok(New { shell, ticket, standing, obstacle, offers_return, approval })
        })
        .await?;
    page(new)
}

/// POST /sales/{id}/voids
pub async fn create(app: Data<App>, may: May<may::BeginVoid>, id: Path<SaleId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (reason, drawer) = fields.done((fields.text("reason", 3..=200), fields.optional::<DrawerSessionId>("drawer")))?;
    let approved = approved::<may::VoidSale>(&app, &may, &fields).await?;
    let (clerk, id) = (Clerk::clone(&may), id.into_inner());
    if app.read(move |conn| Ok(Sale::find(conn, &clerk, id)?.filing_id)).await?.is_none() {
        let sale = app.record(&approved, key, VoidUntold { sale: id, reason, drawer }).await?;
        return Ok(see_other(format!("/sales/{sale}")).notice("Voided. The goods are back on the shelf; give the money back."));
    }
    let sale = app.file(&approved, key, VoidSale::new(id, reason).out_of(drawer)).await?;
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
