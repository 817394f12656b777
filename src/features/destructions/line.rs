//! The Destruction Manager's list.

use super::model::{Destruction, OVERDUE, Status};
use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::Unit;
use crate::schema::{destructions, packages, products, users};
use crate::values::{At, Barcode, DestructionId, LocationId, text_enum};
use crate::web::paging::{Cursor, PAGE_AND_ONE};
use chrono::TimeDelta;
use diesel::prelude::*;

text_enum! {
    /// Which destructions are shown.
    Which {
        Open = "open", "Scheduled";
        Waiting = "waiting", "Waiting";
        Due = "due", "Due now";
        Overdue = "overdue", "Overdue";
        Done = "done", "Destroyed";
        Undone = "undone", "Undestroyed";
    }
}

impl Which {
    /// The open ones stand in the order of their ends, the others newest first with pages.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Undone)
    }
}

/// So many open ones are shown at once, those due first.
pub const MOST: i64 = 300;

/// A destruction with what it is of.
#[derive(Debug, Clone, Queryable)]
pub struct DestructionLine {
    pub destruction: Destruction,
    pub barcode: Barcode,
    pub product: String,
    pub inventory_type: i64,
    pub by: String,
}

impl DestructionLine {
    pub fn find(conn: &mut Conn, location: LocationId, id: DestructionId) -> Result<Self> {
        let found: Self = destructions::table
            .inner_join(packages::table.inner_join(products::table))
            .inner_join(users::table.on(users::id.eq(destructions::scheduled_by)))
            .filter(destructions::id.eq(id))
            .filter(destructions::location_id.eq(location))
            .select((Destruction::as_select(), packages::barcode, products::name, packages::inventory_type, users::name))
            .first(conn)?;
        Ok(found.recorded())
    }

    /// `days`: how long the overdue ones have waited at least.
    pub fn listed(conn: &mut Conn, location: LocationId, which: Which, days: i64, now: At, cursor: &Cursor) -> Result<Vec<Self>> {
        let all = destructions::table
            .inner_join(packages::table.inner_join(products::table))
            .inner_join(users::table.on(users::id.eq(destructions::scheduled_by)))
            .filter(destructions::location_id.eq(location))
            .select((Destruction::as_select(), packages::barcode, products::name, packages::inventory_type, users::name))
            .into_boxed();
        let open = destructions::status.eq(Status::Scheduled);
        let all = match which {
            Which::Open => all.filter(open),
            Which::Waiting => all.filter(open).filter(destructions::due_at.gt(now)),
            Which::Due => all.filter(open).filter(destructions::due_at.le(now)),
            Which::Overdue => all.filter(open).filter(destructions::due_at.le(now - TimeDelta::days(days))),
            Which::Done => all.filter(destructions::status.eq(Status::Destroyed)),
            Which::Undone => all.filter(destructions::status.eq(Status::Undone)),
        };
        if which.is_open() {
            return Ok(all.order((destructions::due_at, destructions::id)).limit(MOST).load(conn)?);
        }
        let all = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => all.filter(destructions::id.lt(key.clone())).order(destructions::id.desc()),
            (None, Some(key)) => all.filter(destructions::id.gt(key.clone())).order(destructions::id.asc()),
            (None, None) => all.order(destructions::id.desc()),
        };
        let all: Vec<Self> = all.limit(PAGE_AND_ONE).load(conn)?;
        Ok(all.into_iter().map(Self::recorded).collect())
    }

    /// What is destroyed keeps the name it had.
    fn recorded(self) -> Self {
        match &self.destruction.product_name {
            Some(name) => Self { product: name.clone(), ..self },
            None => self,
        }
    }

    /// How many there are of each, for the tabs.
    pub fn counts(conn: &mut Conn, location: LocationId, now: At) -> Result<Vec<(Which, i64)>> {
        let due: Vec<At> = destructions::table
            .filter(destructions::location_id.eq(location))
            .filter(destructions::status.eq(Status::Scheduled))
            .select(destructions::due_at)
            .load(conn)?;
        let count = |fits: &dyn Fn(At) -> bool| i64::try_from(due.iter().filter(|at| fits(**at)).count()).unwrap_or(i64::MAX);
        Ok(vec![
            (Which::Open, count(&|_| true)),
            (Which::Waiting, count(&|at| at > now)),
            (Which::Due, count(&|at| at <= now)),
            (Which::Overdue, count(&|at| at + OVERDUE <= now)),
        ])
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.inventory_type).words()
    }
}
