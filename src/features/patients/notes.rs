//! `/patients/{id}/notes`: what somebody wants the next person to know.

use super::records::AddNote;
use crate::values::PatientId;
use crate::web::prelude::*;

/// POST /patients/{id}/notes
pub async fn create(app: Data<App>, may: May<may::NotePatients>, id: Path<PatientId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let words = fields.done(fields.text("note", 1..=1000))?;
    let patient = id.into_inner();
    app.record(&may, key, AddNote { patient, words }).await?;
    Ok(see_other(format!("/patients/{patient}")).notice("The note was added."))
}
