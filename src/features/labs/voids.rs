//! A sample comes back before it was tested; the samples that were sent with it come back too. The state is told, so it asks why.

use super::model::{LabSample, Purpose};
use super::readings::refresh;
use super::releases::readable;
use super::taken_back::VoidSample;
use crate::db::Conn;
use crate::features::inventory::{Package, Unit};
use crate::features::products::Product;
use crate::values::{LabSampleId, LocationId, PackageId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "labs/void.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
    /// What was sent with one filing.
    samples: Vec<LabSample>,
    sample: LabSampleId,
}

impl New {
    fn title(&self) -> &'static str {
        if self.samples.len() == 1 { "Void the sample" } else { "Void both samples" }
    }

    fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    fn is_retest(&self) -> bool {
        self.samples.iter().any(|sample| sample.purpose == Purpose::Retest)
    }
}

/// The sample of that package.
fn find(conn: &mut Conn, location: LocationId, package: PackageId, sample: LabSampleId) -> Result<LabSample> {
    let found = LabSample::find(conn, location, sample)?;
    if found.package_id == package { Ok(found) } else { not_found() }
}

fn readable_both(ids: &(String, String)) -> Result<(PackageId, LabSampleId)> {
    let Ok(sample) = ids.1.parse::<LabSampleId>() else { return not_found() };
    Ok((readable(&ids.0)?, sample))
}

/// GET /inventory/{id}/samples/{sample}/voids/new
pub async fn new(app: Data<App>, may: May<may::SendSamples>, ids: Path<(String, String)>, shell: Shell) -> Result<Html> {
    let (location, (id, sample)) = (may.location, readable_both(&ids)?);
    let (package, product, samples) = app
        .read(move |conn| {
            let found = find(conn, location, id, sample)?;
            let (package, product, _) = Package::with_place(conn, location, id)?;
            Ok((package, product, LabSample::of_filing(conn, found.filing_id)?))
        })
        .await?;
    page(New { shell, package, product, samples, sample })
}

/// POST /inventory/{id}/samples/{sample}/voids
pub async fn create(app: Data<App>, may: May<may::SendSamples>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (location, (package, sample)) = (may.location, readable_both(&ids)?);
    app.read(move |conn| find(conn, location, package, sample)).await?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let reason = fields.done(fields.text("reason", 5..=300))?;
    app.file(&may, key, VoidSample::new(sample, reason)).await?;
    // What spoke for the package before speaks again.
    let found = app.read(move |conn| Package::find(conn, location, package)).await?;
    refresh(&app, &May::check(Clerk::clone(&may))?, &found).await?;
    Ok(see_other(format!("/inventory/{package}")).notice("Voided, here and in BioTrack. What was sent is back in the package."))
}
