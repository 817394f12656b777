//! The packages table. Quantities are not here: they are the ledger's (`stock/`).

use super::super::products::Product;
use super::super::rooms::Room;
use super::words;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::schema::{locations, packages, products, rooms};
use crate::values::{
    Amount, At, Barcode, Cents, InventoryStatusId, License, LocationId, ManifestId, PackageId, ProductId, RoomId, text_enum,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

text_enum! {
    Status {
        Active = "active", "Active";
        Scheduled = "scheduled", "Scheduled for destruction";
        Destroyed = "destroyed", "Destroyed";
        InTransit = "in_transit", "In transit";
        Transferred = "transferred", "Transferred out";
    }
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Active => "accepted",
            Self::Scheduled => "held",
            Self::InTransit => "waiting",
            Self::Destroyed | Self::Transferred => "quiet",
        }
    }

    /// For a narrow column.
    pub fn short(self) -> &'static str {
        match self {
            Self::Scheduled => "Scheduled",
            Self::Transferred => "Transferred",
            other => other.label(),
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = packages, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Package {
    pub id: PackageId,
    pub location_id: LocationId,
    pub barcode: Barcode,
    pub external_barcode: Option<String>,
    pub product_id: ProductId,
    pub room_id: RoomId,
    pub status: Status,
    pub inventory_type: i64,
    pub state_name: String,
    pub strain: String,
    pub lot_name: Option<String>,
    pub cost_cents: Option<Cents>,
    /// What one unit debits a patient's order, set by the lab; wins over the catalog.
    pub med_usable: Option<Amount>,
    pub sample_id: Option<String>,
    /// −1 failed, 0 pending, 1 passed, 2 rejected (biotrack-api §2.11); none: no sample known.
    pub lab_result: Option<i64>,
    pub lab_license: Option<String>,
    pub lab_tests: Option<String>,
    pub lab_read_at: Option<At>,
    pub expires_on: Option<NaiveDate>,
    pub manifest_id: Option<ManifestId>,
    pub parent_id: Option<PackageId>,
    pub customer_return: bool,
    pub received_at: At,
    /// The shop's own word for its standing.
    pub inventory_status_id: Option<InventoryStatusId>,
}

/// A package about to be written.
#[derive(Debug, Clone, Serialize, Deserialize, Insertable)]
#[diesel(table_name = packages)]
pub struct NewPackage {
    pub id: PackageId,
    pub location_id: LocationId,
    pub barcode: Barcode,
    pub product_id: ProductId,
    pub room_id: RoomId,
    pub status: Status,
    pub inventory_type: i64,
    pub state_name: String,
    pub strain: String,
    pub lot_name: Option<String>,
    pub cost_cents: Option<Cents>,
    pub med_usable: Option<Amount>,
    pub sample_id: Option<String>,
    pub lab_result: Option<i64>,
    pub lab_license: Option<License>,
    pub lab_tests: Option<String>,
    pub lab_read_at: Option<At>,
    pub expires_on: Option<NaiveDate>,
    pub manifest_id: Option<ManifestId>,
    pub parent_id: Option<PackageId>,
    pub customer_return: bool,
    pub received_at: At,
    pub search_text: String,
    /// Not in intents that were kept before there were any.
    #[serde(default)]
    pub inventory_status_id: Option<InventoryStatusId>,
}

/// The newest lab result of a package, as the state tells it.
#[derive(Debug, Clone, Serialize, AsChangeset)]
#[diesel(table_name = packages, treat_none_as_null = true)]
pub struct LabReading {
    pub lab_result: Option<i64>,
    pub lab_license: Option<License>,
    pub lab_tests: Option<String>,
    pub lab_read_at: At,
    /// Not said: as it was.
    pub med_usable: Option<Amount>,
    /// Not said: as it was.
    pub sample_id: Option<String>,
}

impl NewPackage {
    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(packages::table).values(self).execute(tx)?;
        words::note_package(tx, self.id)
    }
}

impl Package {
    /// The name under which filings claim a package.
    pub fn subject(id: PackageId) -> String {
        format!("package:{id}")
    }

