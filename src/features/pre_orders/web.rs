//! `/pre_orders`: the list, taking one, its page, and its day and window.

use super::super::patients::{Place, seen};
use super::super::register::ask;
use super::draft::{ChangePickup, Pickup, TakePreOrder};
use super::listed::{Filter, Row, counts};
use super::model::{PreOrder, Source, Status};
use super::progress::How;
use super::sheet::Sheet;
use super::stale;
use crate::values::{PreOrderId, clock};
use crate::web::prelude::*;
use chrono::Timelike;

#[derive(Template)]
#[template(path = "pre_orders/index.html")]
struct Index {
    shell: Shell,
    filter: Filter,
    counts: Vec<(Status, i64)>,
    rows: Paged<Row>,
    may_edit: bool,
}

impl Index {
    fn is_shown(&self, status: &Status) -> bool {
        self.filter.words().is_empty() && self.filter.status() == *status
    }

    /// Only of the open ones: the others grow for ever.
    fn count(&self, status: &Status) -> Option<i64> {
        self.counts.iter().find(|(known, _)| known == status).map(|(_, count)| *count)
    }

    fn tabs(&self) -> &'static [Status] {
        Status::ALL
    }
}

/// GET /pre_orders
pub async fn index(
    app: Data<App>,
    may: May<may::SeePreOrders>,
    shell: Shell,
    filter: Query<Filter>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    stale::free(&app).await?;
    let (location, filter, cursor) = (may.location, filter.into_inner(), cursor.into_inner());
    let asked = filter.clone();
    let (rows, counts) = app.read(move |conn| Ok((Row::page(conn, location, &asked, &cursor)?, counts(conn, location)?))).await?;
    page(Index { shell, filter, counts, rows, may_edit: may.may::<may::EditPreOrders>() })
}

/// The form for a new one, or for the day and window of one that exists.
#[derive(Template)]
#[template(path = "pre_orders/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    order: Option<PreOrder>,
    /// Minutes after midnight, to begin with.
    now: i64,
}

impl FormPage {
    fn title(&self) -> String {
        self.order.as_ref().map_or_else(|| "Take a pre-order".to_owned(), |order| format!("Pre-order {}", order.number))
    }

    fn action(&self) -> String {
        self.order.as_ref().map_or_else(|| "/pre_orders".to_owned(), |order| format!("/pre_orders/{}", order.id))
    }

    fn day(&self) -> String {
        self.order.as_ref().map_or_else(|| self.shell.today(), |order| order.pickup_on).to_string()
    }

    /// From the next half hour on, for two hours.
    fn window(&self) -> (String, String) {
        let begin = (self.now / 30 + 1) * 30;
        let (from, to) = self.order.as_ref().map_or((begin, begin + 120), |order| (order.from_minute, order.to_minute));
        (clock_time(from.min(23 * 60)), clock_time(to.min(23 * 60 + 59)))
    }

    fn note(&self) -> &str {
        self.order.as_ref().map(|order| order.note.as_str()).unwrap_or_default()
    }
}

fn clock_time(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn minute_of(app: &App, clerk: &Clerk) -> i64 {
    let now = clock::local(app.clock.now(), clerk.zone);
    i64::from(now.hour() * 60 + now.minute())
}

/// GET /pre_orders/new
pub async fn new(app: Data<App>, may: May<may::EditPreOrders>, shell: Shell) -> Result<Html> {
    page(FormPage { shell, order: None, now: minute_of(&app, &may) })
}

/// POST /pre_orders
pub async fn create(app: Data<App>, may: May<may::EditPreOrders>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (card, source, external_number, pickup) = fields.done((
        fields.text("card_id", 1..=32),
        fields.choice::<Source>("source"),
        fields.optional_text("external_number", 40),
        pickup(&fields),
    ))?;
    let said = match ask(&app, &may, &card, None).await {
        Ok(said) => Some(said),
        // It is silent: an order ahead is no dispensing, and the register asks again.
        Err(Error::Rule(_)) => None,
        Err(other) => return Err(other),
    };
    let id = app.record(&may, key, TakePreOrder { card, source, external_number, pickup, said }).await?;
    Ok(see_other(format!("/pre_orders/{id}/lines/new")))
}

fn pickup(fields: &Fields) -> Option<Pickup> {
    let (on, from_minute, to_minute, note) = (
        fields.date("pickup_on"),
        fields.minute_of_day("from_minute"),
        fields.minute_of_day("to_minute"),
        fields.optional_text("note", 200),
    );
    Some(Pickup { on: on?, from_minute: from_minute?, to_minute: to_minute?, note: note?.unwrap_or_default() })
}

#[derive(Template)]
#[template(path = "pre_orders/show.html")]
struct Show {
    shell: Shell,
    sheet: Sheet,
    may_edit: bool,
    sees_patients: bool,
}

/// GET /pre_orders/{id}
pub async fn show(app: Data<App>, may: May<may::SeePreOrders>, id: Path<PreOrderId>, shell: Shell) -> Result<Html> {
    let (clerk, id, now) = (Clerk::clone(&may), id.into_inner(), app.clock.now());
    let sheet = app.read(move |conn| Sheet::find(conn, &clerk, id, now)).await?;
    seen(&app, &may, sheet.patient.id, Place::PreOrder).await?;
    let (may_edit, sees_patients) = (may.may::<may::EditPreOrders>(), may.may::<may::SeePatients>());
    page(Show { shell, sheet, may_edit, sees_patients })
}

/// GET /pre_orders/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let order = app.read(move |conn| PreOrder::find(conn, location, id)).await?;
    page(FormPage { shell, order: Some(order), now: minute_of(&app, &may) })
}

/// POST /pre_orders/{id}
pub async fn update(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let pickup = fields.done(pickup(&fields))?;
    let order = id.into_inner();
    app.record(&may, key, ChangePickup { order, pickup }).await?;
    Ok(see_other(format!("/pre_orders/{order}")).notice("Saved."))
}
