//! The pages of the filings: the list, one filing, and waiting for the state.

use super::filter::{Filter, Which};
use super::model::{Filed, Line, Whole};
use super::said::{self, Heard, Said};
use crate::filing::Action;
use crate::values::FilingId;
use crate::web::prelude::*;
use actix_web::Either;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "filings/index.html")]
struct Index {
    shell: Shell,
    filter: Filter,
    filings: Paged<Filed>,
}

impl Index {
    fn statuses(&self) -> &'static [Which] {
        Which::ALL
    }

    fn actions(&self) -> &'static [Action] {
        Action::ALL
    }

    fn is_chosen(&self, value: &str, option: &str) -> bool {
        value == option
    }
}

/// GET /filings
pub async fn index(
    app: Data<App>,
    may: May<may::SeeFilings>,
    shell: Shell,
    filter: Query<Filter>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let (location, filter, cursor) = (may.location, filter.into_inner(), cursor.into_inner());
    let asked = filter.asked()?;
    let filings = app.read(move |conn| Filed::listed(conn, location, &asked, &cursor)).await?;
    page(Index { shell, filter, filings })
}

/// What the waiting page asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Waiting {
    /// "1": on to the result as soon as there is one.
    wait: String,
}

#[derive(Template)]
#[template(path = "filings/show.html", blocks = ["outcome"])]
struct Show {
    shell: Shell,
    whole: Whole,
    /// How often the state is asked, in seconds.
    every: u64,
    said: Option<Said>,
    heard: Option<Heard>,
    contradiction: Option<Heard>,
    /// Open for so long that a person may settle it.
    is_stuck: bool,
    may_settle: bool,
    /// Whoever stands at the till and waits for a sale stays in its frame.
    is_at_the_till: bool,
}

impl Show {
    fn line(&self) -> &Line {
        &self.whole.line
    }

    /// The page's title says where it stands before anything is read.
    fn title(&self) -> String {
        let line = self.line();
        if line.is_waiting() { "The state has not answered yet".to_owned() } else { line.summary.clone() }
    }

    /// Compliance is asked what became of a row that stays open.
    fn asks_what_became(&self) -> bool {
        self.is_stuck && self.may_settle
    }

    /// Somebody stands at the counter and waits.
    fn is_of_a_sale(&self) -> bool {
        self.line().action == Action::Sell
    }

    fn every_words(&self) -> String {
        if self.every <= 1 { "every second".to_owned() } else { format!("every {} seconds", self.every) }
    }
}

/// GET /filings/{id}
pub async fn show(
    app: Data<App>,
    clerk: Clerk,
    ask: Ask,
    shell: Shell,
    id: Path<FilingId>,
    waiting: Query<Waiting>,
) -> Result<Either<Redirect, Html>> {
    let id = id.into_inner();
    let may_settle = clerk.may::<may::SettleFiling>();
    let whole = app.read(move |conn| Whole::find(conn, &clerk, id)).await?;
    if waiting.wait == "1"
        && whole.line.is_accepted()
        && let Some(result) = &whole.row.result_url
    {
        return Ok(Either::Left(see_other(result).notice("The state has answered: accepted.")));
    }
    let show = Show {
        shell,
        said: whole.row.message.as_deref().map(said::message),
        heard: whole.row.answer.as_deref().map(said::answer),
        contradiction: whole.row.contradiction.as_deref().map(said::answer),
        every: app.config.sweep.as_secs(),
        is_stuck: whole.row.is_stuck(app.clock.now()),
        may_settle,
        is_at_the_till: whole.line.action == Action::Sell && (waiting.wait == "1" || whole.line.is_waiting()),
        whole,
    };
    let html = if ask.wants("outcome") { fragment(show.as_outcome()) } else { page(show) };
    html.map(Either::Right)
}
