//! `/guests/{id}/buyers`: the patient, or one of the caregivers whom the registry names.

use super::records::ChooseBuyer;
use crate::values::GuestId;
use crate::web::prelude::*;

/// POST /guests/{id}/buyers
pub async fn create(app: Data<App>, may: May<may::CheckIn>, id: Path<GuestId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let caregiver = fields.done(fields.optional_text("caregiver", 32))?;
    let guest = id.into_inner();
    app.record(&may, key, ChooseBuyer { guest, caregiver }).await?;
    app.streams.nudge();
    Ok(see_other(format!("/guests/{guest}")))
}
