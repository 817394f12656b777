//! `/guests/{id}/moves`: into another lane.

use super::records::MoveGuest;
use crate::values::{GuestId, LaneId};
use crate::web::prelude::*;

/// POST /guests/{id}/moves
pub async fn create(app: Data<App>, may: May<may::CheckIn>, id: Path<GuestId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let lane = fields.done(fields.choice::<LaneId>("lane"))?;
    app.record(&may, key, MoveGuest { guest: id.into_inner(), lane }).await?;
    app.streams.nudge();
    Ok(see_other("/guests"))
}
