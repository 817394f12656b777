//! A receipt or labels are printed: ours alone, the state does not ask. The first print needs nothing; each further one says why.

use super::super::sales::Sale;
use super::model::{Kind, Print};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, not_found, rule};
use crate::event::{self, Category, Picture};
use crate::may;
use crate::values::{SaleId, SaleLineId, SalePrintId};
use serde::Serialize;

/// The receipt of a sale, or its labels.
#[derive(Serialize)]
pub struct PrintTicket {
    pub sale: SaleId,
    pub kind: Kind,
    pub line: Option<SaleLineId>,
    pub each_unit: bool,
    pub reason: Option<String>,
}

impl Record for PrintTicket {
    const ACT: &'static str = "print_ticket";
    type Needs = may::PrintReceipts;
    type Done = SalePrintId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<SalePrintId> {
        let sale = Sale::find(tx, by.clerk, self.sale)?;
        if sale.is_pending() {
            return rule("The state has not answered this sale yet, so there is nothing to print of it.");
        }
        if self.kind == Kind::Labels && !sale.is_sold() {
            return rule(format!("Sale {} does not stand, so nothing is labelled: {}.", sale.number, sale.status.label()));
        }
        if let Some(line) = self.line
            && !Sale::lines(tx, sale.id)?.iter().any(|(known, _)| known.id == line)
        {
            return not_found();
        }
        // The first print is one.
        Sale::lock(tx, sale.id)?;
        let printed_before = Print::count(&Print::of_sale(tx, sale.id)?, self.kind, self.line);
        if printed_before > 0 && self.reason.is_none() {
            let words = "It was printed before. Say why it is printed once more; the paper will say “Reprint”.";
            return Err(Error::Invalid(Problems::one("reason", words)));
        }
        let print = Print {
            id: SalePrintId::new(),
            location_id: sale.location_id,
            sale_id: sale.id,
            user_id: by.clerk.user,
            kind: self.kind,
            sale_line_id: self.line,
            each_unit: self.each_unit,
            printed_before,
            reason: self.reason.clone().filter(|_| printed_before > 0),
            printed_at: by.now,
        };
        print.insert(tx)?;
        // Not the first one, which belongs to the sale: a sale does not wait for the log.
        if print.is_reprint() {
            let about = Picture::of(sale.id, format!("Sale {}", sale.number)).with("Printed again", self.kind.label());
            // Why stands at the sale: what somebody typed there may name a patient.
            let about = about.with("Printed before", printed_before);
            event::happened(tx, by, Category::Prints, event::Kind::Print, &about)?;
        }
        Ok(print.id)
    }
}
