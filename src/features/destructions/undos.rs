//! A destruction is undone, as long as it is not done.

use super::closings::UndoDestruction;
use super::web::readable;
use crate::web::prelude::*;

/// POST /destructions/{id}/undos
pub async fn create(app: Data<App>, may: May<may::Destroy>, id: Path<String>, form: Form) -> Result<Redirect> {
    let id = readable(&id)?;
    let key = form.fields().form_key()?;
    let destruction = app.file(&may, key, UndoDestruction::new(id)).await?;
    Ok(see_other(format!("/destructions/{destruction}"))
        .notice("Undone, and reported to BioTrack: the package is in stock again."))
}
