//! `/users/{id}/second_factor_removals`: for whoever lost their authenticator and their recovery codes.

use super::super::second_factors::RemoveSecondFactor;
use crate::values::UserId;
use crate::web::prelude::*;

/// POST /users/{id}/second_factor_removals
pub async fn create(app: Data<App>, may: May<may::EditUsers>, id: Path<UserId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    let user = id.into_inner();
    let name = app.record(&may, key, RemoveSecondFactor { user }).await?;
    Ok(see_other(format!("/users/{user}/edit"))
        .notice(format!("The second factor of {name} was removed, and they are signed out.")))
}
