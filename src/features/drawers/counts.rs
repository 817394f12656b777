//! `/drawers/{id}/counts`: a count begins.

use super::close::BeginCount;
use crate::values::DrawerSessionId;
use crate::web::prelude::*;

/// POST /drawers/{id}/counts
pub async fn create(app: Data<App>, may: May<may::UseDrawer>, id: Path<DrawerSessionId>, form: Form) -> Result<Redirect> {
    let (drawer, key) = (id.into_inner(), form.fields().form_key()?);
    app.record(&may, key, BeginCount { drawer }).await?;
    Ok(see_other(format!("/drawers/{drawer}/closings/new")))
}
