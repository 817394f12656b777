//! Whether the state knows us, our rooms, our drivers and vehicles as they stand here, and whether nothing is on its way.

use super::finding::{Detail, Finding, Subject, many};
use super::own::Own;
use super::theirs::Theirs;
use crate::biotrack::{StateEmployee, StateRoom, StateVehicle};
use crate::features::rooms::{Kind, Room};
use crate::values::At;

/// A real sign-in, and a read that has our licence in it.
pub fn credentials(own: &Own, theirs: &Theirs, now: At) -> Finding {
    let license = &own.location.license;
    let wrong = match (&theirs.sign_in, &theirs.licenses) {
        (Err(why), _) => why.clone(),
        (_, Err(why)) => return Finding::unknown(Subject::Credentials, now, why),
        (_, Ok(licenses)) if licenses.contains(license) => String::new(),
        (_, Ok(licenses)) => {
            let theirs: Vec<&str> = licenses.iter().map(|one| one.as_str()).collect();
            format!("The state signs us in, and has rooms of ours at {}, not at {license}.", theirs.join(", "))
        }
    };
    let right = format!("The state signed us in just now, and {license} is ours there.");
    let details = if wrong.is_empty() { Vec::new() } else { vec![Detail::new(wrong)] };
    let words = |_| {
        "The sign-in to BioTrack does not work as it is set. Whoever runs this program sets it (BIOTRACK_UBI, BIOTRACK_USERNAME, BIOTRACK_PASSWORD).".to_owned()
    };
    Finding::of(Subject::Credentials, now, right, words, details)
}

/// Everything that was on its way is received or cancelled: to us, from us, and back to us.
pub fn deliveries(own: &Own, theirs: &Theirs, now: At) -> Finding {
    let (incoming, manifests, returns) = match (&theirs.incoming, &theirs.manifests, &theirs.returns) {
        (Ok(incoming), Ok(manifests), Ok(returns)) => (incoming, manifests, returns),
        (Err(why), ..) | (_, Err(why), _) | (_, _, Err(why)) => return Finding::unknown(Subject::Deliveries, now, why),
    };
    let mut open: Vec<Detail> = incoming
        .iter()
        .map(|one| {
            let words = format!("Manifest {} from {} waits to be received.", one.manifest.grouped(), one.sender_name);
            Detail::at(words, format!("/receiving/{}", one.manifest))
        })
        .collect();
    let listed = |number| incoming.iter().any(|one| one.manifest == number);
    open.extend(own.incoming.iter().filter(|one| !listed(one.number)).map(|one| {
        let words =
            format!("Manifest {} is open here, and the state lists it no more. Ask the state again.", one.number.grouped());
        Detail::at(words, format!("/receiving/{}", one.number))
    }));
    let ours = manifests.iter().filter(|one| one.origin.as_ref() == Some(&own.location.license));
    open.extend(
        ours.filter(|one| !one.deleted && one.completed_at.is_none())
            .map(|one| Detail::new(format!("Manifest {} of ours is neither completed nor cancelled.", one.manifest.grouped()))),
    );
    open.extend(returns.iter().map(|one| {
        Detail::new(format!(
            "{} of package {} came back from a receiver and is not taken in.",
            one.quantity,
            one.barcode.grouped()
        ))
    }));
    let right = "Nothing is on its way: every delivery is completed or cancelled.".to_owned();
    let words = |count| format!("{} open. Complete or cancel each.", many(count, "delivery is", "deliveries are"));
    Finding::of(Subject::Deliveries, now, right, words, open)
}

/// The same rooms here and there, by number, name and quarantine.
pub fn rooms(own: &Own, theirs: &Theirs, now: At) -> Finding {
    let there = match &theirs.rooms {
        Ok(there) => there,
        Err(why) => return Finding::unknown(Subject::Rooms, now, why),
    };
    let mut differing: Vec<Detail> = own.rooms.iter().filter_map(|room| room_differs(room, there)).collect();
    let unknown = there.iter().filter(|state| own.rooms.iter().all(|room| Some(room.state_room) != state.room));
    differing.extend(unknown.map(|state| {
        let number = state.room.map_or_else(|| "without a number".to_owned(), |number| format!("number {number}"));
        Detail::new(format!("The state has a room “{}”, {number}, that is not in use here.", state.name))
    }));
    let right = format!("{} the same here and in BioTrack.", many(own.rooms.len(), "room is", "rooms are"));
    let words = |count| format!("{} not the same here and in BioTrack.", many(count, "room is", "rooms are"));
    Finding::of(Subject::Rooms, now, right, words, differing)
}

