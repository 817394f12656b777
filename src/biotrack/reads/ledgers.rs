//! The state's ledgers: what was sold, adjusted, sent, received and given away, each row with the transaction that made it.

use crate::biotrack::client::Biotrack;
use crate::biotrack::loose::Row;
use crate::biotrack::reads::{Table, Window};
use crate::biotrack::{ReadError, Silence};
use crate::values::{At, Barcode, Cents, License, ManifestNumber, Quantity};

/// One line of a sale, or of what came back of one: then its quantity is negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleRow {
    /// `None` for a delivery device (invented: `florida-additions.md`).
    pub barcode: Option<Barcode>,
    pub item_number: Option<i64>,
    pub quantity: Quantity,
    pub price: Cents,
    pub terminal: Option<String>,
    pub location: Option<License>,
    pub refunded: bool,
    /// Voided.
    pub deleted: bool,
    /// The sale's or the refund's own.
    pub made_by: i64,
    pub transaction: i64,
    pub at: Option<At>,
}

/// A quantity that was set anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    pub barcode: Barcode,
    pub previous: Quantity,
    pub new: Quantity,
    pub adjust_type: Option<i64>,
    pub reason: Option<String>,
    pub made_by: i64,
    pub transaction: i64,
}

/// A package that went out or came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub barcode: Barcode,
    pub manifest: Option<ManifestNumber>,
    pub stop: Option<i64>,
    /// Of an outgoing one where it went, of an incoming one where it came from.
    pub counterparty: Option<License>,
    pub quantity: Quantity,
    pub price: Option<Cents>,
    pub deleted: bool,
    pub made_by: i64,
    pub transaction: i64,
}

/// A sample that was given away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleGiven {
    pub barcode: Barcode,
    pub vendor: Option<License>,
    pub quantity: Quantity,
    pub sample_type: Option<i64>,
    pub made_by: i64,
    pub transaction: i64,
}

/// A month's tax as filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxReport {
    pub month: i64,
    pub year: i64,
    pub gross_sales: Option<Cents>,
    pub excise_tax: Option<Cents>,
    pub transaction: i64,
}

impl Biotrack {
    /// Lines of sales in this window of transactions.
    pub async fn sales(&self, window: Window) -> Result<Vec<SaleRow>, ReadError> {
        self.table(Table::Sale, window, sale).await
    }

    /// Adjustments in this window of transactions.
    pub async fn adjustments(&self, window: Window) -> Result<Vec<Adjustment>, ReadError> {
        self.table(Table::InventoryAdjust, window, adjustment).await
    }

    /// What went out, in this window of transactions.
    pub async fn transfers_out(&self, window: Window) -> Result<Vec<Transfer>, ReadError> {
        self.table(Table::InventoryTransfer, window, transfer).await
    }

    /// What came in, in this window of transactions.
    pub async fn transfers_in(&self, window: Window) -> Result<Vec<Transfer>, ReadError> {
        self.table(Table::InventoryTransferInbound, window, transfer).await
    }

    /// Samples given away, in this window of transactions.
    pub async fn samples_given(&self, window: Window) -> Result<Vec<SampleGiven>, ReadError> {
        self.table(Table::InventorySample, window, sample_given).await
    }

    /// The months that are filed.
    pub async fn tax_reports(&self, window: Window) -> Result<Vec<TaxReport>, ReadError> {
        self.table(Table::TaxReport, window, tax_report).await
    }
}

/// The transaction that made a row, and the one that last changed it.
fn transactions(row: Row) -> Result<(i64, i64), Silence> {
    let transaction = row.need_whole("transactionid")?;
    Ok((row.whole("transactionid_original").unwrap_or(transaction), transaction))
}

fn sale(row: Row) -> Result<SaleRow, Silence> {
    let (made_by, transaction) = transactions(row)?;
    Ok(SaleRow {
        barcode: row.parsed("inventoryid")?,
        item_number: row.whole("itemnumber"),
        quantity: row.need_signed_quantity("quantity")?,
        price: row.need_money("price")?,
        terminal: row.text("terminal_id"),
        location: row.parsed("location")?,
        refunded: row.flag("refunded"),
        deleted: row.flag("deleted"),
        made_by,
        transaction,
        at: row.at("sessiontime"),
    })
}

fn adjustment(row: Row) -> Result<Adjustment, Silence> {
    let (made_by, transaction) = transactions(row)?;
    Ok(Adjustment {
        barcode: row.need("inventoryid")?,
        previous: row.need_quantity("previous_quantity")?,
        new: row.need_quantity("new_quantity")?,
        adjust_type: row.whole("atype"),
        reason: row.text("reason"),
        made_by,
        transaction,
    })
}

fn transfer(row: Row) -> Result<Transfer, Silence> {
    let (made_by, transaction) = transactions(row)?;
    Ok(Transfer {
        barcode: row.need("inventoryid")?,
        manifest: row.parsed("manifestid")?,
        stop: row.whole("manifest_stop"),
        counterparty: row.parsed("outbound_license")?,
        quantity: row.need_quantity("quantity")?,
        price: row.money("price")?,
        deleted: row.flag("deleted"),
        made_by,
        transaction,
    })
}

fn sample_given(row: Row) -> Result<SampleGiven, Silence> {
    let (made_by, transaction) = transactions(row)?;
    Ok(SampleGiven {
        barcode: row.need("inventoryid")?,
        vendor: row.parsed("vendor_license")?,
        quantity: row.need_quantity("quantity")?,
        sample_type: row.whole("sample_type"),
        made_by,
        transaction,
    })
}

fn tax_report(row: Row) -> Result<TaxReport, Silence> {
    Ok(TaxReport {
        month: row.need_whole("month")?,
        year: row.need_whole("year")?,
        gross_sales: row.money("gross_sales")?,
        excise_tax: row.money("excise_tax")?,
        transaction: row.need_whole("transactionid")?,
    })
}
