//! What BioTrack is told of rooms.

use super::model::{Details, Kind, Room};
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::event::{self, Who};
use crate::features::locations::Location;
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::supplies;
use crate::values::{FilingId, License, LocationId, RoomId};
use serde::{Deserialize, Serialize};

/// A new room, at the shop and in BioTrack.
#[derive(Clone, Serialize, Deserialize)]
pub struct AddRoom {
    pub details: Details,
    /// The next number that the state has free, as far as it was asked when the form was opened.
    pub number: i64,
    /// Both are made when the filing opens.
    pub room: Option<RoomId>,
    pub place: Option<Licensed>,
}

/// The location, as we and as the state call it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Licensed {
    pub location: LocationId,
    pub license: License,
}

impl AddRoom {
    pub fn new(details: Details, number: i64) -> Self {
        Self { details, number, room: None, place: None }
    }
}

impl Filing for AddRoom {
    const ACTION: Action = Action::AddRoom;
    type Needs = may::EditRooms;
    type Answer = Plain;
    type Done = RoomId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let (room, place) = (RoomId::new(), licensed(tx, opening)?);
        self.number = Room::next_number(tx, place.location)?.max(self.number);
        let number = format!("room_number:{}:{}", place.license, self.number);
        claims::alone(tx, opening.filing, &[Room::subject(room), name_subject(&place, &self.details), number])?;
        // Read again under the claim: between reading and claiming, the one who had the number may have finished with it.
        if Room::next_number(tx, place.location)? > self.number {
            return rule("Another room was added at this moment. Please send the form again.");
        }
        Room::must_be_new(tx, place.location, &self.details.name, None)?;
        let message = messages::InventoryRoomAdd(record(self.number, &self.details, &place.license));
        (self.room, self.place) = (Some(room), Some(place));
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<RoomId> {
        let (Some(id), Some(place)) = (self.room, &self.place) else { return Err(never_opened(receipt.filing())) };
        let Details { name, kind } = self.details.clone();
        Room { id, location_id: place.location, state_room: self.number, name, kind, active: true }.insert(tx)?;
        let who = Who::of_filing(tx, receipt.filing())?;
        event::made::<Room>(tx, who, id)?;
        Ok(id)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(self.number, &self.details, self.place.as_ref())
    }

    fn summary(&self) -> String {
        format!("Add room {}", self.details.name)
    }

    fn form_url(&self) -> String {
        "/rooms/new".to_owned()
    }

    fn result_url(&self, _: &RoomId) -> String {
        "/rooms".to_owned()
    }
}

/// Another name or kind.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangeRoom {
    pub room: RoomId,
    pub details: Details,
    /// Known when the filing opens.
    pub number: i64,
    pub place: Option<Licensed>,
}

impl ChangeRoom {
    pub fn new(room: RoomId, details: Details) -> Self {
        Self { room, details, number: 0, place: None }
    }
}

impl Filing for ChangeRoom {
    const ACTION: Action = Action::ChangeRoom;
    type Needs = may::EditRooms;
    type Answer = Plain;
    type Done = RoomId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let place = licensed(tx, opening)?;
        claims::alone(tx, opening.filing, &[Room::subject(self.room), name_subject(&place, &self.details)])?;
        let room = in_use(tx, opening, self.room)?;
        self.number = room.state_room;
        Room::must_be_new(tx, place.location, &self.details.name, Some(self.room))?;
        if room.details() == self.details {
            return rule(format!("{} is called so and used so already: there is nothing to change.", room.name));
        }
        let message = messages::InventoryRoomModify(record(self.number, &self.details, &place.license));
        self.place = Some(place);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<RoomId> {
        let who = Who::of_filing(tx, receipt.filing())?;
        let watch = event::watch::<Room>(tx, who, self.room)?;
        Room::change(tx, self.room, &self.details)?;
        watch.note(tx)?;
        Ok(self.room)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        trace(self.number, &self.details, self.place.as_ref())
    }

    fn summary(&self) -> String {
        format!("Change room {}", self.details.name)
    }

    fn form_url(&self) -> String {
        format!("/rooms/{}/edit", self.room)
    }

    fn result_url(&self, _: &RoomId) -> String {
        "/rooms".to_owned()
    }
}

