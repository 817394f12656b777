//! `/products/{id}/retirements`: a product is not offered any more. While there is stock of it, a page says so first.

use super::model::Product;
use super::records::RetireProduct;
use super::stocked::Stocked;
use crate::values::ProductId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "products/retire.html")]
struct New {
    shell: Shell,
    product: Product,
    stocked: Stocked,
}

/// GET /products/{id}/retirements/new
pub async fn new(app: Data<App>, _: May<may::EditProducts>, id: Path<ProductId>, shell: Shell) -> Result<Html> {
    let id = id.into_inner();
    let (product, stocked) = app.read(move |conn| Ok((Product::find(conn, id)?, Stocked::of(conn, id)?))).await?;
    if !product.active {
        return rule(format!("{} is retired already.", product.name));
    }
    page(New { shell, product, stocked })
}

/// POST /products/{id}/retirements
pub async fn create(app: Data<App>, may: May<may::EditProducts>, id: Path<ProductId>, form: Form) -> Result<Redirect> {
    let (id, fields) = (id.into_inner(), form.fields());
    let key = fields.form_key()?;
    let stocked = app.read(move |conn| Stocked::of(conn, id)).await?;
    if stocked.packages > 0 && !fields.ticked("confirmed") {
        return Ok(see_other(format!("/products/{id}/retirements/new")));
    }
    let name = app.record(&may, key, RetireProduct { product: id }).await?;
    Ok(see_other(format!("/products/{id}")).notice(format!("{name} is retired. Its packages and sales stay as they are.")))
}
