//! `/guests/{id}/turn_aways`: sent away, and why.

use super::records::TurnAway;
use crate::values::GuestId;
use crate::web::prelude::*;

/// POST /guests/{id}/turn_aways
pub async fn create(app: Data<App>, may: May<may::CheckIn>, id: Path<GuestId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("reason", 3..=200))?;
    app.record(&may, key, TurnAway { guest: id.into_inner(), reason }).await?;
    app.streams.nudge();
    Ok(see_other("/guests").notice("Turned away; the reason is kept with the visit."))
}
