//! What BioTrack is told of drivers, who are employees there.

use super::model::{Details, Driver};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::event::{self, Who};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::values::{DriverId, FilingId, LocationId};
use chrono::Datelike;
use serde::{Deserialize, Serialize};

/// A new driver, at the shop and in BioTrack.
#[derive(Clone, Serialize, Deserialize)]
pub struct AddDriver {
    pub details: Details,
    /// All three are made when the filing opens: what the form says stays the same when it is sent twice.
    pub driver: Option<DriverId>,
    pub location: Option<LocationId>,
    pub employee_id: String,
}

impl AddDriver {
    pub fn new(details: Details) -> Self {
        Self { details, driver: None, location: None, employee_id: String::new() }
    }
}

impl Filing for AddDriver {
    const ACTION: Action = Action::AddDriver;
    type Needs = may::EditFleet;
    type Answer = Plain;
    type Done = DriverId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let driver = DriverId::new();
        self.employee_id = Driver::free_employee_id(tx, driver)?;
        (self.driver, self.location) = (Some(driver), Some(opening.clerk.location));
        let names = [subject(driver), format!("employee:{}", self.employee_id), license(&self.details)];
        claims::alone(tx, opening.filing, &names)?;
        Driver::must_be_new(tx, &self.details, None)?;
        Ok(messages::EmployeeAdd(record(&self.employee_id, &self.details)).into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<DriverId> {
        let (Some(driver), Some(location)) = (self.driver, self.location) else {
            return Err(internal(format!("{} was accepted and had never been opened", receipt.filing())));
        };
        Driver::insert(tx, driver, location, &self.employee_id, &self.details)?;
        let who = Who::of_filing(tx, receipt.filing())?;
        event::made::<Driver>(tx, who, driver)?;
        Ok(driver)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(&self.employee_id, &self.details)
    }

    fn summary(&self) -> String {
        format!("Add driver {}", self.employee_id)
    }

    fn form_url(&self) -> String {
        "/drivers/new".to_owned()
    }

    fn result_url(&self, _: &DriverId) -> String {
        "/drivers".to_owned()
    }
}

/// Corrected details of a driver.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangeDriver {
    pub driver: DriverId,
    pub details: Details,
    pub employee_id: String,
}

impl ChangeDriver {
    pub fn new(driver: DriverId, details: Details) -> Self {
        Self { driver, details, employee_id: String::new() }
    }
}

impl Filing for ChangeDriver {
    const ACTION: Action = Action::ChangeDriver;
    type Needs = may::EditFleet;
    type Answer = Plain;
    type Done = DriverId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[subject(self.driver), license(&self.details)])?;
        self.employee_id = active(tx, opening, self.driver)?.employee_id;
        Driver::must_be_new(tx, &self.details, Some(self.driver))?;
        Ok(messages::EmployeeModify(record(&self.employee_id, &self.details)).into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<DriverId> {
        let who = Who::of_filing(tx, receipt.filing())?;
        let watch = event::watch::<Driver>(tx, who, self.driver)?;
        Driver::change(tx, self.driver, &self.details)?;
        watch.note(tx)?;
        Ok(self.driver)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(&self.employee_id, &self.details)
    }

    fn summary(&self) -> String {
        format!("Change driver {}", self.employee_id)
    }

    fn form_url(&self) -> String {
        format!("/drivers/{}/edit", self.driver)
    }

    fn result_url(&self, _: &DriverId) -> String {
        "/drivers".to_owned()
    }
}

/// A driver leaves service; their row stays, here and there.
#[derive(Clone, Serialize, Deserialize)]
pub struct RetireDriver {
    pub driver: DriverId,
    pub employee_id: String,
}

impl RetireDriver {
    pub fn new(driver: DriverId) -> Self {
        Self { driver, employee_id: String::new() }
    }
}

impl Filing for RetireDriver {
    const ACTION: Action = Action::RetireDriver;
    type Needs = may::EditFleet;
    type Answer = Plain;
    type Done = DriverId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[subject(self.driver)])?;
        self.employee_id = active(tx, opening, self.driver)?.employee_id;
        Ok(messages::EmployeeRemove { employee_id: self.employee_id.clone() }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<DriverId> {
        let who = Who::of_filing(tx, receipt.filing())?;
        let watch = event::watch::<Driver>(tx, who, self.driver)?;
        Driver::retire(tx, self.driver)?;
        watch.note(tx)?;
        Ok(self.driver)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        Trace::in_table("employee").row([("employee_id", self.employee_id.clone()), ("deleted", "1".to_owned())])
    }

    fn summary(&self) -> String {
        format!("Retire driver {}", self.employee_id)
    }

    fn form_url(&self) -> String {
        format!("/drivers/{}/edit", self.driver)
    }

    fn result_url(&self, _: &DriverId) -> String {
        "/drivers".to_owned()
    }
}

fn active(tx: &mut Conn, opening: &Opening<'_>, id: DriverId) -> Result<Driver> {
    let driver = Driver::find(tx, opening.clerk.location, id)?;
    if driver.is_active() { Ok(driver) } else { rule(format!("{} is retired and stays as they are.", driver.details.name)) }
}

fn subject(driver: DriverId) -> String {
    format!("driver:{driver}")
}

/// What must stay free until the state has answered.
fn license(details: &Details) -> String {
    format!("driving_license:{}", details.license_number)
}

fn record(employee_id: &str, details: &Details) -> messages::Employee {
    messages::Employee::new(employee_id, &details.name, details.born_on, details.hired_on)
}

fn trace(employee_id: &str, details: &Details) -> Trace {
    let (born, hired) = (details.born_on, details.hired_on);
    Trace::in_table("employee").row([
        ("employee_id", employee_id.to_owned()),
        ("employee_name", details.name.clone()),
        ("birthmonth", format!("{:02}", born.month())),
        ("birthday", format!("{:02}", born.day())),
        ("birthyear", format!("{:04}", born.year())),
        ("hiremonth", format!("{:02}", hired.month())),
        ("hireday", format!("{:02}", hired.day())),
        ("hireyear", format!("{:04}", hired.year())),
        ("deleted", "0".to_owned()),
    ])
}
