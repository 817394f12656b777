//! Packages, those with nothing left of them too, and what was destroyed before whom.

use super::files::{PART, Part, maybe};
use super::span::Span;
use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::{Package, Unit, type_name};
use crate::schema::{destructions, manifests, packages, products, rooms, stock, users};
use crate::values::{At, PackageId, Quantity};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

pub const PACKAGE: [&str; 16] = [
    "Package id",
    "External package id",
    "Product",
    "Inventory type",
    "Strain",
    "Batch",
    "Room",
    "Standing",
    "On hand now",
    "Unit",
    "Received",
    "On manifest",
    "Split off or made of",
    "Expires",
    "Brought back by a customer",
    "Our id",
];

pub const DESTRUCTION: [&str; 14] = [
    "Package id",
    "Product",
    "Quantity",
    "Unit",
    "Reason",
    "What happened",
    "Standing",
    "Scheduled",
    "Scheduled by",
    "Eligible from",
    "Disposed of",
    "Method",
    "Witnesses",
    "Closed",
];

#[derive(Queryable)]
struct Row {
    package: Package,
    product: String,
    room: String,
    manifest: Option<String>,
}

/// Every package that was here before the span's end: a depleted or destroyed one stays in the books with nothing on hand.
pub fn packages(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let rows: Vec<Row> = packages::table
        .inner_join(products::table)
        .inner_join(rooms::table)
        .left_join(manifests::table)
        .filter(packages::location_id.eq(span.location))
        .filter(packages::received_at.lt(span.until).and(packages::id.gt(after)))
        .order(packages::id)
        .limit(PART)
        .select((Package::as_select(), products::name, rooms::name, manifests::number.nullable()))
        .load(conn)?;
    let ids: Vec<PackageId> = rows.iter().map(|row| row.package.id).collect();
    let parents: Vec<PackageId> = rows.iter().filter_map(|row| row.package.parent_id).collect();
    let (on_hand, parents) = (on_hand(conn, &ids)?, barcodes(conn, &parents)?);
    let cells = rows.iter().map(|row| {
        let package = &row.package;
        vec![
            package.barcode.to_string(),
            maybe(package.external_barcode.as_ref()),
            row.product.clone(),
            type_name(package.inventory_type),
            package.strain.clone(),
            maybe(package.lot_name.as_ref()),
            row.room.clone(),
            package.status.label().to_owned(),
            on_hand.get(&package.id).copied().unwrap_or_default().to_string(),
            Unit::of(package.inventory_type).words().to_owned(),
            span.said(package.received_at),
            maybe(row.manifest.as_ref()),
            package.parent_id.and_then(|parent| parents.get(&parent).cloned()).unwrap_or_default(),
            maybe(package.expires_on),
            if package.customer_return { "Yes" } else { "No" }.to_owned(),
            package.id.to_string(),
        ]
    });
    let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
    Ok(Part::of(cells.collect(), &keys))
}

fn on_hand(conn: &mut Conn, ids: &[PackageId]) -> Result<HashMap<PackageId, Quantity>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(PackageId, Quantity)> =
        stock::table.filter(stock::package_id.eq_any(ids.to_vec())).select((stock::package_id, stock::on_hand)).load(conn)?;
    let mut all: HashMap<PackageId, Quantity> = HashMap::new();
    for (package, quantity) in rows {
        let known = all.entry(package).or_default();
        *known = known.plus(quantity);
    }
    Ok(all)
}

/// The packages' own numbers.
pub fn barcodes(conn: &mut Conn, ids: &[PackageId]) -> Result<HashMap<PackageId, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(PackageId, String)> =
        packages::table.filter(packages::id.eq_any(ids.to_vec())).select((packages::id, packages::barcode)).load(conn)?;
    Ok(rows.into_iter().collect())
}

#[derive(Queryable)]
struct Destroyed {
    id: String,
    barcode: String,
    product: String,
    inventory_type: i64,
    quantity: Quantity,
    reason: String,
    note: String,
    status: crate::features::destructions::Status,
    scheduled: (At, String, At),
    disposal: (Option<NaiveDate>, Option<String>),
    witnesses: (Option<String>, Option<String>),
    closed_at: Option<At>,
}

/// Destructions that were scheduled or closed in the span.
pub fn destructions(conn: &mut Conn, span: &Span, after: &str) -> Result<Part> {
    let in_span = destructions::scheduled_at.ge(span.from).and(destructions::scheduled_at.lt(span.until));
    let closed = destructions::closed_at.ge(span.from).and(destructions::closed_at.lt(span.until));
    let rows: Vec<Destroyed> = destructions::table
        .inner_join(packages::table.inner_join(products::table))
        .filter(destructions::location_id.eq(span.location).and(destructions::id.gt(after)))
        .filter(in_span.nullable().or(closed))
        .order(destructions::id)
        .limit(PART)
        .select((
            destructions::id,
            packages::barcode,
            products::name,
            packages::inventory_type,
            destructions::quantity,
            destructions::reason_name,
            destructions::note,
            destructions::status,
            (destructions::scheduled_at, destructions::scheduled_by, destructions::due_at),
            (destructions::disposed_on, destructions::method),
            (destructions::witness_one, destructions::witness_two),
            destructions::closed_at,
        ))
        .load(conn)?;
    let names = names(conn)?;
    let name = |id: &Option<String>| id.as_ref().and_then(|id| names.get(id).cloned());
    let cells = rows.iter().map(|row| {
        let (scheduled_at, by, due_at) = &row.scheduled;
        let witnesses = [name(&row.witnesses.0), name(&row.witnesses.1)];
        vec![
            row.barcode.clone(),
            row.product.clone(),
            row.quantity.to_string(),
            Unit::of(row.inventory_type).words().to_owned(),
            row.reason.clone(),
            row.note.clone(),
            row.status.label().to_owned(),
            span.said(*scheduled_at),
            names.get(by).cloned().unwrap_or_default(),
            span.said(*due_at),
            maybe(row.disposal.0),
            maybe(row.disposal.1.as_ref()),
            witnesses.into_iter().flatten().collect::<Vec<_>>().join(", "),
            span.said_if(row.closed_at),
        ]
    });
    let keys: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    Ok(Part::of(cells.collect(), &keys))
}

/// Everybody's name, whoever left included.
pub fn names(conn: &mut Conn) -> Result<HashMap<String, String>> {
    let rows: Vec<(String, String)> = users::table.select((users::id, users::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}
