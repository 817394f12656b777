//! Plants (biotrack-api §2.13) are a grower's, and this is a dispensary's state: without a grower's profile every line of this table
//! is answered with the missing privilege (`privileges.rs`). With one, rooms for plants are kept like other rooms; no plant is: the
//! actions on plants refuse. The tables of plants (`sync/tables.rs`) can be read by anyone who may sync, and are empty.

use super::{Action, Answer, Call, Provenance::Documented, plain, write};
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{PlantRoom, Room};
use crate::sandbox::texts;

pub const ACTIONS: &[Action] = &[
    write("plant_room_add", Documented, add_room),
    write("plant_room_modify", Documented, modify_room),
    write("plant_room_remove", Documented, remove_room),
    write("plant_new", Documented, plant),
    write("plant_new_undo", Documented, none_kept),
    write("plant_move", Documented, none_kept),
    write("plant_modify", Documented, none_kept),
    write("plant_harvest_schedule", Documented, none_kept),
    write("plant_harvest_schedule_undo", Documented, none_kept),
    write("plant_harvest", Documented, none_kept),
    write("plant_harvest_undo", Documented, none_kept),
    write("plant_cure", Documented, none_kept),
    write("plant_cure_undo", Documented, none_kept),
    write("plant_yield_modify", Documented, none_kept),
    write("plant_waste_weigh", Documented, none_kept),
    write("plant_convert_to_inventory", Documented, none_kept),
    write("plant_destroy_schedule", Documented, none_kept),
    write("plant_destroy_schedule_undo", Documented, none_kept),
    write("plant_destroy", Documented, none_kept),
];

fn none_kept(_: &mut Call) -> Result<Answer> {
    refuse(texts::no_plants())
}

/// What can be told wrong about a new plant before it is refused all the same: its room.
fn plant(call: &mut Call) -> Result<Answer> {
    let Ok(Some(room)) = call.ask.int("room") else { return refuse(refusal::no_plant_room()) };
    let license = call.location()?.location;
    if find(call, &license, room)?.is_none() { refuse(refusal::no_plant_room()) } else { none_kept(call) }
}

fn add_room(call: &mut Call) -> Result<Answer> {
    let room = room(call)?;
    if find(call, &room.location, room.roomid)?.is_some() {
        return refuse(texts::room_exists());
    }
    call.books.put(&room)?;
    plain()
}

fn modify_room(call: &mut Call) -> Result<Answer> {
    let room = room(call)?;
    if find(call, &room.location, room.roomid)?.is_none() {
        return refuse(texts::room_not_found());
    }
    call.books.put(&room)?;
    plain()
}

/// `location` may be left out when the number is found once.
fn remove_room(call: &mut Call) -> Result<Answer> {
    let id = id(call)?;
    let licenses = if call.ask.has("location") { vec![call.location()?.location] } else { call.licenses()? };
    let mut found = Vec::new();
    for license in licenses {
        found.extend(find(call, &license, id)?);
    }
    let [room] = found.as_slice() else { return refuse(texts::room_not_found()) };
    call.books.put(&PlantRoom { removed: true, ..room.clone() })?;
    plain()
}

fn find(call: &mut Call, license: &str, id: i64) -> Result<Option<PlantRoom>> {
    Ok(call.books.get::<PlantRoom>(&Room::key(license, id))?.filter(|room| !room.removed))
}

fn id(call: &Call) -> Result<i64> {
    match call.ask.int("id") {
        Ok(Some(id)) if id > 0 => Ok(id),
        _ => refuse(refusal::no_room_id()),
    }
}

fn room(call: &mut Call) -> Result<PlantRoom> {
    let (roomid, name) = (id(call)?, call.ask.needed("name")?);
    Ok(PlantRoom { roomid, name, location: call.location()?.location, removed: false })
}
