//! `/pre_orders/{id}/picks`: picking by scan, whatever has the focus, or by touch.

use super::picking::{PickPackage, Picked, Unpick};
use super::sheet::Sheet;
use crate::app::content_hash;
use crate::values::{PreOrderId, PreOrderPickId};
use crate::web::prelude::*;
use actix_web::Either;
use actix_web::HttpRequest;
use actix_web::http::StatusCode;

#[derive(Template)]
#[template(path = "pre_orders/picks.html", blocks = ["pick"])]
struct Index {
    shell: Shell,
    sheet: Sheet,
    /// For htmx, which also needs the scan field emptied.
    is_swap: bool,
    is_refused: bool,
    is_taken: bool,
}

impl Index {
    async fn of(app: &App, clerk: &Clerk, id: PreOrderId, shell: Shell, picked: Option<&Picked>) -> Result<Self> {
        let (clerk, now) = (clerk.clone(), app.clock.now());
        let sheet = app.read(move |conn| Sheet::find(conn, &clerk, id, now)).await?;
        let is_refused = picked.is_some_and(|picked| picked.refused);
        Ok(Self { shell, sheet, is_swap: picked.is_some(), is_refused, is_taken: picked.is_some() && !is_refused })
    }
}

/// GET /pre_orders/{id}/picks
pub async fn index(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, shell: Shell) -> Result<Html> {
    page(Index::of(&app, &may, id.into_inner(), shell, None).await?)
}

/// POST /pre_orders/{id}/picks
pub async fn create(
    app: Data<App>,
    may: May<may::EditPreOrders>,
    id: Path<PreOrderId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Either<Html, Redirect>> {
    let fields = form.fields();
    // Two scans may be in the air before the page has a new number: each code under a number is a scan of its own.
    let (key, code) = (fields.form_key()?, fields.raw("code").to_owned());
    let key = content_hash("pick", &(key, &code))?.get(..32).unwrap_or_default().parse()?;
    let order = id.into_inner();
    let picked = app.record(&may, key, PickPackage { order, code }).await?;
    changed(&app, &may, &request, &asked, order, &picked).await
}

/// POST /pre_orders/{id}/picks/{pick}/removals
pub async fn delete(
    app: Data<App>,
    may: May<may::EditPreOrders>,
    path: Path<(PreOrderId, PreOrderPickId)>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Either<Html, Redirect>> {
    let key = form.fields().form_key()?;
    let (order, pick) = path.into_inner();
    let picked = app.record(&may, key, Unpick { order, pick }).await?;
    changed(&app, &may, &request, &asked, order, &picked).await
}

async fn changed(
    app: &App,
    clerk: &Clerk,
    request: &HttpRequest,
    asked: &Ask,
    order: PreOrderId,
    picked: &Picked,
) -> Result<Either<Html, Redirect>> {
    if !asked.wants("pick") {
        return Ok(Either::Right(see_other(format!("/pre_orders/{order}/picks"))));
    }
    let index = Index::of(app, clerk, order, Shell::of(request).await?, Some(picked)).await?;
    let status = if picked.refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Either::Left(fragment(index.as_pick())?.status(status)))
}
