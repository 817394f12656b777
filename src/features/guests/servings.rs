//! `/guests/{id}/servings`: this clerk takes the guest, and a cart opens at their register.

use super::super::register::{OpenCart, ask};
use super::model::Guest;
use crate::values::GuestId;
use crate::web::prelude::*;

/// POST /guests/{id}/servings
pub async fn create(app: Data<App>, may: May<may::Sell>, id: Path<GuestId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (clerk, id) = (Clerk::clone(&may), id.into_inner());
    let (card, caregiver) = app.read(move |conn| to_serve(conn, &clerk, id)).await?;
    // Asked again: the answer may be an hour old (florida-rules 1.10).
    let said = ask(&app, &may, &card, caregiver.as_deref()).await?;
    app.record(&may, key, OpenCart { card, caregiver, guest: Some(id), said }).await?;
    app.streams.nudge();
    Ok(see_other("/register"))
}

/// Whoever comes second hears it before the registry is asked.
fn to_serve(conn: &mut crate::db::Conn, clerk: &Clerk, id: GuestId) -> Result<(String, Option<String>)> {
    let guest = Guest::present(conn, clerk, id)?;
    if guest.held_by.is_some_and(|user| user != clerk.user) {
        return rule(guest.holder_words(conn, clerk)?.unwrap_or_default());
    }
    if let Some(words) = guest.trouble {
        return rule(words);
    }
    if guest.registry_read_id.is_none() {
        return rule("The registry has not answered for this guest yet, so no sale can begin. Ask it again from their card.");
    }
    Ok((guest.card_id, guest.caregiver_card_id))
}
