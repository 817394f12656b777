//! Manifests, their stops and what is on them; and what of them came back.

use crate::biotrack::client::Biotrack;
use crate::biotrack::loose::Row;
use crate::biotrack::replay::fields;
use crate::biotrack::{ReadError, Silence};
use crate::values::{At, Barcode, EmployeeNumber, License, ManifestNumber, Quantity};
use serde_json::json;

/// A manifest as the state has it, with its stops and what is on them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub manifest: ManifestNumber,
    pub origin: Option<License>,
    pub driver: Option<EmployeeNumber>,
    /// The goods have left.
    pub fulfilled: bool,
    pub completed_at: Option<At>,
    pub deleted: bool,
    pub transaction: i64,
}

/// A stop of a manifest as the state has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestStop {
    pub manifest: ManifestNumber,
    pub stop: i64,
    pub license: Option<License>,
    pub item_count: Option<i64>,
    /// When it was marked as arrived (invented: `florida-additions.md`).
    pub arrived_at: Option<At>,
    pub deleted: bool,
    pub transaction: i64,
}

/// One package on a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestItem {
    pub manifest: ManifestNumber,
    pub stop: i64,
    pub barcode: Barcode,
    pub quantity: Quantity,
    pub deleted: bool,
    pub transaction: i64,
}

/// What we sent and the receiver did not take: ours to take into stock again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    pub barcode: Barcode,
    pub manifest: ManifestNumber,
    pub quantity: Quantity,
    pub reject_reason: Option<String>,
}

impl Biotrack {
    /// The manifests that changed on this transaction or later.
    pub async fn manifests_since(&self, transaction: i64) -> Result<Vec<Manifest>, ReadError> {
        self.of_manifests("manifest", transaction, manifest).await
    }

    /// The stops of manifests that changed on this transaction or later.
    pub async fn manifest_stops(&self, transaction: i64) -> Result<Vec<ManifestStop>, ReadError> {
        self.of_manifests("manifest_stop_data", transaction, stop).await
    }

    /// The packages on manifests that changed on this transaction or later.
    pub async fn manifest_items_since(&self, transaction: i64) -> Result<Vec<ManifestItem>, ReadError> {
        self.of_manifests("manifest_stop_items", transaction, manifest_item).await
    }

    /// What this licence of ours sent and did not get rid of.
    pub async fn returns(&self, location: &License) -> Result<Vec<Returned>, ReadError> {
        let question = json!({ "location": location.as_str() });
        let Some(said) =
            self.read_unless("inventory_transfer_outbound_return_lookup", question, "no outstanding returned").await?
        else {
            return Ok(Vec::new());
        };
        Ok(Row::all(said.body.get("data")).map(returned).collect::<Result<_, _>>()?)
    }

    async fn of_manifests<T>(
        &self,
        rows: &str,
        transaction: i64,
        read: impl Fn(Row) -> Result<T, Silence>,
    ) -> Result<Vec<T>, ReadError> {
        let said = self.read("sync_manifest", fields(json!({ "transaction_start": transaction }))).await?;
        Ok(Row::all(said.body.get(rows)).map(read).collect::<Result<_, _>>()?)
    }
}

fn manifest(row: Row) -> Result<Manifest, Silence> {
    Ok(Manifest {
        manifest: row.need("manifestid")?,
        origin: row.parsed("origination_license_number")?,
        driver: row.parsed("transporter_id")?,
        fulfilled: row.flag("fulfilled"),
        completed_at: row.at("completion_date"),
        deleted: row.flag("deleted"),
        transaction: row.need_whole("transactionid")?,
    })
}

fn stop(row: Row) -> Result<ManifestStop, Silence> {
    Ok(ManifestStop {
        manifest: row.need("manifestid")?,
        stop: row.need_whole("stopnumber")?,
        license: row.parsed("license_number")?,
        item_count: row.whole("item_count"),
        arrived_at: row.at("arrived_at"),
        deleted: row.flag("deleted"),
        transaction: row.need_whole("transactionid")?,
    })
}

fn manifest_item(row: Row) -> Result<ManifestItem, Silence> {
    Ok(ManifestItem {
        manifest: row.need("manifestid")?,
        stop: row.need_whole("stopnumber")?,
        barcode: row.need("inventoryid")?,
        quantity: row.need_quantity("quantity")?,
        deleted: row.flag("deleted"),
        transaction: row.need_whole("transactionid")?,
    })
}

fn returned(row: Row) -> Result<Returned, Silence> {
    Ok(Returned {
        barcode: row.need("barcode_id")?,
        manifest: row.need("manifest_id")?,
        quantity: row.need_quantity("quantity")?,
        reject_reason: row.text("reject_reason"),
    })
}
