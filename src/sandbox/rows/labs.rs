//! Laboratories, as everyone in the state sees them.

use crate::sandbox::state::Row;
use serde::{Deserialize, Serialize};

/// A laboratory. `location` is its licence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lab {
    pub location: String,
    pub name: String,
    pub address1: String,
    pub city: String,
    pub state: String,
    pub zip: String,
}

impl Row for Lab {
    const KIND: &'static str = "qa_lab";
    fn id(&self) -> String {
        self.location.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
}
