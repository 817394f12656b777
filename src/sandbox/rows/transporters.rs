//! Third parties that carry goods between licences.

use crate::sandbox::state::Row;
use serde::{Deserialize, Serialize};

/// A transporter that is neither sender nor receiver.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Transporter {
    pub ubi: String,
    pub location: String,
    pub license_number: String,
    pub name: String,
}

impl Row for Transporter {
    const KIND: &'static str = "third_party_transporter";
    fn id(&self) -> String {
        self.license_number.clone()
    }
    fn owner(&self) -> String {
        self.ubi.clone()
    }
}
