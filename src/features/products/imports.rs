//! `/products/imports`: a spreadsheet is read, compared with the catalog, and shown before anything of it is written.

use super::columns::{COLUMNS, Column};
use super::import::{Import, NewImport, Status, Written, stage};
use super::preview::{Judged, Row, Verdict};
use crate::app::{By, Record, content_hash};
use crate::db::Conn;
use crate::values::ProductImportId;
use crate::web::prelude::*;
use crate::web::sheets::{self, Sheet};
use crate::web::uploads::Upload;
use serde::{Deserialize, Serialize};

/// Fifty thousand rows of a catalog with all its columns are about half of it; the file is in memory while it is read.
const MOST_MEGABYTES: usize = 20;
/// Rows of a preview on one page.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "products/import_new.html")]
struct New {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "products/import.html", blocks = ["outcome"])]
struct Show {
    shell: Shell,
    import: Import,
    written: Written,
    /// None: the file did not arrive whole.
    rows: Option<Vec<Judged>>,
    counts: [i64; 4],
    digest: String,
    only: Option<Verdict>,
    from: usize,
    may_edit: bool,
}

/// Which rows of a preview are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    only: String,
    from: usize,
}

/// GET /products/imports/new
pub async fn new(_: May<may::EditProducts>, shell: Shell) -> Result<Html> {
    page(New { shell })
}

/// POST /products/imports
pub async fn create(app: Data<App>, may: May<may::EditProducts>, upload: Upload<MOST_MEGABYTES>) -> Result<Redirect> {
    let key = upload.fields().form_key()?;
    if upload.file.is_empty() {
        return rule("Choose a CSV file first.");
    }
    let (columns, rows) = rows(sheets::read(&upload.file)?)?;
    let act = StageImport::new("A CSV file", columns, &rows)?;
    let import = app.record(&may, key, act).await?;
    stage(&app, import, &rows).await?;
    Ok(see_other(format!("/products/imports/{import}")))
}

/// The columns a file names, and its rows; a heading that is none of ours is told before anything is kept.
fn rows(sheet: Sheet) -> Result<(Vec<Column>, Vec<Row>)> {
    let mut columns: Vec<Column> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    for heading in &sheet.headings {
        match Column::headed(heading) {
            Some(column) if columns.contains(&column) => {
                return rule(format!("The column “{}” is there twice. Keep one of them.", column.heading));
            }
            Some(column) => columns.push(column),
            None => unknown.push(heading),
        }
    }
    if !unknown.is_empty() {
        return rule(format!(
            "These columns are none of the catalog's: {}. Nothing was kept. The headings are: {}.",
            unknown.iter().map(|heading| format!("“{heading}”")).collect::<Vec<_>>().join(", "),
            COLUMNS.map(|column| column.heading).join(", ")
        ));
    }
    if columns.iter().all(|column| column.field != "sku") {
        return rule("There is no column “SKU”. It says which product a row is about; export the catalog to see how it looks.");
    }
    if columns.len() < 2 {
        return rule("There is no column beside “SKU”, so nothing would change.");
    }
    Ok((columns, sheet.rows.into_iter().map(|(line, cells)| Row { line, cells }).collect()))
}

/// A file is kept, to be looked at.
#[derive(Serialize)]
pub struct StageImport {
    name: &'static str,
    fields: Vec<&'static str>,
    rows: i64,
    hash: String,
}

impl StageImport {
    pub(super) fn new(name: &'static str, columns: Vec<Column>, rows: &[Row]) -> Result<Self> {
        let fields = columns.into_iter().map(|column| column.field).collect();
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        Ok(Self { name, fields, rows: count, hash: content_hash(name, &rows)? })
    }
}

impl Record for StageImport {
    const ACT: &'static str = "stage_import";
    type Needs = may::EditProducts;
    type Done = ProductImportId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<ProductImportId> {
        let columns: Vec<Column> = self.fields.iter().filter_map(|field| Column::of_field(field)).collect();
        let id = ProductImportId::new();
        let file = NewImport { id, by: by.clerk.user, name: self.name, columns: &columns, rows: self.rows, at: by.now };
        Import::insert(tx, &file)?;
        Ok(id)
    }
}

