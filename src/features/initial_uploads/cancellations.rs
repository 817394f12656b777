//! `/go-live/uploads/{id}/cancellations`: nothing of an upload will be reported.

use super::records::CancelUpload;
use crate::values::InitialUploadId;
use crate::web::prelude::*;

/// POST /go-live/uploads/{id}/cancellations
pub async fn create(app: Data<App>, may: May<may::UploadStock>, id: Path<InitialUploadId>, form: Form) -> Result<Redirect> {
    let (upload, key) = (id.into_inner(), form.fields().form_key()?);
    app.record(&may, key, CancelUpload { upload }).await?;
    Ok(see_other(format!("/go-live/uploads/{upload}")).notice("Cancelled. Nothing of it was reported."))
}
