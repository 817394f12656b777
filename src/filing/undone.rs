//! Refused filings that still want a person: those whose act nobody has done afterwards.
//!
//! Whoever is refused mends what was wrong and does it again, as a filing of its own; then the refusal is history, and nobody has to
//! look at it. **How that is decided.** A later filing of the same action was accepted, and
//!
//! * the refused one was about a cart, and the later one is about the same cart: the ticket itself is a new one each time, and its
//!   packages may have been changed because of the refusal;
//! * else the later one is about everything that the refused one was about. Sharing only some of it proves nothing: two moves of one
//!   package into different manifests are two acts.

use super::action::{Action, Status};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{filing_subjects, filings};
use crate::values::{At, FilingId, LocationId};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

const CART: &str = "cart:";

/// The filings of a location that were refused since `since` and not done afterwards.
pub fn undone(conn: &mut Conn, location: LocationId, since: At) -> Result<Vec<FilingId>> {
    let refused: Vec<(FilingId, Action)> = filings::table
        .filter(filings::location_id.eq(location))
        .filter(filings::status.eq(Status::Refused))
        .filter(filings::closed_at.ge(since))
        .select((filings::id, filings::action))
        .load(conn)?;
    if refused.is_empty() {
        return Ok(Vec::new());
    }
    let of_refused = subjects(conn, refused.iter().map(|(id, _)| *id).collect())?;
    let accepted = accepted_about(conn, location, &of_refused)?;
    let of_accepted = subjects(conn, accepted.iter().map(|(id, _)| *id).collect())?;
    let empty = BTreeSet::new();
    let about = |all: &HashMap<FilingId, BTreeSet<String>>, id: &FilingId| all.get(id).unwrap_or(&empty).clone();
    let is_done = |(id, action): &(FilingId, Action)| {
        let what = decisive(about(&of_refused, id));
        // Ids grow with time.
        let later = accepted.iter().filter(|(other, same)| other > id && same == action);
        !what.is_empty() && later.into_iter().any(|(other, _)| what.is_subset(&about(&of_accepted, other)))
    };
    Ok(refused.iter().filter(|one| !is_done(one)).map(|(id, _)| *id).collect())
}

/// What decides whether two filings do the same.
fn decisive(subjects: BTreeSet<String>) -> BTreeSet<String> {
    let carts: BTreeSet<String> = subjects.iter().filter(|subject| subject.starts_with(CART)).cloned().collect();
    if carts.is_empty() { subjects } else { carts }
}

/// What each of these is about.
fn subjects(conn: &mut Conn, ids: Vec<FilingId>) -> Result<HashMap<FilingId, BTreeSet<String>>> {
    let mut all: HashMap<FilingId, BTreeSet<String>> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    let rows: Vec<(FilingId, String)> = filing_subjects::table
        .filter(filing_subjects::filing_id.eq_any(ids))
        .select((filing_subjects::filing_id, filing_subjects::subject))
        .load(conn)?;
    for (id, subject) in rows {
        all.entry(id).or_default().insert(subject);
    }
    Ok(all)
}

/// Accepted filings that are about something that a refused one was about, and came after it.
fn accepted_about(
    conn: &mut Conn,
    location: LocationId,
    refused: &HashMap<FilingId, BTreeSet<String>>,
) -> Result<Vec<(FilingId, Action)>> {
    let about: BTreeSet<String> = refused.values().cloned().flat_map(decisive).collect();
    let Some(first) = refused.keys().min().filter(|_| !about.is_empty()) else { return Ok(Vec::new()) };
    let with = filing_subjects::table
        .filter(filing_subjects::subject.eq_any(about))
        .filter(filing_subjects::filing_id.gt(*first))
        .select(filing_subjects::filing_id);
    let found = filings::table
        .filter(filings::id.eq_any(with))
        .filter(filings::location_id.eq(location))
        .filter(filings::status.eq(Status::Accepted))
        .select((filings::id, filings::action))
        .load(conn)?;
    Ok(found)
}
