//! `POST /pre_orders/{id}/confirmations`: it is promised from here on.

use super::draft::ConfirmPreOrder;
use crate::values::PreOrderId;
use crate::web::prelude::*;

/// POST /pre_orders/{id}/confirmations
pub async fn create(app: Data<App>, may: May<may::EditPreOrders>, id: Path<PreOrderId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let order = id.into_inner();
    app.record(&may, key, ConfirmPreOrder { order }).await?;
    Ok(see_other(format!("/pre_orders/{order}")).notice("Confirmed. It waits to be picked; until then it holds nothing."))
}
