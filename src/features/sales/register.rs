//! `POST /register/carts/{id}/sales`: the registry is read once more, then the state is told; of merchandise alone neither.

use super::super::register::{Cart, renew};
use super::filings::Sell;
use super::untold::SellUntold;
use crate::values::{CartId, Cents, FormKey};
use crate::web::prelude::*;

/// POST /register/carts/{id}/sales
pub async fn create(app: Data<App>, may: May<may::Sell>, id: Path<CartId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (cart, id_checked) = (id.into_inner(), fields.ticked("id_checked"));
    let tendered = fields.done(tendered(&fields))?;
    let sale = if app.read(move |conn| Cart::is_told(conn, cart)).await? {
        // A number of its own: this reading is no second press of the last one.
        renew(&app, &may, cart, FormKey::new()).await?;
        app.file(&may, key, Sell::new(cart, tendered, id_checked)).await?
    } else {
        app.record(&may, key, SellUntold { cart, tendered }).await?
    };
    Ok(see_other(format!("/sales/{sale}?sold=1")))
}

/// One of the keys for notes and for the exact amount, else what was typed.
fn tendered(fields: &Fields<'_>) -> Option<Cents> {
    if fields.raw("note").is_empty() { fields.money("tendered") } else { fields.money("note") }
}
