//! `/products/{id}/restorations`: a retired product is offered again.

use super::records::RestoreProduct;
use crate::values::ProductId;
use crate::web::prelude::*;

/// POST /products/{id}/restorations
pub async fn create(app: Data<App>, may: May<may::EditProducts>, id: Path<ProductId>, form: Form) -> Result<Redirect> {
    let (id, key) = (id.into_inner(), form.fields().form_key()?);
    let name = app.record(&may, key, RestoreProduct { product: id }).await?;
    Ok(see_other(format!("/products/{id}")).notice(format!("{name} is in the catalog again.")))
}
