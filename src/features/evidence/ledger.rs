//! What moved, what was adjusted and what was changed of packages. Read package by package: that is how the ledger is indexed.

use super::files::{PART, Part, maybe};
use super::goods::{barcodes, names};
use super::span::Span;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{filings, moves, package_changes, packages, rooms};
use crate::stock::Place;
use crate::values::{At, PackageId, Quantity};
use diesel::prelude::*;
use std::collections::HashMap;

pub const MOVE: [&str; 8] = ["When", "Package id", "What", "From", "To", "Quantity", "Filing", "Standing of the filing"];
pub const ADJUSTMENT: [&str; 10] = [
    "When",
    "Package id",
    "From",
    "To",
    "Quantity",
    "What the state was told",
    "Note",
    "Who",
    "Standing",
    "BioTrack transaction",
];
pub const CHANGE: [&str; 7] = ["When", "Package id", "What", "Previous", "New", "Who", "Filing"];

/// The next packages of the location, and their key.
fn next(conn: &mut Conn, span: &Span, after: &str) -> Result<(Vec<PackageId>, Vec<String>)> {
    let ids: Vec<PackageId> = packages::table
        .filter(packages::location_id.eq(span.location).and(packages::id.gt(after)))
        .order(packages::id)
        .limit(PART)
        .select(packages::id)
        .load(conn)?;
    let keys = ids.iter().map(ToString::to_string).collect();
    Ok((ids, keys))
}

#[derive(Queryable)]
struct Moved {
    package: PackageId,
    from: String,
    to: String,
    quantity: Quantity,
    act: String,
    at: At,
    filing: Option<Told>,
}

/// The filing behind a move.
#[derive(Queryable, Selectable)]
#[diesel(table_name = filings, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
struct Told {
    id: String,
    status: crate::filing::Status,
    summary: String,
    intent: String,
    user_id: String,
    state_transaction: Option<i64>,
}

fn moved(conn: &mut Conn, span: &Span, ids: &[PackageId], act: Option<&str>) -> Result<Vec<Moved>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = moves::table
        .left_join(filings::table)
        .filter(moves::package_id.eq_any(ids.to_vec()))
        .filter(moves::moved_at.ge(span.from).and(moves::moved_at.lt(span.until)))
        .order((moves::package_id, moves::id))
        .select((
            moves::package_id,
            moves::from_place,
            moves::to_place,
            moves::quantity,
            moves::act,
            moves::moved_at,
            Option::<Told>::as_select(),
        ))
        .into_boxed();
    if let Some(act) = act {
        query = query.filter(moves::act.eq(act.to_owned()));
    }
    Ok(query.load(conn)?)
}

/// A room by its name, anywhere else by its word.
fn places(conn: &mut Conn, span: &Span) -> Result<impl Fn(&str) -> String + use<>> {
    let rows: Vec<(String, String)> =
        rooms::table.filter(rooms::location_id.eq(span.location)).select((rooms::id, rooms::name)).load(conn)?;
    let rooms: HashMap<String, String> = rows.into_iter().collect();
    Ok(move |text: &str| match text.parse::<Place>() {
        Ok(Place::Room(room)) => rooms.get(room.as_str()).cloned().unwrap_or_else(|| "A room that was".to_owned()),
        _ => text.to_owned(),
    })
}

pub fn moves(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let (ids, keys) = next(conn, span, after)?;
    let (numbers, place) = (barcodes(conn, &ids)?, places(conn, span)?);
    let rows = moved(conn, span, &ids, None)?.into_iter().map(|row| {
        vec![
            span.said(row.at),
            numbers.get(&row.package).cloned().unwrap_or_default(),
            row.act,
            place(&row.from),
            place(&row.to),
            row.quantity.to_string(),
            maybe(row.filing.as_ref().map(|told| &told.id)),
            maybe(row.filing.as_ref().map(|told| told.status.label())),
        ]
    });
    Ok(Part::of(rows.collect(), &keys))
}

pub fn adjustments(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let (ids, keys) = next(conn, span, after)?;
    let (numbers, place, names) = (barcodes(conn, &ids)?, places(conn, span)?, names(conn)?);
    let rows = moved(conn, span, &ids, Some("adjusted"))?.into_iter().map(|row| {
        let told = row.filing.as_ref();
        vec![
            span.said(row.at),
            numbers.get(&row.package).cloned().unwrap_or_default(),
            place(&row.from),
            place(&row.to),
            row.quantity.to_string(),
            maybe(told.map(|told| &told.summary)),
            told.map(note).unwrap_or_default(),
            told.and_then(|told| names.get(&told.user_id).cloned()).unwrap_or_default(),
            maybe(told.map(|told| told.status.label())),
            maybe(told.and_then(|told| told.state_transaction)),
        ]
    });
    Ok(Part::of(rows.collect(), &keys))
}

/// Why, in the words of whoever did it.
fn note(told: &Told) -> String {
    let intent: serde_json::Value = serde_json::from_str(&told.intent).unwrap_or_default();
    intent.get("note").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

pub fn changes(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let (ids, keys) = next(conn, span, after)?;
    if ids.is_empty() {
        return Ok(Part::of(Vec::new(), &keys));
    }
    let (numbers, names) = (barcodes(conn, &ids)?, names(conn)?);
    type Row = (At, PackageId, String, String, String, String, Option<String>);
    let rows: Vec<Row> = package_changes::table
        .filter(package_changes::package_id.eq_any(ids))
        .filter(package_changes::changed_at.ge(span.from).and(package_changes::changed_at.lt(span.until)))
        .order((package_changes::package_id, package_changes::id))
        .select((
            package_changes::changed_at,
            package_changes::package_id,
            package_changes::property,
            package_changes::old_value,
            package_changes::new_value,
            package_changes::user_id,
            package_changes::filing_id,
        ))
        .load(conn)?;
    let rows = rows.into_iter().map(|(at, package, property, old, new, user, filing)| {
        let who = names.get(&user).cloned().unwrap_or_default();
        vec![span.said(at), numbers.get(&package).cloned().unwrap_or_default(), property, old, new, who, maybe(filing)]
    });
    Ok(Part::of(rows.collect(), &keys))
}
