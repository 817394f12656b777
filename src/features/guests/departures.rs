//! `/guests/{id}/departures`: gone without a sale.

use super::records::Leave;
use crate::values::GuestId;
use crate::web::prelude::*;

/// POST /guests/{id}/departures
pub async fn create(app: Data<App>, may: May<may::CheckIn>, id: Path<GuestId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.record(&may, key, Leave { guest: id.into_inner() }).await?;
    app.streams.nudge();
    Ok(see_other("/guests").notice("The guest has left."))
}
