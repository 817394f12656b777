//! `/manifests/{id}/stops/{stop}/removals`: a stop comes off a draft.

use super::draft::RemoveStop;
use super::web::readable_stop;
use crate::web::prelude::*;

/// POST /manifests/{id}/stops/{stop}/removals
pub async fn create(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (manifest, stop) = readable_stop(&ids)?;
    let key = form.fields().form_key()?;
    app.record(&may, key, RemoveStop { manifest, stop }).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice("The stop was taken off; what was on it is free."))
}
