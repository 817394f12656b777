//! `/guests/lanes/{id}/restorations`: a lane out of use comes back.

use super::lane_records::RestoreLane;
use crate::values::LaneId;
use crate::web::prelude::*;

/// POST /guests/lanes/{id}/restorations
pub async fn create(app: Data<App>, may: May<may::EditLanes>, id: Path<LaneId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.record(&may, key, RestoreLane { lane: id.into_inner() }).await?;
    app.streams.nudge();
    Ok(see_other("/guests/lanes").notice("The lane is back, behind the others."))
}
