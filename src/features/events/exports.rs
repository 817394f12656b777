//! `/events.csv`: what the list shows, all of its pages, one row for each field that changed.

use super::filter::{Asked, Filter};
use super::model::Line;
use crate::values::LocationId;
use crate::values::clock::{local, local_date};
use crate::web::prelude::*;
use crate::web::sheets::Download;
use chrono_tz::Tz;

/// Events read at once.
const PART: i64 = 1000;
/// Events of one file.
const MOST: usize = 50_000;

const HEADINGS: [&str; 10] =
    ["Event", "When", "Who", "Approved by", "Category", "What happened", "Object", "Field", "Previous", "New"];

/// GET /events.csv
pub async fn show(app: Data<App>, may: May<may::SeeEvents>, filter: Query<Filter>) -> Result<Download> {
    let (location, zone) = (may.location, may.zone);
    let lines = all(&app, location, filter.asked(zone)?).await?;
    let rows: Vec<Vec<String>> = lines.iter().flat_map(|line| rows(line, zone)).collect();
    Download::new(&format!("events-{}", local_date(app.clock.now(), zone)), &HEADINGS, &rows)
}

async fn all(app: &App, location: LocationId, asked: Asked) -> Result<Vec<Line>> {
    let (mut lines, mut before): (Vec<Line>, i64) = (Vec::new(), i64::MAX);
    loop {
        let asked = asked.clone();
        let part = app.read(move |conn| Line::before(conn, location, &asked, before, PART)).await?;
        let Some(last) = part.last() else { return Ok(lines) };
        before = last.event.position;
        lines.extend(part);
        if lines.len() > MOST {
            return rule(format!("These are more than {MOST} events. Choose fewer days, and take the file in parts."));
        }
    }
}

fn rows(line: &Line, zone: Tz) -> Vec<Vec<String>> {
    let event = &line.event;
    let begin = [
        event.position.to_string(),
        local(event.happened_at, zone).format("%Y-%m-%d %H:%M:%S %Z").to_string(),
        event.user_name.clone(),
        event.approved_by.clone().unwrap_or_default(),
        line.category(),
        line.kind(),
        event.object_name.clone(),
    ];
    let row = |rest: [&str; 3]| begin.iter().cloned().chain(rest.map(str::to_owned)).collect();
    if line.changes.is_empty() {
        return vec![row(["", "", ""])];
    }
    line.changes.iter().map(|change| row([&change.field, &change.from, &change.to])).collect()
}
