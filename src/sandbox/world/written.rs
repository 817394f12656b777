//! Books written out as a world: a file that gives the same books again, to compare them or to begin others with.

use super::sections::{SECTIONS, Section};
use crate::sandbox::profile::Profile;
use crate::sandbox::refusal::Result;
use crate::sandbox::state::{Books, Entry};
use serde_json::{Map, Value, json};

/// Everything in the books but who they are and the answers kept for nonces.
pub fn written(books: &mut Books) -> Result<Value> {
    let number = |text: Option<String>| text.and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let mut world: Map<String, Value> = SECTIONS.iter().map(|section| (section.name.to_owned(), json!([]))).collect();
    let mut rows: Map<String, Value> = Map::new();
    for entry in books.everything()? {
        let (rows, row) = match Section::find(&entry.kind) {
            Some(section) => (world.get_mut(section.name), Value::Object(section.written(&entry)?)),
            None => (Some(rows.entry(entry.kind.clone()).or_insert_with(|| json!([]))), exact(&entry)?),
        };
        if let Some(rows) = rows.and_then(Value::as_array_mut) {
            rows.push(row);
        }
    }
    world.insert("rows".into(), rows.into());
    world.insert("profile".into(), points(books.profile)?);
    world.insert("clock_ahead_seconds".into(), number(books.meta("ahead_seconds")?).into());
    world.insert("last_transaction".into(), number(books.meta("transaction")?).into());
    Ok(world.into())
}

fn exact(entry: &Entry) -> Result<Value> {
    let row: Value = serde_json::from_str(&entry.body)?;
    Ok(json!({
        "id": entry.id, "owner": entry.owner, "deleted": entry.deleted, "transactionid": entry.transaction_id,
        "transactionid_original": entry.transaction_original, "row": row,
    }))
}

/// A profile as a file has it: its name, or its base and the points that differ.
fn points(profile: &Profile) -> Result<Value> {
    let base = Profile::named(&profile.name).unwrap_or_else(Profile::florida);
    let (own, of_base) = (serde_json::to_value(profile)?, serde_json::to_value(&base)?);
    let mut changes = own.as_object().cloned().unwrap_or_default();
    changes.retain(|name, value| of_base.get(name) != Some(value));
    if changes.is_empty() {
        return Ok(base.name.into());
    }
    changes.insert("base".into(), base.name.into());
    Ok(changes.into())
}
