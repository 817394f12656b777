//! `/manifests/{id}/items/{line}/removals`: a package comes off a draft.

use super::draft::RemoveItem;
use super::web::readable;
use crate::web::prelude::*;

/// POST /manifests/{id}/items/{line}/removals
pub async fn create(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (manifest, Ok(line)) = (readable(&ids.0)?, ids.1.parse()) else { return not_found() };
    let key = form.fields().form_key()?;
    let number = app.record(&may, key, RemoveItem { manifest, line }).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice(format!("Package {number} was taken off, and is free.")))
}
