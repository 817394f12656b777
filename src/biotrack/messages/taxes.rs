//! A month's tax.

use super::{Write, money};
use crate::biotrack::answer::FiledTax;
use crate::biotrack::trace::Trace;
use crate::values::{Cents, License};
use serde::Serialize;

/// Files a month; it locks the month's sales and transfers.
#[derive(Debug, Clone, Serialize)]
pub struct TaxObligationFile {
    pub location: License,
    pub month: u32,
    pub year: i32,
    #[serde(serialize_with = "money")]
    pub gross_sales: Cents,
    #[serde(serialize_with = "money")]
    pub excise_tax: Cents,
    /// 1: refuse unless both sums are the state's own.
    pub verify: u8,
}

impl Write for TaxObligationFile {
    const ACTION: &'static str = "tax_obligation_file";
    type Answer = FiledTax;

    /// By the month alone: its sum is the state's own, whatever we said.
    fn trace(&self) -> Trace {
        Trace::in_table("tax_report").row([
            ("location", self.location.to_string()),
            ("month", self.month.to_string()),
            ("year", self.year.to_string()),
        ])
    }
}
