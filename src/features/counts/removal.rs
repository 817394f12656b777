//! A mistake is taken off a count: an entry, or a code that is no package.

use super::find::Find;
use super::line::CountLine;
use super::model::Count;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::features::inventory::Change;
use crate::may;
use crate::values::{CountFindId, CountId, CountLineId};
use serde::Serialize;

/// The package is not counted any more; its journal keeps both.
#[derive(Serialize)]
pub struct RemoveEntry {
    pub count: CountId,
    pub line: CountLineId,
}

impl Record for RemoveEntry {
    const ACT: &'static str = "remove_count_entry";
    type Needs = may::Count;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let count = Count::find(tx, by.clerk.location, self.count)?;
        count.must_be_counting()?;
        let line = CountLine::find(tx, count.id, self.line)?;
        if CountLine::is_told(tx, line.id)? {
            return rule("This package was adjusted by this count already, or the state has not answered yet. Its entry stands.");
        }
        line.remove(tx)?;
        let old = format!("{}, {}", line.counted, count.name());
        let (package, property, new) = (line.package_id, "Counted", "entry taken off");
        Change { package, property, old: &old, new, by: by.clerk.user, filing: None, at: by.now }.note(tx)
    }
}

/// A code is struck off the list of what is not known.
#[derive(Serialize)]
pub struct RemoveFind {
    pub count: CountId,
    pub find: CountFindId,
}

impl Record for RemoveFind {
    const ACT: &'static str = "remove_count_find";
    type Needs = may::Count;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let count = Count::find(tx, by.clerk.location, self.count)?;
        count.must_be_counting()?;
        Find::remove(tx, count.id, self.find)
    }
}
