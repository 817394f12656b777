//! The state's tables as such: which there are, windows of them by transaction, and whether their sums are ours.

use crate::biotrack::client::Biotrack;
use crate::biotrack::loose::Row;
use crate::biotrack::replay::fields;
use crate::biotrack::{ReadError, Silence};
use crate::values::text_enum;
use serde_json::{Map, Value, json};

text_enum! {
    /// A table that `sync_<name>` shows (biotrack-api §3); those of plants are a grower's.
    Table {
        Vendor = "vendor", "Licensed places";
        QaLab = "qa_lab", "Laboratories";
        ThirdPartyTransporter = "third_party_transporter", "Transporters";
        Employee = "employee", "Drivers";
        Vehicle = "vehicle", "Vehicles";
        InventoryRoom = "inventory_room", "Rooms";
        Inventory = "inventory", "Packages";
        Manifest = "manifest", "Manifests";
        InventoryTransfer = "inventory_transfer", "Transfers out";
        InventoryTransferInbound = "inventory_transfer_inbound", "Transfers in";
        InventorySample = "inventory_sample", "Samples";
        InventoryQaSample = "inventory_qa_sample", "Samples at laboratories";
        InventoryAdjust = "inventory_adjust", "Adjustments";
        Sale = "sale", "Sales";
        TaxReport = "tax_report", "Tax reports";
        /// Invented: `florida-additions.md`.
        RegistryHold = "registry_hold", "Holds";
    }
}

/// Rows by the transaction that last changed them, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Window {
    pub start: Option<i64>,
    pub end: Option<i64>,
    /// Without what is gone.
    pub active: bool,
}

impl Window {
    pub const ALL: Self = Self { start: None, end: None, active: false };
    /// What there is now.
    pub const ACTIVE: Self = Self { start: None, end: None, active: true };

    /// What changed on this transaction or later.
    pub fn since(transaction: i64) -> Self {
        Self { start: Some(transaction), ..Self::ALL }
    }

    /// What changed on this transaction or earlier: a window that stands still while others go on.
    pub fn until(self, transaction: i64) -> Self {
        Self { end: Some(transaction), ..self }
    }

    fn fields(self) -> Map<String, Value> {
        let mut fields = Map::new();
        for (name, bound) in [("transaction_start", self.start), ("transaction_end", self.end)] {
            if let Some(transaction) = bound {
                fields.insert(name.to_owned(), transaction.into());
            }
        }
        if self.active {
            fields.insert("active".to_owned(), 1.into());
        }
        fields
    }
}

/// What we make of one window of a table: the sum of the transaction numbers of its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumAsked {
    pub table: Table,
    pub window: Window,
    pub sum: i64,
}

/// What the state makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumAnswer {
    pub table: Table,
    pub matches: bool,
    pub sum: i64,
}

impl Biotrack {
    /// Whether our books and the state's agree, window by window, without reading them. A table that we do not know is left out.
    pub async fn sync_check(&self, asked: &[SumAsked]) -> Result<Vec<SumAnswer>, ReadError> {
        let line = |one: &SumAsked| {
            let mut line = one.window.fields();
            line.insert("table".to_owned(), one.table.as_str().into());
            line.insert("sum".to_owned(), one.sum.to_string().into());
            Value::Object(line)
        };
        let data: Vec<Value> = asked.iter().map(line).collect();
        let said = self.read("sync_check", fields(json!({ "download": 0, "data": data }))).await?;
        let known = Row::all(said.body.get("summary")).filter_map(|row| Some((row.parsed("table").ok().flatten()?, row)));
        let read = |(table, row): (Table, Row)| {
            Ok::<_, Silence>(SumAnswer { table, matches: row.flag("match"), sum: row.whole("sum").unwrap_or_default() })
        };
        Ok(known.map(read).collect::<Result<_, _>>()?)
    }

    /// The rows of a window of a table.
    pub(super) async fn table<T>(
        &self,
        table: Table,
        window: Window,
        read: impl Fn(Row) -> Result<T, Silence>,
    ) -> Result<Vec<T>, ReadError> {
        let said = self.read(&format!("sync_{table}"), window.fields()).await?;
        Ok(Row::all(said.body.get(table.as_str())).map(read).collect::<Result<_, _>>()?)
    }
}
