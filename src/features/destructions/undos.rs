//! A destruction is undone, as long as it is not done: its hours begin anew with the next one, so it asks why.

use super::closings::UndoDestruction;
use super::line::DestructionLine;
use super::web::readable;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "destructions/undo.html")]
struct New {
    shell: Shell,
    filed: DestructionLine,
}

/// GET /destructions/{id}/undos/new
pub async fn new(app: Data<App>, may: May<may::Destroy>, shell: Shell, id: Path<String>) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let filed = app.read(move |conn| DestructionLine::find(conn, location, id)).await?;
    page(New { shell, filed })
}

/// POST /destructions/{id}/undos
pub async fn create(app: Data<App>, may: May<may::Destroy>, id: Path<String>, form: Form) -> Result<Redirect> {
    let id = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("reason", 5..=300))?;
    let destruction = app.file(&may, key, UndoDestruction::new(id, reason)).await?;
    Ok(see_other(format!("/destructions/{destruction}"))
        .notice("Undone, and reported to BioTrack: the package is in stock again."))
}
