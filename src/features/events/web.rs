//! `/events`.

use super::filter::Filter;
use super::model::{self, Line};
use crate::event::{Category, Check, Kind};
use crate::values::UserId;
use crate::web::prelude::*;
use crate::web::query::Chip;

#[derive(Template)]
#[template(path = "events/index.html")]
struct Index {
    shell: Shell,
    filter: Filter,
    events: Paged<Line>,
    people: Vec<(UserId, String)>,
    check: Option<Check>,
    may_check: bool,
}

impl Index {
    fn categories(&self) -> &'static [Category] {
        Category::ALL
    }

    fn kinds(&self) -> &'static [Kind] {
        Kind::ALL
    }

    fn is_chosen(&self, value: &str, option: &str) -> bool {
        value == option
    }

    fn chips(&self) -> Vec<Chip> {
        let named = |id: &str| self.people.iter().find(|(user, _)| user.as_str() == id).map(|(_, name)| name.clone());
        self.filter.chips(|id| named(id).unwrap_or_else(|| "somebody".to_owned()))
    }

    fn export(&self) -> String {
        let query = self.filter.query();
        if query.is_empty() { "/events.csv".to_owned() } else { format!("/events.csv?{query}") }
    }
}

/// GET /events
pub async fn index(
    app: Data<App>,
    may: May<may::SeeEvents>,
    shell: Shell,
    filter: Query<Filter>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let (location, filter, cursor) = (may.location, filter.into_inner(), cursor.into_inner());
    let asked = filter.asked(may.zone)?;
    let (events, people, check) = app
        .read(move |conn| {
            Ok((Line::listed(conn, location, &asked, &cursor)?, model::people(conn, location)?, Check::last(conn)?))
        })
        .await?;
    let may_check = may.may::<may::CheckEvents>();
    page(Index { shell, filter, events, people, check, may_check })
}
