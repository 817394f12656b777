//! `/go-live/uploads/{id}/pauses`: a person stops the reporting, for now.

use super::records::PauseUpload;
use crate::values::InitialUploadId;
use crate::web::prelude::*;

/// POST /go-live/uploads/{id}/pauses
pub async fn create(app: Data<App>, may: May<may::UploadStock>, id: Path<InitialUploadId>, form: Form) -> Result<Redirect> {
    let (upload, key) = (id.into_inner(), form.fields().form_key()?);
    app.record(&may, key, PauseUpload { upload }).await?;
    let words = "Paused. What is with the state already comes to its end; nothing more is sent.";
    Ok(see_other(format!("/go-live/uploads/{upload}")).notice(words))
}
