//! A sample comes back before it was tested; the samples that were sent with it come back too.

use super::model::LabSample;
use super::readings::refresh;
use super::releases::readable;
use super::taken_back::VoidSample;
use crate::features::inventory::Package;
use crate::values::LabSampleId;
use crate::web::prelude::*;

/// POST /inventory/{id}/samples/{sample}/voids
pub async fn create(app: Data<App>, may: May<may::SendSamples>, ids: Path<(String, String)>, form: Form) -> Result<Redirect> {
    let (package, sample) = ids.into_inner();
    let (location, package) = (may.location, readable(&package)?);
    let Ok(sample) = sample.parse::<LabSampleId>() else { return not_found() };
    let found = app.read(move |conn| LabSample::find(conn, location, sample)).await?;
    if found.package_id != package {
        return not_found();
    }
    let key = form.fields().form_key()?;
    app.file(&may, key, VoidSample::new(sample)).await?;
    // What spoke for the package before speaks again.
    let found = app.read(move |conn| Package::find(conn, location, package)).await?;
    refresh(&app, &May::check(Clerk::clone(&may))?, &found).await?;
    Ok(see_other(format!("/inventory/{package}")).notice("Voided, here and in BioTrack. What was sent is back in the package."))
}
