//! `/manifests/{id}/deletions`: a draft is given up; the state never heard of it.

use super::draft::DeleteDraft;
use super::web::readable;
use crate::web::prelude::*;

/// POST /manifests/{id}/deletions
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let manifest = readable(&id)?;
    let key = form.fields().form_key()?;
    let name = app.record(&may, key, DeleteDraft { manifest }).await?;
    Ok(see_other("/manifests").notice(format!("{name} is deleted; what was on it is free. BioTrack never heard of it.")))
}
