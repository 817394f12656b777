//! The sections of a world whose rows are those of one of the state's tables: what a row must have, and what it is without more.

use super::dates::Day;
use super::file::{Fields, File};
use super::patients;
use crate::sandbox::envelope::password_digest;
use crate::sandbox::rows::{ApiUser, Employee, Lab, Patient, Room, Staff, Transporter, Vehicle, Vendor};
use crate::sandbox::state::{Entry, Row};
use serde_json::{Value, json};

/// One section: its name in the file and how its rows are read.
pub struct Section {
    pub name: &'static str,
    pub kind: &'static str,
    /// The fields that a row must have.
    needed: &'static [&'static str],
    rows: fn(&File) -> &[Fields],
    /// A row with nothing but its defaults.
    blank: fn() -> Value,
    /// What follows from other fields.
    complete: fn(&mut Fields) -> Result<(), String>,
    read: fn(Value) -> Result<Entry, String>,
}

const fn section<T: Row>(
    name: &'static str,
    needed: &'static [&'static str],
    rows: fn(&File) -> &[Fields],
    blank: fn() -> Value,
    complete: fn(&mut Fields) -> Result<(), String>,
) -> Section {
    Section { name, kind: T::KIND, needed, rows, blank, complete, read: read::<T> }
}

pub const SECTIONS: &[Section] = &[
    section::<Vendor>("licences", &["ubi", "location", "name"], |file| &file.licences, vendor, kinds_of_license),
    section::<ApiUser>("users", &["ubi", "username"], |file| &file.users, || json!({"admin": 1}), password),
    section::<Room>("rooms", &["location", "roomid", "name"], |file| &file.rooms, || json!({"quarantine": 0}), nothing),
    section::<Employee>("employees", &["ubi", "employee_id", "employee_name"], |file| &file.employees, employee, nothing),
    section::<Vehicle>("vehicles", &["ubi", "vehicle_id"], |file| &file.vehicles, vehicle, nothing),
    section::<Lab>("labs", &["location", "name"], |file| &file.labs, lab, nothing),
    section::<Transporter>(
        "third_party_transporters",
        &["ubi", "location", "name"],
        |file| &file.third_party_transporters,
        || json!({}),
        carrier,
    ),
    section::<Staff>("staff", &["email"], |file| &file.staff, || json!({"name": "", "role": "other"}), nothing),
    section::<Patient>(
        "patients",
        &["card_id", "first_name", "last_name"],
        |file| &file.patients,
        || json!({}),
        patients::complete,
    ),
];

/// Fields that say what the books say about a row, and not what is in it.
const STAMPS: [&str; 3] = ["transactionid", "transactionid_original", "sessiontime"];

impl Section {
    pub fn find(kind: &str) -> Option<&'static Self> {
        SECTIONS.iter().find(|section| section.kind == kind)
    }

    /// The entries of the section, in the file's order. A row without stamps has transaction 0.
    pub fn entries(&self, file: &File, day: &Day) -> Result<Vec<Entry>, String> {
        let rows = (self.rows)(file).iter().enumerate();
        rows.map(|(at, row)| self.entry(row, day).map_err(|words| format!("{}[{at}]: {words}", self.name))).collect()
    }

    fn entry(&self, given: &Fields, day: &Day) -> Result<Entry, String> {
        let mut given = given.clone();
        let [last, original, time] = STAMPS.map(|name| given.remove(name).and_then(|value| value.as_i64()));
        if let Some(name) = self.needed.iter().find(|name| !given.contains_key(**name)) {
            return Err(format!("`{name}` is missing"));
        }
        (self.complete)(&mut given)?;
        let mut fields = (self.blank)();
        let mut given = Value::Object(given);
        day.settle(&mut given);
        merge(&mut fields, given);
        let entry = (self.read)(fields)?;
        let last = last.unwrap_or_default();
        let body = with_time(&entry.body, time.unwrap_or(day.now))?;
        Ok(Entry { transaction_id: last, transaction_original: original.unwrap_or(last), body, ..entry })
    }

    /// An entry as the file has it: without what it would have anyway.
    pub fn written(&self, entry: &Entry) -> Result<Fields, serde_json::Error> {
        let blank = (self.blank)();
        let fields: Fields = serde_json::from_str(&entry.body)?;
        // What never leaves the books is nothing unless it says something.
        let says_nothing =
            |name: &str, value: &Value| name.starts_with('_') && (value.is_null() || *value == false || *value == 0);
        let has_default = |name: &str, value: &Value| {
            (blank.get(name) == Some(value) || says_nothing(name, value)) && !self.needed.contains(&name)
        };
        let mut written: Fields = fields.into_iter().filter(|(name, value)| !has_default(name, value)).collect();
        for hidden in written.keys().filter(|name| name.starts_with('_')).cloned().collect::<Vec<_>>() {
            let name = if hidden == DIGEST { PASSWORD_DIGEST } else { hidden.trim_start_matches('_') };
            if let Some(value) = written.remove(&hidden) {
                written.insert(name.to_owned(), value);
            }
        }
        written.insert("transactionid".into(), entry.transaction_id.into());
        written.insert("transactionid_original".into(), entry.transaction_original.into());
        Ok(written)
    }
}

