//! `sync_*`: the tables of the state, whole or by transaction (biotrack-api §3). The bounds are inclusive; there are no pages. Which
//! tables there are is in `tables`; this is what is done with each of them.

pub mod check;
pub mod tables;

use super::{Answer, Call};
use crate::sandbox::ask::Ask;
use crate::sandbox::profile::Profile;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::{Item, Manifest, Stop, StopItem};
use crate::sandbox::state::{Entry, Row, Selection};
use serde_json::{Map, Value};
use std::collections::HashMap;
use tables::{Table, Whose};

/// The rows of one name in an answer.
struct Part {
    name: &'static str,
    entries: Vec<Entry>,
}

/// `sync_<table>`: the action says which.
fn sync(call: &mut Call) -> Result<Answer> {
    let action = call.ask.text("action").unwrap_or_default();
    let Some(table) = tables::all().find(|table| table.action.name == action) else {
        return refuse(refusal::no_privilege(&action));
    };
    let window = window(call.ask)?;
    let mut answer = Answer::new();
    for part in table.read(call, window)? {
        answer.insert(part.name.to_owned(), table.shown(&part, call.books.profile)?.into());
    }
    Ok(answer)
}

/// The rows that are asked for, whoever's they are.
fn window(ask: &Ask) -> Result<Selection> {
    let (start, end) = (ask.int("transaction_start")?, ask.int("transaction_end")?);
    Ok(Selection { start, end, active: ask.flag("active"), ..Selection::default() })
}

impl Table {
    /// What a caller sees of the table: its own rows first, then those that come in the same answer.
    fn read(&self, call: &mut Call, window: Selection) -> Result<Vec<Part>> {
        if self.name == Manifest::KIND {
            return manifests(call, &window);
        }
        let which = match self.whose {
            Whose::Everybody => Selection { active: false, ..window }, // tables of the whole state ignore it
            Whose::Company => Selection { owners: Some(vec![call.ubi.to_owned()]), ..window },
            Whose::Licenses => Selection { owners: Some(call.licenses()?), ..window },
        };
        let mut entries = call.books.select(self.name, &which)?;
        if self.name == Item::KIND && which.active {
            // Items with nothing left stay in the table; `active` leaves them out with the destroyed ones.
            let mut kept = Vec::with_capacity(entries.len());
            for entry in entries {
                if entry.row::<Item>()?.remaining_quantity.is_positive() {
                    kept.push(entry);
                }
            }
            entries = kept;
        }
        Ok(vec![Part { name: self.name, entries }])
    }

    fn shown(&self, part: &Part, profile: &Profile) -> Result<Vec<Value>> {
        part.entries.iter().map(|entry| self.row(entry, profile)).collect()
    }

    /// A row as the wire has it: without the fields that stay in the books, with its transactions.
    fn row(&self, entry: &Entry, profile: &Profile) -> Result<Value> {
        let mut fields: Map<String, Value> = serde_json::from_str(&entry.body)?;
        fields.insert("transactionid".into(), entry.transaction_id.into());
        fields.insert("transactionid_original".into(), entry.transaction_original.into());
        fields.insert("deleted".into(), i64::from(entry.deleted).into());
        let florida = |name: &str| self.florida.contains(&name) && !profile.florida_additions;
        fields.retain(|name, _| !name.starts_with('_') && !self.without.contains(&name.as_str()) && !florida(name));
        Ok(Value::Object(fields))
    }
}

/// Manifests that the caller sent or receives, with their stops and items in the same answer.
fn manifests(call: &mut Call, window: &Selection) -> Result<Vec<Part>> {
    let licenses = call.licenses()?;
    let mut parts = Vec::new();
    let mut ours = match window.start {
        Some(_) => HashMap::new(),
        None => all_manifests(call, &licenses)?,
    };
    for (name, kind) in
        [("manifest", Manifest::KIND), ("manifest_stop_data", Stop::KIND), ("manifest_stop_items", StopItem::KIND)]
    {
        let entries = match window.start {
            Some(_) => since(call, kind, &licenses, &mut ours, window)?,
            None => of_manifests(call, kind, &ours, window)?,
        };
        parts.push(Part { name, entries });
    }
    Ok(parts)
}

/// Every manifest that these sent or receive.
fn all_manifests(call: &mut Call, licenses: &[String]) -> Result<HashMap<String, bool>> {
    let sent = call.books.ids(Manifest::KIND, licenses)?;
    let received = call.books.ids(Stop::KIND, licenses)?;
    Ok(sent.into_iter().chain(received.iter().map(|stop| manifest_of(stop).to_owned())).map(|id| (id, true)).collect())
}

fn of_manifests(call: &mut Call, kind: &str, ours: &HashMap<String, bool>, window: &Selection) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for manifest in ours.keys() {
        entries.extend(call.books.under(kind, manifest, window)?);
    }
    entries.sort_by(|a, b| (a.transaction_id, &a.id).cmp(&(b.transaction_id, &b.id)));
    Ok(entries)
}

/// What was touched since a transaction, without what is nobody's business here. `ours` remembers what was found out.
fn since(
    call: &mut Call,
    kind: &str,
    licenses: &[String],
    ours: &mut HashMap<String, bool>,
    window: &Selection,
) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in call.books.select(kind, window)? {
        let manifest = manifest_of(&entry.id);
        let is_ours = match ours.get(manifest) {
            Some(known) => *known,
            None => is_ours(call, manifest, licenses)?,
        };
        ours.insert(manifest.to_owned(), is_ours);
        if is_ours {
            entries.push(entry);
        }
    }
    Ok(entries)
}

fn is_ours(call: &mut Call, manifest: &str, licenses: &[String]) -> Result<bool> {
    let mut parties = call.books.under(Manifest::KIND, manifest, &Selection::default())?;
    parties.extend(call.books.under(Stop::KIND, manifest, &Selection::default())?);
    Ok(parties.iter().any(|entry| licenses.contains(&entry.owner)))
}

/// The manifest that a manifest, a stop or an item of one belongs to.
fn manifest_of(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}
