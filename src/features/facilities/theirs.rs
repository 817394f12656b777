//! What the state's own list says of licensed places: pulled instead of typed.

use super::model::{Details, Kind};
use crate::app::App;
use crate::biotrack::{ReadError, Vendor};
use crate::features::locations::Location;
use crate::values::{At, License, LocationId};
use std::collections::HashMap;

/// The most matches that are shown.
const MOST: usize = 20;

/// The state's list, as it was just told.
pub struct Theirs {
    all: HashMap<License, Details>,
    own: License,
}

impl Theirs {
    /// Licensed places and laboratories. Our company is whose licence we have.
    pub async fn ask(app: &App, own: License) -> Result<Self, ReadError> {
        let (vendors, labs) = (app.biotrack.vendors().await?, app.biotrack.laboratories().await?);
        let company = vendors.iter().find(|vendor| vendor.license == own).and_then(|vendor| vendor.ubi.clone());
        let now = app.clock.now();
        let mut all: HashMap<License, Details> = HashMap::new();
        for (is_lab, vendor) in
            vendors.into_iter().map(|vendor| (false, vendor)).chain(labs.into_iter().map(|vendor| (true, vendor)))
        {
            if vendor.deleted {
                continue;
            }
            match all.get_mut(&vendor.license) {
                Some(known) if is_lab => known.kind = Kind::Laboratory,
                Some(_) => {}
                None => {
                    let details = details(vendor, is_lab, company.as_deref(), now);
                    all.insert(details.license.clone(), details);
                }
            }
        }
        Ok(Self { all, own })
    }

    /// Those whose name, place or licence has these words; not our own.
    pub fn matching(&self, words: &str) -> Vec<&Details> {
        let words = words.to_lowercase();
        let text = |details: &Details| format!("{} {} {}", details.name, details.license, details.city).to_lowercase();
        let mut found: Vec<&Details> =
            self.all.values().filter(|one| one.license != self.own && text(one).contains(&words)).collect();
        found.sort_by(|one, other| (&one.name, &one.license).cmp(&(&other.name, &other.license)));
        found.truncate(MOST);
        found
    }

    pub fn of(&self, license: &str) -> Option<&Details> {
        self.all.iter().find(|(known, _)| known.as_str() == license).map(|(_, details)| details)
    }
}

/// What the state says of `license` just now; `Err`: why it could not be asked.
pub async fn ask(app: &App, location: LocationId) -> crate::error::Result<Result<Theirs, String>> {
    let own = app.read(move |conn| Location::find(conn, location)).await?.license;
    Ok(Theirs::ask(app, own).await.map_err(|error| {
        tracing::warn!(%error, "the state's list of licensed places could not be asked");
        error.to_string()
    }))
}

fn details(vendor: Vendor, is_lab: bool, company: Option<&str>, now: At) -> Details {
    let ubi = vendor.ubi.unwrap_or_default();
    Details {
        kind: kind(vendor.location_type, is_lab),
        ours: !ubi.is_empty() && Some(ubi.as_str()) == company,
        license: vendor.license,
        ubi,
        name: vendor.name,
        street: vendor.address.unwrap_or_default(),
        city: vendor.city.unwrap_or_default(),
        state: vendor.state.unwrap_or_default(),
        zip: vendor.zip.unwrap_or_default(),
        phone: String::new(),
        permit: None,
        known_at: Some(now),
    }
}

/// By the type of the location (biotrack-api §4.4).
fn kind(location_type: Option<i64>, is_lab: bool) -> Kind {
    match location_type {
        _ if is_lab => Kind::Laboratory,
        Some(1..=3) => Kind::Cultivation,
        Some(4..=7) => Kind::Processing,
        Some(8 | 10) => Kind::Dispensary,
        _ => Kind::Other,
    }
}
