//! `/guests/lanes/{id}/shifts`: one place earlier or later.

use super::lane_records::{ShiftLane, Way};
use crate::values::LaneId;
use crate::web::prelude::*;

/// POST /guests/lanes/{id}/shifts
pub async fn create(app: Data<App>, may: May<may::EditLanes>, id: Path<LaneId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let way = if fields.raw("way") == "earlier" { Way::Earlier } else { Way::Later };
    app.record(&may, key, ShiftLane { lane: id.into_inner(), way }).await?;
    app.streams.nudge();
    Ok(see_other("/guests/lanes"))
}
