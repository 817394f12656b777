//! `/second_factors/removals`: one's own goes, with a code of it.

use super::checks::try_code;
use super::records::DropSecondFactor;
use crate::web::prelude::*;

/// POST /second_factors/removals
pub async fn create(app: Data<App>, may: May<may::ChangePassword>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let typed = fields.done(fields.text("code", 6..=40))?;
    try_code(&app, may.user, typed).await?;
    app.record(&may, key, DropSecondFactor).await?;
    Ok(see_other("/second_factors").notice("Your second factor was removed. Your password alone lets you in again."))
}
