//! `/manifests/{id}/stops/{stop}/voids`: one stop of a filed manifest is called off.

use super::model::{Manifest, Status};
use super::stop::Stop;
use super::voiding::VoidStop;
use super::web::readable_stop;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "manifests/stop_void.html")]
struct New {
    shell: Shell,
    manifest: Manifest,
    stop: Stop,
}

/// GET /manifests/{id}/stops/{stop}/voids/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, shell: Shell) -> Result<Html> {
    let (location, (id, stop)) = (may.location, readable_stop(&ids)?);
    let (manifest, stop) = app.read(move |conn| Ok((Manifest::find(conn, location, id)?, Stop::find(conn, id, stop)?))).await?;
    manifest.must_be(Status::Filed, "changed by voiding a stop")?;
    page(New { shell, manifest, stop })
}

/// POST /manifests/{id}/stops/{stop}/voids
pub async fn create(app: Data<App>, may: May<may::SendGoods>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (manifest, stop) = readable_stop(&ids)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("void_reason", 5..=300))?;
    app.file(&may, key, VoidStop::new(manifest, stop, reason)).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice("The stop is voided, here and in BioTrack. What was for it is free."))
}
