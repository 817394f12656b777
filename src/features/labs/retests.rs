//! `/inventory/{id}/retests`: two new samples of a package that failed, drawn in one step.

use super::laboratories::{Laboratory, current};
use super::remedies::Retest;
use super::samples::{Source, options, part};
use crate::values::License;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "labs/retest.html")]
struct New {
    shell: Shell,
    drawn: Source,
    labs: Vec<Laboratory>,
}

impl New {
    fn options(&self) -> Vec<(&str, String)> {
        options(&self.labs)
    }
}

/// GET /inventory/{id}/retests/new
pub async fn new(app: Data<App>, may: May<may::SendSamples>, id: Path<String>, shell: Shell) -> Result<Html> {
    let drawn = Source::find(&app, &may, &id).await?;
    let labs = current(&app, &may).await?;
    page(New { shell, drawn, labs })
}

/// POST /inventory/{id}/retests
pub async fn create(app: Data<App>, may: May<may::SendSamples>, id: Path<String>, form: Form) -> Result<Redirect> {
    let package = Source::find(&app, &may, &id).await?.package;
    let fields = form.fields();
    let key = fields.form_key()?;
    let parts = (part(&fields, "first_quantity", &package), part(&fields, "second_quantity", &package));
    let (lab, (first, second)) = fields.done((fields.choice::<License>("lab"), parts))?;
    let id = app.file(&may, key, Retest::new(package.id, lab, [first, second])).await?;
    let words = "Two samples were sent, and reported to BioTrack. The package passes only if both do.";
    Ok(see_other(format!("/inventory/{id}")).notice(words))
}
