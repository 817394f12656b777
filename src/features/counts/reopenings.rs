//! A submitted count goes back to counting.

use super::records::ReopenCount;
use super::web::readable;
use crate::web::prelude::*;

/// POST /counts/{id}/reopenings
pub async fn create(app: Data<App>, may: May<may::CompleteCounts>, id: Path<String>, form: Form) -> Result<Redirect> {
    let count = readable(&id)?;
    let key = form.fields().form_key()?;
    app.record(&may, key, ReopenCount { count }).await?;
    Ok(see_other(format!("/counts/{count}")).notice("Back to counting. A package that is counted again has its new entry only."))
}