/// A room is given up; its row stays, here and there, because moves of the past name it.
#[derive(Clone, Serialize, Deserialize)]
pub struct RetireRoom {
    pub room: RoomId,
    /// Known when the filing opens.
    pub name: String,
    pub number: i64,
    pub place: Option<Licensed>,
}

impl RetireRoom {
    pub fn new(room: RoomId) -> Self {
        Self { room, name: String::new(), number: 0, place: None }
    }
}

impl Filing for RetireRoom {
    const ACTION: Action = Action::RetireRoom;
    type Needs = may::EditRooms;
    type Answer = Plain;
    type Done = RoomId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        // Alone: whatever is on its way into the room shares it, and comes first.
        claims::alone(tx, opening.filing, &[Room::subject(self.room)])?;
        let (room, place) = (in_use(tx, opening, self.room)?, licensed(tx, opening)?);
        must_be_free(tx, &room)?;
        (self.number, self.name) = (room.state_room, room.name);
        let message = messages::InventoryRoomRemove { id: self.number, location: place.license.clone() };
        self.place = Some(place);
        Ok(message.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<RoomId> {
        let who = Who::of_filing(tx, receipt.filing())?;
        let watch = event::watch::<Room>(tx, who, self.room)?;
        Room::retire(tx, self.room)?;
        watch.note(tx)?;
        Ok(self.room)
    }

    fn refuse(&self, _: &mut Conn, _: FilingId) -> Result<()> {
        Ok(())
    }

    fn trace(&self, _: FilingId) -> Trace {
        let license = self.place.as_ref().map(|place| place.license.to_string()).unwrap_or_default();
        let row = [("roomid", self.number.to_string()), ("location", license), ("deleted", "1".to_owned())];
        Trace::in_table("inventory_room").row(row)
    }

    fn summary(&self) -> String {
        format!("Retire room {}", self.name)
    }

    fn form_url(&self) -> String {
        format!("/rooms/{}/edit", self.room)
    }

    fn result_url(&self, _: &RoomId) -> String {
        "/rooms".to_owned()
    }
}

/// Why a room cannot be given up yet, if so.
pub fn must_be_free(conn: &mut Conn, room: &Room) -> Result<()> {
    let lying = Room::filling(conn, room.id)?;
    if lying > 0 {
        let packages = if lying == 1 { "1 package lies".to_owned() } else { format!("{lying} packages lie") };
        return rule(format!("{packages} in {}. Move everything out of it first, then retire it.", room.name));
    }
    if Room::is_for_received_goods(conn, room.id)? {
        return rule(format!(
            "{} is the room for received goods. Choose another one under Settings, Location, first.",
            room.name
        ));
    }
    let kinds = supplies::in_room(conn, room.id)?;
    if kinds > 0 {
        let products =
            if kinds == 1 { "1 device or merchandise lies".to_owned() } else { format!("{kinds} devices and merchandise lie") };
        return rule(format!("{products} in {}. Move everything out of it first, then retire it.", room.name));
    }
    Ok(())
}

fn in_use(tx: &mut Conn, opening: &Opening<'_>, id: RoomId) -> Result<Room> {
    let room = Room::find(tx, opening.clerk.location, id)?;
    if room.active { Ok(room) } else { rule(format!("{} is retired and stays as it is.", room.name)) }
}

fn licensed(tx: &mut Conn, opening: &Opening<'_>) -> Result<Licensed> {
    let Location { id, license, .. } = Location::find(tx, opening.clerk.location)?;
    Ok(Licensed { location: id, license })
}

/// What must stay free until the state has answered.
fn name_subject(place: &Licensed, details: &Details) -> String {
    format!("room_name:{}:{}", place.license, details.name.to_lowercase())
}

fn never_opened(filing: FilingId) -> crate::error::Error {
    internal(format!("{filing} was accepted and had never been opened"))
}

fn record(number: i64, details: &Details, license: &License) -> messages::Room {
    let quarantine = u8::from(details.kind == Kind::Quarantine);
    messages::Room { id: number, name: details.name.clone(), location: license.clone(), quarantine }
}

fn trace(number: i64, details: &Details, place: Option<&Licensed>) -> Trace {
    Trace::in_table("inventory_room").row([
        ("roomid", number.to_string()),
        ("name", details.name.clone()),
        ("location", place.map(|place| place.license.to_string()).unwrap_or_default()),
        ("quarantine", u8::from(details.kind == Kind::Quarantine).to_string()),
        ("deleted", "0".to_owned()),
    ])
}
