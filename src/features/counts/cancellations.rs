//! A count is given up.

use super::records::CancelCount;
use super::web::readable;
use crate::web::prelude::*;

/// POST /counts/{id}/cancellations
pub async fn create(app: Data<App>, may: May<may::Count>, id: Path<String>, form: Form) -> Result<Redirect> {
    let count = readable(&id)?;
    let key = form.fields().form_key()?;
    app.record(&may, key, CancelCount { count }).await?;
    Ok(see_other(format!("/counts/{count}")).notice("Cancelled. Nothing of it is adjusted from now on."))
}
