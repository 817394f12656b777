//! `/discounts/exemptions`: products that no discount comes to by itself.

use super::records::ExemptProducts;
use super::typed::list;
use crate::web::prelude::*;

/// POST /discounts/exemptions
pub async fn create(app: Data<App>, may: May<may::EditDiscounts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let skus = list(&fields.raw("exempt").to_uppercase());
    let notice = match skus.len() {
        0 => "Discounts come to every product by themselves.".to_owned(),
        1 => "One product is kept out of discounts that come by themselves.".to_owned(),
        several => format!("{several} products are kept out of discounts that come by themselves."),
    };
    app.record(&may, key, ExemptProducts { skus }).await?;
    Ok(see_other("/discounts").notice(notice))
}
