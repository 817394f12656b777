//! An entry that was a mistake is taken off.

use super::removal::RemoveEntry;
use super::web::readable;
use crate::web::prelude::*;

/// POST /counts/{id}/entries/{line}/removals
pub async fn create(app: Data<App>, may: May<may::Count>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (count, line) = ids.into_inner();
    let count = readable(&count)?;
    let Ok(line) = line.parse() else { return not_found() };
    let key = form.fields().form_key()?;
    app.record(&may, key, RemoveEntry { count, line }).await?;
    Ok(see_other(format!("/counts/{count}")).notice("Taken off. The package is not counted."))
}