fn room_differs(room: &Room, there: &[StateRoom]) -> Option<Detail> {
    let url = format!("/rooms/{}/edit", room.id);
    let Some(state) = there.iter().find(|state| state.room == Some(room.state_room)) else {
        return Some(Detail::at(format!("BioTrack does not know {}, number {}.", room.name, room.state_room), url));
    };
    if state.name != room.name {
        return Some(Detail::at(format!("{} is called “{}” in BioTrack.", room.name, state.name), url));
    }
    let is_quarantine = room.kind == Kind::Quarantine;
    (state.quarantine != is_quarantine).then(|| {
        let words = if state.quarantine { "is marked as quarantine" } else { "is not marked as quarantine" };
        Detail::at(format!("{} {words} in BioTrack, and is a room of the kind {} here.", room.name, room.kind.label()), url)
    })
}

/// Every driver and vehicle in service is in BioTrack.
pub fn fleet(own: &Own, theirs: &Theirs, now: At) -> Finding {
    if !own.location.drivers_enabled && own.drivers.is_empty() && own.vehicles.is_empty() {
        let right = "Drivers and vehicles are switched off for this location, and there are none.".to_owned();
        return Finding::of(Subject::Fleet, now, right, |_| String::new(), Vec::new());
    }
    let (drivers, vehicles) = match (&theirs.drivers, &theirs.vehicles) {
        (Ok(drivers), Ok(vehicles)) => (drivers, vehicles),
        (Err(why), _) | (_, Err(why)) => return Finding::unknown(Subject::Fleet, now, why),
    };
    let mut unknown = unknown_drivers(own, drivers);
    unknown.extend(unknown_vehicles(own, vehicles));
    let right = format!(
        "BioTrack knows {} and {}.",
        many(own.drivers.len(), "driver", "drivers"),
        many(own.vehicles.len(), "vehicle", "vehicles")
    );
    let words = |count| format!("{} not in BioTrack as here.", many(count, "of them is", "of them are"));
    Finding::of(Subject::Fleet, now, right, words, unknown)
}

fn unknown_drivers(own: &Own, there: &[StateEmployee]) -> Vec<Detail> {
    let known = |number: &str| there.iter().find(|state| !state.deleted && state.employee.as_str() == number);
    let differs = |driver: &crate::features::drivers::Driver| {
        let url = format!("/drivers/{}/edit", driver.id);
        match known(&driver.employee_id) {
            None => Some(Detail::at(format!("BioTrack does not know the driver {}.", driver.details.name), url)),
            Some(state) if state.name != driver.details.name => {
                Some(Detail::at(format!("The driver {} is called “{}” in BioTrack.", driver.details.name, state.name), url))
            }
            Some(_) => None,
        }
    };
    own.drivers.iter().filter_map(differs).collect()
}

fn unknown_vehicles(own: &Own, there: &[StateVehicle]) -> Vec<Detail> {
    let known = |number: i64| there.iter().find(|state| !state.deleted && state.vehicle == number);
    let differs = |vehicle: &crate::features::vehicles::Vehicle| {
        let (details, url) = (&vehicle.details, format!("/vehicles/{}/edit", vehicle.id));
        match known(vehicle.vehicle_number) {
            None => Some(Detail::at(format!("BioTrack does not know the vehicle {}.", details.nickname), url)),
            Some(state) if state.plate.as_ref() != Some(&details.plate) || state.vin.as_ref() != Some(&details.vin) => {
                Some(Detail::at(format!("The vehicle {} has another plate or VIN in BioTrack.", details.nickname), url))
            }
            Some(_) => None,
        }
    };
    own.vehicles.iter().filter_map(differs).collect()
}
