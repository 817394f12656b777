//! `/manifests/{id}/voids`: a manifest is called off, with a reason; what has left is called back first.

use super::model::Status;
use super::voiding::{RecallShipment, VoidManifest};
use super::web::readable;
use super::whole::Whole;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "manifests/void.html")]
struct New {
    shell: Shell,
    whole: Whole,
}

impl New {
    fn has_left(&self) -> bool {
        self.whole.manifest.is(Status::Shipped)
    }

    fn packages(&self) -> String {
        crate::features::inventory::packages(self.whole.bound().count())
    }
}

/// GET /manifests/{id}/voids/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let whole = app.read(move |conn| Whole::find(conn, location, id)).await?;
    if !whole.manifest.is(Status::Shipped) {
        whole.manifest.must_be(Status::Filed, "voided")?;
    }
    page(New { shell, whole })
}

/// POST /manifests/{id}/voids
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, readable(&id)?);
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("void_reason", 5..=300))?;
    let has_left = app.read(move |conn| Ok(super::Manifest::find(conn, location, id)?.is(Status::Shipped))).await?;
    let notice = if has_left {
        app.file(&may, key, RecallShipment::new(id, reason)).await?;
        "The shipment is called back: the goods are in stock again. The manifest itself is voided next."
    } else {
        app.file(&may, key, VoidManifest::new(id, reason)).await?;
        "Voided, here and in BioTrack. What was on it is free."
    };
    Ok(see_other(format!("/manifests/{id}")).notice(notice))
}
