//! `/go-live/uploads/template.csv`: an empty sheet with the headings, and an example of each cell.

use super::columns::Column;
use crate::features::rooms::Room;
use crate::web::prelude::*;
use crate::web::sheets::Download;

/// GET /go-live/uploads/template.csv
pub async fn show(app: Data<App>, may: May<may::UploadStock>) -> Result<Download> {
    let location = may.location;
    let rooms = app.read(move |conn| Room::listed(conn, location)).await?;
    let room = rooms.first().map_or("", |room| room.name.as_str());
    let headings: Vec<&str> = Column::ALL.iter().map(Column::label).collect();
    let example = ["OLD-0001", "EXAMPLE-SKU", "", "Blue Dream", "28", "24", "12.50", room, "11/23/2027", "LOT-7"];
    Download::new("shelf", &headings, &[example.map(str::to_owned).to_vec()])
}
