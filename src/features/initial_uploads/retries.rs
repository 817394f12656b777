//! `/go-live/uploads/{id}/retries`: what was refused is told once more, when its reason is mended.

use super::records::RetryRefused;
use super::runs::must_be_onboarding;
use crate::values::InitialUploadId;
use crate::web::prelude::*;

/// POST /go-live/uploads/{id}/retries
pub async fn create(app: Data<App>, may: May<may::UploadStock>, id: Path<InitialUploadId>, form: Form) -> Result<Redirect> {
    let (upload, key) = (id.into_inner(), form.fields().form_key()?);
    must_be_onboarding(&app, may.location).await?;
    let rows = app.record(&may, key, RetryRefused { upload }).await?;
    let words = if rows == 1 { "1 row is tried again.".to_owned() } else { format!("{rows} rows are tried again.") };
    Ok(see_other(format!("/go-live/uploads/{upload}")).notice(words))
}
