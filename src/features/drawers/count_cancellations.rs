//! `/drawers/{id}/count_cancellations`: back to selling, uncounted.

use super::close::EndCount;
use crate::values::DrawerSessionId;
use crate::web::prelude::*;

/// POST /drawers/{id}/count_cancellations
pub async fn create(app: Data<App>, may: May<may::UseDrawer>, id: Path<DrawerSessionId>, form: Form) -> Result<Redirect> {
    let (drawer, fields) = (id.into_inner(), form.fields());
    let key = fields.form_key()?;
    let count = fields.done(fields.whole("count", 1..=1_000_000))?;
    app.record(&may, key, EndCount { drawer, count }).await?;
    Ok(see_other(format!("/drawers/{drawer}")).notice("Back to selling. Nothing of the count was written down."))
}
