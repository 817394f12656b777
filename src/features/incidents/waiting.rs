//! What waits because of an incident: counts by kind, at every location, and nobody's name.

use super::model::Incident;
use crate::db::Conn;
use crate::error::Result;
use crate::filing::{Action, Status};
use crate::schema::filings;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// So many of each kind, in the order of the kinds.
pub type Counts = Vec<(Action, usize)>;

/// What could not be told to the state.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// Said to the state, and not answered, or still to be said.
    pub open: Counts,
    /// Refused at once while the link was away: nothing was done, there or here.
    pub turned_away: Counts,
}

impl Waiting {
    pub fn count(conn: &mut Conn, incident: &Incident) -> Result<Self> {
        let mut open =
            filings::table.filter(filings::status.eq_any([Status::Open, Status::Planned])).select(filings::action).into_boxed();
        let mut refused = filings::table
            .filter(filings::status.eq(Status::Refused))
            .filter(filings::refusal.like("Never sent:%"))
            .filter(filings::opened_at.ge(incident.started_at))
            .select(filings::action)
            .into_boxed();
        if let Some(ended) = incident.ended_at {
            refused = refused.filter(filings::opened_at.le(ended));
            open = open.filter(filings::opened_at.le(ended));
        }
        Ok(Self { open: counted(open.load(conn)?), turned_away: counted(refused.load(conn)?) })
    }
}

fn counted(actions: Vec<Action>) -> Counts {
    let mut counts = BTreeMap::new();
    for action in actions {
        *counts.entry(action).or_insert(0) += 1;
    }
    counts.into_iter().collect()
}
