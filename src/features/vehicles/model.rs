//! The vehicles table.

use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::filing::claims;
use crate::schema::vehicles;
use crate::values::{LocationId, VehicleId, text_enum};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

text_enum! {
    Status {
        Active = "active", "Active";
        Retired = "retired", "Retired";
    }
}

/// What is known of a vehicle, as the manifest prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = vehicles, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Details {
    pub nickname: String,
    pub make: String,
    pub model: String,
    pub year: i64,
    pub color: String,
    /// Upper case, without blanks.
    pub plate: String,
    /// Upper case, 17 characters.
    pub vin: String,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = vehicles, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Vehicle {
    pub id: VehicleId,
    pub location_id: LocationId,
    /// The number BioTrack knows it by.
    pub vehicle_number: i64,
    #[diesel(embed)]
    pub details: Details,
    pub status: Status,
}

impl Vehicle {
    pub fn find(conn: &mut Conn, location: LocationId, id: VehicleId) -> Result<Self> {
        let here = vehicles::table.find(id).filter(vehicles::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// The ones in use first, each group by name.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = vehicles::table
            .filter(vehicles::location_id.eq(location))
            .order((vehicles::status, vehicles::nickname, vehicles::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Refuses a plate or VIN that another vehicle has.
    pub fn must_be_new(conn: &mut Conn, details: &Details, except: Option<VehicleId>) -> Result<()> {
        let same = vehicles::table
            .filter(vehicles::plate.eq(&details.plate).or(vehicles::vin.eq(&details.vin)))
            .select((vehicles::id, vehicles::nickname))
            .load::<(VehicleId, String)>(conn)?;
        match same.iter().find(|(id, _)| Some(*id) != except) {
            Some((_, name)) => {
                rule(format!("“{name}” already has that plate or VIN. Change that vehicle, or correct the plate and VIN."))
            }
            None => Ok(()),
        }
    }

    /// What a filing claims to have a number for itself.
    pub fn number_subject(number: i64) -> String {
        format!("vehicle_number:{number}")
    }

    /// A number that no vehicle has and that no filing ever claimed: while one waits another can be added, and what was refused here for
    /// want of an answer is not in the way if the state has it after all. The caller claims it.
    pub fn free_number(conn: &mut Conn) -> Result<i64> {
        let highest: Option<i64> = vehicles::table.select(diesel::dsl::max(vehicles::vehicle_number)).first(conn)?;
        let mut number = highest.unwrap_or_default() + 1;
        while claims::was_ever_claimed(conn, &Self::number_subject(number))? {
            number += 1;
        }
        Ok(number)
    }

    pub fn has_number(conn: &mut Conn, number: i64) -> Result<bool> {
        let same: i64 = vehicles::table.filter(vehicles::vehicle_number.eq(number)).count().get_result(conn)?;
        Ok(same > 0)
    }

    pub fn insert(tx: &mut Conn, id: VehicleId, location: LocationId, number: i64, details: &Details) -> Result<()> {
        diesel::insert_into(vehicles::table)
            .values((
                vehicles::id.eq(id),
                vehicles::location_id.eq(location),
                vehicles::vehicle_number.eq(number),
                details,
                vehicles::status.eq(Status::Active),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, id: VehicleId, details: &Details) -> Result<()> {
        diesel::update(vehicles::table.find(id)).set(details).execute(tx)?;
        Ok(())
    }

    pub fn retire(tx: &mut Conn, id: VehicleId) -> Result<()> {
        diesel::update(vehicles::table.find(id)).set(vehicles::status.eq(Status::Retired)).execute(tx)?;
        Ok(())
    }

    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }
}

impl Watched for Vehicle {
    const CATEGORY: Category = Category::Vehicles;
    type Id = VehicleId;

    fn picture(conn: &mut Conn, location: LocationId, id: &VehicleId) -> Result<Picture> {
        let vehicle = Self::find(conn, location, *id)?;
        let picture = Picture::of(id, &vehicle.details.nickname).all(&vehicle.details)?;
        let picture = picture.with("Number in BioTrack", vehicle.vehicle_number);
        Ok(picture.with("Status", vehicle.status.label()).gone(!vehicle.is_active()))
    }
}
