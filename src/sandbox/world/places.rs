//! The places of the demonstration world, its API user, and the staff that the registry knows.

use super::{LAB, SENDER, SHOP, UBI};
use crate::sandbox::refusal::Result;
use crate::sandbox::rows::{ApiUser, Room, Staff, Vendor};
use crate::sandbox::state::Books;
use crate::sandbox::envelope::password_digest;

const USERNAME: &str = "lotbook@demo.example";
const PASSWORD: &str = "demo-state-password";

pub fn load(books: &mut Books) -> Result<()> {
    for vendor in vendors() {
        books.put(&vendor)?;
    }
    let digest = password_digest(UBI, USERNAME, PASSWORD);
    books.put(&ApiUser::new(UBI, USERNAME, 1, digest))?;
    for (roomid, name, quarantine) in [(1, "Receiving", 0), (2, "Sales floor", 0), (3, "Vault", 0), (4, "Quarantine", 1)] {
        books.put(&Room { roomid, name: name.into(), location: SHOP.into(), quarantine, removed: false })?;
    }
    books.put(&Room { roomid: 1, name: "Finished goods".into(), location: SENDER.into(), quarantine: 0, removed: false })?;
    for (email, name, role) in STAFF {
        books.put(&Staff { email: (*email).into(), name: (*name).into(), role: (*role).into(), status: "active".into() })?;
    }
    Ok(())
}

/// Bea's address is registered with a capital letter on purpose: matching is byte for byte.
const STAFF: &[(&str, &str, &str)] = &[
    ("maria.manager@demo.example", "Maria Manager", "dispenser"),
    ("ben.budtender@demo.example", "Ben Budtender", "dispenser"),
    ("Bea.Budtender@demo.example", "Bea Budtender", "dispenser"),
    ("ines.inventory@demo.example", "Ines Inventory", "other"),
    ("carla.compliance@demo.example", "Carla Compliance", "other"),
    ("dan.driver@demo.example", "Dan Driver", "deliverer"),
    ("alex.admin@demo.example", "Alex Admin", "other"),
];

fn vendors() -> [Vendor; 3] {
    let vendor = |ubi: &str, location: &str, name: &str, locationtype, address1: &str, city: &str, zip: &str| Vendor {
        ubi: ubi.into(),
        location: location.into(),
        name: name.into(),
        locationtype,
        address1: address1.into(),
        address2: None,
        city: city.into(),
        state: "FL".into(),
        zip: zip.into(),
        producer: 0,
        processor: i64::from(locationtype == 7),
        retail: i64::from(locationtype == 8),
        medical: 1,
        phone: "850-555-0100".into(),
        onboarding: false,
        inactive: false,
    };
    [
        vendor(UBI, SHOP, "Lotbook Demo Dispensary", 8, "100 Apalachee Parkway", "Tallahassee", "32301"),
        vendor(UBI, SENDER, "Lotbook Demo Processing", 7, "20 Jefferson Street", "Quincy", "32351"),
        vendor("600000207", LAB, "Capital City Testing Laboratory", 0, "5 Capital Circle", "Tallahassee", "32304"),
    ]
}
