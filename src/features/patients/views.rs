//! `/patients/views`: who looked at whose record, for those who watch over it; names of patients are not in it.

use super::seen::{Filter, Place, View};
use crate::values::{UserId, clock};
use crate::web::prelude::*;
use crate::web::sheets::Download;

#[derive(Template)]
#[template(path = "patients/views.html")]
struct Index {
    shell: Shell,
    filter: Filter,
    views: Paged<View>,
    /// Everybody who works here: (id, name).
    people: Vec<(UserId, String)>,
}

impl Index {
    fn places(&self) -> &'static [Place] {
        Place::ALL
    }

    fn is_chosen(&self, value: &str, option: impl std::fmt::Display) -> bool {
        value == option.to_string()
    }
}

/// Rows of one file.
const MOST: i64 = 50_000;

/// GET /patients/views
pub async fn index(
    app: Data<App>,
    may: May<may::SeeViews>,
    shell: Shell,
    filter: Query<Filter>,
    cursor: Query<Cursor>,
) -> Result<Html> {
    let (location, filter, cursor) = (may.location, filter.into_inner(), cursor.into_inner());
    let asked = filter.asked(may.zone)?;
    let read = move |conn: &mut _| Ok((View::page(conn, location, &asked, &cursor)?, super::profile::people(conn, location)?));
    let (views, people) = app.read(read).await?;
    page(Index { shell, filter, views, people })
}

/// GET /patients/views.csv
pub async fn show(app: Data<App>, may: May<may::SeeViews>, filter: Query<Filter>) -> Result<Download> {
    let (location, zone, asked) = (may.location, may.zone, filter.asked(may.zone)?);
    let today = clock::local_date(app.clock.now(), zone);
    let views = app.read(move |conn| View::listed(conn, location, &asked, &Cursor::default(), MOST)).await?;
    let rows: Vec<Vec<String>> = views.iter().map(|view| view.cells(zone)).collect();
    Download::new(&format!("patient-views-{today}"), &["When", "Who", "Where", "Patient", "Card"], &rows)
}
