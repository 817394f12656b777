//! `/inventory/supplies.csv`: the list as a file, with the same filter.

use super::filter::Filter;
use super::model::SupplyLine;
use crate::values::{Cents, clock};
use crate::web::prelude::*;
use crate::web::sheets::Download;

const HEADINGS: [&str; 10] =
    ["Product", "SKU", "Goods", "Category", "Room", "On hand", "Held", "Available", "Unit cost", "Value"];

/// GET /inventory/supplies.csv
pub async fn show(app: Data<App>, may: May<may::SeeInventory>, asked: Query<Vec<(String, String)>>) -> Result<Download> {
    let (location, filter) = (may.location, Filter::of(&Fields::of(&asked)));
    let today = clock::local_date(app.clock.now(), may.zone);
    let lines = app.read(move |conn| SupplyLine::listed(conn, location, &filter, &Cursor::default(), i64::MAX)).await?;
    let rows: Vec<Vec<String>> = lines.iter().map(cells).collect();
    Download::new(&format!("supplies-{today}"), &HEADINGS, &rows)
}

fn cells(line: &SupplyLine) -> Vec<String> {
    let money = |amount: Option<Cents>| amount.map(Cents::plain).unwrap_or_default();
    let balance = line.balance();
    vec![
        line.product.clone(),
        line.sku.clone(),
        line.goods.label().to_owned(),
        line.category.clone(),
        line.room.clone(),
        balance.on_hand.to_string(),
        balance.held.to_string(),
        balance.available().to_string(),
        money(line.cost()),
        money(line.value()),
    ]
}
