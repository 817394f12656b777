//! The registers that we keep at the state: employees (the drivers of manifests), vehicles and rooms. We choose their numbers.

use super::Write;
use crate::biotrack::answer::Plain;
use crate::biotrack::trace::Trace;
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

impl Employee {
    fn row(&self) -> Trace {
        Trace::in_table("employee").row([
            ("employee_id", self.employee_id.as_str()),
            ("employee_name", &self.employee_name),
            ("birthmonth", &self.birth_month),
            ("birthday", &self.birth_day),
            ("birthyear", &self.birth_year),
            ("hiremonth", &self.hire_month),
            ("hireday", &self.hire_day),
            ("hireyear", &self.hire_year),
            ("deleted", "0"),
        ])
    }
}

impl Vehicle {
    fn row(&self) -> Trace {
        Trace::in_table("vehicle").row([
            ("vehicle_id", self.vehicle_id.to_string().as_str()),
            ("color", &self.color),
            ("make", &self.make),
            ("model", &self.model),
            ("plate", &self.plate),
            ("vin", &self.vin),
            ("year", &self.year),
            ("nickname", &self.nickname),
            ("deleted", "0"),
        ])
    }
}

impl Room {
    fn row(&self) -> Trace {
        Trace::in_table("inventory_room").row([
            ("roomid", self.id.to_string().as_str()),
            ("name", &self.name),
            ("location", self.location.as_str()),
            ("quarantine", &self.quarantine.to_string()),
            ("deleted", "0"),
        ])
    }
}

/// The row that goes, as it stays behind.
fn removed(table: &str, number: (&'static str, &str)) -> Trace {
    Trace::in_table(table).row([number, ("deleted", "1")])
}

/// Says of the writes of a register what they are called and which row they leave; their yes says nothing else.
macro_rules! registered {
    ($($name:ident => $action:literal, |$write:ident| $trace:expr;)+) => {$(
        impl Write for $name {
            const ACTION: &'static str = $action;
            type Answer = Plain;

            fn trace(&self) -> Trace {
                let $write = self;
                $trace
            }
        }
    )+};
}

registered! {
    EmployeeAdd => "employee_add", |write| write.0.row();
    EmployeeModify => "employee_modify", |write| write.0.row();
    EmployeeRemove => "employee_remove", |write| removed("employee", ("employee_id", &write.employee_id));
    VehicleAdd => "vehicle_add", |write| write.0.row();
    VehicleModify => "vehicle_modify", |write| write.0.row();
    VehicleRemove => "vehicle_remove", |write| removed("vehicle", ("vehicle_id", &write.vehicle_id.to_string()));
    InventoryRoomAdd => "inventory_room_add", |write| write.0.row();
    InventoryRoomModify => "inventory_room_modify", |write| write.0.row();
    InventoryRoomRemove => "inventory_room_remove", |write| Trace::in_table("inventory_room").row([
        ("roomid", write.id.to_string().as_str()),
        ("location", write.location.as_str()),
        ("deleted", "1"),
    ]);
}
