//! The rooms table.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::rooms;
use crate::values::{LocationId, RoomId, text_enum};
use diesel::prelude::*;

text_enum! {
    /// Only what is on a sales floor can be sold.
    Kind {
        SalesFloor = "sales_floor", "Sales floor";
        Inventory = "inventory", "Inventory";
        Quarantine = "quarantine", "Quarantine";
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = rooms, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Room {
    pub id: RoomId,
    pub location_id: LocationId,
    /// The number BioTrack knows it by.
    pub state_room: i64,
    pub name: String,
    pub kind: Kind,
    pub active: bool,
}

impl Room {
    pub fn find(conn: &mut Conn, location: LocationId, id: RoomId) -> Result<Self> {
        Ok(rooms::table.find(id).filter(rooms::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// The rooms in use, in the state's order.
    pub fn listed(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = rooms::table
            .filter(rooms::location_id.eq(location))
            .filter(rooms::active.eq(true))
            .order(rooms::state_room)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Where the state puts what is received: its lowest room (the sandbox's reading; the state's own is not published).
    pub fn receiving(conn: &mut Conn, location: LocationId) -> Result<Self> {
        let first = rooms::table
            .filter(rooms::location_id.eq(location))
            .filter(rooms::active.eq(true))
            .order(rooms::state_room)
            .select(Self::as_select())
            .first(conn)?;
        Ok(first)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(rooms::table).values(self).execute(tx)?;
        Ok(())
    }

    pub fn set_kind(tx: &mut Conn, location: LocationId, id: RoomId, kind: Kind) -> Result<()> {
        diesel::update(rooms::table.find(id).filter(rooms::location_id.eq(location))).set(rooms::kind.eq(kind)).execute(tx)?;
        Ok(())
    }
}
