//! `/register/carts/{id}/lines` and `/register/lines/{id}`: what a scan, a key or a choice does to the cart.

use super::astray::Elsewhere;
use super::lines::{AddLine, ChangeLine, OrderChoice, RemoveLine};
use super::web::{Answer, changed, said};
use crate::app::content_hash;
use crate::values::{CartId, CartLineId, FormKey};
use crate::web::prelude::*;
use actix_web::HttpRequest;

/// POST /register/carts/{id}/lines
pub async fn create(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let order = fields.done(fields.optional::<OrderChoice>("order"))?;
    let (code, typed) = (fields.raw("code").to_owned(), fields.raw("quantity"));
    if let Some(answer) = elsewhere(&app, &may, &request, &asked, &code).await? {
        return Ok(answer);
    }
    let units = if typed.is_empty() { "1" } else { typed }.to_owned();
    let key = of_scan(key, &code)?;
    let scanned = app.record(&may, key, AddLine { cart: id.into_inner(), code, units, order }).await?;
    changed(&app, &may, &request, &asked, Some(&scanned)).await
}

/// A receipt or the sign of a room: nothing for the cart.
async fn elsewhere(app: &App, may: &May<may::Sell>, request: &HttpRequest, asked: &Ask, code: &str) -> Result<Option<Answer>> {
    let (clerk, text) = (Clerk::clone(may), code.to_owned());
    Ok(match app.read(move |conn| Elsewhere::beside_cart(conn, &clerk, &text)).await? {
        Some(Elsewhere::Sale(sale)) => Some(Answer::Right(see_other(format!("/sales/{sale}")))),
        Some(Elsewhere::Said(astray)) => Some(said(app, may, request, asked, code, astray).await?),
        None => None,
    })
}

/// Two scans may be in the air before the page has a new number: each code under a number is a scan of its own.
fn of_scan(key: FormKey, code: &str) -> Result<FormKey> {
    let hash = content_hash("scan", &(key, code))?;
    Ok(hash.get(..32).unwrap_or_default().parse()?)
}

/// POST /register/lines/{id}
pub async fn update(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartLineId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let order = fields.done(fields.optional::<OrderChoice>("order"))?;
    let change = ChangeLine { line: id.into_inner(), units: fields.raw("quantity").to_owned(), order };
    let scanned = app.record(&may, key, change).await?;
    changed(&app, &may, &request, &asked, Some(&scanned)).await
}

/// POST /register/lines/{id}/removals
pub async fn delete(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartLineId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let key = form.fields().form_key()?;
    app.record(&may, key, RemoveLine { line: id.into_inner() }).await?;
    changed(&app, &may, &request, &asked, None).await
}
