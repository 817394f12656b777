//! The drivers table.

use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::schema::drivers;
use crate::values::{DriverId, LocationId, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

text_enum! {
    Status {
        Active = "active", "Active";
        Retired = "retired", "Retired";
    }
}

/// What is known of a driver. The state knows the name and the two days; the rest is ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = drivers, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Details {
    pub name: String,
    pub born_on: NaiveDate,
    pub hired_on: NaiveDate,
    /// Of the driving licence: upper case, letters and digits.
    pub license_number: String,
    pub phone: String,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = drivers, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Driver {
    pub id: DriverId,
    pub location_id: LocationId,
    /// The id BioTrack knows them by, made by us.
    pub employee_id: String,
    #[diesel(embed)]
    pub details: Details,
    pub status: Status,
}

impl Driver {
    pub fn find(conn: &mut Conn, location: LocationId, id: DriverId) -> Result<Self> {
        let here = drivers::table.find(id).filter(drivers::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// The ones in service first, each group by name.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = drivers::table
            .filter(drivers::location_id.eq(location))
            .order((drivers::status, drivers::name, drivers::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Refuses a driving licence that another driver in service has: one person is one employee.
    pub fn must_be_new(conn: &mut Conn, details: &Details, except: Option<DriverId>) -> Result<()> {
        let same = drivers::table
            .filter(drivers::license_number.eq(&details.license_number))
            .filter(drivers::status.eq(Status::Active))
            .select((drivers::id, drivers::name))
            .load::<(DriverId, String)>(conn)?;
        match same.iter().find(|(id, _)| Some(*id) != except) {
            Some((_, name)) => {
                rule(format!("{name} already has that driving licence. Change that driver, or correct the number."))
            }
            None => Ok(()),
        }
    }

    /// An employee id that nobody has: the random end of the driver's own id (its beginning is the time, and two would share it).
    pub fn free_employee_id(conn: &mut Conn, id: DriverId) -> Result<String> {
        let (_, end) = id.as_str().split_at_checked(28).unwrap_or_default();
        let employee_id = format!("D{}", end.to_ascii_uppercase());
        let taken: i64 = drivers::table.filter(drivers::employee_id.eq(&employee_id)).count().get_result(conn)?;
        if taken > 0 {
            return rule("The employee id that we made up is taken already. Nothing was done: please send the form again.");
        }
        Ok(employee_id)
    }

    pub fn insert(tx: &mut Conn, id: DriverId, location: LocationId, employee_id: &str, details: &Details) -> Result<()> {
        diesel::insert_into(drivers::table)
            .values((
                drivers::id.eq(id),
                drivers::location_id.eq(location),
                drivers::employee_id.eq(employee_id),
                details,
                drivers::status.eq(Status::Active),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, id: DriverId, details: &Details) -> Result<()> {
        diesel::update(drivers::table.find(id)).set(details).execute(tx)?;
        Ok(())
    }

    pub fn retire(tx: &mut Conn, id: DriverId) -> Result<()> {
        diesel::update(drivers::table.find(id)).set(drivers::status.eq(Status::Retired)).execute(tx)?;
        Ok(())
    }

    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }
}

impl Watched for Driver {
    const CATEGORY: Category = Category::Drivers;
    type Id = DriverId;

    fn picture(conn: &mut Conn, location: LocationId, id: &DriverId) -> Result<Picture> {
        let driver = Self::find(conn, location, *id)?;
        let picture =
            Picture::of(id, &driver.details.name).all(&driver.details)?.with("Employee in BioTrack", &driver.employee_id);
        Ok(picture.with("Status", driver.status.label()).gone(!driver.is_active()))
    }
}
