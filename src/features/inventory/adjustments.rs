//! `/inventory/{id}/adjustments`: setting a package to what was counted.

use super::adjust::Adjust;
use super::model::Package;
use super::unit::Unit;
use crate::features::products::Product;
use crate::features::reasons::{self, Kind, Reason};
use crate::stock::{self, Balance};
use crate::values::PackageId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/adjustment.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
    balance: Balance,
    reasons: Vec<Reason>,
}

impl New {
    fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    fn options(&self) -> Vec<(i64, &str)> {
        self.reasons.iter().map(|reason| (reason.code, reason.name.as_str())).collect()
    }
}

/// GET /inventory/{id}/adjustments/new
pub async fn new(app: Data<App>, may: May<may::Adjust>, id: Path<PackageId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let reasons = reasons::current(&app, &may, Kind::Adjust).await?;
    let (package, product, balance) = app
        .read(move |conn| {
            let (package, product, _) = Package::with_place(conn, location, id)?;
            Ok((package, product, stock::of_package(conn, id)?))
        })
        .await?;
    page(New { shell, package, product, balance, reasons })
}

/// POST /inventory/{id}/adjustments
pub async fn create(app: Data<App>, may: May<may::Adjust>, id: Path<PackageId>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, id.into_inner());
    let package = app.read(move |conn| Package::find(conn, location, id)).await?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let counted = fields.quantity("counted");
    if Unit::of(package.inventory_type).is_counted() && counted.is_some_and(|counted| counted.whole().is_none()) {
        fields.problem("counted", "This package is counted in whole units.");
    }
    let (counted, reason, note) = fields.done((counted, fields.whole("reason", 0..=i64::MAX), fields.text("note", 3..=200)))?;
    let package = app.file(&may, key, Adjust::new(package.id, counted, reason, note)).await?;
    Ok(see_other(format!("/inventory/{package}")).notice(format!("Adjusted to {counted}, here and in BioTrack.")))
}
