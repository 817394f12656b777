//! The counting is over; what was not counted is said.

use super::model::Count;
use super::records::{Rest, SubmitCount};
use super::web::readable;
use crate::web::prelude::*;

/// POST /counts/{id}/submissions
pub async fn create(app: Data<App>, may: May<may::Count>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, count) = (may.location, readable(&id)?);
    let fields = form.fields();
    let key = fields.form_key()?;
    let uncounted = app.read(move |conn| Count::find(conn, location, count)?.uncounted_number(conn)).await?;
    let rest = if uncounted == 0 && fields.raw("uncounted").is_empty() { Some(Rest::Leave) } else { fields.choice("uncounted") };
    let rest = fields.done(rest)?;
    app.record(&may, key, SubmitCount { count, rest }).await?;
    Ok(see_other(format!("/counts/{count}")).notice("Submitted. A manager looks at the differences and completes it."))
}
