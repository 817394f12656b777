//! `/patients/{id}/bans`: who may not come in, and why.

use super::records::{Ban, LiftBan};
use crate::values::{PatientFlagId, PatientId};
use crate::web::prelude::*;

/// POST /patients/{id}/bans
pub async fn create(app: Data<App>, may: May<may::BanPatients>, id: Path<PatientId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("ban_reason", 3..=200))?;
    let patient = id.into_inner();
    app.record(&may, key, Ban { patient, reason }).await?;
    Ok(see_other(format!("/patients/{patient}"))
        .notice("Banned: the patient cannot be checked in or served until a manager lifts it."))
}

/// POST /patients/{id}/bans/{flag}/liftings
pub async fn delete(
    app: Data<App>,
    may: May<may::BanPatients>,
    path: Path<(PatientId, PatientFlagId)>,
    form: Form,
) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (patient, flag) = path.into_inner();
    app.record(&may, key, LiftBan { patient, flag }).await?;
    Ok(see_other(format!("/patients/{patient}")).notice("The ban was lifted."))
}
