//! `/drivers`: who sees the list, and the form that tells BioTrack.

use super::filings::{AddDriver, ChangeDriver};
use super::model::{Details, Driver};
use crate::features::locations::FleetSwitch;
use crate::values::{DriverId, clock};
use crate::web::prelude::*;
use chrono::{Months, NaiveDate};

#[derive(Template)]
#[template(path = "drivers/index.html")]
struct Index {
    shell: Shell,
    drivers: Vec<Driver>,
    fleet: FleetSwitch,
    may_edit: bool,
}

/// The form, for a new driver or for one who exists.
#[derive(Template)]
#[template(path = "drivers/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    driver: Option<DriverId>,
    employee_id: String,
    /// What the fields show first.
    name: String,
    born_on: String,
    hired_on: String,
    license_number: String,
    phone: String,
    fleet: FleetSwitch,
}

/// GET /drivers
pub async fn index(app: Data<App>, clerk: May<may::SeeFleet>, shell: Shell) -> Result<Html> {
    let (location, may_edit, may_set) = (clerk.location, clerk.may::<may::EditFleet>(), clerk.may::<may::EditSettings>());
    let (drivers, fleet) =
        app.read(move |conn| Ok((Driver::listed(conn, location)?, FleetSwitch::find(conn, location, may_set)?))).await?;
    page(Index { shell, drivers, fleet, may_edit })
}

/// GET /drivers/new
pub async fn new(app: Data<App>, may: May<may::EditFleet>, shell: Shell) -> Result<Html> {
    let (location, may_set) = (may.location, may.may::<may::EditSettings>());
    let fleet = app.read(move |conn| FleetSwitch::find(conn, location, may_set)).await?;
    page(FormPage::empty(shell, fleet))
}

/// POST /drivers
pub async fn create(app: Data<App>, may: May<may::EditFleet>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let details = details(&fields, today(&app, &may))?;
    let notice = format!("{} was added, here and as an employee in BioTrack.", details.name);
    app.file(&may, key, AddDriver::new(details)).await?;
    Ok(see_other("/drivers").notice(notice))
}

/// GET /drivers/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditFleet>, id: Path<DriverId>, shell: Shell) -> Result<Html> {
    let (location, id, may_set) = (may.location, id.into_inner(), may.may::<may::EditSettings>());
    let (driver, fleet) =
        app.read(move |conn| Ok((Driver::find(conn, location, id)?, FleetSwitch::find(conn, location, may_set)?))).await?;
    if !driver.is_active() {
        return rule(format!("{} is retired and stays as they are.", driver.details.name));
    }
    page(FormPage::of(driver, FormPage::empty(shell, fleet)))
}

/// POST /drivers/{id}
pub async fn update(app: Data<App>, may: May<may::EditFleet>, id: Path<DriverId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let details = details(&fields, today(&app, &may))?;
    let notice = format!("{} was changed, here and in BioTrack.", details.name);
    app.file(&may, key, ChangeDriver::new(id.into_inner(), details)).await?;
    Ok(see_other("/drivers").notice(notice))
}

fn today(app: &App, clerk: &Clerk) -> NaiveDate {
    clock::local_date(app.clock.now(), clerk.zone)
}

fn details(fields: &Fields, today: NaiveDate) -> Result<Details> {
    let (born_on, hired_on) = (fields.date("born_on"), fields.date("hired_on"));
    let license_number = fields.text("license_number", 1..=40).map(|number| bare(&number));
    if license_number.as_deref() == Some("") {
        fields.problem("license_number", "Type the letters and digits of the driving licence.");
    }
    check_days(fields, born_on, hired_on, today);
    let (name, born_on, hired_on, license_number, phone) =
        fields.done((fields.text("name", 1..=80), born_on, hired_on, license_number, fields.text("phone", 7..=30)))?;
    Ok(Details { name, born_on, hired_on, license_number, phone })
}

/// A swapped or mistyped day would stand in the state's books for good.
fn check_days(fields: &Fields, born_on: Option<NaiveDate>, hired_on: Option<NaiveDate>, today: NaiveDate) {
    let grown_up = born_on.and_then(|day| day.checked_add_months(Months::new(18 * 12)));
    if grown_up.is_some_and(|day| day > today) {
        fields.problem("born_on", "A driver is at least 18. Check the year of birth.");
    } else if let (Some(grown_up), Some(hired_on)) = (grown_up, hired_on)
        && hired_on < grown_up
    {
        fields.problem("hired_on", "That is before the 18th birthday. Check both days.");
    }
    if hired_on.is_some_and(|day| day > today) {
        fields.problem("hired_on", "That day has not come yet. Add drivers from the day they are hired.");
    }
}

/// Upper case, letters and digits only: `s530-460-66` is the licence `S53046066`.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

impl FormPage {
    fn empty(shell: Shell, fleet: FleetSwitch) -> Self {
        Self {
            shell,
            driver: None,
            employee_id: String::new(),
            name: String::new(),
            born_on: String::new(),
            hired_on: String::new(),
            license_number: String::new(),
            phone: String::new(),
            fleet,
        }
    }

    fn of(driver: Driver, empty: Self) -> Self {
        let Details { name, born_on, hired_on, license_number, phone } = driver.details;
        let (born_on, hired_on) = (born_on.to_string(), hired_on.to_string());
        Self { driver: Some(driver.id), employee_id: driver.employee_id, name, born_on, hired_on, license_number, phone, ..empty }
    }

    fn title(&self) -> String {
        if self.driver.is_some() { format!("Driver {}", self.employee_id) } else { "Add driver".to_owned() }
    }

    fn action(&self) -> String {
        self.driver.map_or_else(|| "/drivers".to_owned(), |id| format!("/drivers/{id}"))
    }
}
