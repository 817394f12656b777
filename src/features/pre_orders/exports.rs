//! `/pre_orders/all.csv`: every pre-order of the shop, without the patients.

use super::listed::{HEADINGS, Row};
use crate::values::clock;
use crate::web::prelude::*;
use crate::web::sheets::Download;

/// GET /pre_orders/all.csv
pub async fn show(app: Data<App>, may: May<may::SeePreOrders>) -> Result<Download> {
    let (location, zone) = (may.location, may.zone);
    let today = clock::local_date(app.clock.now(), zone);
    let rows = app.read(move |conn| Row::all(conn, location)).await?;
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.cells(zone)).collect();
    Download::new(&format!("pre-orders-{today}"), &HEADINGS, &rows)
}
