//! A code that was scanned by mistake is struck off.

use super::removal::RemoveFind;
use super::web::readable;
use crate::web::prelude::*;

/// POST /counts/{id}/finds/{find}/removals
pub async fn create(app: Data<App>, may: May<may::Count>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (count, find) = ids.into_inner();
    let count = readable(&count)?;
    let Ok(find) = find.parse() else { return not_found() };
    let key = form.fields().form_key()?;
    app.record(&may, key, RemoveFind { count, find }).await?;
    Ok(see_other(format!("/counts/{count}")).notice("Struck off the list."))
}
