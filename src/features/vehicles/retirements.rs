//! `/vehicles/{id}/retirements`: taking a vehicle out of service cannot be undone, so it has a page of its own.

use super::filings::RetireVehicle;
use super::model::Vehicle;
use crate::values::VehicleId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "vehicles/retire.html")]
struct New {
    shell: Shell,
    vehicle: Vehicle,
}

/// GET /vehicles/{id}/retirements/new
pub async fn new(app: Data<App>, may: May<may::EditFleet>, id: Path<VehicleId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let vehicle = app.read(move |conn| Vehicle::find(conn, location, id)).await?;
    if !vehicle.is_active() {
        return rule(format!("{} is retired already.", vehicle.details.nickname));
    }
    page(New { shell, vehicle })
}

/// POST /vehicles/{id}/retirements
pub async fn create(app: Data<App>, may: May<may::EditFleet>, id: Path<VehicleId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.file(&may, key, RetireVehicle::new(id.into_inner())).await?;
    Ok(see_other("/vehicles").notice("Retired, here and in BioTrack."))
}
