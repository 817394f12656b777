//! `/guests/cards`: what the cards of the guest list call a guest.

use super::lane::ShownAs;
use super::lane_records::ChooseCards;
use crate::web::prelude::*;

/// POST /guests/cards
pub async fn update(app: Data<App>, may: May<may::EditLanes>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let shown_as = fields.done(fields.choice::<ShownAs>("shown_as"))?;
    app.record(&may, key, ChooseCards { shown_as }).await?;
    app.streams.nudge();
    Ok(see_other("/guests/lanes").notice("Every card shows it from now on."))
}
