//! `/receiving/purchases/{id}/cancellations`: a draft is given up.

use super::records::CancelPurchase;
use super::search::URL;
use super::web::readable;
use crate::web::prelude::*;

/// POST /receiving/purchases/{id}/cancellations
pub async fn create(app: Data<App>, may: May<may::Purchase>, id: Path<String>, form: Form) -> Result<Redirect> {
    let purchase = readable(&id)?;
    let key = form.fields().form_key()?;
    let said = app.record(&may, key, CancelPurchase { purchase }).await?;
    Ok(see_other(format!("{URL}/{purchase}")).notice(said))
}
