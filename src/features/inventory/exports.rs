//! `/inventory/packages.csv`: the list as a file, with the same filter and the same columns. It is written while it is read, a thousand
//! rows at a time, so that a hundred thousand packages are never in memory at once.

use super::columns::Column;
use super::filter::Filter;
use super::list::{Asked, PackageLine};
use super::rows::Row;
use super::views::shown;
use crate::app::App;
use crate::error::{Error, Result, internal};
use crate::values::clock::local_date;
use crate::web::prelude::*;
use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use chrono_tz::Tz;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Rows read at once.
const PART: i64 = 1000;

type Bytes = actix_web::web::Bytes;

/// The file as far as it is written.
struct Parts(Receiver<Result<Bytes>>);

impl MessageBody for Parts {
    type Error = Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        self.get_mut().0.poll_recv(context)
    }
}

/// GET /inventory/packages.csv
pub async fn show(app: Data<App>, may: May<may::SeeInventory>, asked: Query<Vec<(String, String)>>) -> Result<HttpResponse> {
    let (user, zone) = (may.user, may.zone);
    let today = local_date(app.clock.now(), zone);
    let asked = Asked { location: may.location, filter: Filter::of(&Fields::of(&asked)), today };
    let filter = asked.filter.clone();
    let (_, columns) = app.read(move |conn| shown(conn, user, &filter)).await?;
    let (sender, receiver) = channel(2);
    let app = App::clone(&app);
    app.under_way.spawn_on(write(app.clone(), asked, (columns, zone), sender), &app.runtime);
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Content-Disposition", format!("attachment; filename=\"packages-{today}.csv\"")))
        .body(Parts(receiver)))
}

/// Reads on only as fast as somebody takes it.
async fn write(app: App, asked: Asked, (columns, zone): (Vec<Column>, Tz), to: Sender<Result<Bytes>>) {
    let mut cursor = Cursor::default();
    let head = std::iter::once("Product").chain(columns.iter().map(|column| column.label()));
    let mut part = record(head);
    loop {
        let (asked, from, shown) = (asked.clone(), cursor.clone(), columns.clone());
        let read = move |conn: &mut crate::db::Conn| {
            let lines = PackageLine::listed(conn, &asked, &from, PART)?;
            Row::of(conn, lines, &shown, zone)
        };
        let rows = app.read(read).await;
        let next = rows.and_then(|rows| {
            for line in &rows {
                let cells: Vec<String> =
                    std::iter::once(line.product.clone()).chain(columns.iter().map(|column| column.text(line))).collect();
                let row = record(cells.iter().map(String::as_str))?;
                part.as_mut().map_err(|_| internal("the head of a file could not be written"))?.extend(row);
            }
            Ok(rows.last().map(|line| line.id.to_string()))
        });
        let (ready, older) = match next {
            Ok(older) => (std::mem::replace(&mut part, Ok(Vec::new())), older),
            Err(error) => (Err(error), None),
        };
        let failed = ready.is_err();
        // Nobody takes it any more: the browser went away.
        if to.send(ready.map(Bytes::from)).await.is_err() || failed || older.is_none() {
            return;
        }
        cursor.older = older;
    }
}

/// One line of the file, with commas and quotes as RFC 4180 has them.
fn record<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Vec<u8>> {
    let mut line = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let words = |error: csv::Error| internal(format!("a line of a file could not be written: {error}"));
    line.write_record(cells.map(harmless)).map_err(words)?;
    line.into_inner().map_err(|error| internal(format!("a line of a file could not be written: {error}")))
}

/// A spreadsheet takes what begins like a formula for one; an apostrophe before it makes it text.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text_and_quotes_are_doubled() {
        let line = record(["=1+1", "a \"b\", c", "-2", "plain"].into_iter()).unwrap();
        assert_eq!(String::from_utf8(line).unwrap(), "'=1+1,\"a \"\"b\"\", c\",'-2,plain\r\n");
    }
}
