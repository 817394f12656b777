//! Inventory rooms (biotrack-api §2.1). Their numbers are the caller's.

use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Room};
use crate::sandbox::state::Row;
use crate::sandbox::texts;

pub const ACTIONS: &[Action] = &[
    write("inventory_room_add", Documented, add),
    write("inventory_room_modify", Documented, modify),
    write("inventory_room_remove", Documented, remove),
];

fn add(call: &mut Call) -> Result<Answer> {
    let room = room(call)?;
    if find(call, &room.location, room.roomid)?.is_some() {
        return refuse(texts::room_exists());
    }
    call.books.put(&room)?;
    plain()
}

fn modify(call: &mut Call) -> Result<Answer> {
    let room = room(call)?;
    if find(call, &room.location, room.roomid)?.is_none() {
        return refuse(texts::room_not_found());
    }
    call.books.put(&room)?;
    plain()
}

/// `location` may be left out when the number is found once.
fn remove(call: &mut Call) -> Result<Answer> {
    let id = id(call)?;
    let licenses = if call.ask.has("location") { vec![call.location()?.location] } else { call.licenses()? };
    let mut found = Vec::new();
    for license in licenses {
        found.extend(find(call, &license, id)?);
    }
    let [room] = found.as_slice() else { return refuse(texts::room_not_found()) };
    let holds = |item: &Item| item.currentroom == Some(id) && item.remaining_quantity.is_positive() && !item.deleted();
    if call.books.of_owner::<Item>(&room.location)?.iter().any(holds) {
        return refuse(texts::room_not_empty());
    }
    call.books.put(&Room { removed: true, ..room.clone() })?;
    plain()
}

/// A room that has not been removed.
pub fn find(call: &mut Call, license: &str, id: i64) -> Result<Option<Room>> {
    Ok(call.books.get::<Room>(&Room::key(license, id))?.filter(|room| !room.deleted()))
}

fn id(call: &Call) -> Result<i64> {
    match call.ask.int("id") {
        Ok(Some(id)) if id > 0 => Ok(id),
        _ => refuse(refusal::no_room_id()),
    }
}

fn room(call: &mut Call) -> Result<Room> {
    let (roomid, name) = (id(call)?, call.ask.needed("name")?);
    let location = call.location()?.location;
    Ok(Room { roomid, name, location, quarantine: i64::from(call.ask.flag("quarantine")), removed: false })
}
