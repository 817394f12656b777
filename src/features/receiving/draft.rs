//! The draft of a receipt: what was typed, scanned and found damaged so far. It moves no stock; whoever may receive goes on with it.
//!
//! Everything is kept by barcode, as people typed it: what cannot be read is not lost either, and a manifest that the sender made anew
//! keeps what was decided of the packages that are still on it.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{receipt_damages, receipt_draft_lines, receipt_draft_products, receipt_drafts, receipt_scans, users};
use crate::values::{At, Barcode, ManifestId, ProductId, Quantity, ReceiptScanId, RoomId, UserId};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// What was typed of a line; `None`: as suggested.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipt_draft_lines, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Decided {
    pub accepted: Option<String>,
    pub reason: Option<String>,
    pub room: Option<String>,
    pub cost: Option<String>,
    pub lot: Option<String>,
    pub expires: Option<String>,
    pub tags: Option<String>,
}

/// One code that was scanned.
#[derive(Debug, Clone, Queryable)]
pub struct Scan {
    pub id: ReceiptScanId,
    /// The 16 digits of a package, without blanks, or what was scanned instead.
    pub code: String,
    pub by: String,
    pub scanned_at: At,
}

/// So much of a package came damaged.
#[derive(Debug, Clone, Queryable)]
pub struct Damage {
    pub quantity: Quantity,
    pub note: String,
    pub by: String,
    pub noted_at: At,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Who decided something last, and when.
    pub saved: Option<(String, At)>,
    /// Where goods go unless a line says otherwise.
    pub room: Option<RoomId>,
    pub lines: HashMap<Barcode, Decided>,
    /// By the state's name and inventory type.
    pub products: HashMap<(String, i64), ProductId>,
    /// The newest first.
    pub scans: Vec<Scan>,
    pub damages: HashMap<Barcode, Damage>,
    scanned: HashSet<String>,
}

impl Draft {
    pub fn of(conn: &mut Conn, manifest: ManifestId) -> Result<Self> {
        let head: Option<(Option<RoomId>, String, At)> = receipt_drafts::table
            .inner_join(users::table)
            .filter(receipt_drafts::manifest_id.eq(manifest))
            .select((receipt_drafts::room_id, users::name, receipt_drafts::saved_at))
            .first(conn)
            .optional()?;
        let lines: Vec<(Barcode, Decided)> = receipt_draft_lines::table
            .filter(receipt_draft_lines::manifest_id.eq(manifest))
            .select((receipt_draft_lines::barcode, Decided::as_select()))
            .load(conn)?;
        let of_products = receipt_draft_products::table.filter(receipt_draft_products::manifest_id.eq(manifest));
        let products: Vec<(String, i64, ProductId)> = of_products
            .select((
                receipt_draft_products::state_name,
                receipt_draft_products::inventory_type,
                receipt_draft_products::product_id,
            ))
            .load(conn)?;
        let scans = scans(conn, manifest)?;
        Ok(Self {
            room: head.as_ref().and_then(|head| head.0),
            saved: head.map(|(_, by, at)| (by, at)),
            lines: lines.into_iter().collect(),
            products: products.into_iter().map(|(name, of_type, product)| ((name, of_type), product)).collect(),
            scanned: scans.iter().map(|scan| scan.code.clone()).collect(),
            scans,
            damages: damages(conn, manifest)?,
        })
    }

    pub fn has_scanned(&self, barcode: Barcode) -> bool {
        self.scanned.contains(barcode.to_string().as_str())
    }

    /// When this code was scanned, and by whom.
    pub fn scan_of(&self, code: &str) -> Option<&Scan> {
        self.scans.iter().find(|scan| scan.code == code)
    }
}

fn scans(conn: &mut Conn, manifest: ManifestId) -> Result<Vec<Scan>> {
    let all = receipt_scans::table
        .inner_join(users::table)
        .filter(receipt_scans::manifest_id.eq(manifest))
        .order(receipt_scans::id.desc())
        .select((receipt_scans::id, receipt_scans::code, users::name, receipt_scans::scanned_at))
        .load(conn)?;
    Ok(all)
}

fn damages(conn: &mut Conn, manifest: ManifestId) -> Result<HashMap<Barcode, Damage>> {
    let all: Vec<(Barcode, Damage)> = receipt_damages::table
        .inner_join(users::table)
        .filter(receipt_damages::manifest_id.eq(manifest))
        .select((
            receipt_damages::barcode,
            (receipt_damages::quantity, receipt_damages::note, users::name, receipt_damages::noted_at),
        ))
        .load(conn)?;
    Ok(all.into_iter().collect())
}

