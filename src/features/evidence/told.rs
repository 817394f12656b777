//! What the state was told and what it answered, who works here, and what the event log has of the span.

use super::files::{PART, Part, maybe};
use super::span::Span;
use crate::db::Conn;
use crate::error::Result;
use crate::event::{Category, Change, Event, Kind};
use crate::filing::{Action, Status};
use crate::may::{Group, Role, Standing};
use crate::schema::{events, filings, inspections, users};
use crate::values::At;
use diesel::prelude::*;
use serde_json::Value;

pub const FILING: [&str; 12] = [
    "Filing",
    "Opened",
    "Who",
    "Their MMUR email",
    "What",
    "Summary",
    "Standing",
    "BioTrack transaction",
    "Closed",
    "The state's answer",
    "The state's refusal",
    "What a person said of it",
];
pub const USER: [&str; 10] =
    ["Name", "Login ID", "Email", "MMUR email", "Group", "State's staff registry", "Asked", "Active", "Since", "Inspector of"];
pub const EVENT: [&str; 12] = [
    "Event",
    "When",
    "Who",
    "Approved by",
    "Category",
    "What happened",
    "Object",
    "Field",
    "Previous",
    "New",
    "Object's id",
    "Hash",
];

#[derive(Queryable)]
struct Filed {
    id: String,
    opened_at: At,
    who: String,
    actor: String,
    action: Action,
    summary: String,
    status: Status,
    transaction: Option<i64>,
    closed_at: Option<At>,
    answer: Option<String>,
    refusal: Option<String>,
    settled: Option<String>,
}

/// What was opened in the span.
pub fn filings(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let rows: Vec<Filed> = filings::table
        .inner_join(users::table)
        .filter(filings::location_id.eq(span.location).and(filings::id.gt(after)))
        .filter(filings::opened_at.ge(span.from).and(filings::opened_at.lt(span.until)))
        .order(filings::id)
        .limit(PART)
        .select((
            filings::id,
            filings::opened_at,
            users::name,
            filings::actor,
            filings::action,
            filings::summary,
            filings::status,
            filings::state_transaction,
            filings::closed_at,
            filings::answer,
            filings::refusal,
            filings::settled,
        ))
        .load(conn)?;
    let cells = rows.iter().map(|row| {
        vec![
            row.id.clone(),
            span.said(row.opened_at),
            row.who.clone(),
            row.actor.clone(),
            row.action.label().to_owned(),
            row.summary.clone(),
            row.status.label().to_owned(),
            maybe(row.transaction),
            span.said_if(row.closed_at),
            row.answer.as_deref().map(without_people).unwrap_or_default(),
            maybe(row.refusal.as_ref()),
            row.settled.as_deref().map(without_people).unwrap_or_default(),
        ]
    });
    let keys: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    Ok(Part::of(cells.collect(), &keys))
}

/// What the state said, on one line, without whatever names a patient or opens something.
fn without_people(kept: &str) -> String {
    let Ok(mut said) = serde_json::from_str::<Value>(kept) else { return kept.to_owned() };
    // The state's own text stands in ours as text.
    if let Some(raw) = said.pointer_mut("/words/raw")
        && let Some(open) = raw.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok())
    {
        *raw = open;
    }
    hide(&mut said);
    said.to_string()
}

fn hide(value: &mut Value) {
    const PERSONAL: [&str; 10] =
        ["card", "patient", "caregiver", "first_name", "last_name", "birth", "dob", "session", "password", "token"];
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.to_ascii_lowercase();
                if PERSONAL.iter().any(|word| name.contains(word)) { *value = "••••••".into() } else { hide(value) }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(hide),
        _ => {}
    }
}

type Person = (String, String, String, String, String, (Role, Option<String>), Standing, Option<At>, bool, At, Option<String>);

/// Everybody who has, or had, an account here.
pub fn users(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let rows: Vec<Person> = users::table
        .left_join(inspections::table)
        .filter(users::location_id.eq(span.location).and(users::id.gt(after)))
        .filter(users::created_at.lt(span.until))
        .order(users::id)
        .limit(PART)
        .select((
            users::id,
            users::name,
            users::login_id,
            users::email,
            users::mmur_email,
            (users::role, users::group_id),
            users::registry_standing,
            users::registry_checked_at,
            users::active,
            users::created_at,
            inspections::agency.nullable(),
        ))
        .load(conn)?;
    let groups = Group::all(conn)?;
    let keys: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
    let cells = rows.into_iter().map(|(_, name, login, email, mmur, (role, group), standing, asked, active, since, agency)| {
        let id = group.unwrap_or_else(|| role.as_str().to_owned());
        let group = groups.iter().find(|known| known.id == id).map_or_else(String::new, |known| known.name.clone());
        let active = if active { "Yes" } else { "No" }.to_owned();
        let registry = standing.label().to_owned();
        vec![name, login, email, mmur, group, registry, span.said_if(asked), active, span.said(since), maybe(agency)]
    });
    Ok(Part::of(cells.collect(), &keys))
}

/// The event log, one row for each field that changed, with the hash of each event.
pub fn events(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let after: i64 = after.parse().unwrap_or_default();
    type Row = (Event, String);
    let rows: Vec<Row> = events::table
        .filter(events::location_id.eq(span.location.to_string()).and(events::position.gt(after)))
        .filter(events::happened_at.ge(span.from).and(events::happened_at.lt(span.until)))
        .order(events::position)
        .limit(PART)
        .select((Event::as_select(), events::hash))
        .load(conn)?;
    let keys: Vec<String> = rows.iter().map(|(event, _)| event.position.to_string()).collect();
    let cells = rows.iter().flat_map(|(event, hash)| lines(event, hash, span));
    Ok(Part::of(cells.collect(), &keys))
}

fn lines(event: &Event, hash: &str, span: &Span) -> Vec<Vec<String>> {
    // What somebody wrote over it is shown as it stands.
    let broken = |_| vec![Change { field: "Unreadable".to_owned(), from: String::new(), to: event.changes.clone() }];
    let mut changes = serde_json::from_str(&event.changes).unwrap_or_else(broken);
    if changes.is_empty() {
        changes.push(Change { field: String::new(), from: String::new(), to: String::new() });
    }
    let category = event.category.parse::<Category>().map_or_else(|_| event.category.clone(), |one| one.label().to_owned());
    let kind = event.kind.parse::<Kind>().map_or_else(|_| event.kind.clone(), |one| one.label().to_owned());
    let row = |change: Change| {
        vec![
            event.position.to_string(),
            span.said(event.happened_at),
            event.user_name.clone(),
            event.approved_by.clone().unwrap_or_default(),
            category.clone(),
            kind.clone(),
            event.object_name.clone(),
            change.field,
            change.from,
            change.to,
            event.object_id.clone(),
            hash.to_owned(),
        ]
    };
    changes.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_names_a_patient() {
        let kept = r#"{"transaction":7,"words":{"raw":"{\"success\":1,\"card_id\":\"P123\",\"sessionid\":\"s\"}"}}"#;
        let shown = without_people(kept);
        assert!(shown.contains("\"success\":1") && shown.contains("\"transaction\":7"));
        assert!(!shown.contains("P123") && !shown.contains("\"s\""));
        let rows = without_people(r#"{"words":{"rows":[{"id":"1","patient_name":"Pat"}]}}"#);
        assert!(rows.contains("\"id\":\"1\"") && !rows.contains("Pat"));
        assert_eq!(without_people("no JSON"), "no JSON");
    }
}
