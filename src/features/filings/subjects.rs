//! What a filing is about, in words and as a link to its page.

use crate::db::Conn;
use crate::error::Result;
use crate::may::{Clerk, SeeDestructions, SeeFleet, SeeInventory, SeeManifests, SeeReceiving, SeeSales};
use crate::schema::{destructions, drivers, filing_subjects, manifests, outgoing_manifests, packages, products, sales, vehicles};
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

impl Subject {
    /// Without its link, for whoever may not see its page.
    pub fn seen_by(self, clerk: &Clerk) -> Self {
        let may_see = match self.kind {
            "Package" => clerk.may::<SeeInventory>(),
            "Sale" => clerk.may::<SeeSales>(),
            "Manifest" => clerk.may::<SeeReceiving>(),
            "Outgoing manifest" => clerk.may::<SeeManifests>(),
            "Driver" | "Vehicle" => clerk.may::<SeeFleet>(),
            "Destruction" => clerk.may::<SeeDestructions>(),
            _ => false,
        };
        Self { url: self.url.filter(|_| may_see), ..self }
    }

    /// Where the state's own row of it is shown beside ours.
    pub fn comparison(&self) -> Option<String> {
        self.url.as_ref().filter(|_| self.kind == "Package").map(|url| format!("{url}/comparisons/new"))
    }
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

/// A thing that never came to be is left out; a name that was only reserved leads nowhere.
fn one(conn: &mut Conn, kind: &str, key: &str) -> Result<Option<Subject>> {
    let found = match kind {
        "package" => at("Package", package(conn, key)?, format!("/inventory/{key}")),
        "sale" => at("Sale", sale(conn, key)?, format!("/sales/{key}")),
        "manifest" => manifest(conn, key)?,
        "outgoing" => at("Outgoing manifest", outgoing(conn, key)?, format!("/manifests/{key}")),
        "driver" => at("Driver", driver(conn, key)?, "/drivers".to_owned()),
        "vehicle" => at("Vehicle", vehicle(conn, key)?, "/vehicles".to_owned()),
        "destruction" => at("Destruction", destruction(conn, key)?, format!("/destructions/{key}")),
        "barcode" => {
            Some(plain("Identifier", key.parse::<Barcode>().map_or_else(|_| key.to_owned(), |barcode| barcode.grouped())))
        }
        "plate" => Some(plain("Plate", key.to_owned())),
        "vin" => Some(plain("VIN", key.to_owned())),
        // A patient is never named here; a location is where all of this is.
        _ => None,
    };
    Ok(found)
}

fn at(kind: &'static str, words: Option<String>, url: String) -> Option<Subject> {
    words.map(|words| Subject { kind, words, url: Some(url) })
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
fn manifest(conn: &mut Conn, key: &str) -> Result<Option<Subject>> {
    let found: Option<(ManifestNumber, String)> =
        manifests::table.find(key).select((manifests::number, manifests::sender_name)).first(conn).optional()?;
    Ok(found.and_then(|(number, sender)| {
        at("Manifest", Some(format!("{} from {sender}", number.grouped())), format!("/receiving/{number}"))
    }))
}

fn destruction(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(destructions::table.find(key).select(destructions::reason_name).first(conn).optional()?)
}

fn outgoing(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    let number: Option<i64> = outgoing_manifests::table.find(key).select(outgoing_manifests::number).first(conn).optional()?;
    Ok(number.map(|number| format!("No. {number}")))
}

fn driver(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(drivers::table.find(key).select(drivers::name).first(conn).optional()?)
}

fn vehicle(conn: &mut Conn, key: &str) -> Result<Option<String>> {
    Ok(vehicles::table.find(key).select(vehicles::nickname).first(conn).optional()?)
}
