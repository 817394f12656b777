//! `/sales`: the list, and a ticket with its filing.

use super::super::patients::{Patient, masked};
use super::super::register::Cart;
use super::super::returns::{Panel, Return};
use super::activity::Event;
use super::listed::{Filter, Listed};
use super::model::{Sale, SaleLine};
use super::supplies::SaleSupply;
use super::voids;
use crate::db::Conn;
use crate::filing;
use crate::values::{At, Barcode, Goods, SaleId, UserId, clock};
use crate::web::prelude::*;
use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "sales/index.html")]
struct Index {
    shell: Shell,
    filter: Filter,
    days: Vec<Day>,
    sales: Paged<()>,
    sees_all: bool,
    may_correct: bool,
    /// Of these something came back.
    returned: Vec<SaleId>,
}

/// The sales of one business day, as far as they are on this page.
struct Day {
    name: String,
    sales: Vec<Listed>,
}

#[derive(Template)]
#[template(path = "sales/show.html")]
struct Show {
    shell: Shell,
    ticket: Ticket,
    /// Just sold by the person who looks: the change to give, large.
    is_fresh: bool,
    /// What stands in the way of a void, if the person may void at all.
    may_void: bool,
    no_void: String,
    back: Panel,
    activity: Vec<Event>,
    zone: chrono_tz::Tz,
    may_print: bool,
}

/// A sale with everything around it.
pub struct Ticket {
    pub sale: Sale,
    pub lines: Vec<(SaleLine, Barcode)>,
    /// Devices and merchandise.
    pub supplies: Vec<SaleSupply>,
    pub patient: Patient,
    pub clerk: String,
    pub voided_by: String,
    pub void_approved_by: String,
    pub caregiver: Option<String>,
    /// None: the state is told nothing of merchandise.
    pub filing: Option<filing::Row>,
    /// Whoever may see the inventory gets there by a package's number.
    pub links_packages: bool,
}

impl Ticket {
    pub fn find(conn: &mut Conn, clerk: &Clerk, id: SaleId) -> Result<Self> {
        let sale = Sale::find(conn, clerk, id)?;
        let name = |conn: &mut Conn, user: Option<UserId>| user.map_or(Ok(String::new()), |user| Sale::name_of(conn, user));
        Ok(Self {
            lines: Sale::lines(conn, id)?,
            patient: Patient::find(conn, sale.patient_id)?,
            clerk: name(conn, Some(sale.user_id))?,
            voided_by: name(conn, sale.voided_by)?,
            void_approved_by: name(conn, sale.void_approved_by)?,
            caregiver: sale.caregiver_card_id.as_deref().map(masked),
            supplies: SaleSupply::of_sale(conn, id)?,
            filing: sale.filing_id.map(|filing| filing::Row::find(conn, filing)).transpose()?,
            links_packages: clerk.may::<may::SeeInventory>(),
            sale,
        })
    }
}

impl Ticket {
    /// Something on it is no medicine, and so not exempt from sales tax.
    pub fn is_taxed(&self) -> bool {
        self.supplies.iter().any(|line| line.goods == Goods::Merchandise)
    }

    /// Nothing on it was told to the state.
    pub fn is_untold(&self) -> bool {
        self.sale.filing_id.is_none()
    }
}

/// GET /sales
pub async fn index(
    app: Data<App>,
    clerk: May<may::SeeSales>,
    shell: Shell,
    filter: Query<Filter>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let (who, filter, cursor) = (Clerk::clone(&clerk), filter.into_inner(), cursor.into_inner());
    let asked = filter.clone();
    let (Paged { rows, older, newer }, returned) = app
        .read(move |conn| {
            let page = Listed::page(conn, &who, &asked, &cursor)?;
            let shown: Vec<SaleId> = page.rows.iter().map(|row| row.sale.id).collect();
            Ok((page, Return::among(conn, &shown)?))
        })
        .await?;
    let mut days: Vec<(NaiveDate, Vec<Listed>)> = Vec::new();
    for row in rows {
        match days.last_mut() {
            Some((day, sales)) if *day == row.sale.business_date => sales.push(row),
            _ => days.push((row.sale.business_date, vec![row])),
        }
    }
    let today = shell.today();
    let days = days.into_iter().map(|(day, sales)| Day { name: day_name(day, today), sales }).collect();
    let sees_all = super::model::sees_all(&clerk);
    let (may_correct, sales) = (clerk.may::<may::BeginReturn>(), Paged { rows: Vec::new(), older, newer });
    page(Index { shell, filter, days, sales, sees_all, may_correct, returned })
}

fn day_name(day: NaiveDate, today: NaiveDate) -> String {
    let date = day.format("%A, %b %-d, %Y");
    match (today - day).num_days() {
        0 => format!("Today, {date}"),
        1 => format!("Yesterday, {date}"),
        _ => date.to_string(),
    }
}

/// How the register leads to a sale.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Arrival {
    /// "1": it has just been made.
    sold: String,
}

/// GET /sales/{id}
pub async fn show(
    app: Data<App>,
    clerk: May<may::SeeSales>,
    shell: Shell,
    id: Path<SaleId>,
    arrival: Query<Arrival>,
) -> Result<Html> {
    let (who, now, id) = (Clerk::clone(&clerk), app.clock.now(), id.into_inner());
    let (ticket, has_cart, no_void, back, activity) = app
        .read(move |conn| {
            let ticket = Ticket::find(conn, &who, id)?;
            let no_void = voids::obstacle(conn, &ticket.sale, clock::local_date(now, who.zone))?;
            let back = Panel::of(conn, &who, id)?;
            let activity = Event::of_sale(conn, &ticket.sale)?;
            Ok((ticket, Cart::at_hand(conn, &who)?.is_some(), no_void, back, activity))
        })
        .await?;
    // From the register at once, or from waiting for the state, which leaves a notice; whoever opens it later has given the change.
    let is_new = arrival.sold == "1" || shell.notice.is_some();
    let is_own = ticket.sale.is_sold() && ticket.sale.user_id == clerk.user;
    let is_fresh = is_new && is_own && !has_cart && is_recent(ticket.sale.sold_at, now);
    page(Show {
        shell,
        is_fresh,
        may_void: clerk.may::<may::BeginVoid>(),
        no_void,
        ticket,
        back,
        activity,
        zone: clerk.zone,
        may_print: clerk.may::<may::PrintReceipts>(),
    })
}

/// Long enough for the state to think and for the customer to count.
fn is_recent(sold_at: At, now: At) -> bool {
    now - sold_at < TimeDelta::minutes(10)
}