    /// By its BioTrack identifier, whether or not we have it yet: receiving claims this.
    pub fn barcode_subject(barcode: Barcode) -> String {
        format!("barcode:{barcode}")
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: PackageId) -> Result<Self> {
        Ok(packages::table.find(id).filter(packages::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// By the 16 digits, or by the older label that a package taken over still carries.
    pub fn find_by_code(conn: &mut Conn, location: LocationId, code: &str) -> Result<Option<Self>> {
        let here = packages::table.filter(packages::location_id.eq(location)).select(Self::as_select());
        if let Ok(barcode) = code.parse::<Barcode>()
            && let Some(package) = here.filter(packages::barcode.eq(barcode)).first(conn).optional()?
        {
            return Ok(Some(package));
        }
        Ok(packages::table
            .filter(packages::location_id.eq(location))
            .filter(packages::external_barcode.eq(code))
            .select(Self::as_select())
            .first(conn)
            .optional()?)
    }

    /// Whoever has this barcode, at any location: the same one is never received twice.
    pub fn find_by_barcode(conn: &mut Conn, barcode: Barcode) -> Result<Option<Self>> {
        Ok(packages::table.filter(packages::barcode.eq(barcode)).select(Self::as_select()).first(conn).optional()?)
    }

    /// Those of these barcodes that somebody here has: when and where each was received.
    pub fn already_here(conn: &mut Conn, barcodes: &[Barcode]) -> Result<Vec<(Barcode, At, String)>> {
        let found = packages::table
            .inner_join(locations::table)
            .filter(packages::barcode.eq_any(barcodes.to_vec()))
            .select((packages::barcode, packages::received_at, locations::name))
            .load(conn)?;
        Ok(found)
    }

    /// What is set aside for destruction, or gone, stays as it is (product-spec §4.4).
    pub fn must_be_editable(&self) -> Result<()> {
        if self.status == Status::Active {
            return Ok(());
        }
        let (number, status) = (self.barcode.grouped(), self.status.label().to_lowercase());
        rule(format!("Package {number} is {status}; it stays as it is."))
    }

    /// What a customer brought back can only be moved and destroyed, or shipped back, as a whole (florida-rules 9.1).
    pub fn must_be_no_return(&self) -> Result<()> {
        if !self.customer_return {
            return Ok(());
        }
        rule(format!(
            "Package {} came back from a customer. It can only be destroyed or shipped back, as a whole.",
            self.barcode.grouped()
        ))
    }

    /// With its product and room.
    pub fn with_place(conn: &mut Conn, location: LocationId, id: PackageId) -> Result<(Self, Product, Room)> {
        let found = packages::table
            .inner_join(products::table)
            .inner_join(rooms::table)
            .filter(packages::id.eq(id))
            .filter(packages::location_id.eq(location))
            .select((Self::as_select(), Product::as_select(), Room::as_select()))
            .first(conn)?;
        Ok(found)
    }

    pub fn note_lab(&self, tx: &mut Conn, told: &LabReading) -> Result<()> {
        let reading = LabReading {
            med_usable: told.med_usable.or(self.med_usable),
            // Without a result there is no sample: it was taken back.
            sample_id: told.sample_id.clone().or_else(|| self.sample_id.clone().filter(|_| told.lab_result.is_some())),
            ..told.clone()
        };
        diesel::update(packages::table.find(self.id)).set(reading).execute(tx)?;
        Ok(())
    }

    /// Nothing of what the lab said stands any more but the result, until it is read again.
    pub fn forget_lab(&self, tx: &mut Conn, lab_result: Option<i64>, lab_read_at: At) -> Result<()> {
        let nothing =
            LabReading { lab_result, lab_license: None, lab_tests: None, lab_read_at, med_usable: None, sample_id: None };
        diesel::update(packages::table.find(self.id)).set(nothing).execute(tx)?;
        Ok(())
    }

    pub fn set_room(tx: &mut Conn, id: PackageId, room: RoomId) -> Result<()> {
        diesel::update(packages::table.find(id)).set(packages::room_id.eq(room)).execute(tx)?;
        Ok(())
    }

    pub fn status_of(conn: &mut Conn, id: PackageId) -> Result<Status> {
        Ok(packages::table.find(id).select(packages::status).first(conn)?)
    }

    pub fn set_status(tx: &mut Conn, id: PackageId, status: Status) -> Result<()> {
        diesel::update(packages::table.find(id)).set(packages::status.eq(status)).execute(tx)?;
        Ok(())
    }
}
