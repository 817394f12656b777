//! `/guests/lookups/{id}/refusals`: whoever is not checked in at all, and why.

use super::records::RefuseEntry;
use crate::values::LookupId;
use crate::web::prelude::*;

/// POST /guests/lookups/{id}/refusals
pub async fn create(app: Data<App>, may: May<may::CheckIn>, id: Path<LookupId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("reason", 3..=200))?;
    app.record(&may, key, RefuseEntry { lookup: id.into_inner(), reason }).await?;
    app.streams.nudge();
    Ok(see_other("/guests").notice("Turned away; the reason is kept with the visit."))
}
