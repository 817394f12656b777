//! `/inventory/{id}/samples`: a part of a package goes to a laboratory.

use super::filings::CreateSample;
use super::laboratories::{Laboratory, current};
use super::releases::readable;
use crate::features::inventory::{Package, Unit};
use crate::features::products::Product;
use crate::stock::{self, Balance};
use crate::values::{License, Quantity};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "labs/sample.html")]
struct New {
    shell: Shell,
    drawn: Source,
    labs: Vec<Laboratory>,
}

/// Where samples are taken from.
pub(super) struct Source {
    pub package: Package,
    pub product: Product,
    pub balance: Balance,
}

impl Source {
    pub async fn find(app: &App, clerk: &Clerk, id: &str) -> Result<Self> {
        let (location, id) = (clerk.location, readable(id)?);
        app.read(move |conn| {
            let (package, product, _) = Package::with_place(conn, location, id)?;
            Ok(Self { package, product, balance: stock::of_package(conn, id)? })
        })
        .await
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }
}

/// For a list to choose from.
pub(super) fn options(labs: &[Laboratory]) -> Vec<(&str, String)> {
    labs.iter().map(|lab| (lab.license.as_str(), lab.words())).collect()
}

/// A quantity that can be taken: more than nothing, whole where the package is counted.
pub(super) fn part(fields: &Fields, name: &str, package: &Package) -> Option<Quantity> {
    let quantity = fields.quantity(name)?;
    if !quantity.is_positive() {
        fields.problem(name, "A sample is more than nothing.");
        return None;
    }
    if Unit::of(package.inventory_type).is_counted() && quantity.whole().is_none() {
        fields.problem(name, "This package is counted in whole units.");
        return None;
    }
    Some(quantity)
}

impl New {
    fn options(&self) -> Vec<(&str, String)> {
        options(&self.labs)
    }
}

/// GET /inventory/{id}/samples/new
pub async fn new(app: Data<App>, may: May<may::SendSamples>, id: Path<String>, shell: Shell) -> Result<Html> {
    let drawn = Source::find(&app, &may, &id).await?;
    let labs = current(&app, &may).await?;
    page(New { shell, drawn, labs })
}

/// POST /inventory/{id}/samples
pub async fn create(app: Data<App>, may: May<may::SendSamples>, id: Path<String>, form: Form) -> Result<Redirect> {
    let package = Source::find(&app, &may, &id).await?.package;
    let fields = form.fields();
    let key = fields.form_key()?;
    let (lab, quantity) = fields.done((fields.choice::<License>("lab"), part(&fields, "quantity", &package)))?;
    let id = app.file(&may, key, CreateSample::new(package.id, lab, quantity)).await?;
    Ok(see_other(format!("/inventory/{id}")).notice("Sent, and reported to BioTrack. The package waits for its result."))
}
