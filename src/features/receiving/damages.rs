//! `/receiving/{manifest}/damages`: a package came damaged, wholly or in part. It is suggested to reject that, with this reason.

use super::saves::{ForgetDamage, NoteDamage};
use super::scans::find;
use crate::values::Barcode;
use crate::web::prelude::*;

/// POST /receiving/{manifest}/damages
pub async fn create(app: Data<App>, may: May<may::Receive>, code: Path<String>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let manifest = find(&app, may.location, code.into_inner()).await?;
    let url = format!("/receiving/{}/scans", manifest.number);
    if fields.ticked("off") {
        let barcode = fields.done(fields.read::<Barcode>("off"))?;
        let said = app.record(&may, key, ForgetDamage { manifest: manifest.id, barcode }).await?;
        return Ok(see_other(url).notice(said));
    }
    let quantity = if fields.ticked("damaged") { fields.quantity("damaged").map(Some) } else { Some(None) };
    let (code, quantity, note) = fields.done((fields.text("damaged_code", 1..=100), quantity, fields.text("note", 3..=180)))?;
    let said = app.record(&may, key, NoteDamage { manifest: manifest.id, code, quantity, note }).await?;
    Ok(see_other(url).notice(said))
}
