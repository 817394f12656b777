//! The lines of a sale that was made: found by its transaction, told apart by identifier and number.

use super::Call;
use crate::sandbox::ask::Ask;
use crate::sandbox::refusal::{self, Result, refuse};
use crate::sandbox::rows::SaleLine;
use crate::sandbox::state::{Row, Selection};
use crate::sandbox::texts;

impl Call<'_, '_> {
    /// The lines of the caller's sale that `transactionid` names. A voided one, or a refund, is none.
    pub fn sold(&mut self) -> Result<Vec<SaleLine>> {
        let sale = self.ask.needed_int("transactionid")?;
        let which = Selection { owners: Some(self.licenses()?), active: true, ..Selection::made_by(sale) };
        let entries = self.books.select(SaleLine::KIND, &which)?;
        let mut lines = entries.iter().map(|entry| entry.row::<SaleLine>()).collect::<Result<Vec<_>>>()?;
        lines.retain(|line| line.refund_of.is_none());
        lines.sort_by_key(|line| line.itemnumber);
        if lines.is_empty() { refuse(refusal::transaction_not_found()) } else { Ok(lines) }
    }
}

/// The line of goods that is meant: by its identifier, and by its number when the sale has that identifier more than once.
pub fn line_meant<'l>(lines: &'l mut [SaleLine], ask: &Ask) -> Result<&'l mut SaleLine> {
    let (barcode, number) = (ask.needed("barcodeid")?, ask.int("item_number")?);
    let is_meant =
        |line: &SaleLine| line.inventoryid.as_deref() == Some(&barcode) && number.is_none_or(|number| number == line.itemnumber);
    if lines.iter().filter(|line| is_meant(line)).count() > 1 {
        return refuse(texts::item_number_needed());
    }
    lines.iter_mut().find(|line| is_meant(line)).ok_or_else(|| texts::not_sold(&barcode).into())
}
