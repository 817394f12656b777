//! The dry run: every row is kept with what is to be said of it, in parts of at most 200 on the lower queue, so that no sale waits for
//! a file. It can be looked at again as long as nothing of it is reported.

use super::columns::Cells;
use super::judge::{Judged, Verdict, judge};
use super::known::Known;
use super::model::{RowStatus, Status, Upload};
use crate::app::App;
use crate::db::{Conn, Queue, on_each};
use crate::error::Result;
use crate::features::inventory::Unit;
use crate::schema::{initial_upload_rows as rows, initial_uploads as uploads};
use crate::values::{At, Cents, InitialUploadId, LocationId, Quantity};
use diesel::prelude::*;
use std::sync::Arc;

/// Rows in one short write (architecture §9).
const PART: usize = 200;

/// A row as it is kept.
#[derive(Clone, PartialEq, Insertable)]
#[diesel(table_name = rows)]
struct Kept {
    upload_id: InitialUploadId,
    line: i64,
    label_key: String,
    cells: String,
    #[diesel(embed)]
    said: Said,
}

/// What the dry run makes of it.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = rows, treat_none_as_null = true, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
struct Said {
    verdict: Verdict,
    words: String,
    quantity: Option<Quantity>,
    counted: bool,
    value_cents: Option<Cents>,
    status: RowStatus,
}

impl Said {
    fn of(judged: &Judged<'_>) -> Result<Self> {
        let says = judged.says.as_ref();
        let counted = says.is_some_and(|says| Unit::of(says.inventory_type).is_counted());
        let value = says.and_then(|says| value(says.cost?, says.quantity));
        let status = if says.is_some() { RowStatus::Waiting } else { RowStatus::LeftOut };
        let words = serde_json::to_string(&judged.words)?;
        let quantity = says.map(|says| says.quantity);
        Ok(Self { verdict: judged.verdict, words, quantity, counted, value_cents: value, status })
    }
}

/// So much of what costs this a unit, to the next cent below.
fn value(cost: Cents, quantity: Quantity) -> Option<Cents> {
    cost.0.checked_mul(quantity.0).map(|hundredths| Cents(hundredths / 100))
}

/// Keeps the rows of a new upload. Cut off on the way, it stays one that did not arrive whole.
pub async fn stage(app: &App, location: LocationId, upload: InitialUploadId, file: Vec<(i64, Cells)>) -> Result<()> {
    let now = app.clock.now();
    let kept = app.read(move |conn| judged(conn, location, upload, &file, now)).await?;
    for part in kept.chunks(PART) {
        let part: Arc<[Kept]> = part.into();
        app.db.write_on(Queue::Bulk, move |tx: &mut Conn| keep(tx, upload, &part)).await?;
    }
    let whole = move |tx: &mut Conn| -> Result<()> {
        let arriving = uploads::table.find(upload).filter(uploads::status.eq(Status::Arriving));
        diesel::update(arriving).set(uploads::status.eq(Status::Staged)).execute(tx)?;
        Ok(())
    };
    app.db.write_on(Queue::Bulk, whole).await
}

fn judged(conn: &mut Conn, location: LocationId, upload: InitialUploadId, file: &[(i64, Cells)], now: At) -> Result<Vec<Kept>> {
    let known = Known::of(conn, location, Some(upload), None, now)?.with_file(file.iter().map(|(line, row)| (*line, row)));
    let kept = |(line, row): &(i64, Cells)| {
        let said = Said::of(&judge(row, *line, &known))?;
        Ok(Kept { upload_id: upload, line: *line, label_key: row.label_key(), cells: serde_json::to_string(row)?, said })
    };
    file.iter().map(kept).collect()
}

/// Once, however often the form is sent.
fn keep(tx: &mut Conn, upload: InitialUploadId, part: &[Kept]) -> Result<()> {
    let Some(first) = part.first() else { return Ok(()) };
    let there: i64 = rows::table.find((upload, first.line)).count().get_result(tx)?;
    if there > 0 {
        return Ok(());
    }
    on_each!(tx, |c| diesel::insert_into(rows::table).values(part).execute(c))?;
    Ok(())
}

/// Looks at every row again: the catalog, the rooms or the stock may have changed. Only while nothing is reported.
pub async fn judge_again(app: &App, location: LocationId, upload: InitialUploadId) -> Result<()> {
    let now = app.clock.now();
    let changed = app
        .read(move |conn| {
            let (file, before) = as_kept(conn, upload)?;
            let kept = judged(conn, location, upload, &file, now)?;
            let changed = kept.into_iter().zip(before).filter(|(new, old)| new.said != *old);
            Ok(changed.map(|(new, _)| (new.line, new.said)).collect::<Vec<_>>())
        })
        .await?;
    for part in changed.chunks(PART) {
        let part: Arc<[(i64, Said)]> = part.into();
        app.db.write_on(Queue::Bulk, move |tx: &mut Conn| say_again(tx, location, upload, &part)).await?;
    }
    Ok(())
}

/// The rows of a file, and in the same order what was said of each.
type Stored = (Vec<(i64, Cells)>, Vec<Said>);

fn as_kept(conn: &mut Conn, upload: InitialUploadId) -> Result<Stored> {
    let all: Vec<(i64, String, Said)> = rows::table
        .filter(rows::upload_id.eq(upload))
        .order(rows::line)
        .select((rows::line, rows::cells, Said::as_select()))
        .load(conn)?;
    let (mut file, mut said) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
    for (line, cells, before) in all {
        file.push((line, serde_json::from_str(&cells)?));
        said.push(before);
    }
    Ok((file, said))
}

fn say_again(tx: &mut Conn, location: LocationId, upload: InitialUploadId, part: &[(i64, Said)]) -> Result<()> {
    if Upload::find(tx, location, upload)?.status != Status::Staged {
        return Ok(());
    }
    for (line, said) in part {
        diesel::update(rows::table.find((upload, line))).set(said).execute(tx)?;
    }
    Ok(())
}
