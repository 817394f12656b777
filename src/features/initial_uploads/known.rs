//! What a row is compared with: the catalog, the rooms, the labels that are in stock or in another upload.

use super::columns::Cells;
use super::model::{RowStatus, Status, Upload};
use crate::db::Conn;
use crate::error::Result;
use crate::features::locations::Location;
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::schema::{initial_upload_rows as rows, initial_uploads as uploads, packages, products};
use crate::values::clock::local_date;
use crate::values::{At, Barcode, InitialUploadId, LocationId};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// See the module.
#[derive(Debug)]
pub struct Known {
    products: Vec<Product>,
    /// Place among the products, by SKU.
    skus: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
    rooms: Vec<Room>,
    /// Old labels of packages, in lower case.
    labels: HashMap<String, Barcode>,
    barcodes: HashSet<Barcode>,
    /// Labels on other uploads, in lower case.
    elsewhere: HashMap<String, Elsewhere>,
    /// Lines of this file by label, where there are several.
    in_file: HashMap<String, Vec<i64>>,
    pub today: NaiveDate,
}

/// A row of another upload with the same label.
#[derive(Debug, Clone, Copy)]
struct Elsewhere {
    upload: i64,
    line: i64,
    is_begun: bool,
}

impl Known {
    /// For every row of a file; `row` restricts all of it to what one row needs.
    pub fn of(
        conn: &mut Conn,
        location: LocationId,
        upload: Option<InitialUploadId>,
        row: Option<&Cells>,
        now: At,
    ) -> Result<Self> {
        let zone = Location::find(conn, location)?.zone()?;
        let products = catalog(conn, row)?;
        let mut known = Self {
            skus: HashMap::new(),
            names: HashMap::new(),
            rooms: Room::all(conn, location)?,
            labels: HashMap::new(),
            barcodes: HashSet::new(),
            elsewhere: elsewhere(conn, location, upload, row)?,
            in_file: HashMap::new(),
            today: local_date(now, zone),
            products: Vec::new(),
        };
        for (place, product) in products.iter().enumerate() {
            known.skus.insert(product.sku.to_uppercase(), place);
            known.names.entry(product.name.to_lowercase()).or_default().push(place);
        }
        known.products = products;
        for (barcode, label) in stock(conn, location, row)? {
            known.barcodes.insert(barcode);
            known.labels.extend(label.map(|label| (label.to_lowercase(), barcode)));
        }
        Ok(known)
    }

    /// Which lines of the file carry which label.
    pub fn with_file<'r>(mut self, all: impl Iterator<Item = (i64, &'r Cells)>) -> Self {
        for (line, row) in all.filter(|(_, row)| !row.label.is_empty()) {
            self.in_file.entry(row.label_key()).or_default().push(line);
        }
        self.in_file.retain(|_, lines| lines.len() > 1);
        self
    }

    pub fn by_sku(&self, sku: &str) -> Option<&Product> {
        self.products.get(*self.skus.get(&sku.to_uppercase())?)
    }

    pub fn by_name(&self, name: &str) -> Vec<&Product> {
        let places = self.names.get(&name.to_lowercase());
        let all: Vec<&Product> = places.into_iter().flatten().filter_map(|place| self.products.get(*place)).collect();
        // A retired twin is meant only when there is no other.
        let active: Vec<&Product> = all.iter().copied().filter(|product| product.active).collect();
        if active.is_empty() { all } else { active }
    }

    /// By its name or its printed code, one in use first.
    pub fn room(&self, name: &str) -> Option<&Room> {
        let called = |room: &&Room| room.name.eq_ignore_ascii_case(name) || room.code().eq_ignore_ascii_case(name);
        self.rooms.iter().find(called)
    }

    pub fn rooms_in_use(&self) -> impl Iterator<Item = &Room> {
        self.rooms.iter().filter(|room| room.active)
    }

    /// The package that a scan of this label finds.
    pub fn stocked(&self, label: &str) -> Option<Barcode> {
        let itself = label.parse::<Barcode>().ok().filter(|barcode| self.barcodes.contains(barcode));
        itself.or_else(|| self.labels.get(&label.to_lowercase()).copied())
    }

    /// The other lines with this label, in words.
    pub fn same_in_file(&self, key: &str, line: i64) -> Option<String> {
        let others: Vec<String> =
            self.in_file.get(key)?.iter().filter(|other| **other != line).take(5).map(i64::to_string).collect();
        (!others.is_empty()).then(|| others.join(", "))
    }

    /// What another upload has to do with this label: odd while nothing of it is begun, else wrong.
    pub fn elsewhere(&self, key: &str) -> Option<std::result::Result<String, String>> {
        let Elsewhere { upload, line, is_begun } = self.elsewhere.get(key)?;
        Some(if *is_begun {
            Err(format!("is uploaded already: upload {upload}, line {line}. Leave the row out."))
        } else {
            Ok(format!("is also on upload {upload}, line {line}, which is not begun. Only one of the two will be reported."))
        })
    }
}

fn catalog(conn: &mut Conn, row: Option<&Cells>) -> Result<Vec<Product>> {
    let all = products::table.select(Product::as_select());
    Ok(match row {
        None => all.load(conn)?,
        Some(row) if row.sku.is_empty() => all.filter(products::name_lower.eq(row.product.to_lowercase())).load(conn)?,
        Some(row) => all.filter(products::sku.eq_any([row.sku.clone(), row.sku.to_uppercase()])).load(conn)?,
    })
}

fn stock(conn: &mut Conn, location: LocationId, row: Option<&Cells>) -> Result<Vec<(Barcode, Option<String>)>> {
    let here = packages::table.filter(packages::location_id.eq(location)).select((packages::barcode, packages::external_barcode));
    let Some(row) = row else { return Ok(here.load(conn)?) };
    let mut found = here.filter(packages::external_barcode.eq(&row.label)).load(conn)?;
    if let Ok(barcode) = row.label.parse::<Barcode>() {
        found.extend(here.filter(packages::barcode.eq(barcode)).load::<(Barcode, Option<String>)>(conn)?);
    }
    Ok(found)
}

/// Rows of other uploads that are, or may be, told to the state.
fn elsewhere(
    conn: &mut Conn,
    location: LocationId,
    upload: Option<InitialUploadId>,
    row: Option<&Cells>,
) -> Result<HashMap<String, Elsewhere>> {
    // When a row is about to be told, only one that is told already stands in its way: of two begun uploads the faster has it.
    let at_it = match row {
        Some(_) => vec![RowStatus::Filing, RowStatus::Accepted],
        None => vec![RowStatus::Waiting, RowStatus::Filing, RowStatus::Accepted],
    };
    let mut all = rows::table
        .inner_join(uploads::table)
        .filter(uploads::location_id.eq(location))
        .filter(uploads::status.ne(Status::Cancelled))
        .filter(rows::status.eq_any(at_it))
        .select((rows::label_key, uploads::number, rows::line, uploads::status))
        .into_boxed();
    if let Some(row) = row {
        all = all.filter(rows::label_key.eq(row.label_key()));
    }
    if let Some(own) = upload {
        all = all.filter(rows::upload_id.ne(own));
    }
    let found: Vec<(String, i64, i64, Status)> = all.load(conn)?;
    let mut elsewhere = HashMap::new();
    for (key, upload, line, status) in found {
        let is_begun = Upload::is_begun(status);
        if is_begun || !elsewhere.contains_key(&key) {
            elsewhere.insert(key, Elsewhere { upload, line, is_begun });
        }
    }
    Ok(elsewhere)
}
