//! The facilities table.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Problems, Result};
use crate::event::{Category, Picture, Watched};
use crate::schema::facilities;
use crate::values::{At, FacilityId, License, LocationId, text_enum};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What is done there.
    Kind {
        Dispensary = "dispensary", "Dispensary";
        Processing = "processing", "Processing";
        Cultivation = "cultivation", "Cultivation";
        Laboratory = "laboratory", "Laboratory";
        Other = "other", "Other";
    }
}

/// What is known of a facility, as a manifest prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = facilities, treat_none_as_null = true, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Details {
    pub kind: Kind,
    pub license: License,
    /// The company's number; empty: not known.
    pub ubi: String,
    /// Of our own company.
    pub ours: bool,
    pub name: String,
    pub street: String,
    pub city: String,
    pub state: String,
    pub zip: String,
    pub phone: String,
    /// The department's permission to supply another company.
    pub permit: Option<String>,
    /// When the state's list had it last.
    pub known_at: Option<At>,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = facilities, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Facility {
    pub id: FacilityId,
    pub location_id: LocationId,
    #[diesel(embed)]
    pub details: Details,
    pub active: bool,
}

impl Facility {
    pub fn find(conn: &mut Conn, location: LocationId, id: FacilityId) -> Result<Self> {
        let here = facilities::table.find(id).filter(facilities::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// Those in use first, each group by name.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = facilities::table
            .filter(facilities::location_id.eq(location))
            .order((facilities::active.desc(), facilities::name, facilities::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Those that goods may be sent to now.
    pub fn in_use(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        Ok(Self::listed(conn, location)?.into_iter().filter(|facility| facility.active).collect())
    }

    pub fn find_by_license(conn: &mut Conn, location: LocationId, license: &str) -> Result<Option<Self>> {
        let here = facilities::table.filter(facilities::location_id.eq(location)).filter(facilities::license.eq(license));
        Ok(here.select(Self::as_select()).first(conn).optional()?)
    }

    pub fn insert(tx: &mut Conn, id: FacilityId, location: LocationId, details: &Details, now: At) -> Result<()> {
        diesel::insert_into(facilities::table)
            .values((
                facilities::id.eq(id),
                facilities::location_id.eq(location),
                details,
                facilities::active.eq(true),
                facilities::created_at.eq(now),
            ))
            .execute(tx)
            .on_unique(|| taken(details))?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, id: FacilityId, details: &Details) -> Result<()> {
        diesel::update(facilities::table.find(id)).set(details).execute(tx).on_unique(|| taken(details))?;
        Ok(())
    }

    pub fn set_active(tx: &mut Conn, id: FacilityId, active: bool) -> Result<()> {
        diesel::update(facilities::table.find(id)).set(facilities::active.eq(active)).execute(tx)?;
        Ok(())
    }

    pub fn is_laboratory(&self) -> bool {
        self.details.kind == Kind::Laboratory
    }

    /// Goods that go there are invoiced: another company's number (biotrack-api §2.10).
    pub fn needs_prices(&self) -> bool {
        !self.details.ours
    }

    /// The law lets another company be supplied only by permission; a laboratory always (florida-rules 6.10).
    pub fn is_barred(&self) -> bool {
        !self.details.ours && !self.is_laboratory() && self.details.permit.is_none()
    }

    /// As a person chooses it.
    pub fn words(&self) -> String {
        format!("{} ({})", self.details.name, self.details.license)
    }

    pub fn address(&self) -> String {
        self.details.address()
    }
}

impl Details {
    pub fn address(&self) -> String {
        let place = format!("{} {}", self.state, self.zip);
        let parts = [self.street.as_str(), self.city.as_str(), place.trim()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

impl Watched for Facility {
    const CATEGORY: Category = Category::Facilities;
    type Id = FacilityId;

    fn picture(conn: &mut Conn, location: LocationId, id: &FacilityId) -> Result<Picture> {
        let facility = Self::find(conn, location, *id)?;
        let picture = Picture::of(id, &facility.details.name).all(&facility.details)?;
        Ok(picture.with("Status", if facility.active { "In use" } else { "Retired" }).gone(!facility.active))
    }
}

fn taken(details: &Details) -> Error {
    let words = format!("A facility with the licence {} is in the list already. Change that one instead.", details.license);
    Error::Invalid(Problems::one("license", words))
}
