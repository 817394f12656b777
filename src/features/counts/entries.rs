//! One package is counted: its code, scanned or typed, and how much of it is there.

use super::entry::Carted;
use super::records::CountPackage;
use super::web::readable;
use crate::web::prelude::*;

/// POST /counts/{id}/entries
pub async fn create(app: Data<App>, may: May<may::Count>, id: Path<String>, form: Form) -> Result<Redirect> {
    let count = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let read = (fields.text("code", 1..=100), fields.quantity("counted"), fields.optional::<Carted>("in_a_cart"));
    let (code, counted, carted) = fields.done(read)?;
    let said = app.record(&may, key, CountPackage { count, code, counted, carted }).await?;
    Ok(see_other(format!("/counts/{count}")).notice(said))
}
