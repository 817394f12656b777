//! Identifiers that were handed out ahead of need, for labels printed offline.

use crate::sandbox::state::Row;
use serde::{Deserialize, Serialize};

/// One identifier of a block.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Preassigned {
    pub id: String,
    pub location: String,
}

impl Row for Preassigned {
    const KIND: &'static str = "id_preassign";
    fn id(&self) -> String {
        self.id.clone()
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
}
