//! The registers that we keep at the state: employees (the drivers of manifests), vehicles and rooms. We choose their numbers.

use super::action;
use crate::values::License;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// A driver. Dates go as three texts each.
#[derive(Debug, Clone, Serialize)]
pub struct Employee {
    employee_id: String,
    employee_name: String,
    birth_month: String,
    birth_day: String,
    birth_year: String,
    hire_month: String,
    hire_day: String,
    hire_year: String,
}

impl Employee {
    /// A driver by the id that we gave.
    pub fn new(
        employee_id: impl Into<String>,
        employee_name: impl Into<String>,
        born_on: NaiveDate,
        hired_on: NaiveDate,
    ) -> Self {
        Self {
            employee_id: employee_id.into(),
            employee_name: employee_name.into(),
            birth_month: format!("{:02}", born_on.month()),
            birth_day: format!("{:02}", born_on.day()),
            birth_year: format!("{:04}", born_on.year()),
            hire_month: format!("{:02}", hired_on.month()),
            hire_day: format!("{:02}", hired_on.day()),
            hire_year: format!("{:04}", hired_on.year()),
        }
    }
}

/// A new driver.
#[derive(Debug, Clone, Serialize)]
pub struct EmployeeAdd(pub Employee);

/// A driver's record as it is from now on.
#[derive(Debug, Clone, Serialize)]
pub struct EmployeeModify(pub Employee);

/// A driver who leaves; the row stays, marked as deleted.
#[derive(Debug, Clone, Serialize)]
pub struct EmployeeRemove {
    pub employee_id: String,
}

/// A vehicle of ours.
#[derive(Debug, Clone, Serialize)]
pub struct Vehicle {
    pub vehicle_id: i64,
    pub color: String,
    pub make: String,
    pub model: String,
    pub plate: String,
    pub vin: String,
    pub year: String,
    pub nickname: String,
}

/// A new vehicle.
#[derive(Debug, Clone, Serialize)]
pub struct VehicleAdd(pub Vehicle);

/// A vehicle's record as it is from now on.
#[derive(Debug, Clone, Serialize)]
pub struct VehicleModify(pub Vehicle);

/// A vehicle that leaves; the row stays, marked as deleted.
#[derive(Debug, Clone, Serialize)]
pub struct VehicleRemove {
    pub vehicle_id: i64,
}

/// A room of one licence.
#[derive(Debug, Clone, Serialize)]
pub struct Room {
    pub id: i64,
    pub name: String,
    pub location: License,
    /// 0 or 1.
    pub quarantine: u8,
}

/// A new room.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryRoomAdd(pub Room);

/// A room as it is from now on.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryRoomModify(pub Room);

/// A room that is given up; the row stays, marked as deleted.
#[derive(Debug, Clone, Serialize)]
pub struct InventoryRoomRemove {
    pub id: i64,
    pub location: License,
}

action! {
    EmployeeAdd => "employee_add";
    EmployeeModify => "employee_modify";
    EmployeeRemove => "employee_remove";
    VehicleAdd => "vehicle_add";
    VehicleModify => "vehicle_modify";
    VehicleRemove => "vehicle_remove";
    InventoryRoomAdd => "inventory_room_add";
    InventoryRoomModify => "inventory_room_modify";
    InventoryRoomRemove => "inventory_room_remove";
}
