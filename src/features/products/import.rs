//! The tables of spreadsheets on their way into the catalog. A file is kept as it came; what it would do is judged whenever it is looked
//! at. It is written in parts of 20 rows on the lower queue, so that a sale waits for one of them at most, and every row has been judged
//! before the first is written. A writing that a crash cut off goes on at the next start, part by part, never a part twice.

use super::columns::Column;
use super::model::Product;
use super::preview::{Judged, Known, Row, Verdict, judge};
use super::records::save_watched;
use super::term::Kind;
use crate::app::App;
use crate::db::{Conn, Queue};
use crate::error::{Error, Result};
use crate::event::Who;
use crate::schema::{catalog_terms, product_import_parts as parts, product_imports as imports, products};
use crate::values::{At, ProductImportId, UserId, text_enum};
use diesel::prelude::*;
use std::time::{Duration, Instant};

/// Rows in one short write (architecture §9 allows 200). Each row is some fifteen statements, and a sale that comes in between waits for
/// one part at every write of its own.
const PART: usize = 20;
/// After a part, the writer is left to others for as long as the part took, and no longer than this.
const PAUSE: Duration = Duration::from_millis(20);

text_enum! {
    Status {
        Staged = "staged", "Not written yet";
        Applying = "applying", "Being written";
        Done = "done", "Written";
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = imports, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Import {
    pub id: ProductImportId,
    pub name: String,
    headings: String,
    pub rows: i64,
    parts: i64,
    pub status: Status,
    pub staged_at: At,
    pub closed_at: Option<At>,
}

/// What was written of it so far.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub parts: i64,
    pub added: i64,
    pub changed: i64,
    /// Line and reason of rows that became wrong after the preview.
    pub left_out: Vec<(u64, String)>,
}

impl Import {
    /// Keeps the heading of a file; the rows follow with [`stage`].
    pub fn insert(tx: &mut Conn, file: &NewImport<'_>) -> Result<()> {
        let fields: Vec<&str> = file.columns.iter().map(|column| column.field).collect();
        diesel::insert_into(imports::table)
            .values((
                imports::id.eq(file.id),
                imports::user_id.eq(file.by),
                imports::name.eq(file.name),
                imports::headings.eq(serde_json::to_string(&fields)?),
                imports::rows.eq(file.rows),
                imports::parts.eq(file.rows.max(0).unsigned_abs().div_ceil(PART as u64).cast_signed()),
                imports::status.eq(Status::Staged),
                imports::staged_at.eq(file.at),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn find(conn: &mut Conn, id: ProductImportId) -> Result<Self> {
        Ok(imports::table.find(id).select(Self::as_select()).first(conn)?)
    }

    pub fn columns(&self) -> Result<Vec<Column>> {
        let fields: Vec<String> = serde_json::from_str(&self.headings)?;
        Ok(fields.iter().filter_map(|field| Column::of_field(field)).collect())
    }

    /// Every row and what it would do now; none when the file did not arrive whole.
    pub fn judged(&self, conn: &mut Conn) -> Result<Option<Vec<Judged>>> {
        let contents: Vec<String> =
            parts::table.filter(parts::import_id.eq(self.id)).order(parts::number).select(parts::content).load(conn)?;
        if i64::try_from(contents.len()) != Ok(self.parts) {
            return Ok(None);
        }
        let mut rows: Vec<Row> = Vec::new();
        for content in contents {
            rows.extend(serde_json::from_str::<Vec<Row>>(&content)?);
        }
        let catalog = products::table.select(Product::as_select()).load(conn)?;
        let known = known(conn, catalog)?;
        Ok(Some(judge(&self.columns()?, &rows, known)))
    }

    /// True for the one who begins the writing.
    pub fn begin(tx: &mut Conn, id: ProductImportId, by: UserId) -> Result<bool> {
        let staged = imports::table.find(id).filter(imports::status.eq(Status::Staged));
        let begun = (imports::status.eq(Status::Applying), imports::applied_by.eq(by));
        Ok(diesel::update(staged).set(begun).execute(tx)? == 1)
    }

    pub fn written(&self, conn: &mut Conn) -> Result<Written> {
        let rows: Vec<(i64, i64, String)> = parts::table
            .filter(parts::import_id.eq(self.id))
            .filter(parts::applied.eq(true))
            .order(parts::number)
            .select((parts::added, parts::changed, parts::left_out))
            .load(conn)?;
        let mut written = Written::default();
        for (added, changed, left_out) in rows {
            written.parts += 1;
            written.added += added;
            written.changed += changed;
            written.left_out.extend(serde_json::from_str::<Vec<(u64, String)>>(&left_out)?);
        }
        Ok(written)
    }

    /// Rows written, for a bar.
    pub fn rows_written(&self, written: &Written) -> i64 {
        (written.parts * PART as i64).min(self.rows)
    }
}

/// A file about to be kept.
pub struct NewImport<'f> {
    pub id: ProductImportId,
    pub by: UserId,
    pub name: &'f str,
    pub columns: &'f [Column],
    pub rows: i64,
    pub at: At,
}

/// Keeps the rows, a part at a time.
pub async fn stage(app: &App, import: ProductImportId, rows: &[Row]) -> Result<()> {
    for (number, part) in (0_i64..).zip(rows.chunks(PART)) {
        let content = serde_json::to_string(part)?;
        let keep = move |tx: &mut Conn| keep(tx, import, number, &content);
        app.db.write_on(Queue::Bulk, keep).await?;
    }
    Ok(())
}

/// Once, however often the form is sent.
fn keep(tx: &mut Conn, import: ProductImportId, number: i64, content: &str) -> Result<()> {
    let there: i64 = parts::table.find((import, number)).count().get_result(tx)?;
    if there == 0 {
        let row = (parts::import_id.eq(import), parts::number.eq(number), parts::content.eq(content));
        let nothing = (parts::applied.eq(false), parts::added.eq(0), parts::changed.eq(0), parts::left_out.eq("[]"));
        diesel::insert_into(parts::table).values((row, nothing)).execute(tx)?;
    }
    Ok(())
}

fn known(conn: &mut Conn, catalog: Vec<Product>) -> Result<Known> {
    let terms: Vec<(Kind, String, String, bool)> = catalog_terms::table
        .select((catalog_terms::kind, catalog_terms::name_lower, catalog_terms::name, catalog_terms::active))
        .load(conn)?;
    let upcs = catalog.iter().filter(|product| !product.upc.is_empty());
    Ok(Known {
        upcs: upcs.map(|product| (product.upc.clone(), product.sku.clone())).collect(),
        terms: terms.into_iter().map(|(kind, lower, name, active)| ((kind, lower), (name, active))).collect(),
        products: catalog.into_iter().map(|product| (product.sku.clone(), product)).collect(),
    })
}

/// Seconds. A database that is away for longer than all of these together is away: the next start goes on.
const PAUSES: [u64; 8] = [1, 2, 4, 8, 16, 32, 60, 60];

/// [`write_parts`], also over a database that is busy or away for a while.
pub async fn write_on(app: App, id: ProductImportId) -> Result<()> {
    for pause in PAUSES {
        match write_parts(app.clone(), id).await {
            // A server that stops does not wait for this: the next start goes on.
            Err(error @ (Error::Busy(_) | Error::Internal(_))) if !app.under_way.is_closed() => {
                tracing::warn!(import = %id, %error, "a spreadsheet could not be written on; it is tried again");
                for _ in (0..pause).take_while(|_| !app.under_way.is_closed()) {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
            done => return done,
        }
    }
    let last = write_parts(app, id).await;
    if let Err(error) = &last {
        tracing::error!(import = %id, %error, "a spreadsheet stands half written until the next start");
    }
    last
}

/// Writes every part that is not written yet. Other work at the counter goes between any two.
async fn write_parts(app: App, id: ProductImportId) -> Result<()> {
    let import = app.read(move |conn| Import::find(conn, id)).await?;
    let columns = import.columns()?;
    for number in 0..import.parts {
        let (columns, now) = (columns.clone(), app.clock.now());
        let begun = Instant::now();
        app.db.write_on(Queue::Bulk, move |tx| write_part(tx, id, number, &columns, now)).await?;
        tokio::time::sleep(begun.elapsed().min(PAUSE)).await;
    }
    let now = app.clock.now();
    let close = move |tx: &mut Conn| -> Result<()> {
        let row = imports::table.find(id).filter(imports::status.eq(Status::Applying));
        diesel::update(row).set((imports::status.eq(Status::Done), imports::closed_at.eq(now))).execute(tx)?;
        Ok(())
    };
    app.db.write_on(Queue::Bulk, close).await
}

fn write_part(tx: &mut Conn, import: ProductImportId, number: i64, columns: &[Column], now: At) -> Result<()> {
    let mine = parts::table.find((import, number)).filter(parts::applied.eq(false));
    if diesel::update(mine).set(parts::applied.eq(true)).execute(tx)? == 0 {
        return Ok(());
    }
    let content: String = parts::table.find((import, number)).select(parts::content).first(tx)?;
    let rows: Vec<Row> = serde_json::from_str(&content)?;
    let place = columns.iter().position(|column| column.field == "sku").unwrap_or_default();
    let skus: Vec<String> = rows.iter().filter_map(|row| Some(row.cells.get(place)?.to_uppercase())).collect();
    let catalog = products::table.filter(products::sku.eq_any(skus)).select(Product::as_select()).load(tx)?;
    let known = known(tx, catalog)?;
    let by: (Option<UserId>, UserId) = imports::table.find(import).select((imports::applied_by, imports::user_id)).first(tx)?;
    let who = Who::of_user(tx, by.0.unwrap_or(by.1), now)?;
    let (mut added, mut changed, mut left_out) = (0_i64, 0_i64, Vec::new());
    for judged in judge(columns, &rows, known) {
        let (line, verdict) = (judged.line, judged.verdict);
        let Some((before, says)) = judged.says.filter(|_| verdict != Verdict::Same) else {
            if verdict == Verdict::Wrong {
                left_out.push((line, judged.problems.join(" ")));
            }
            continue;
        };
        match save_watched(tx, &who, before.as_ref(), &says) {
            Ok(_) if before.is_some() => changed += 1,
            Ok(_) => added += 1,
            Err(Error::Invalid(problems)) => {
                left_out.push((line, problems.iter().map(|(_, words)| words).collect::<Vec<_>>().join(" ")));
            }
            Err(error) => return Err(error),
        }
    }
    let done = (parts::added.eq(added), parts::changed.eq(changed), parts::left_out.eq(serde_json::to_string(&left_out)?));
    diesel::update(parts::table.find((import, number))).set(done).execute(tx)?;
    Ok(())
}

/// At the start: what a crash cut off goes on.
pub async fn resume(app: App) {
    let cut_off = app.read(|conn| {
        let open = imports::table.filter(imports::status.eq(Status::Applying)).select(imports::id);
        Ok(open.load::<ProductImportId>(conn)?)
    });
    match cut_off.await {
        Ok(imports) => {
            for import in imports {
                if let Err(error) = write_on(app.clone(), import).await {
                    tracing::error!(%import, %error, "a spreadsheet could not be written on");
                }
            }
        }
        Err(error) => tracing::error!(%error, "spreadsheets that were cut off could not be read"),
    }
}
