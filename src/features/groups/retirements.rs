//! `/groups/{id}/retirements`.

use super::records::RetireGroup;
use crate::web::prelude::*;

/// POST /groups/{id}/retirements
pub async fn create(app: Data<App>, may: May<may::AssignPermissions>, id: Path<String>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let name = app.record(&may, key, RetireGroup { group: id.into_inner() }).await?;
    Ok(see_other("/groups").notice(format!("“{name}” is out of use.")))
}
