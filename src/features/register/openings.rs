//! `/register/carts`: finding a patient, asking the registry again, cancelling.

use super::astray::Elsewhere;
use super::carts::{CancelCart, OpenCart};
use super::code::Code;
use super::reading::ask;
use super::renewal::renew;
use super::web::{Answer, changed};
use crate::values::CartId;
use crate::web::prelude::*;
use crate::web::problems::percent_encoded;
use actix_web::HttpRequest;

/// POST /register/carts
pub async fn create(app: Data<App>, may: May<may::Sell>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (clerk, text, now) = (Clerk::clone(&may), fields.raw("card_id").to_owned(), app.clock.now());
    match app.read(move |conn| Elsewhere::before_cart(conn, &clerk, &text, now)).await? {
        Some(Elsewhere::Sale(sale)) => return Ok(see_other(format!("/sales/{sale}"))),
        // A licence says who somebody is: no address has any of it.
        Some(Elsewhere::Said(_)) if Code::of(fields.raw("card_id")) == Code::Licence => {
            return Ok(see_other("/register?scanned=%40"));
        }
        Some(Elsewhere::Said(_)) => {
            return Ok(see_other(format!("/register?scanned={}", percent_encoded(fields.raw("card_id")))));
        }
        None => {}
    }
    let (card, caregiver) = fields.done((fields.text("card_id", 1..=32), fields.optional_text("caregiver_card_id", 32)))?;
    let said = ask(&app, &may, &card, caregiver.as_deref()).await?;
    app.record(&may, key, OpenCart { card, caregiver, guest: None, said }).await?;
    app.streams.nudge();
    Ok(see_other("/register"))
}

/// POST /register/carts/{id}/readings
pub async fn update(
    app: Data<App>,
    may: May<may::Sell>,
    id: Path<CartId>,
    request: HttpRequest,
    asked: Ask,
    form: Form,
) -> Result<Answer> {
    let key = form.fields().form_key()?;
    renew(&app, &may, id.into_inner(), key).await?;
    changed(&app, &may, &request, &asked, None).await
}

/// POST /register/carts/{id}/cancellations
pub async fn delete(app: Data<App>, may: May<may::Sell>, id: Path<CartId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.record(&may, key, CancelCart { cart: id.into_inner() }).await?;
    app.streams.nudge();
    Ok(see_other("/register").notice("Cart cancelled; everything it held is free."))
}
