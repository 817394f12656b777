//! `/manifests/{id}/submissions`: every rule that a draft breaks, at once; and once there is none, it is filed.

use super::checks::{self, Broken};
use super::filings::FileManifest;
use super::model::Status;
use super::web::readable;
use super::whole::Whole;
use crate::biotrack::{StateEmployee, StateVehicle, Window};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "manifests/submission.html")]
struct New {
    shell: Shell,
    whole: Whole,
    broken: Vec<Broken>,
    /// Why the state's own lists of drivers and vehicles could not be asked.
    silence: Option<String>,
}

impl New {
    fn packages(&self) -> String {
        crate::features::inventory::packages(self.whole.count())
    }
}

/// GET /manifests/{id}/submissions/new
pub async fn new(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id, now) = (may.location, readable(&id)?, app.clock.now());
    let (whole, mut broken) = app
        .read(move |conn| {
            let whole = Whole::find(conn, location, id)?;
            let broken = checks::all(conn, &whole, now)?;
            Ok((whole, broken))
        })
        .await?;
    whole.manifest.must_be(Status::Draft, "filed")?;
    let asked = (app.biotrack.employees(Window::ALL).await, app.biotrack.vehicles(Window::ALL).await);
    let silence = match asked {
        (Ok(employees), Ok(vehicles)) => {
            broken.extend(unknown(&whole, &employees, &vehicles));
            None
        }
        (Err(error), _) | (_, Err(error)) => Some(error.to_string()),
    };
    page(New { shell, whole, broken, silence })
}

/// Who and what the state does not have, though we think that it does.
fn unknown(whole: &Whole, employees: &[StateEmployee], vehicles: &[StateVehicle]) -> Vec<Broken> {
    let mut found = Vec::new();
    for driver in whole.driver.iter().chain(&whole.second).filter(|driver| driver.is_active()) {
        let has = employees.iter().any(|one| one.employee.as_str() == driver.employee_id && !one.deleted);
        if !has {
            let words = format!("BioTrack does not have {} as an employee.", driver.details.name);
            found.push(Broken { words, url: format!("/drivers/{}/edit", driver.id), mend: "Save the driver again" });
        }
    }
    for vehicle in whole.vehicle.iter().filter(|vehicle| vehicle.is_active()) {
        let has = vehicles.iter().any(|one| one.vehicle == vehicle.vehicle_number && !one.deleted);
        if !has {
            let words = format!("BioTrack does not have the vehicle {}.", vehicle.details.nickname);
            found.push(Broken { words, url: format!("/vehicles/{}/edit", vehicle.id), mend: "Save the vehicle again" });
        }
    }
    found
}

/// POST /manifests/{id}/submissions
pub async fn create(app: Data<App>, may: May<may::SendGoods>, id: Path<String>, form: Form) -> Result<Redirect> {
    let manifest = readable(&id)?;
    let key = form.fields().form_key()?;
    app.file(&may, key, FileManifest::new(manifest)).await?;
    Ok(see_other(format!("/manifests/{manifest}"))
        .notice("Filed: BioTrack has the manifest. Print it, and ship it when it leaves."))
}