/// Writing a draft. Who did it last is noted with every change.
pub struct Pen<'a> {
    pub manifest: ManifestId,
    pub by: UserId,
    pub at: At,
    pub tx: &'a mut Conn,
}

impl Pen<'_> {
    /// Somebody decided something now.
    pub fn sign(&mut self) -> Result<()> {
        let signed = (receipt_drafts::saved_by.eq(self.by), receipt_drafts::saved_at.eq(self.at));
        if diesel::update(receipt_drafts::table.find(self.manifest)).set(signed).execute(self.tx)? == 0 {
            diesel::insert_into(receipt_drafts::table)
                .values((receipt_drafts::manifest_id.eq(self.manifest), signed))
                .execute(self.tx)?;
        }
        Ok(())
    }

    pub fn room(&mut self, room: Option<RoomId>) -> Result<()> {
        diesel::update(receipt_drafts::table.find(self.manifest)).set(receipt_drafts::room_id.eq(room)).execute(self.tx)?;
        Ok(())
    }

    pub fn line(&mut self, barcode: Barcode, decided: &Decided) -> Result<()> {
        diesel::delete(receipt_draft_lines::table.find((self.manifest, barcode))).execute(self.tx)?;
        if *decided == Decided::default() {
            return Ok(());
        }
        let of = (receipt_draft_lines::manifest_id.eq(self.manifest), receipt_draft_lines::barcode.eq(barcode));
        diesel::insert_into(receipt_draft_lines::table).values((of, decided)).execute(self.tx)?;
        Ok(())
    }

    /// What was decided of the quantity is forgotten, and follows what is suggested.
    pub fn forget_quantity(&mut self, barcode: Barcode) -> Result<()> {
        let line = receipt_draft_lines::table.find((self.manifest, barcode));
        let nothing = (receipt_draft_lines::accepted.eq(None::<String>), receipt_draft_lines::reason.eq(None::<String>));
        diesel::update(line).set(nothing).execute(self.tx)?;
        Ok(())
    }

    pub fn product(&mut self, state_name: &str, inventory_type: i64, product: ProductId) -> Result<()> {
        let known = receipt_draft_products::table.find((self.manifest, state_name, inventory_type));
        diesel::delete(known).execute(self.tx)?;
        diesel::insert_into(receipt_draft_products::table)
            .values((
                receipt_draft_products::manifest_id.eq(self.manifest),
                receipt_draft_products::state_name.eq(state_name),
                receipt_draft_products::inventory_type.eq(inventory_type),
                receipt_draft_products::product_id.eq(product),
            ))
            .execute(self.tx)?;
        Ok(())
    }

    pub fn scan(&mut self, code: &str) -> Result<()> {
        diesel::insert_into(receipt_scans::table)
            .values((
                receipt_scans::id.eq(ReceiptScanId::new()),
                receipt_scans::manifest_id.eq(self.manifest),
                receipt_scans::code.eq(code),
                receipt_scans::scanned_by.eq(self.by),
                receipt_scans::scanned_at.eq(self.at),
            ))
            .execute(self.tx)?;
        Ok(())
    }

    pub fn unscan(&mut self, code: &str) -> Result<()> {
        let scans = receipt_scans::table.filter(receipt_scans::manifest_id.eq(self.manifest));
        diesel::delete(scans.filter(receipt_scans::code.eq(code))).execute(self.tx)?;
        Ok(())
    }

    pub fn damage(&mut self, barcode: Barcode, quantity: Quantity, note: &str) -> Result<()> {
        self.mend(barcode)?;
        diesel::insert_into(receipt_damages::table)
            .values((
                receipt_damages::manifest_id.eq(self.manifest),
                receipt_damages::barcode.eq(barcode),
                receipt_damages::quantity.eq(quantity),
                receipt_damages::note.eq(note),
                receipt_damages::noted_by.eq(self.by),
                receipt_damages::noted_at.eq(self.at),
            ))
            .execute(self.tx)?;
        Ok(())
    }

    /// It is not damaged after all.
    pub fn mend(&mut self, barcode: Barcode) -> Result<()> {
        diesel::delete(receipt_damages::table.find((self.manifest, barcode))).execute(self.tx)?;
        Ok(())
    }
}
