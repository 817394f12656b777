//! A count is given up, for a reason.

use super::model::Count;
use super::records::CancelCount;
use super::web::readable;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "counts/cancel.html")]
struct New {
    shell: Shell,
    count: Count,
}

/// GET /counts/{id}/cancellations/new
pub async fn new(app: Data<App>, may: May<may::Count>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let count = app.read(move |conn| Count::find(conn, location, id)).await?;
    page(New { shell, count })
}

/// POST /counts/{id}/cancellations
pub async fn create(app: Data<App>, may: May<may::Count>, id: Path<String>, form: Form) -> Result<Redirect> {
    let count = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("reason", 3..=300))?;
    app.record(&may, key, CancelCount { count, reason }).await?;
    Ok(see_other(format!("/counts/{count}")).notice("Cancelled. Nothing of it is adjusted from now on."))
}
