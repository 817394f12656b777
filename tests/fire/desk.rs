//! What must be true of the inventory desk's own books when the fire is out: rooms, samples, counts, destructions.

use crate::support::State;
use diesel::prelude::*;
use lotbook::app::App;
use lotbook::db::Conn;
use lotbook::error::Result;
use lotbook::schema::{count_lines, counts, destructions, filing_subjects, filings, lab_samples, packages, rooms};
use lotbook::values::Quantity;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Every difference, in words.
pub async fn differences(app: &App, state: &State) -> Vec<String> {
    let mut found = Vec::new();
    let books = state.books().await;
    found.extend(app.read(move |conn| rooms_are_the_same(conn, &books)).await.unwrap());
    let books = state.books().await;
    found.extend(app.read(move |conn| samples_are_the_same(conn, &books)).await.unwrap());
    found.extend(app.read(counts_were_told_once).await.unwrap());
    found.extend(app.read(what_is_set_aside_waits_once).await.unwrap());
    found
}

fn rows<'a>(books: &'a Value, table: &str) -> impl Iterator<Item = &'a Value> {
    books[table].as_array().into_iter().flatten()
}

/// Number, name, kind, and whether it is in use.
fn rooms_are_the_same(conn: &mut Conn, books: &Value) -> Result<Vec<String>> {
    type Room = (i64, String, bool, bool);
    let ours: Vec<(i64, String, String, bool)> =
        rooms::table.select((rooms::state_room, rooms::name, rooms::kind, rooms::active)).load(conn)?;
    let ours: BTreeSet<Room> =
        ours.into_iter().map(|(number, name, kind, active)| (number, name, kind == "quarantine", active)).collect();
    let mine = rows(books, "inventory_room").filter(|row| row["location"] == "MMTC-2019-0016-R1");
    let room = |row: &Value| {
        let (number, name) = (row["roomid"].as_i64().unwrap(), row["name"].as_str().unwrap().to_owned());
        (number, name, row["quarantine"] == 1, row["deleted"] == 0)
    };
    let theirs: BTreeSet<Room> = mine.map(room).collect();
    let here = ours.difference(&theirs).map(|room| format!("a room is so here only: {room:?}"));
    let there = theirs.difference(&ours).map(|room| format!("a room is so there only: {room:?}"));
    Ok(here.chain(there).collect())
}

/// Every sample that we sent, with its quantity and whether it was taken back.
fn samples_are_the_same(conn: &mut Conn, books: &Value) -> Result<Vec<String>> {
    let theirs: BTreeMap<&str, &Value> =
        rows(books, "inventory_qa_sample").filter_map(|row| Some((row["inventoryid"].as_str()?, row))).collect();
    let columns = (lab_samples::number, packages::barcode, lab_samples::quantity, lab_samples::voided_at.is_not_null());
    let ours: Vec<(String, String, i64, bool)> = lab_samples::table.inner_join(packages::table).select(columns).load(conn)?;
    let differs = |(number, barcode, quantity, voided): &(String, String, i64, bool)| {
        let there = theirs.get(number.as_str())?;
        let same = there["parentid"] == barcode.as_str()
            && there["quantity"].as_str().and_then(|text| Quantity::parse(text).ok()) == Some(Quantity(*quantity))
            && (there["deleted"] == 1) == *voided;
        (!same).then(|| format!("sample {number} of {barcode}: {quantity}, voided {voided} here; {there}"))
    };
    let unknown = ours.iter().filter(|(number, ..)| !theirs.contains_key(number.as_str()));
    let unknown = unknown.map(|(number, barcode, ..)| format!("sample {number} of {barcode} is not there"));
    Ok(unknown.chain(ours.iter().filter_map(differs)).collect())
}

/// An entry of a count is adjusted at most once, and a completed count has nothing left.
fn counts_were_told_once(conn: &mut Conn) -> Result<Vec<String>> {
    let mut told: BTreeMap<String, i64> = BTreeMap::new();
    let accepted: Vec<String> = filing_subjects::table
        .inner_join(filings::table)
        .filter(filings::status.eq("accepted"))
        .filter(filing_subjects::subject.like("count_line:%"))
        .select(filing_subjects::subject)
        .load(conn)?;
    for subject in accepted {
        *told.entry(subject.trim_start_matches("count_line:").to_owned()).or_default() += 1;
    }
    type Line = (String, bool, i64, i64, bool, String);
    let columns = (
        count_lines::id,
        count_lines::belongs,
        count_lines::expected,
        count_lines::counted,
        count_lines::left_as_it_is,
        counts::status,
    );
    let lines: Vec<Line> = count_lines::table.inner_join(counts::table).select(columns).load(conn)?;
    let mut found = Vec::new();
    for (id, belongs, expected, counted, left, status) in lines {
        let times = told.get(&id).copied().unwrap_or_default();
        let undecided = status == "completed" && belongs && expected != counted && !left && times == 0;
        if times > 1 || undecided {
            let words = format!("{expected} expected, {counted} counted, belongs {belongs}, left {left}");
            found.push(format!("count line {id} of a count {status}: {words}, adjusted {times} times"));
        }
    }
    Ok(found)
}

/// A package that is scheduled has exactly one destruction that waits, and no other has one.
fn what_is_set_aside_waits_once(conn: &mut Conn) -> Result<Vec<String>> {
    let mut waiting: BTreeMap<String, i64> = BTreeMap::new();
    let all: Vec<String> =
        destructions::table.filter(destructions::closed_at.is_null()).select(destructions::package_id).load(conn)?;
    for package in all {
        *waiting.entry(package).or_default() += 1;
    }
    let packages: Vec<(String, String, String)> =
        packages::table.select((packages::id, packages::barcode, packages::status)).load(conn)?;
    let differs = |(id, barcode, status): &(String, String, String)| {
        let destructions = waiting.get(id).copied().unwrap_or_default();
        let right = destructions == i64::from(status == "scheduled");
        (!right).then(|| format!("{barcode} is {status} with {destructions} destructions that wait"))
    };
    Ok(packages.iter().filter_map(differs).collect())
}
