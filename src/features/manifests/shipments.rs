//! `/manifests/{id}/shipments`: the goods leave.

use super::model::Status;
use super::shipping::ShipManifest;
use super::web::readable;
use super::whole::Whole;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "manifests/shipment.html")]
struct New {
    shell: Shell,
    whole: Whole,
}

impl New {
    fn packages(&self) -> String {
        crate::features::inventory::packages(self.whole.bound().count())
    }
}

/// GET /manifests/{id}/shipments/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let whole = app.read(move |conn| Whole::find(conn, location, id)).await?;
    whole.manifest.must_be(Status::Filed, "shipped")?;
    page(New { shell, whole })
}

/// POST /manifests/{id}/shipments
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let manifest = readable(&id)?;
    let key = form.fields().form_key()?;
    app.file(&may, key, ShipManifest::new(manifest)).await?;
    Ok(see_other(format!("/manifests/{manifest}")).notice("Shipped: the goods are on their way, and BioTrack knows."))
}
