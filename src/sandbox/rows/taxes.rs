//! Taxes that were reported, a row for each licence and month.

use crate::sandbox::state::{Row, as_text};
use crate::values::Cents;
use serde::{Deserialize, Serialize};

/// What one licence reported for one month.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TaxReport {
    pub location: String,
    pub month: u32,
    pub year: i32,
    #[serde(with = "as_text")]
    pub gross_sales: Cents,
    #[serde(with = "as_text")]
    pub excise_tax: Cents,
    #[serde(with = "as_text")]
    pub amount_due: Cents,
    pub submit_time: i64,
    pub time_start: i64,
    pub time_end: i64,
}

impl TaxReport {
    pub fn key(location: &str, month: u32, year: i32) -> String {
        format!("{location}/{year}-{month:02}")
    }
}

impl Row for TaxReport {
    const KIND: &'static str = "tax_report";
    fn id(&self) -> String {
        Self::key(&self.location, self.month, self.year)
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
}
