//! `/pre_orders/{id}/lines`: what the patient wants, found by name or code, with the catalog's price and what is free of it.

use super::super::products::{Goods, Product};
use super::super::register::Candidate;
use super::draft::{DropProduct, MOST_UNITS, OrderProduct};
use super::promised::{promised, words};
use super::sheet::Sheet;
use crate::db::Conn;
use crate::values::{At, Cents, PreOrderId, PreOrderLineId, ProductId, Quantity, clock};
use crate::web::prelude::*;
use serde::Deserialize;

/// Products of one search.
const MOST: i64 = 20;

/// Something that can be ordered ahead.
struct Found {
    product: ProductId,
    name: String,
    sku: String,
    price: Cents,
    free: Quantity,
    promised: String,
}

#[derive(Template)]
#[template(path = "pre_orders/lines.html", blocks = ["results"])]
struct New {
    shell: Shell,
    sheet: Sheet,
    q: String,
    found: Vec<Found>,
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// GET /pre_orders/{id}/lines/new?q=
pub async fn new(
    app: Data<App>,
    may: May<may::EditPreOrders>,
    id: Path<PreOrderId>,
    shell: Shell,
    ask: Ask,
    asked: Query<Asked>,
) -> Result<Html> {
    let (clerk, id, now) = (Clerk::clone(&may), id.into_inner(), app.clock.now());
    let q = asked.into_inner().q.trim().to_owned();
    let typed = q.clone();
    let (sheet, found) =
        app.read(move |conn| Ok((Sheet::find(conn, &clerk, id, now)?, look(conn, &clerk, id, &typed, now)?))).await?;
    let new = New { shell, sheet, q, found };
    if ask.wants("results") { fragment(new.as_results()) } else { page(new) }
}

fn look(conn: &mut Conn, clerk: &Clerk, id: PreOrderId, typed: &str, now: At) -> Result<Vec<Found>> {
    if typed.chars().count() < 2 {
        return Ok(Vec::new());
    }
    let (order, today) = (super::PreOrder::find(conn, clerk.location, id)?, clock::local_date(now, clerk.zone));
    let mut found = Vec::new();
    for product in Product::offered(conn, typed, Goods::Cannabis, MOST)? {
        let free = Candidate::free_of(conn, clerk.location, product.id, today)?;
        let promised = words(promised(conn, clerk.location, product.id, Some(order.patient_id))?);
        found.push(Found {
            product: product.id,
            name: product.name,
            sku: product.sku,
            price: product.price_cents,
            free,
            promised,
        });
    }
    Ok(found)
}

/// POST /pre_orders/{id}/lines
pub async fn create(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (product, units) = fields.done((fields.choice::<ProductId>("product"), fields.whole("quantity", 1..=MOST_UNITS)))?;
    let order = id.into_inner();
    app.record(&may, key, OrderProduct { order, product, units }).await?;
    Ok(see_other(format!("/pre_orders/{order}/lines/new")))
}

/// POST /pre_orders/{id}/lines/{line}/removals
pub async fn delete(
    app: Data<App>,
    may: May<may::EditPreOrders>,
    path: Path<(PreOrderId, PreOrderLineId)>,
    form: Form,
) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (order, line) = path.into_inner();
    app.record(&may, key, DropProduct { order, line }).await?;
    Ok(see_other(format!("/pre_orders/{order}/lines/new")))
}
