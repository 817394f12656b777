//! `/users/{id}/sign_outs`: somebody is signed out by another.

use super::records::SignOutUser;
use crate::values::UserId;
use crate::web::prelude::*;

/// POST /users/{id}/sign_outs
pub async fn create(app: Data<App>, may: May<may::EditUsers>, id: Path<UserId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let user = id.into_inner();
    let session = fields.done(fields.optional_text("session", 64))?;
    let where_words = if session.is_some() { "on that device" } else { "everywhere" };
    let name = app.record(&may, key, SignOutUser { user, session }).await?;
    Ok(see_other(format!("/users/{user}/sessions")).notice(format!("{name} was signed out {where_words}.")))
}
