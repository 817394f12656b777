//! Reading the registry again, for a cart that is still open.

use super::cart::Cart;
use super::carts::RenewReading;
use super::reading::ask;
use crate::app::App;
use crate::error::Result;
use crate::may::{self, Clerk, May};
use crate::values::{CartId, FormKey};

/// Asks the registry about the cart's patient and keeps what it says; a cart that is no longer open is left alone.
pub async fn renew(app: &App, may: &May<may::Sell>, cart: CartId, key: FormKey) -> Result<()> {
    let clerk = Clerk::clone(may);
    let card = app.read(move |conn| Cart::card_to_ask(conn, &clerk, cart)).await?;
    if let Some((card, caregiver)) = card {
        let said = ask(app, may, &card, caregiver.as_deref()).await?;
        app.record(may, key, RenewReading { cart, said }).await?;
    }
    Ok(())
}
