//! `/products/{id}/retirements`: a product is not offered any more.

use super::records::RetireProduct;
use crate::values::ProductId;
use crate::web::prelude::*;

/// POST /products/{id}/retirements
pub async fn create(app: Data<App>, may: May<may::EditProducts>, id: Path<ProductId>, form: Form) -> Result<Redirect> {
    let (id, key) = (id.into_inner(), form.fields().form_key()?);
    let name = app.record(&may, key, RetireProduct { product: id }).await?;
    Ok(see_other(format!("/products/{id}")).notice(format!("{name} is retired. Its packages and sales stay as they are.")))
}
