//! What new books begin with. The demonstration world (a dispensary, the processor that sends it goods, a laboratory, patients and
//! staff, all of it made up) is `demo.json`; anybody's own is a file of the same form (`file.rs`).

mod dates;
mod file;
pub mod goods;
pub mod patients;
mod sections;
pub mod shipments;
mod written;

use super::florida::eastern_date;
use super::profile::Profile;
use super::refusal::{Failure, Result};
use super::state::{Books, Entry};
use crate::db::Conn;
use dates::Day;
use file::{Fields, File};
use goods::Placed;
use serde_json::Value;
use shipments::Shipment;
use std::collections::BTreeSet;
use std::sync::Arc;
pub use written::written;

/// The dispensary's licence in the demonstration world.
pub const SHOP: &str = "MMTC-2019-0016-R1";
/// The licence of the processor that sends.
pub const SENDER: &str = "MMTC-2019-0016-P1";
/// The laboratory's licence.
pub const LAB: &str = "CMTL-2021-0007";

/// The world that is there without a file.
pub const DEMO: &str = "demo";
const DEMO_FILE: &str = include_str!("demo.json");

/// A world that can be loaded.
#[derive(Debug, Clone)]
pub struct World {
    /// The file's own text, or `demo`: what tells one world from another.
    pub text: String,
    /// The profile it brings, if it brings one.
    pub profile: Option<Profile>,
    file: Arc<File>,
}

impl World {
    /// `demo`, or the world in a file. `Err` is one line that says the place.
    pub fn named(asked: &str) -> Result<Self, String> {
        if asked == DEMO {
            return Self::of_text(DEMO);
        }
        let text = std::fs::read_to_string(asked).map_err(|error| format!("{asked} cannot be read: {error}"))?;
        Self::of_text(&text).map_err(|words| format!("{asked}: {words}"))
    }

    /// The world of that text, or the demonstration's for `demo`.
    pub fn of_text(text: &str) -> Result<Self, String> {
        let json = if text == DEMO { DEMO_FILE } else { text };
        let file: File = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let profile = file.profile.as_ref().map(profile).transpose().map_err(|words| format!("profile: {words}"))?;
        let now = super::machine_time();
        Parts::of(&file, &Day { today: eastern_date(now), now })?;
        Ok(Self { text: text.to_owned(), profile, file: Arc::new(file) })
    }

    /// Fills empty books, each thing in a transaction of its own, as it would have come about. How far their clock is ahead.
    pub fn load(&self, conn: &mut Conn, profile: &Profile, machine_time: i64) -> Result<i64> {
        let now = machine_time + self.file.clock_ahead_seconds;
        let parts = Parts::of(&self.file, &Day { today: eastern_date(now), now }).map_err(Failure::World)?;
        let (kept, new): (Vec<Entry>, Vec<Entry>) = parts.entries.into_iter().partition(|entry| entry.transaction_id > 0);
        let mut books = Books::reading(conn, profile, now);
        for entry in &kept {
            books.restore(entry)?;
        }
        let last = kept.iter().map(|entry| entry.transaction_id).max().max(Some(self.file.last_transaction)).unwrap_or(0);
        if last > 0 {
            books.set_meta("transaction", &last.to_string())?;
        }
        let (people, places): (Vec<Entry>, Vec<Entry>) = new.into_iter().partition(|entry| entry.kind == "registry_patient");
        for entries in [places, people].into_iter().filter(|entries| !entries.is_empty()) {
            let mut books = Books::writing(conn, profile, now)?;
            for entry in entries {
                let (transaction_id, transaction_original) = (books.transaction, books.transaction);
                books.restore(&Entry { transaction_id, transaction_original, ..entry })?;
            }
        }
        if !parts.items.is_empty() {
            let mut books = Books::writing(conn, profile, now)?;
            for Placed { goods, place } in parts.items {
                goods::make(&mut books, &goods, place)?;
            }
        }
        for shipment in &parts.shipments {
            shipments::send(&mut Books::writing(conn, profile, now)?, shipment)?;
        }
        Ok(self.file.clock_ahead_seconds)
    }
}

