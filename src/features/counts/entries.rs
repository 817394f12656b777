//! One package is counted: its code, scanned or typed, and how much of it is there.

use super::records::CountPackage;
use super::web::readable;
use crate::web::prelude::*;

/// POST /counts/{id}/entries
pub async fn create(app: Data<App>, may: May<may::Count>, id: Path<String>, form: Form) -> Result<Redirect> {
    let count = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (code, counted) = fields.done((fields.text("code", 1..=100), fields.quantity("counted")))?;
    let said = app.record(&may, key, CountPackage { count, code, counted }).await?;
    Ok(see_other(format!("/counts/{count}")).notice(said))
}
