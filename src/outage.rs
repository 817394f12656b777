//! What every page knows of a silent state without asking the database: the incident that is open, or an ended one whose notice is
//! still owed. The watch (`features/incidents`) reads it from the table and puts it here; several processes agree through the table.

use crate::rules::disconnection::Disconnection;
use crate::values::{At, IncidentId};
use std::sync::{Arc, PoisonError, RwLock};

/// The incident to speak of, if there is one. Cheap to clone; every clone shows the same.
#[derive(Clone, Default)]
pub struct Outage(Arc<RwLock<Option<Known>>>);

/// An incident, as far as the top of a page tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub incident: IncidentId,
    pub disconnection: Disconnection,
    /// The last notice about it.
    pub notice: Option<Sent>,
}

/// Who told the department, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub by: String,
    pub at: At,
}

impl Outage {
    pub fn known(&self) -> Option<Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn set(&self, known: Option<Known>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = known;
    }
}
