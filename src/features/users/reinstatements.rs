//! `/users/{id}/reinstatements`: somebody who left comes back.

use super::records::ReinstateUser;
use crate::values::UserId;
use crate::web::prelude::*;

/// POST /users/{id}/reinstatements
pub async fn create(app: Data<App>, may: May<may::EditUsers>, id: Path<UserId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let name = app.record(&may, key, ReinstateUser { user: id.into_inner() }).await?;
    Ok(see_other("/users").notice(format!("{name} was reinstated and can sign in again, with the password they had.")))
}
