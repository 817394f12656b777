//! `/facilities/{id}/retirements`: nothing is sent there any more.

use super::records::SetFacilityActive;
use crate::values::FacilityId;
use crate::web::prelude::*;

/// POST /facilities/{id}/retirements
pub async fn create(app: Data<App>, may: May<may::EditFacilities>, id: Path<FacilityId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let name = app.record(&may, key, SetFacilityActive { facility: id.into_inner(), active: false }).await?;
    Ok(see_other("/facilities").notice(format!("{name} is retired: nothing new is sent there.")))
}
