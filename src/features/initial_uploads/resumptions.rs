//! `/go-live/uploads/{id}/resumptions`: a paused upload goes on, in the name of whoever lets it.

use super::records::ResumeUpload;
use super::runs::must_be_onboarding;
use crate::values::InitialUploadId;
use crate::web::prelude::*;

/// POST /go-live/uploads/{id}/resumptions
pub async fn create(app: Data<App>, may: May<may::UploadStock>, id: Path<InitialUploadId>, form: Form) -> Result<Redirect> {
    let (upload, key) = (id.into_inner(), form.fields().form_key()?);
    must_be_onboarding(&app, may.location).await?;
    app.record(&may, key, ResumeUpload { upload }).await?;
    Ok(see_other(format!("/go-live/uploads/{upload}")).notice("It goes on."))
}