/// A profile by name, or a base with points that differ.
fn profile(given: &Value) -> Result<Profile, String> {
    let mut changes = given.as_object().cloned().unwrap_or_default();
    let name = if let Some(name) = given.as_str() { Some(Value::from(name)) } else { changes.remove("base") };
    let Some(name) = name.as_ref().and_then(Value::as_str) else {
        return Err(format!("it is a name, or an object with `base`: one of {}", Profile::NAMES.join(", ")));
    };
    let base = Profile::by_name(name)?;
    if changes.get("name").is_some_and(|name| *name != base.name.as_str()) {
        return Err(format!("its name stays that of its base, {}", base.name));
    }
    let mut points = serde_json::to_value(base).map_err(|error| error.to_string())?;
    sections::merge(&mut points, Value::Object(changes));
    serde_json::from_value(points).map_err(|error| error.to_string())
}

/// The profile that books kept. A point that is younger than the books is as the profile of that name has it.
pub fn kept_profile(text: &str) -> Result<Profile, String> {
    let mut points: Fields = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if let Some(name) = points.get("name").cloned() {
        points.insert("base".into(), name);
    }
    profile(&Value::Object(points))
}

/// A file, read for one day.
struct Parts {
    entries: Vec<Entry>,
    items: Vec<Placed>,
    shipments: Vec<Shipment>,
}

impl Parts {
    fn of(file: &File, day: &Day) -> Result<Self, String> {
        let mut entries = Vec::new();
        for section in sections::SECTIONS {
            entries.extend(section.entries(file, day)?);
        }
        for (kind, rows) in &file.rows {
            entries.extend(rows.iter().map(|row| row.entry(kind)));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = entries.iter().find(|entry| !seen.insert((&entry.kind, &entry.id))) {
            return Err(format!("the {} {} is there twice", twice.kind, twice.id));
        }
        let known = |license: &str| {
            let known = entries.iter().any(|entry| entry.kind == "vendor" && entry.id == license);
            if known { Ok(()) } else { Err(format!("the licence {license} is not in `licences`")) }
        };
        let mut items = Vec::new();
        for (at, given) in file.items.iter().enumerate() {
            let placed = goods::placed(file, given).and_then(|placed| known(&placed.place.location).map(|()| placed));
            items.push(placed.map_err(|words| format!("items[{at}]: {words}"))?);
        }
        let mut shipments = Vec::new();
        for (at, given) in file.shipments.iter().enumerate() {
            let shipment = given.shipment(file).and_then(|shipment| {
                known(&given.from)?;
                known(&given.to)?;
                Ok(shipment)
            });
            shipments.push(shipment.map_err(|words| format!("shipments[{at}]: {words}"))?);
        }
        Ok(Self { entries, items, shipments })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_world_can_be_read() {
        assert!(World::of_text(DEMO).is_ok_and(|world| world.profile.is_none()));
    }

    #[test]
    fn a_wrong_world_says_where_it_is_wrong() {
        let cases = [
            ("{\n  \"licences\": [\n}", "line 3"),
            ("{\n \"licenses\": []}", "unknown field `licenses`"),
            (r#"{"profile": "florida2"}"#, "florida, generic"),
            (r#"{"profile": {"base": "florida", "colour": 1}}"#, "unknown field `colour`"),
            (r#"{"licences": [{"ubi": "1", "location": "L1"}]}"#, "licences[0]: `name` is missing"),
            (r#"{"rooms": [{"location": "L1", "roomid": 1, "name": "Vault", "size": 3}]}"#, "rooms[0]: there is no field `size`"),
            (r#"{"rooms": [{"location": "L1", "roomid": "one", "name": "Vault"}]}"#, "rooms[0]: invalid type"),
            (r#"{"users": [{"ubi": "1", "username": "u"}]}"#, "users[0]: one of `password`"),
            (r#"{"patients": [{"card_id": "P1", "first_name": "A", "last_name": "B", "orders": [{"root": 1}]}]}"#, "patients[0]"),
            (r#"{"items": [{"location": "L1", "name": "x", "inventorytype": 28, "quantity": 1}]}"#, "items[0]: the licence L1"),
            (r#"{"shipments": [{"from": "L1", "to": "L2", "items": ["x"]}]}"#, "shipments[0]: there is no product \"x\""),
        ];
        for (text, words) in cases {
            let said = World::of_text(text).map(|_| ()).unwrap_err();
            assert!(said.contains(words) && !said.contains('\n'), "“{said}” does not say “{words}”");
        }
    }
}