/// What a preview shows, in short: a catalog that changed since gives another.
pub(super) fn digest(rows: &[Judged]) -> Result<String> {
    let all: Vec<_> = rows.iter().map(|row| (row.line, row.verdict, &row.differences)).collect();
    content_hash("preview", &all)
}

/// GET /products/imports/{id}
pub async fn show(
    app: Data<App>,
    clerk: May<may::EditProducts>,
    id: Path<ProductImportId>,
    wanted: Query<Wanted>,
    ask: Ask,
    shell: Shell,
) -> Result<Html> {
    let id = id.into_inner();
    let (import, written, rows) = app
        .read(move |conn| {
            let import = Import::find(conn, id)?;
            let written = import.written(conn)?;
            let rows = if import.status == Status::Staged { import.judged(conn)? } else { None };
            Ok((import, written, rows))
        })
        .await?;
    let digest = digest(rows.as_deref().unwrap_or_default())?;
    let mut counts = [0; 4];
    for row in rows.iter().flatten() {
        let place = Verdict::ALL.iter().position(|verdict| *verdict == row.verdict);
        if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    let (only, from, may_edit) = (wanted.only.parse().ok(), wanted.from, clerk.may::<may::EditProducts>());
    let show = Show { shell, import, written, rows, counts, digest, only, from, may_edit };
    if ask.wants("outcome") { fragment(show.as_outcome()) } else { page(show) }
}

impl Show {
    fn is_staged(&self) -> bool {
        self.import.status == Status::Staged
    }

    fn is_being_written(&self) -> bool {
        self.import.status == Status::Applying
    }

    fn count(&self, wanted: Verdict) -> i64 {
        Verdict::ALL.iter().zip(self.counts).find(|(verdict, _)| **verdict == wanted).map_or(0, |(_, count)| count)
    }

    fn wrong(&self) -> i64 {
        self.count(Verdict::Wrong)
    }

    fn wrong_in_words(&self) -> String {
        if self.wrong() == 1 { "1 row is wrong".to_owned() } else { format!("{} rows are wrong", self.wrong()) }
    }

    fn may_be_written(&self) -> bool {
        self.may_edit && self.wrong() == 0 && self.count(Verdict::Added) + self.count(Verdict::Changed) > 0
    }

    /// What the button does.
    fn deed(&self) -> String {
        let of = |count: i64| if count == 1 { "1 product".to_owned() } else { format!("{count} products") };
        match (self.count(Verdict::Changed), self.count(Verdict::Added)) {
            (0, added) => format!("Add {}", of(added)),
            (changed, 0) => format!("Change {}", of(changed)),
            (changed, added) => format!("Change {} and add {added}", of(changed)),
        }
    }

    fn tabs(&self) -> Vec<(&'static str, &'static str, i64)> {
        Verdict::ALL.iter().zip(self.counts).map(|(verdict, count)| (verdict.as_str(), verdict.label(), count)).collect()
    }

    fn is_shown(&self, verdict: &str) -> bool {
        self.only.is_some_and(|only| only.as_str() == verdict)
    }

    fn found(&self) -> impl Iterator<Item = &Judged> {
        self.rows.iter().flatten().filter(|row| self.only.is_none_or(|only| only == row.verdict))
    }

    fn shown(&self) -> Vec<&Judged> {
        self.found().skip(self.from).take(SHOWN).collect()
    }

    fn address(&self, from: usize) -> String {
        let only = self.only.map_or("", |only| only.as_str());
        format!("/products/imports/{}?only={only}&from={from}", self.import.id)
    }

    fn before(&self) -> Option<String> {
        (self.from > 0).then(|| self.address(self.from.saturating_sub(SHOWN)))
    }

    fn after(&self) -> Option<String> {
        let next = self.from.saturating_add(SHOWN);
        (self.found().count() > next).then(|| self.address(next))
    }
}
