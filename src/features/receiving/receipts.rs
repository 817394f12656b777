//! A manifest is received, after its confirmation page.

use super::delivery::Delivery;
use super::filings::Receive;
use super::incoming::read_labs;
use crate::web::prelude::*;

/// POST /receiving/{manifest}/receipts
pub async fn create(app: Data<App>, may: May<may::Receive>, code: Path<String>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let (key, confirmed) = (fields.form_key()?, fields.raw("confirmed").to_owned());
    let (location, code, now) = (may.location, code.into_inner(), app.clock.now());
    let delivery = app.read(move |conn| Delivery::find(conn, location, &code, now)).await?;
    read_labs(&app, &may, &delivery.manifest).await?;
    let number = app.file(&may, key, Receive::new(delivery.manifest.id, confirmed)).await?;
    Ok(see_other(format!("/receiving/{number}"))
        .notice("Received, and reported to BioTrack. A received manifest cannot be reopened."))
}
