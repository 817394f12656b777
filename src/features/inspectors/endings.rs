//! `/inspectors/{id}/endings`: an inspection is over at once.

use super::records::EndInspection;
use crate::values::UserId;
use crate::web::prelude::*;

/// POST /inspectors/{id}/endings
pub async fn create(app: Data<App>, may: May<may::AdmitInspectors>, id: Path<UserId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let id = id.into_inner();
    let name = app.record(&may, key, EndInspection { inspector: id }).await?;
    Ok(see_other(format!("/inspectors/{id}")).notice(format!("The inspection of {name} has ended, and they are signed out.")))
}
