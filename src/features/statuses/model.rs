//! The inventory_statuses table.

use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::schema::inventory_statuses;
use crate::values::{InventoryStatusId, LocationId};
use diesel::prelude::*;

/// One status of a location.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = inventory_statuses, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct InventoryStatus {
    pub id: InventoryStatusId,
    pub location_id: LocationId,
    pub name: String,
    /// Whether a package that has it may be sold, as far as this goes.
    pub sellable: bool,
    /// One that is out of use stays with the packages that have it.
    pub active: bool,
}

impl InventoryStatus {
    pub fn find(conn: &mut Conn, location: LocationId, id: InventoryStatusId) -> Result<Self> {
        let here = inventory_statuses::table.find(id).filter(inventory_statuses::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// Every one, those in use first, each group by name.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = inventory_statuses::table
            .filter(inventory_statuses::location_id.eq(location))
            .order((inventory_statuses::active.desc(), inventory_statuses::name, inventory_statuses::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Whether a package with this status may be sold; one without may.
    pub fn lets_go(conn: &mut Conn, id: Option<InventoryStatusId>) -> Result<bool> {
        let Some(id) = id else { return Ok(true) };
        Ok(inventory_statuses::table.find(id).select(inventory_statuses::sellable).first(conn)?)
    }

    /// Refuses a name that another status has, whatever its case.
    pub fn must_be_new(conn: &mut Conn, location: LocationId, name: &str, except: Option<InventoryStatusId>) -> Result<()> {
        let same = |status: &Self| Some(status.id) != except && status.name.to_lowercase() == name.to_lowercase();
        match Self::all(conn, location)?.into_iter().find(same) {
            Some(status) => rule(format!("“{}” is already an inventory status here. Choose another name.", status.name)),
            None => Ok(()),
        }
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(inventory_statuses::table).values(self).execute(tx)?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, id: InventoryStatusId, name: &str, sellable: bool, active: bool) -> Result<()> {
        let changed =
            (inventory_statuses::name.eq(name), inventory_statuses::sellable.eq(sellable), inventory_statuses::active.eq(active));
        diesel::update(inventory_statuses::table.find(id)).set(changed).execute(tx)?;
        Ok(())
    }
}

impl Watched for InventoryStatus {
    const CATEGORY: Category = Category::Statuses;
    type Id = InventoryStatusId;

    fn picture(conn: &mut Conn, location: LocationId, id: &InventoryStatusId) -> Result<Picture> {
        let status = Self::find(conn, location, *id)?;
        let picture = Picture::of(id, &status.name).with("Name", &status.name).yes("May be sold", status.sellable);
        Ok(picture.yes("In use", status.active).gone(!status.active))
    }
}
