//! `/products/imports/{id}/applications`: what a preview showed is written.

use super::import::{Import, write_on};
use super::imports::digest;
use super::preview::Verdict;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::values::ProductImportId;
use crate::web::prelude::*;
use serde::Serialize;
use std::time::Duration;

/// A short one is over before the page is back.
const SHORT: Duration = Duration::from_millis(1500);

/// The one who begins it.
#[derive(Serialize)]
struct BeginImport {
    import: ProductImportId,
}

impl Record for BeginImport {
    const ACT: &'static str = "begin_import";
    type Needs = may::EditProducts;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if Import::begin(tx, self.import, by.clerk.user)? {
            return Ok(());
        }
        rule("This was begun already: the page shows how far it is.")
    }
}

/// POST /products/imports/{id}/applications
pub async fn create(app: Data<App>, may: May<may::EditProducts>, id: Path<ProductImportId>, form: Form) -> Result<Redirect> {
    let (id, fields) = (id.into_inner(), form.fields());
    let (key, seen) = (fields.form_key()?, fields.raw("digest").to_owned());
    let judged = app.read(move |conn| Import::find(conn, id)?.judged(conn)).await?.unwrap_or_default();
    if judged.iter().any(|row| row.verdict == Verdict::Wrong) || judged.is_empty() {
        return rule("A row is wrong, so nothing was written. Correct the file and send it again.");
    }
    let begun = app.record(&may, key, BeginImport { import: id });
    if digest(&judged)? != seen {
        return rule(
            "The catalog changed since this page was shown, and the rows would do something else now. Nothing was written: look at them again.",
        );
    }
    begun.await?;
    let writing = app.runtime.spawn(app.under_way.track_future(write_on(App::clone(&app), id)));
    let to = see_other(format!("/products/imports/{id}"));
    match tokio::time::timeout(SHORT, writing).await {
        Ok(Ok(written)) => written.map(|()| to),
        Ok(Err(error)) => Err(Error::Internal(error.into())),
        Err(_) => Ok(to),
    }
}
