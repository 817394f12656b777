//! What a filing is about, in words and as a link to its page.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{drivers, filing_subjects, manifests, packages, products, sales, vehicles};
use crate::values::{Barcode, FilingId, ManifestNumber};
use diesel::prelude::*;

/// One thing a filing is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `Package`, `Sale`, …
    pub kind: &'static str,
    pub words: String,
    /// Its page, if it has one.
    pub url: Option<String>,
}

/// Everything `filing` is about, except the location, which every filing here is about.
pub fn of(conn: &mut Conn, filing: FilingId) -> Result<Vec<Subject>> {
    let all: Vec<String> = filing_subjects::table
        .filter(filing_subjects::filing_id.eq(filing))
        .order(filing_subjects::subject)
        .select(filing_subjects::subject)
        .load(conn)?;
    let mut subjects = Vec::new();
    for (kind, key) in all.iter().filter_map(|subject| subject.split_once(':')) {
        subjects.extend(one(conn, kind, key)?);
    }
    Ok(subjects)
}

/// A thing that is gone, or a name that was only reserved, is shown by its key and leads nowhere.
fn one(conn: &mut Conn, kind: &str, key: &str) -> Result<Option<Subject>> {
    let subject = match kind {
        "package" => linked("Package", package(conn, key)?, key, "/inventory"),
        "sale" => linked("Sale", sale(conn, key)?, key, "/sales"),
        "manifest" => manifest(conn, key)?,
        "driver" => linked("Driver", driver(conn, key)?, key, "/drivers"),
        "vehicle" => linked("Vehicle", vehicle(conn, key)?, key, "/vehicles"),
        "destruction" => linked("Destruction", Some("its page".to_owned()), key, "/destructions"),
        "barcode" => plain("Identifier", key.parse::<Barcode>().map_or_else(|_| key.to_owned(), |barcode| barcode.grouped())),
        "plate" => plain("Plate", key.to_owned()),
        "vin" => plain("VIN", key.to_owned()),
        // A patient is never named here; a location is where all of this is.
        _ => return Ok(None),
    };
    Ok(Some(subject))
}

fn linked(kind: &'static str, words: Option<String>, key: &str, folder: &str) -> Subject {
    match words {
        Some(words) => Subject { kind, words, url: Some(format!("{folder}/{key}")) },
        None => plain(kind, key.to_owned()),
    }
}

fn plain(kind: &'static str, words: String) -> Subject {
    Subject { kind, words, url: None }
}

fn package(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    let found: Option<(Barcode, String)> = packages::table
        .inner_join(products::table)
        .filter(packages::id.eq(key))
        .select((packages::barcode, products::name))
        .first(conn)
        .optional()?;
    Ok(found.map(|(barcode, product)| format!("{} · {product}", barcode.grouped())))
}

fn sale(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    let number: Option<i64> = sales::table.find(key).select(sales::number).first(conn).optional()?;
    Ok(number.map(|number| format!("No. {number}")))
}

/// A manifest's page is under the state's number for it.
fn manifest(conn: &mut Conn, key: &str) -> Result<Subject> {
    let found: Option<(ManifestNumber, String)> =
        manifests::table.find(key).select((manifests::number, manifests::sender_name)).first(conn).optional()?;
    Ok(match found {
        Some((number, sender)) => {
            let words = format!("{} from {sender}", number.grouped());
            Subject { kind: "Manifest", words, url: Some(format!("/receiving/{number}")) }
        }
        None => plain("Manifest", key.to_owned()),
    })
}

fn driver(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(drivers::table.find(key).select(drivers::name).first(conn).optional()?)
}

fn vehicle(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(vehicles::table.find(key).select(vehicles::nickname).first(conn).optional()?)
}
