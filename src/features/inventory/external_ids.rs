//! `/inventory/{id}/external_ids`: the older label that a package still carries is linked to its 16 digits.

use super::detail::readable;
use super::model::Package;
use super::standings::LinkLabel;
use crate::features::products::Product;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/external_id.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
}

/// GET /inventory/{id}/external_ids/new
pub async fn new(app: Data<App>, may: May<may::EditPackages>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (package, product, _) = app.read(move |conn| Package::with_place(conn, location, id)).await?;
    page(New { shell, package, product })
}

/// POST /inventory/{id}/external_ids
pub async fn create(app: Data<App>, may: May<may::EditPackages>, id: Path<String>, form: Form) -> Result<Redirect> {
    let package = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let clear = fields.ticked("clear");
    if clear && !fields.raw("label").is_empty() {
        fields.problem("label", "Either type the label, or tick that it carries none.");
    }
    let label = if clear { Some(None) } else { fields.text("label", 1..=60).map(Some) };
    let (label, reason) = fields.done((label, fields.text("reason", 3..=200)))?;
    let words = label.as_ref().map_or_else(
        || "It carries no older label any more.".to_owned(),
        |label| format!("{label} is its External package id now; scanning either finds it."),
    );
    app.record(&may, key, LinkLabel { package, label, reason }).await?;
    Ok(see_other(format!("/inventory/{package}")).notice(words))
}
