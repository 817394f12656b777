//! `/go-live/uploads`: spreadsheets of what is on the shelf, and the form for one more.

use super::columns::{Cells, Column, read_headings};
use super::model::{RowStatus, Tally, Upload};
use super::records::StageUpload;
use super::runs::Onboarding;
use super::stage::stage;
use crate::app::content_hash;
use crate::features::locations::Location;
use crate::features::rooms::Room;
use crate::values::InitialUploadId;
use crate::web::prelude::*;
use crate::web::{sheets, uploads};

/// 50,000 rows of 400 letters.
const MOST_MEGABYTES: usize = 20;

#[derive(Template)]
#[template(path = "initial_uploads/index.html")]
struct Index {
    shell: Shell,
    uploads: Paged<(Upload, String, Tally)>,
    may_upload: bool,
}

impl Index {
    fn outcome(&self, tally: &Tally) -> String {
        let said = [(RowStatus::Accepted, "accepted"), (RowStatus::Refused, "refused"), (RowStatus::LeftOut, "left out")];
        let counts = said.into_iter().map(|(status, words)| (tally.in_status(status), words)).filter(|(count, _)| *count > 0);
        counts.map(|(count, words)| format!("{count} {words}")).collect::<Vec<_>>().join(", ")
    }
}

/// GET /go-live/uploads
pub async fn index(app: Data<App>, may: May<may::SeeGoLive>, cursor: Query<Cursor>, shell: Shell) -> Result<Html> {
    let (location, cursor) = (may.location, cursor.into_inner());
    let (rows, cursor) = app.read(move |conn| Ok((Upload::listed(conn, location, &cursor)?, cursor))).await?;
    let uploads = Paged::new(rows, &cursor, |(upload, ..)| upload.id.to_string());
    page(Index { shell, uploads, may_upload: may.may::<may::UploadStock>() })
}

#[derive(Template)]
#[template(path = "initial_uploads/new.html")]
struct New {
    shell: Shell,
    onboarding: Onboarding,
    license: String,
    rooms: Vec<Room>,
}

impl New {
    fn is_closed(&self) -> bool {
        self.onboarding == Onboarding::Closed
    }

    fn is_unknown(&self) -> bool {
        self.onboarding == Onboarding::Unknown
    }

    /// Each column, whether it must be there, and what stands in it.
    fn columns(&self) -> Vec<(&'static str, &'static str, String)> {
        let rooms: Vec<&str> = self.rooms.iter().map(|room| room.name.as_str()).collect();
        let one = |column: &Column| {
            let (needed, words) = match column {
                Column::Label => {
                    ("Required", "What stands on the package now. It stays its External package id; each has its own.".to_owned())
                }
                Column::Sku => ("Or Product", "As in the catalog.".to_owned()),
                Column::Product => ("Or SKU", "The product's name in the catalog.".to_owned()),
                Column::Strain => ("Optional", "Empty: the product's.".to_owned()),
                Column::InventoryType => (
                    "Required",
                    "BioTrack's, as a number or by name: 28, or Usable Marijuana. It must be the product's.".to_owned(),
                ),
                Column::Quantity => ("Required", "In pieces or grams, with at most two decimals.".to_owned()),
                Column::Cost => ("Optional", "Of one unit, like 12.50. Empty: the product's.".to_owned()),
                Column::Room => ("Required", format!("By its name here: {}.", rooms.join(", "))),
                Column::Expiry => ("Optional", "Like 11/23/2027 or 2027-11-23. Empty: none.".to_owned()),
                Column::Batch => ("Optional", "The lot or batch.".to_owned()),
            };
            (column.label(), needed, words)
        };
        Column::ALL.iter().map(one).collect()
    }
}

/// GET /go-live/uploads/new
pub async fn new(app: Data<App>, may: May<may::UploadStock>, shell: Shell) -> Result<Html> {
    let location = may.location;
    let (license, rooms) =
        app.read(move |conn| Ok((Location::find(conn, location)?.license, Room::listed(conn, location)?))).await?;
    let onboarding = Onboarding::ask(&app, &license).await;
    page(New { shell, onboarding, license: license.to_string(), rooms })
}

/// POST /go-live/uploads
pub async fn create(app: Data<App>, may: May<may::UploadStock>, upload: uploads::Upload<MOST_MEGABYTES>) -> Result<Redirect> {
    let key = upload.fields().form_key()?;
    if upload.file.is_empty() {
        return rule("Choose a CSV file first.");
    }
    let file = rows(&upload.file)?;
    let count = i64::try_from(file.len()).unwrap_or(i64::MAX);
    let act = StageUpload { rows: count, hash: content_hash("initial upload", &file)? };
    let id: InitialUploadId = app.record(&may, key, act).await?;
    stage(&app, may.location, id, file).await?;
    Ok(see_other(format!("/go-live/uploads/{id}")))
}

fn rows(bytes: &[u8]) -> Result<Vec<(i64, Cells)>> {
    let sheet = sheets::read(bytes)?;
    let columns = read_headings(&sheet.headings)?;
    let row = |(line, cells): (u64, Vec<String>)| (i64::try_from(line).unwrap_or(i64::MAX), Cells::of(&columns, &cells));
    Ok(sheet.rows.into_iter().map(row).collect())
}
