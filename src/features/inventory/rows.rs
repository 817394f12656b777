//! A row of the list with what stands in it beside the list's own question: read for one page at a time, and only what its columns
//! show.

use super::columns::Column;
use super::lab::measured;
use super::list::PackageLine;
use super::model::Status;
use super::tags;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{packages, products};
use crate::stock;
use crate::values::clock::local_date;
use crate::values::{Amount, PackageId};
use chrono::NaiveDate;
use chrono_tz::Tz;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};
use std::ops::Deref;

/// See the module.
pub struct Row {
    line: PackageLine,
    pub tags: Vec<String>,
    pub net_weight: Option<Amount>,
    /// Of the potency test, as the lab wrote them.
    potency: Vec<(String, String)>,
    /// A conversion made it and was taken back: there is no such package any more.
    pub is_undone: bool,
    pub received_on: NaiveDate,
    due_on: Option<NaiveDate>,
}

impl Deref for Row {
    type Target = PackageLine;
    fn deref(&self) -> &PackageLine {
        &self.line
    }
}

/// What a product and a lab say of a package.
type Said = (PackageId, Option<Amount>, Option<String>);

impl Row {
    /// These lines, with what `columns` show of each.
    pub fn of(conn: &mut Conn, lines: Vec<PackageLine>, columns: &[Column], zone: Tz) -> Result<Vec<Self>> {
        let ids: Vec<PackageId> = lines.iter().map(|line| line.id).collect();
        let empty: Vec<PackageId> = lines.iter().filter(|line| line.is_sold_out()).map(|line| line.id).collect();
        let undone: HashSet<PackageId> = stock::undone(conn, &empty)?.into_iter().collect();
        let mut said: HashMap<PackageId, Said> = HashMap::new();
        if columns.iter().any(|column| *column == Column::NetWeight || column.measured().is_some()) {
            let all: Vec<Said> = packages::table
                .inner_join(products::table)
                .filter(packages::id.eq_any(ids.clone()))
                .select((packages::id, products::net_weight, packages::lab_tests))
                .load(conn)?;
            said.extend(all.into_iter().map(|one| (one.0, one)));
        }
        let mut tags = if columns.contains(&Column::Tags) { tags::of_packages(conn, &ids)? } else { HashMap::new() };
        let row = |line: PackageLine| {
            let (_, net_weight, tests) = said.remove(&line.id).unwrap_or((line.id, None, None));
            Self {
                tags: tags.remove(&line.id).unwrap_or_default(),
                net_weight,
                potency: potency(tests.as_deref()),
                is_undone: undone.contains(&line.id),
                received_on: local_date(line.received_at, zone),
                due_on: line.due_at.map(|due| local_date(due, zone)),
                line,
            }
        };
        Ok(lines.into_iter().map(row).collect())
    }

    /// What the lab measured for this column; empty: it said nothing of it.
    pub fn value(&self, column: Column) -> &str {
        let found = self.potency.iter().find(|(name, _)| Some(name.as_str()) == column.measured());
        found.map_or("", |(_, value)| value.as_str())
    }

    /// The mark of its badge.
    pub fn status_mark(&self) -> &'static str {
        if self.is_sold_out() { "quiet" } else { self.status.mark() }
    }

    /// Where it stands, for a narrow column.
    pub fn status_words(&self) -> &'static str {
        match (self.is_undone, self.is_sold_out()) {
            (true, _) => "Conversion undone",
            (_, true) => "Sold out",
            _ => self.status.short(),
        }
    }

    /// And in full, with the day on which it may be destroyed.
    pub fn status_in_full(&self) -> String {
        match (self.status, self.due_on) {
            (Status::Scheduled, Some(day)) => format!("{}, due {day}", self.status.label()),
            (Status::Active, _) => self.status_words().to_owned(),
            (status, _) => status.label().to_owned(),
        }
    }
}

fn potency(tests: Option<&str>) -> Vec<(String, String)> {
    measured(tests).into_iter().filter(|one| one.test == "Potency").map(|one| (one.name, one.value)).collect()
}
