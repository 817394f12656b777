//! `/products/exports`: the products that the filter shows, as a spreadsheet that can be changed and imported again.

use super::columns::COLUMNS;
use super::search::Search;
use crate::web::prelude::*;
use crate::web::sheets::Download;

/// GET /products/exports
pub async fn index(app: Data<App>, clerk: May<may::SeeProducts>, search: Query<Search>) -> Result<Download> {
    let (search, location) = (search.into_inner(), clerk.location);
    let found = app.read(move |conn| search.all(conn, location)).await?;
    let row = |product| COLUMNS.map(|column| column.exported(&column.value(product))).to_vec();
    Download::new("catalog", &COLUMNS.map(|column| column.heading), &found.iter().map(row).collect::<Vec<_>>())
}
