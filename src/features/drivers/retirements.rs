//! `/drivers/{id}/retirements`: taking a driver out of service cannot be undone, so it has a page of its own.

use super::filings::RetireDriver;
use super::model::Driver;
use crate::values::DriverId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "drivers/retire.html")]
struct New {
    shell: Shell,
    driver: Driver,
}

/// GET /drivers/{id}/retirements/new
pub async fn new(app: Data<App>, may: May<may::EditFleet>, id: Path<DriverId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let driver = app.read(move |conn| Driver::find(conn, location, id)).await?;
    if !driver.is_active() {
        return rule(format!("{} is retired already.", driver.details.name));
    }
    page(New { shell, driver })
}

/// POST /drivers/{id}/retirements
pub async fn create(app: Data<App>, may: May<may::EditFleet>, id: Path<DriverId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.file(&may, key, RetireDriver::new(id.into_inner())).await?;
    Ok(see_other("/drivers").notice("Retired, here and in BioTrack."))
}
