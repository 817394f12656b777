//! `/users/{id}/sessions`: where a person is signed in.

use super::model::User;
use crate::values::UserId;
use crate::web::prelude::*;
use crate::web::session::{Live, live_of};

#[derive(Template)]
#[template(path = "users/sessions.html")]
struct Index {
    shell: Shell,
    user: User,
    sessions: Vec<Live>,
    may_edit: bool,
}

/// GET /users/{id}/sessions
pub async fn index(app: Data<App>, may: May<may::SeeUsers>, id: Path<UserId>, shell: Shell) -> Result<Html> {
    let (location, id, now) = (may.location, id.into_inner(), app.clock.machine());
    let (user, sessions) = app.read(move |conn| Ok((User::find(conn, location, id)?, live_of(conn, id, now)?))).await?;
    let may_edit = may.may::<may::EditUsers>();
    page(Index { shell, user, sessions, may_edit })
}
