//! `/register/carts/{id}/parkings`, `/recalls` and `/clearings`: putting a cart aside, taking it up again, emptying it.

use super::carts::ClearCart;
use super::parked::{ParkCart, RecallCart};
use super::renewal::renew;
use super::web::{Answer, changed};
use crate::values::{CartId, FormKey};
use crate::web::prelude::*;
use actix_web::HttpRequest;

/// POST /register/carts/{id}/parkings
pub async fn create(app: Data<App>, may: May<may::Sell>, id: Path<CartId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let why = fields.done(fields.text("why", 2..=80))?;
    app.record(&may, key, ParkCart { cart: id.into_inner(), why }).await?;
    Ok(see_other("/register").notice("Put aside. What it holds stays held; the cart waits below."))
}

/// POST /register/carts/{id}/recalls
pub async fn update(app: Data<App>, may: May<may::Sell>, id: Path<CartId>, form: Form) -> Result<Redirect> {
    let (key, cart) = (form.fields().form_key()?, id.into_inner());
    app.record(&may, key, RecallCart { cart }).await?;
    // A number of its own: what the registry says may have changed since the cart was put aside.
    renew(&app, &may, cart, FormKey::new()).await?;
    Ok(see_other("/register"))
}

/// POST /register/carts/{id}/clearings
pub async fn delete(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let key = form.fields().form_key()?;
    app.record(&may, key, ClearCart { cart: id.into_inner() }).await?;
    changed(&app, &may, &request, &asked, None).await
}
