//! `/inventory/{id}/remediations`: a failed package was treated, and is tested as if for the first time.

use super::remedies::Remediate;
use super::samples::Source;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "labs/remediation.html")]
struct New {
    shell: Shell,
    drawn: Source,
}

/// GET /inventory/{id}/remediations/new
pub async fn new(app: Data<App>, may: May<may::SendSamples>, id: Path<String>, shell: Shell) -> Result<Html> {
    let drawn = Source::find(&app, &may, &id).await?;
    page(New { shell, drawn })
}

/// POST /inventory/{id}/remediations
pub async fn create(app: Data<App>, may: May<may::SendSamples>, id: Path<String>, form: Form) -> Result<Redirect> {
    let package = Source::find(&app, &may, &id).await?.package;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (method, note) = fields.done((fields.text("method", 3..=80), fields.text("note", 3..=200)))?;
    let id = app.file(&may, key, Remediate::new(package.id, method, note)).await?;
    let words = "Remediated, and reported to BioTrack. The package is untested again: send a sample of it.";
    Ok(see_other(format!("/inventory/{id}")).notice(words))
}
