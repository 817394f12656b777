//! The first page after signing in.

use super::model::Times;
use super::needs::Needs;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "home/index.html")]
struct Index {
    shell: Shell,
    needs: Needs,
    day: String,
}

/// GET /
pub async fn index(app: Data<App>, clerk: Clerk, shell: Shell) -> Result<Html> {
    let times = Times::of(&clerk, app.clock.now(), app.clock.state());
    let needs = app.read(move |conn| Needs::of(conn, &clerk, &times)).await?;
    let day = times.today.format("%A, %B %-d").to_string();
    page(Index { shell, needs, day })
}
