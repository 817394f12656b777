//! `/go-live/uploads/{id}/judgements`: every row is looked at again, after the catalog or the rooms were mended.

use super::model::{Status, Upload};
use super::stage::judge_again;
use crate::values::InitialUploadId;
use crate::web::prelude::*;

/// POST /go-live/uploads/{id}/judgements
pub async fn create(app: Data<App>, may: May<may::UploadStock>, id: Path<InitialUploadId>, form: Form) -> Result<Redirect> {
    form.fields().form_key()?;
    let (upload, location) = (id.into_inner(), may.location);
    let found = app.read(move |conn| Upload::find(conn, location, upload)).await?;
    if found.status != Status::Staged {
        return rule("Its rows are looked at again only while nothing of it is reported.");
    }
    judge_again(&app, location, upload).await?;
    Ok(see_other(format!("/go-live/uploads/{upload}")).notice("Every row was looked at again."))
}
