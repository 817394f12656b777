//! What the state was told of a count's entries, and by how much an entry may still be adjusted.

use super::line::CountLine;
use super::model::Count;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::features::inventory::{OfCount, Package};
use crate::features::reasons::{Kind, Reason};
use crate::filing::{Action, Status as Filed};
use crate::schema::{filing_subjects, filings};
use crate::values::{At, CountLineId, FilingId, LocationId, PackageId, Quantity};
use diesel::prelude::*;
use std::collections::HashMap;

/// One adjustment of an entry.
#[derive(Debug, Clone)]
pub struct Telling {
    pub filing: FilingId,
    pub status: Filed,
    pub refusal: Option<String>,
    /// The state's word for why.
    pub reason: String,
}

impl Telling {
    /// The adjustments of these entries by the subject of each, oldest first.
    pub fn of_lines(conn: &mut Conn, lines: impl Iterator<Item = CountLineId>) -> Result<HashMap<String, Vec<Self>>> {
        let subjects: Vec<String> = lines.map(CountLine::subject).collect();
        type Row = (String, FilingId, Filed, Option<String>, String);
        let rows: Vec<Row> = filing_subjects::table
            .inner_join(filings::table)
            .filter(filing_subjects::subject.eq_any(subjects))
            .order(filings::id)
            .select((filing_subjects::subject, filings::id, filings::status, filings::refusal, filings::intent))
            .load(conn)?;
        let known = Reason::listed(conn, Kind::Adjust)?;
        let mut told: HashMap<String, Vec<Self>> = HashMap::new();
        for (subject, filing, status, refusal, intent) in rows {
            let reason = reason_of(&intent, &known)?;
            told.entry(subject).or_default().push(Self { filing, status, refusal, reason });
        }
        Ok(told)
    }
}

/// As the state calls it now; it may have struck it off its list since.
fn reason_of(intent: &str, known: &[Reason]) -> Result<String> {
    let intent: serde_json::Value = serde_json::from_str(intent)?;
    let code = intent.get("reason").and_then(serde_json::Value::as_i64).unwrap_or_default();
    let named = known.iter().find(|reason| reason.code == code).map(|reason| reason.name.clone());
    Ok(named.unwrap_or_else(|| format!("reason {code} of the state's list")))
}

impl CountLine {
    /// Whether an adjustment of it was accepted or is under way.
    pub fn is_told(conn: &mut Conn, id: CountLineId) -> Result<bool> {
        let told = about(Self::subject(id)).filter(filings::status.ne(Filed::Refused));
        Ok(told.count().get_result::<i64>(conn)? > 0)
    }

    /// Whether any adjustment of its package ended after it was counted, whenever it began.
    fn is_outdated(conn: &mut Conn, package: PackageId, counted_at: At) -> Result<bool> {
        let later = about(Package::subject(package))
            .filter(filings::action.eq(Action::Adjust))
            .filter(filings::status.eq(Filed::Accepted))
            .filter(filings::closed_at.ge(counted_at));
        Ok(later.count().get_result::<i64>(conn)? > 0)
    }
}

#[diesel::dsl::auto_type]
fn about(subject: String) -> _ {
    filing_subjects::table.inner_join(filings::table).filter(filing_subjects::subject.eq(subject))
}

/// By how much a package is to be adjusted, if it still is: for the filing that does it, which has claimed both already.
pub fn difference(tx: &mut Conn, location: LocationId, of: &OfCount, package: PackageId) -> Result<Quantity> {
    let count = Count::find(tx, location, of.count)?;
    count.must_be_submitted()?;
    let line = CountLine::find(tx, of.count, of.line)?;
    if line.package_id != package {
        return crate::error::not_found();
    }
    // This filing is about the line already, and still open.
    let accepted = about(CountLine::subject(of.line)).filter(filings::status.eq(Filed::Accepted));
    if accepted.count().get_result::<i64>(tx)? > 0 {
        return rule("This package was adjusted by this count already.");
    }
    if CountLine::is_outdated(tx, package, line.counted_at)? {
        return rule("This package was adjusted after it was counted. Go back to counting, and count it again.");
    }
    Ok(line.difference())
}
