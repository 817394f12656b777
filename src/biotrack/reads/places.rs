//! The state's registers: licensed places of everybody, and our own drivers and vehicles.

use crate::biotrack::client::Biotrack;
use crate::biotrack::loose::Row;
use crate::biotrack::reads::{Table, Window};
use crate::biotrack::{ReadError, Silence};
use crate::values::{EmployeeNumber, License};

/// A licensed place, whoever's: a grower, a shop, a laboratory. Inactive ones are among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    pub license: License,
    /// The company's number.
    pub ubi: Option<String>,
    pub name: String,
    pub location_type: Option<i64>,
    pub address: Option<String>,
    pub city: Option<String>,
    pub state: Option<String>,
    pub zip: Option<String>,
    pub retail: bool,
    pub medical: bool,
    pub deleted: bool,
}

/// A transporter of goods for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transporter {
    pub license: License,
    pub name: String,
}

/// A driver of ours as the state has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateEmployee {
    pub employee: EmployeeNumber,
    pub name: String,
    pub deleted: bool,
    pub transaction: i64,
}

/// A vehicle of ours as the state has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateVehicle {
    pub vehicle: i64,
    pub plate: Option<String>,
    pub vin: Option<String>,
    pub make: Option<String>,
    pub model: Option<String>,
    pub deleted: bool,
    pub transaction: i64,
}

impl Biotrack {
    /// Every licensed place of the state.
    pub async fn vendors(&self) -> Result<Vec<Vendor>, ReadError> {
        self.table(Table::Vendor, Window::ALL, vendor).await
    }

    /// Every laboratory of the state.
    pub async fn laboratories(&self) -> Result<Vec<Vendor>, ReadError> {
        self.table(Table::QaLab, Window::ALL, vendor).await
    }

    /// Every transporter of goods for others.
    pub async fn transporters(&self) -> Result<Vec<Transporter>, ReadError> {
        self.table(Table::ThirdPartyTransporter, Window::ALL, transporter).await
    }

    /// Our drivers in this window of transactions.
    pub async fn employees(&self, window: Window) -> Result<Vec<StateEmployee>, ReadError> {
        self.table(Table::Employee, window, employee).await
    }

    /// Our vehicles in this window of transactions.
    pub async fn vehicles(&self, window: Window) -> Result<Vec<StateVehicle>, ReadError> {
        self.table(Table::Vehicle, window, vehicle).await
    }
}

fn vendor(row: Row) -> Result<Vendor, Silence> {
    Ok(Vendor {
        license: row.need("location")?,
        ubi: row.text("ubi"),
        name: row.text("name").unwrap_or_default(),
        location_type: row.whole("locationtype"),
        address: row.text("address1"),
        city: row.text("city"),
        state: row.text("state"),
        zip: row.text("zip"),
        retail: row.flag("retail"),
        medical: row.flag("medical"),
        deleted: row.flag("deleted"),
    })
}

/// Which of its two numbers a manifest wants is not said; the one that is called a licence goes first.
fn transporter(row: Row) -> Result<Transporter, Silence> {
    let license = match row.parsed("license_number")? {
        Some(license) => license,
        None => row.need("location")?,
    };
    Ok(Transporter { license, name: row.text("name").unwrap_or_default() })
}

fn employee(row: Row) -> Result<StateEmployee, Silence> {
    Ok(StateEmployee {
        employee: row.need("employee_id")?,
        name: row.text("employee_name").unwrap_or_default(),
        deleted: row.flag("deleted"),
        transaction: row.need_whole("transactionid")?,
    })
}

fn vehicle(row: Row) -> Result<StateVehicle, Silence> {
    Ok(StateVehicle {
        vehicle: row.need_whole("vehicle_id")?,
        plate: row.text("plate"),
        vin: row.text("vin"),
        make: row.text("make"),
        model: row.text("model"),
        deleted: row.flag("deleted"),
        transaction: row.need_whole("transactionid")?,
    })
}
