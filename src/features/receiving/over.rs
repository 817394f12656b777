//! What was scanned and is not on the manifest: what we know of it, so that a person knows what to do with it.

use super::draft::Scan;
use super::model::{Manifest, Status};
use crate::db::Conn;
use crate::error::Result;
use crate::features::inventory::Package;
use crate::schema::{locations, manifest_lines, manifests, users};
use crate::values::clock::said;
use crate::values::{At, Barcode, ManifestNumber, PackageId};
use chrono_tz::Tz;
use diesel::prelude::*;

/// One code that is over.
#[derive(Debug, Clone)]
pub struct Over {
    pub scan: Scan,
    /// What it is, and what to do.
    pub words: String,
    /// The package or the manifest that it belongs to, if it is at this location.
    pub url: String,
}

impl Over {
    /// Of the codes that were scanned, those that no line has.
    pub fn of(conn: &mut Conn, manifest: &Manifest, scans: Vec<Scan>, zone: Tz) -> Result<Vec<Self>> {
        scans.into_iter().map(|scan| Self::one(conn, manifest, scan, zone)).collect()
    }

    fn one(conn: &mut Conn, manifest: &Manifest, scan: Scan, zone: Tz) -> Result<Self> {
        let Ok(barcode) = scan.code.parse::<Barcode>() else {
            let words = "No 16 digits, and no older label that we know. Scan the state's label on the package.".to_owned();
            return Ok(Self { scan, words, url: String::new() });
        };
        if let Some((words, url)) = ours(conn, manifest, barcode, zone)? {
            return Ok(Self { scan, words, url });
        }
        if let Some((words, url)) = elsewhere(conn, manifest, barcode)? {
            return Ok(Self { scan, words, url });
        }
        let words = "On no manifest to us, and not in our books. Set it aside and ask the sender.".to_owned();
        Ok(Self { scan, words, url: String::new() })
    }
}

/// In our books already.
fn ours(conn: &mut Conn, manifest: &Manifest, barcode: Barcode, zone: Tz) -> Result<Option<(String, String)>> {
    let Some(package) = Package::find_by_barcode(conn, barcode)? else { return Ok(None) };
    let place: String = locations::table.find(package.location_id).select(locations::name).first(conn)?;
    let by: Option<(String, ManifestNumber)> = match package.manifest_id {
        Some(id) => manifests::table
            .inner_join(users::table)
            .filter(manifests::id.eq(id))
            .select((users::name, manifests::number))
            .first(conn)
            .optional()?,
        None => None,
    };
    let by = by.map(|(name, number)| format!(" by {name}, with manifest {}", number.grouped())).unwrap_or_default();
    let words = format!("Already received on {} at {place}{by}. It is not received twice.", said(package.received_at, zone));
    let url = if package.location_id == manifest.location_id { url_of(package.id) } else { String::new() };
    Ok(Some((words, url)))
}

fn url_of(package: PackageId) -> String {
    format!("/inventory/{package}")
}

/// On another manifest to one of our locations.
fn elsewhere(conn: &mut Conn, manifest: &Manifest, barcode: Barcode) -> Result<Option<(String, String)>> {
    let found: Option<(ManifestNumber, String, Status, Option<At>, String)> = manifest_lines::table
        .inner_join(manifests::table.inner_join(locations::table))
        .filter(manifest_lines::barcode.eq(barcode))
        .filter(manifests::id.ne(manifest.id))
        .order(manifests::id.desc())
        .select((manifests::number, manifests::sender_name, manifests::status, manifests::arrived_at, locations::name))
        .first(conn)
        .optional()?;
    let Some((number, sender, status, _, place)) = found else { return Ok(None) };
    let here: i64 = manifests::table
        .filter(manifests::number.eq(number))
        .filter(manifests::location_id.eq(manifest.location_id))
        .count()
        .get_result(conn)?;
    let standing = status.label().to_lowercase();
    let words = format!("On manifest {} from {sender} to {place} ({standing}). It belongs to that one.", number.grouped());
    Ok(Some((words, if here > 0 { format!("/receiving/{number}") } else { String::new() })))
}
