//! `/products/edits`: the same change of many products, shown like a spreadsheet before it is written.

use super::columns::{COLUMNS, Column};
use super::import::stage;
use super::imports::StageImport;
use super::model::Product;
use super::preview::Row;
use super::search::Search;
use crate::values::ProductId;
use crate::web::prelude::*;

/// What can be the same for many products.
const FIELDS: [&str; 15] = [
    "category",
    "brand",
    "vendor",
    "strain",
    "tags",
    "inventory_type",
    "order_type",
    "route",
    "size",
    "price",
    "cost",
    "expiration_days",
    "low_threshold",
    "most_per_sale",
    "on_register",
];

#[derive(Template)]
#[template(path = "products/edits.html")]
struct New {
    shell: Shell,
    products: Vec<Product>,
    columns: Vec<Column>,
}

impl New {
    fn yes_or_no(&self) -> [(&'static str, &'static str); 2] {
        [("Yes", "Yes"), ("No", "No")]
    }
}

fn columns() -> Vec<Column> {
    COLUMNS.into_iter().filter(|column| FIELDS.contains(&column.field)).collect()
}

/// GET /products/edits/new: those with a tick, or with `all` every one that the filter shows.
pub async fn new(
    app: Data<App>,
    clerk: May<may::EditProducts>,
    pairs: Query<Vec<(String, String)>>,
    search: Query<Search>,
    shell: Shell,
) -> Result<Html> {
    let chosen: Vec<ProductId> =
        pairs.iter().filter(|(name, _)| name == "product").filter_map(|(_, id)| id.parse().ok()).collect();
    let all = pairs.iter().any(|(name, _)| name == "all");
    let (search, location) = (search.into_inner(), clerk.location);
    let products = app.read(move |conn| if all { search.all(conn, location) } else { Product::chosen(conn, &chosen) }).await?;
    page(New { shell, products, columns: columns() })
}

/// POST /products/edits
pub async fn create(app: Data<App>, may: May<may::EditProducts>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let (key, chosen) = (fields.form_key()?, fields.done(fields.choices::<ProductId>("product"))?);
    let said: Vec<(Column, &str)> =
        columns().into_iter().map(|column| (column, fields.raw(column.field))).filter(|(_, cell)| !cell.is_empty()).collect();
    if said.is_empty() {
        return rule("Nothing was typed, so nothing would change. Type a value, or the word clear to empty a field.");
    }
    let products = app.read(move |conn| Product::chosen(conn, &chosen)).await?;
    if products.is_empty() {
        return rule("No product is chosen. Tick some in the catalog first.");
    }
    let sku = COLUMNS.into_iter().filter(|column| column.field == "sku");
    let columns: Vec<Column> = sku.chain(said.iter().map(|(column, _)| *column)).collect();
    let row = |(line, product): (u64, Product)| {
        let cells = said.iter().map(|(_, cell)| (*cell).to_owned());
        Row { line, cells: std::iter::once(product.sku).chain(cells).collect() }
    };
    let rows: Vec<Row> = (1..).zip(products).map(row).collect();
    let import = app.record(&may, key, StageImport::new("A change of many products", columns, &rows)?).await?;
    stage(&app, import, &rows).await?;
    Ok(see_other(format!("/products/imports/{import}")))
}
