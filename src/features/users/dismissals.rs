//! `/users/{id}/dismissals`: somebody leaves, and is out at once.

use super::records::DismissUser;
use crate::values::UserId;
use crate::web::prelude::*;

/// POST /users/{id}/dismissals
pub async fn create(app: Data<App>, may: May<may::EditUsers>, id: Path<UserId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let name = app.record(&may, key, DismissUser { user: id.into_inner() }).await?;
    Ok(see_other("/users")
        .notice(format!("{name} was dismissed and signed out everywhere. You can reinstate them from their page.")))
}
