//! A shipment is here.

use super::filings::ConfirmArrival;
use super::model::Manifest;
use crate::web::prelude::*;

/// POST /receiving/{manifest}/arrivals
pub async fn create(app: Data<App>, may: May<may::Receive>, code: Path<String>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (location, code) = (may.location, code.into_inner());
    let manifest = app.read(move |conn| Manifest::find_by_code(conn, location, &code)).await?;
    let number = app.file(&may, key, ConfirmArrival::new(manifest.id)).await?;
    Ok(see_other(format!("/receiving/{number}")).notice("Arrival confirmed, and reported to BioTrack. It can be received now."))
}
