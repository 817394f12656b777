//! `/vehicles`: who sees the list, and the form that tells BioTrack.

use super::filings::{AddVehicle, ChangeVehicle};
use super::model::{Details, Vehicle};
use crate::features::locations::FleetSwitch;
use crate::values::{VehicleId, clock};
use crate::web::prelude::*;
use chrono::Datelike;

#[derive(Template)]
#[template(path = "vehicles/index.html")]
struct Index {
    shell: Shell,
    vehicles: Vec<Vehicle>,
    fleet: FleetSwitch,
    may_edit: bool,
}

/// The form, for a new vehicle or for one that exists.
#[derive(Template)]
#[template(path = "vehicles/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    vehicle: Option<VehicleId>,
    /// BioTrack's number of it.
    number: i64,
    /// What the fields show first.
    nickname: String,
    make: String,
    model: String,
    year: String,
    color: String,
    plate: String,
    vin: String,
    fleet: FleetSwitch,
}

/// GET /vehicles
pub async fn index(app: Data<App>, clerk: May<may::SeeFleet>, shell: Shell) -> Result<Html> {
    let (location, may_edit, may_set) = (clerk.location, clerk.may::<may::EditFleet>(), clerk.may::<may::EditSettings>());
    let (vehicles, fleet) =
        app.read(move |conn| Ok((Vehicle::listed(conn, location)?, FleetSwitch::find(conn, location, may_set)?))).await?;
    page(Index { shell, vehicles, fleet, may_edit })
}

/// GET /vehicles/new
pub async fn new(app: Data<App>, may: May<may::EditFleet>, shell: Shell) -> Result<Html> {
    let (location, may_set) = (may.location, may.may::<may::EditSettings>());
    let fleet = app.read(move |conn| FleetSwitch::find(conn, location, may_set)).await?;
    page(FormPage::empty(shell, fleet))
}

/// POST /vehicles
pub async fn create(app: Data<App>, may: May<may::EditFleet>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let details = details(&fields, this_year(&app, &may))?;
    let notice = format!("{} was added, here and in BioTrack.", details.nickname);
    app.file(&may, key, AddVehicle::new(details)).await?;
    Ok(see_other("/vehicles").notice(notice))
}

/// GET /vehicles/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditFleet>, id: Path<VehicleId>, shell: Shell) -> Result<Html> {
    let (location, id, may_set) = (may.location, id.into_inner(), may.may::<may::EditSettings>());
    let (vehicle, fleet) =
        app.read(move |conn| Ok((Vehicle::find(conn, location, id)?, FleetSwitch::find(conn, location, may_set)?))).await?;
    if !vehicle.is_active() {
        return rule(format!("{} is retired and stays as it is.", vehicle.details.nickname));
    }
    page(FormPage::of(vehicle, FormPage::empty(shell, fleet)))
}

/// POST /vehicles/{id}
pub async fn update(app: Data<App>, may: May<may::EditFleet>, id: Path<VehicleId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let details = details(&fields, this_year(&app, &may))?;
    let notice = format!("{} was changed, here and in BioTrack.", details.nickname);
    app.file(&may, key, ChangeVehicle::new(id.into_inner(), details)).await?;
    Ok(see_other("/vehicles").notice(notice))
}

fn this_year(app: &App, clerk: &Clerk) -> i64 {
    i64::from(clock::local_date(app.clock.now(), clerk.zone).year())
}

fn details(fields: &Fields, this_year: i64) -> Result<Details> {
    let plate = fields.text("plate", 1..=14).map(|plate| bare(&plate));
    let vin = fields.text("vin", 1..=40).map(|vin| bare(&vin));
    if plate.as_deref() == Some("") {
        fields.problem("plate", "Type the letters and digits of the plate.");
    }
    if let Some(words) = vin.as_deref().and_then(vin_problem) {
        fields.problem("vin", words);
    }
    let (nickname, make, model, year, color, plate, vin) = fields.done((
        fields.text("nickname", 1..=40),
        fields.text("make", 1..=40),
        fields.text("model", 1..=40),
        fields.whole("year", 1950..=this_year + 1),
        fields.text("color", 1..=30),
        plate,
        vin,
    ))?;
    Ok(Details { nickname, make, model, year, color, plate, vin })
}

/// Upper case, letters and digits only: `abc-12 3` is the plate `ABC123`.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// The alphabet of VINs leaves out what is mistaken for 1 and 0.
fn vin_problem(vin: &str) -> Option<String> {
    let count = vin.chars().count();
    if count != 17 {
        return Some(format!("A VIN has 17 characters; this has {count}."));
    }
    let wrong = vin.chars().find(|letter| !letter.is_ascii_alphanumeric() || "IOQ".contains(*letter))?;
    Some(format!("A VIN has no “{wrong}”: the letters I, O and Q are left out, because they look like 1 and 0."))
}

impl FormPage {
    fn empty(shell: Shell, fleet: FleetSwitch) -> Self {
        Self {
            shell,
            vehicle: None,
            number: 0,
            nickname: String::new(),
            make: String::new(),
            model: String::new(),
            year: String::new(),
            color: String::new(),
            plate: String::new(),
            vin: String::new(),
            fleet,
        }
    }

    fn of(vehicle: Vehicle, empty: Self) -> Self {
        let Details { nickname, make, model, year, color, plate, vin } = vehicle.details;
        let (id, number) = (Some(vehicle.id), vehicle.vehicle_number);
        Self { vehicle: id, number, nickname, make, model, year: year.to_string(), color, plate, vin, ..empty }
    }

    fn title(&self) -> String {
        if self.vehicle.is_some() { format!("Vehicle {}", self.number) } else { "Add vehicle".to_owned() }
    }

    fn action(&self) -> String {
        self.vehicle.map_or_else(|| "/vehicles".to_owned(), |id| format!("/vehicles/{id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plates_and_vins_are_read_as_they_are_typed() {
        assert_eq!(bare(" abc-12 3 "), "ABC123");
        assert_eq!(vin_problem("1FTFW1ET5DFC10312"), None);
        assert!(vin_problem("1FTFW1ET5DFC1031").is_some_and(|words| words.contains("this has 16")));
        assert!(vin_problem("1FTFW1ETODFC10312").is_some_and(|words| words.contains('O')));
    }
}
