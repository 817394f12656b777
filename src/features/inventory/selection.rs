//! Packages that were ticked in the list. They travel with the form, together with the filter under which they were ticked: a
//! selection is never used under another filter than the one a person saw.

use super::filter::{Choices, Filter};
use super::moving::Gathered;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::values::{LocationId, PackageId};
use crate::web::fields::Fields;
use std::collections::HashSet;

/// The most that one selection holds.
pub const MOST: usize = 200;

/// What a form brings of it.
#[derive(Debug, Clone, Default)]
pub struct Ticked {
    pub ids: Vec<PackageId>,
    /// So many were ticked under another filter, and are no longer.
    pub dropped: i64,
}

impl Ticked {
    /// For the list under `filter`.
    pub fn read(fields: &Fields, filter: &Filter) -> Result<Self> {
        let ids = unique(fields)?;
        let under = fields.all("for");
        // A page that was opened anew has none.
        if under.first().is_none_or(|seen| *seen == filter.pairs().query()) {
            return Ok(Self { ids, dropped: 0 });
        }
        Ok(Self { dropped: i64::try_from(ids.len()).unwrap_or(i64::MAX), ids: Vec::new() })
    }
}

fn unique(fields: &Fields) -> Result<Vec<PackageId>> {
    let mut ids = fields.done(fields.choices::<PackageId>("chosen"))?;
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    ids.truncate(MOST);
    Ok(ids)
}

/// `1 package`, `12 packages`.
pub fn packages(count: usize) -> String {
    if count == 1 { "1 package".to_owned() } else { format!("{count} packages") }
}

/// A selection about to be used.
#[derive(Debug, Clone)]
pub struct Selection {
    pub lines: Vec<Gathered>,
    /// The filter it was made under.
    pub filter: String,
}

impl Selection {
    pub fn ids(fields: &Fields) -> Result<Vec<PackageId>> {
        let ids = unique(fields)?;
        if ids.is_empty() {
            return rule("No package is chosen. Tick some in the list first.");
        }
        Ok(ids)
    }

    /// The packages of this location among them, and the filter in words.
    pub fn find(conn: &mut Conn, location: LocationId, ids: &[PackageId], filter: &Filter) -> Result<Self> {
        let lines = Gathered::all(conn, location, ids)?;
        if lines.is_empty() {
            return rule("None of these packages is here. Choose others in the list.");
        }
        Ok(Self { filter: filter.words(&Choices::find(conn, location)?), lines })
    }

    /// `1 package`, `12 packages`.
    pub fn words(&self) -> String {
        packages(self.lines.len())
    }
}
