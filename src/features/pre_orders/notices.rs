//! `POST /pre_orders/{id}/notices`: who told the patient, and how. We send no messages ourselves.

use super::progress::{How, NoteNotice};
use crate::values::PreOrderId;
use crate::web::prelude::*;

/// POST /pre_orders/{id}/notices
pub async fn create(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let how = fields.done(fields.choice::<How>("how_told"))?;
    let order = id.into_inner();
    app.record(&may, key, NoteNotice { order, how }).await?;
    Ok(see_other(format!("/pre_orders/{order}")).notice("Written down."))
}