/// A row of the table, if it is one. A field that the table does not have is refused by name.
fn read<T: Row>(mut fields: Value) -> Result<Entry, String> {
    // The file may leave out the underscore of a field that stays in the books; which those are is known once the row is read.
    if let Some(hidden) = hidden_names::<T>(&fields) {
        fields = hidden;
    }
    let row: T = serde_json::from_value(fields.clone()).map_err(|error| error.to_string())?;
    let kept = serde_json::to_value(&row).map_err(|error| error.to_string())?;
    if let Some(name) = foreign(&fields, &kept) {
        return Err(format!("there is no field `{name}`"));
    }
    let (kind, body) = (T::KIND.to_owned(), kept.to_string());
    Ok(Entry { kind, id: row.id(), owner: row.owner(), transaction_id: 0, transaction_original: 0, deleted: row.deleted(), body })
}

/// The fields under the names of the books.
fn hidden_names<T: Row>(fields: &Value) -> Option<Value> {
    let mut with_both = fields.as_object()?.clone();
    for (name, value) in fields.as_object()? {
        with_both.entry(format!("_{name}")).or_insert_with(|| value.clone());
    }
    let row: T = serde_json::from_value(with_both.into()).ok()?;
    let kept = serde_json::to_value(&row).ok()?;
    let bookish = |name: &String| {
        let hidden = format!("_{name}");
        if kept.get(name).is_none() && kept.get(&hidden).is_some() { hidden } else { name.clone() }
    };
    Some(fields.as_object()?.iter().map(|(name, value)| (bookish(name), value.clone())).collect::<Fields>().into())
}

/// The first name that was given and is not kept, wherever it is.
pub fn foreign(given: &Value, kept: &Value) -> Option<String> {
    match (given, kept) {
        (Value::Object(given), Value::Object(kept)) => given.iter().find_map(|(name, value)| match kept.get(name) {
            Some(kept) => foreign(value, kept).map(|inner| format!("{name}.{inner}")),
            None => Some(name.clone()),
        }),
        (Value::Array(given), Value::Array(kept)) => given.iter().zip(kept).find_map(|(given, kept)| foreign(given, kept)),
        _ => None,
    }
}

/// Lays the fields of `over` above those of `under`; a name with an underscore there keeps it.
pub fn merge(under: &mut Value, over: Value) {
    let (Some(under), Value::Object(over)) = (under.as_object_mut(), over) else { return };
    for (name, value) in over {
        let hidden = format!("_{name}");
        let name = if under.contains_key(&hidden) { hidden } else { name };
        under.insert(name, value);
    }
}

fn with_time(body: &str, time: i64) -> Result<String, String> {
    let mut fields: Fields = serde_json::from_str(body).map_err(|error| error.to_string())?;
    fields.insert("sessiontime".into(), time.into());
    Ok(Value::Object(fields).to_string())
}

fn nothing(_: &mut Fields) -> Result<(), String> {
    Ok(())
}

fn vendor() -> Value {
    json!({"locationtype": 8, "address1": "", "address2": null, "city": "", "state": "FL", "zip": "", "medical": 1, "_phone": ""})
}

/// Which kinds of business a licence is for, by the type of the location (biotrack-api §4.4).
fn kinds_of_license(fields: &mut Fields) -> Result<(), String> {
    let of_type = fields.get("locationtype").and_then(Value::as_i64).unwrap_or(8);
    let kinds = [
        ("producer", (1..=6).contains(&of_type)),
        ("processor", (4..=7).contains(&of_type)),
        ("retail", [8, 10].contains(&of_type)),
    ];
    for (name, is_kind) in kinds {
        fields.entry(name).or_insert(i64::from(is_kind).into());
    }
    Ok(())
}

const DIGEST: &str = "_digest";
const PASSWORD_DIGEST: &str = "password_sha256";

/// A password becomes the digest that the books keep.
fn password(fields: &mut Fields) -> Result<(), String> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let digest = match (fields.get("password"), fields.get(PASSWORD_DIGEST)) {
        (Some(_), None) => password_digest(&text("ubi"), &text("username"), &text("password")),
        (None, Some(_)) => text(PASSWORD_DIGEST),
        _ => return Err("one of `password` and `password_sha256` is needed".into()),
    };
    fields.retain(|name, _| name != "password" && name != PASSWORD_DIGEST);
    fields.insert(DIGEST.into(), digest.into());
    Ok(())
}

fn employee() -> Value {
    json!({"birthmonth": "01", "birthday": "01", "birthyear": "1980", "hiremonth": "01", "hireday": "01", "hireyear": "2020", "_ubi": ""})
}

fn vehicle() -> Value {
    json!({"nickname": null, "color": "white", "make": "Ford", "model": "Transit", "plate": "", "vin": "", "year": "2022", "_ubi": ""})
}

fn lab() -> Value {
    json!({"address1": "", "city": "", "state": "FL", "zip": ""})
}

/// Third parties are known by their licence.
fn carrier(fields: &mut Fields) -> Result<(), String> {
    if let Some(location) = fields.get("location").cloned() {
        fields.entry("license_number").or_insert(location);
    }
    Ok(())
}
