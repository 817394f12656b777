//! A manifest is received, after its confirmation page.

use super::delivery::Delivery;
use super::filings::Receive;
use super::incoming::read_labs;
use super::lines::Typed;
use crate::web::prelude::*;

/// POST /receiving/{manifest}/receipts
pub async fn create(app: Data<App>, may: May<may::Receive>, code: Path<String>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (location, code) = (may.location, code.into_inner());
    let delivery = app.read(move |conn| Delivery::find(conn, location, &code)).await?;
    let (choices, unreadable) = Typed::of(&fields).choices(&delivery.lines);
    if !unreadable.is_empty() {
        // A form that could not be sent at all is told that first.
        delivery.manifest.must_be_receivable(may.zone)?;
        unreadable.check()?;
    }
    read_labs(&app, &may, &delivery.manifest).await?;
    let number = app.file(&may, key, Receive::new(delivery.manifest.id, choices)).await?;
    Ok(see_other(format!("/receiving/{number}")).notice("Received, and reported to BioTrack."))
}
