//! `/evidence/paper`: the same on paper. A table that would be a book is cut, and says so; the ZIP has all of it.

use super::files::FILES;
use super::span::{Days, Span};
use crate::features::locations::Location;
use crate::web::prelude::*;

/// Rows of one table on paper.
const MOST: usize = 400;

/// One file as a table.
struct Sheet {
    title: &'static str,
    headings: &'static [&'static str],
    rows: Vec<Vec<String>>,
    is_cut: bool,
}

#[derive(Template)]
#[template(path = "evidence/paper.html")]
struct Paper {
    shell: Shell,
    location: Location,
    span: Span,
    gathered: String,
    by: String,
    sheets: Vec<Sheet>,
}

/// GET /evidence/paper
pub async fn show(app: Data<App>, may: May<may::SeeEvidence>, days: Query<Days>, shell: Shell) -> Result<Html> {
    let span = Span::of(&days, &may)?;
    span.note(&app, &may, "Paper").await?;
    let mut sheets = Vec::new();
    for file in &FILES {
        let (mut rows, mut after) = (Vec::new(), Some(String::new()));
        while let Some(from) = after.take_if(|_| rows.len() <= MOST) {
            let part = file.part;
            let read = app.read(move |conn| part(conn, &span, &from)).await?;
            rows.extend(read.rows);
            after = read.next;
        }
        let is_cut = rows.len() > MOST;
        rows.truncate(MOST);
        sheets.push(Sheet { title: file.title, headings: file.headings, rows, is_cut });
    }
    let here = span.location;
    let location = app.read(move |conn| Location::find(conn, here)).await?;
    let (gathered, by) = (span.said(app.clock.now()), may.name.clone());
    page(Paper { shell, location, span, gathered, by, sheets })
}
