//! Drivers and vehicles (biotrack-api §2.1). A removed one keeps its row, marked deleted.

use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Employee, Vehicle};
use crate::sandbox::state::Row;
use crate::sandbox::texts;

pub const ACTIONS: &[Action] = &[
    write("employee_add", Documented, add_employee),
    write("employee_modify", Documented, modify_employee),
    write("employee_remove", Documented, remove_employee),
    write("vehicle_add", Documented, add_vehicle),
    write("vehicle_modify", Documented, modify_vehicle),
    write("vehicle_remove", Documented, remove_vehicle),
];

fn add_employee(call: &mut Call) -> Result<Answer> {
    let employee = employee(call)?;
    if find_employee(call, &employee.employee_id)?.is_some() {
        return refuse(texts::employee_exists());
    }
    call.books.put(&employee)?;
    plain()
}

fn modify_employee(call: &mut Call) -> Result<Answer> {
    let employee = employee(call)?;
    if find_employee(call, &employee.employee_id)?.is_none() {
        return refuse(refusal::employee_not_found());
    }
    call.books.put(&employee)?;
    plain()
}

fn remove_employee(call: &mut Call) -> Result<Answer> {
    let id = call.ask.needed("employee_id")?;
    let Some(employee) = find_employee(call, &id)? else { return refuse(refusal::employee_not_found()) };
    call.books.put(&Employee { removed: true, ..employee })?;
    plain()
}

/// A driver of the company that has not been removed.
pub fn find_employee(call: &mut Call, id: &str) -> Result<Option<Employee>> {
    let found = call.books.get::<Employee>(&format!("{}/{id}", call.ubi))?;
    Ok(found.filter(|employee| !employee.deleted()))
}

fn employee(call: &Call) -> Result<Employee> {
    let field = |name| call.ask.needed(name);
    Ok(Employee {
        employee_id: field("employee_id")?,
        employee_name: field("employee_name")?,
        birthmonth: field("birth_month")?,
        birthday: field("birth_day")?,
        birthyear: field("birth_year")?,
        hiremonth: field("hire_month")?,
        hireday: field("hire_day")?,
        hireyear: field("hire_year")?,
        ubi: call.ubi.to_owned(),
        removed: false,
    })
}

fn add_vehicle(call: &mut Call) -> Result<Answer> {
    let vehicle = vehicle(call)?;
    if find_vehicle(call, vehicle.vehicle_id)?.is_some() {
        return refuse(texts::vehicle_exists());
    }
    call.books.put(&vehicle)?;
    plain()
}

fn modify_vehicle(call: &mut Call) -> Result<Answer> {
    let vehicle = vehicle(call)?;
    if find_vehicle(call, vehicle.vehicle_id)?.is_none() {
        return refuse(texts::vehicle_not_found());
    }
    call.books.put(&vehicle)?;
    plain()
}

fn remove_vehicle(call: &mut Call) -> Result<Answer> {
    let id = call.ask.needed_int("vehicle_id")?;
    let Some(vehicle) = find_vehicle(call, id)? else { return refuse(texts::vehicle_not_found()) };
    call.books.put(&Vehicle { removed: true, ..vehicle })?;
    plain()
}

/// A vehicle of the company that has not been removed.
pub fn find_vehicle(call: &mut Call, id: i64) -> Result<Option<Vehicle>> {
    let found = call.books.get::<Vehicle>(&format!("{}/{id}", call.ubi))?;
    Ok(found.filter(|vehicle| !vehicle.deleted()))
}

fn vehicle(call: &Call) -> Result<Vehicle> {
    let field = |name| call.ask.needed(name);
    Ok(Vehicle {
        vehicle_id: call.ask.needed_int("vehicle_id")?,
        nickname: call.ask.text("nickname"),
        color: field("color")?,
        make: field("make")?,
        model: field("model")?,
        plate: field("plate")?,
        vin: field("vin")?,
        year: field("year")?,
        ubi: call.ubi.to_owned(),
        removed: false,
    })
}
