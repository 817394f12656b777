//! `/guests/{id}/readings`: the registry is asked again.

use super::model::Guest;
use super::records::HearAgain;
use super::registry::{Heard, hear};
use crate::values::GuestId;
use crate::web::prelude::*;

/// POST /guests/{id}/readings
pub async fn create(app: Data<App>, may: May<may::CheckIn>, id: Path<GuestId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let (clerk, id) = (Clerk::clone(&may), id.into_inner());
    let card = app.read(move |conn| Ok(Guest::present(conn, &clerk, id)?.card_id)).await?;
    let heard = hear(&app, &may, &card).await;
    if let Heard::Silent(words) = heard {
        return rule(format!("{words} The guest waits on; the registry is asked again by itself."));
    }
    app.record(&may, key, HearAgain { guest: id, heard }).await?;
    app.streams.nudge();
    Ok(see_other(format!("/guests/{id}")).notice("The registry has answered."))
}
