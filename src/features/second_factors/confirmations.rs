//! `/second_factors/confirmations`: the first code, and the recovery codes, which are shown this once.

use super::checks::try_code;
use super::model::new_codes;
use super::records::ConfirmSecondFactor;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "second_factors/codes.html")]
struct Codes {
    shell: Shell,
    codes: Vec<String>,
}

/// POST /second_factors/confirmations
pub async fn create(app: Data<App>, may: May<may::ChangePassword>, shell: Shell, form: Form) -> Result<Html> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let typed = fields.done(fields.text("code", 6..=40))?;
    try_code(&app, may.user, typed).await?;
    let (codes, hashes) = new_codes();
    app.record(&may, key, ConfirmSecondFactor { hashes }).await?;
    page(Codes { shell, codes })
}
