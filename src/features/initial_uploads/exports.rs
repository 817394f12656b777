//! `/go-live/uploads/{id}/rows.csv`: every row as it came, with what was said of it and what became of it.

use super::columns::Column;
use super::model::{Bound, RowLine, Upload};
use crate::values::InitialUploadId;
use crate::web::prelude::*;
use crate::web::sheets::Download;

/// GET /go-live/uploads/{id}/rows.csv
pub async fn show(app: Data<App>, may: May<may::SeeGoLive>, id: Path<InitialUploadId>) -> Result<Download> {
    let (upload, location) = (id.into_inner(), may.location);
    let (upload, lines) = app
        .read(move |conn| {
            let upload = Upload::find(conn, location, upload)?;
            let lines = upload.lines(conn, None, Bound::From(0), i64::MAX)?;
            Ok((upload, lines))
        })
        .await?;
    let mut headings = vec!["Line"];
    headings.extend(Column::ALL.iter().map(Column::label));
    headings.extend(["Verdict", "What is wrong", "Reported", "BioTrack id", "Refusal"]);
    let rows: Vec<Vec<String>> = lines.iter().map(cells).collect();
    Download::new(&format!("upload-{}", upload.number), &headings, &rows)
}

fn cells(line: &RowLine) -> Vec<String> {
    let mut cells = vec![line.line.to_string()];
    cells.extend(line.cells.all().map(str::to_owned));
    cells.push(line.verdict.word().to_owned());
    cells.push(line.words.join(" "));
    cells.push(line.status.label().to_owned());
    cells.push(line.package.map_or_else(String::new, |(_, barcode)| barcode.to_string()));
    cells.push(line.refusal.clone().unwrap_or_default());
    cells
}
