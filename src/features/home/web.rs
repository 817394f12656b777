//! The first page after signing in.

use super::model::Times;
use super::needs::Needs;
use crate::features::receiving::{Freshness, pull_if_old};
use crate::web::prelude::*;
use std::time::Duration;

/// So long the page waits for what the state says is on its way; then it shows what is known, and from when.
const PATIENCE: Duration = Duration::from_millis(1500);

#[derive(Template)]
#[template(path = "home/index.html")]
struct Index {
    shell: Shell,
    needs: Needs,
    day: String,
    /// For those who receive: how old their news of shipments is.
    freshness: Option<Freshness>,
    is_budtender: bool,
}

impl Index {
    /// Shipments may be on their way that we have not heard of.
    fn is_out_of_date(&self) -> bool {
        self.freshness.as_ref().is_some_and(|freshness| freshness.silence.is_some())
    }
}

/// GET /
pub async fn index(app: Data<App>, clerk: Clerk, shell: Shell) -> Result<Html> {
    let freshness = news(&app, &clerk).await?;
    let times = Times::of(&clerk, app.clock.now(), app.clock.state());
    let is_budtender = clerk.role == may::Role::Budtender;
    let needs = app.read(move |conn| Needs::of(conn, &clerk, &times)).await?;
    let day = times.today.format("%A, %B %-d").to_string();
    page(Index { shell, needs, day, freshness, is_budtender })
}

/// Asks what is on its way, if this person may see it; a state that does not answer in time does not keep the page.
async fn news(app: &App, clerk: &Clerk) -> Result<Option<Freshness>> {
    if !clerk.may::<may::SeeReceiving>() {
        return Ok(None);
    }
    let may = May::check(clerk.clone())?;
    let late = Freshness { as_of: None, silence: Some("It took too long to answer.".to_owned()) };
    tokio::time::timeout(PATIENCE, pull_if_old(app, &may)).await.unwrap_or(Ok(late)).map(Some)
}
