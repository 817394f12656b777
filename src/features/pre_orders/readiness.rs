//! `POST /pre_orders/{id}/readiness`: the bag waits for its patient.

use super::progress::MakeReady;
use crate::values::PreOrderId;
use crate::web::prelude::*;

/// POST /pre_orders/{id}/readiness
pub async fn create(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let (key, order, short) = (fields.form_key()?, id.into_inner(), fields.ticked("short"));
    app.record(&may, key, MakeReady { order, short }).await?;
    app.streams.nudge();
    Ok(see_other(format!("/pre_orders/{order}")).notice("Ready. The register offers it when the patient's cart is opened."))
}
