//! `POST /pre_orders/{id}/cancellations`: nobody wants it any more, and why.

use super::progress::CancelPreOrder;
use crate::values::PreOrderId;
use crate::web::prelude::*;

/// POST /pre_orders/{id}/cancellations
pub async fn create(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("reason", 3..=200))?;
    let order = id.into_inner();
    app.record(&may, key, CancelPreOrder { order, reason }).await?;
    app.streams.nudge();
    Ok(see_other(format!("/pre_orders/{order}")).notice("Cancelled. What was picked for it is free; put it back."))
}
