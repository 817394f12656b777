//! The rooms table.

use crate::db::Conn;
use crate::error::{Error, Result, rule};
use crate::event::{Category, Picture, Watched};
use crate::schema::{locations, packages, rooms, stock};
use crate::values::{LocationId, RoomId, text_enum};
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

text_enum! {
    /// Only what is on a sales floor can be sold.
    Kind {
        SalesFloor = "sales_floor", "Sales floor";
        Inventory = "inventory", "Inventory";
        Quarantine = "quarantine", "Quarantine";
        Waiting = "waiting", "Waiting";
    }
}

impl Kind {
    /// What a room of this kind is for, in one sentence.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::SalesFloor => "What is here can be sold.",
            Self::Inventory => "Stock that is not on the sales floor yet.",
            Self::Quarantine => "What stays apart until it is destroyed or released. BioTrack marks the room as quarantine.",
            Self::Waiting => "Goods set aside for an order or a pickup. Nothing is sold from here.",
        }
    }
}

/// What people say about a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: String,
    pub kind: Kind,
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
    /// The name under which filings claim a room.
    pub fn subject(id: RoomId) -> String {
        format!("room:{id}")
    }

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

    /// Every room there ever was, those in use first.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = rooms::table
            .filter(rooms::location_id.eq(location))
            .order((rooms::active.desc(), rooms::state_room))
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// The name of every room of every location, for journals.
    pub fn all_names(conn: &mut Conn) -> Result<Vec<(RoomId, String)>> {
        Ok(rooms::table.select((rooms::id, rooms::name)).load(conn)?)
    }

    /// How many packages lie in each room; a room that is empty is not in it.
    pub fn fillings(conn: &mut Conn, location: LocationId) -> Result<HashMap<String, i64>> {
        let lying = stock::table
            .inner_join(packages::table)
            .filter(packages::location_id.eq(location))
            .filter(stock::on_hand.gt(0_i64))
            .group_by(stock::place_id)
            .select((stock::place_id, count_star()))
            .load(conn)?;
        Ok(lying.into_iter().collect())
    }

    /// How many packages lie in this room.
    pub fn filling(conn: &mut Conn, id: RoomId) -> Result<i64> {
        let lying = stock::table.filter(stock::place_id.eq(id.as_str())).filter(stock::on_hand.gt(0_i64));
        Ok(lying.count().get_result(conn)?)
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

    /// Where the state puts what a customer brings back: its lowest quarantine room, else its lowest (the sandbox's reading; the
    /// state's own is not published).
    pub fn of_returns(conn: &mut Conn, location: LocationId) -> Result<Self> {
        let all = Self::listed(conn, location)?;
        let apart = all.iter().find(|room| room.kind == Kind::Quarantine).or(all.first());
        apart.cloned().ok_or(Error::NotFound)
    }

    /// Whether the settings name it as the room for received goods.
    pub fn is_for_received_goods(conn: &mut Conn, id: RoomId) -> Result<bool> {
        let named = locations::table.filter(locations::receiving_room_id.eq(id.as_str()));
        Ok(diesel::select(diesel::dsl::exists(named)).get_result(conn)?)
    }

    /// The room with this printed code: `ROOM-3`. The word is part of it, because an older label of a package may be a bare number.
    pub fn find_by_code(conn: &mut Conn, location: LocationId, code: &str) -> Result<Option<Self>> {
        let bare = code.trim().to_uppercase();
        let Some(Ok(number)) = bare.strip_prefix("ROOM").map(|rest| rest.trim_start_matches(['-', ' ']).parse::<i64>()) else {
            return Ok(None);
        };
        let found = rooms::table
            .filter(rooms::location_id.eq(location))
            .filter(rooms::state_room.eq(number))
            .select(Self::as_select())
            .first(conn)
            .optional()?;
        Ok(found)
    }

    /// Refuses a name that another room in use has, whatever its case.
    pub fn must_be_new(conn: &mut Conn, location: LocationId, name: &str, except: Option<RoomId>) -> Result<()> {
        let same = |room: &Self| Some(room.id) != except && room.name.to_lowercase() == name.to_lowercase();
        match Self::listed(conn, location)?.into_iter().find(same) {
            Some(room) => rule(format!("“{}” is already the name of a room here. Choose another name.", room.name)),
            None => Ok(()),
        }
    }

    /// The next number that no room of ours here ever had; the caller claims it.
    pub fn next_number(conn: &mut Conn, location: LocationId) -> Result<i64> {
        let highest: Option<i64> =
            rooms::table.filter(rooms::location_id.eq(location)).select(diesel::dsl::max(rooms::state_room)).first(conn)?;
        Ok(highest.unwrap_or_default() + 1)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(rooms::table).values(self).execute(tx)?;
        Ok(())
    }

    pub fn change(tx: &mut Conn, id: RoomId, details: &Details) -> Result<()> {
        let changed = (rooms::name.eq(&details.name), rooms::kind.eq(details.kind));
        diesel::update(rooms::table.find(id)).set(changed).execute(tx)?;
        Ok(())
    }

    pub fn retire(tx: &mut Conn, id: RoomId) -> Result<()> {
        diesel::update(rooms::table.find(id)).set(rooms::active.eq(false)).execute(tx)?;
        Ok(())
    }

    /// What is printed on its sign, to be scanned.
    pub fn code(&self) -> String {
        format!("ROOM-{}", self.state_room)
    }

    pub fn details(&self) -> Details {
        Details { name: self.name.clone(), kind: self.kind }
    }
}

impl Watched for Room {
    const CATEGORY: Category = Category::Rooms;
    type Id = RoomId;

    fn picture(conn: &mut Conn, location: LocationId, id: &RoomId) -> Result<Picture> {
        let room = Self::find(conn, location, *id)?;
        let picture = Picture::of(id, &room.name).with("Name", &room.name).with("Kind", room.kind.label());
        Ok(picture.with("Number in BioTrack", room.state_room).yes("In use", room.active).gone(!room.active))
    }
}
