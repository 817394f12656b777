//! `/patients/{id}/warnings`: what the register shows beside a patient.

use super::records::{EndWarning, Warn};
use crate::values::{PatientFlagId, PatientId};
use crate::web::prelude::*;

/// POST /patients/{id}/warnings
pub async fn create(app: Data<App>, may: May<may::NotePatients>, id: Path<PatientId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("warning", 3..=200))?;
    let patient = id.into_inner();
    app.record(&may, key, Warn { patient, reason }).await?;
    Ok(see_other(format!("/patients/{patient}")).notice("The register warns of it from now on."))
}

/// POST /patients/{id}/warnings/{flag}/endings
pub async fn delete(
    app: Data<App>,
    may: May<may::NotePatients>,
    path: Path<(PatientId, PatientFlagId)>,
    form: Form,
) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (patient, flag) = path.into_inner();
    app.record(&may, key, EndWarning { patient, flag }).await?;
    Ok(see_other(format!("/patients/{patient}")).notice("The warning has ended; it stays in the record."))
}
