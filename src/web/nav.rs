//! The navigation: every entry once, with the permission that shows it. A page that is not here is reached from one that is.

use crate::may::{
    EditDiscounts, Granted, Permission, SeeCounts, SeeDestructions, SeeDrawers, SeeEvents, SeeEvidence, SeeFilings, SeeFleet,
    SeeGoLive, SeeGroups, SeeGuests, SeeIncidents, SeeInspectors, SeeInventory, SeeManifests, SeePatients, SeePreOrders,
    SeeProducts, SeeReceiving, SeeRooms, SeeRules, SeeSales, SeeSettings, SeeUsers, Sell,
};
use crate::values::LocationId;

/// Entries under one heading.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: &'static str,
    pub entries: Vec<Entry>,
}

/// One place to go to.
#[derive(Debug, Clone)]
pub struct Entry {
    pub words: &'static str,
    pub url: String,
    /// The page shown is this one or below it.
    pub current: bool,
}

struct Place {
    group: &'static str,
    words: &'static str,
    url: &'static str,
    /// The permission that shows it; empty: everybody.
    needs: &'static str,
}

const fn place(group: &'static str, words: &'static str, url: &'static str, needs: &'static str) -> Place {
    Place { group, words, url, needs }
}

/// In the order of the screen.
const PLACES: &[Place] = &[
    place("", "Home", "/", ""),
    place("Register", "Guests", "/guests", SeeGuests::NAME),
    place("Register", "Register", "/register", Sell::NAME),
    place("Register", "Pre-orders", "/pre_orders", SeePreOrders::NAME),
    place("Register", "Sales", "/sales", SeeSales::NAME),
    place("Register", "Drawers", "/drawers", SeeDrawers::NAME),
    place("Patients", "Patients", "/patients", SeePatients::NAME),
    place("Products", "Inventory", "/inventory", SeeInventory::NAME),
    place("Products", "Devices and merchandise", "/inventory/supplies", SeeInventory::NAME),
    place("Products", "Receive inventory", "/receiving", SeeReceiving::NAME),
    place("Products", "Purchases", "/receiving/purchases", SeeReceiving::NAME),
    place("Products", "Destruction Manager", "/destructions", SeeDestructions::NAME),
    place("Products", "Returned goods", "/returns", SeeDestructions::NAME),
    place("Products", "Counts", "/counts", SeeCounts::NAME),
    place("Products", "Catalog", "/products", SeeProducts::NAME),
    place("Products", "Discounts", "/discounts", EditDiscounts::NAME),
    place("Products", "Rooms", "/rooms", SeeRooms::NAME),
    place("Products", "Labs", "/labs", SeeInventory::NAME),
    place("Transfers", "Manifests", "/manifests", SeeManifests::NAME),
    place("Transfers", "Outstanding returns", "/manifests/returns", SeeManifests::NAME),
    place("Transfers", "Facilities", "/facilities", SeeManifests::NAME),
    place("Traceability", "Filings", "/filings", SeeFilings::NAME),
    place("Traceability", "Link", "/incidents", SeeIncidents::NAME),
    place("Traceability", "Rules", "/rules", SeeRules::NAME),
    place("Settings", "Location", "/locations/{location}/settings", SeeSettings::NAME),
    place("Settings", "Users", "/users", SeeUsers::NAME),
    place("Settings", "Permissions", "/groups", SeeGroups::NAME),
    place("Settings", "Inspectors", "/inspectors", SeeInspectors::NAME),
    place("Settings", "Drivers", "/drivers", SeeFleet::NAME),
    place("Settings", "Vehicles", "/vehicles", SeeFleet::NAME),
    place("Settings", "Event log", "/events", SeeEvents::NAME),
    place("Settings", "Evidence", "/evidence", SeeEvidence::NAME),
    place("Settings", "Go-live", "/go-live", SeeGoLive::NAME),
];

/// What somebody may see, with the place of `path` marked.
pub fn groups(granted: &Granted, location: LocationId, path: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let nearest = nearest(location, path);
    for place in PLACES.iter().filter(|place| place.needs.is_empty() || granted.has(place.needs)) {
        let url = place.at(location);
        let current = url == nearest;
        let entry = Entry { words: place.words, url, current };
        match groups.last_mut() {
            Some(group) if group.name == place.group => group.entries.push(entry),
            _ => groups.push(Group { name: place.group, entries: vec![entry] }),
        }
    }
    groups
}

impl Place {
    fn at(&self, location: LocationId) -> String {
        self.url.replace("{location}", location.as_str())
    }
}

/// The place nearest above a page: `/inventory/supplies` is its own, not a part of `/inventory`.
fn nearest(location: LocationId, path: &str) -> String {
    let above = PLACES.iter().map(|place| place.at(location)).filter(|url| is_at_or_below(path, url));
    above.max_by_key(String::len).unwrap_or_default()
}

fn is_at_or_below(path: &str, url: &str) -> bool {
    path == url || (url != "/" && path.strip_prefix(url).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::may::{self, Role};

    #[test]
    fn a_role_sees_only_its_places_and_one_is_current() {
        let location = LocationId::new();
        let words = |role, path: &str| -> Vec<(&str, bool)> {
            let has = may::ALL.iter().filter(|entry| entry.roles.contains(&role)).map(|entry| entry.name.to_owned());
            let entries = groups(&Granted::of(has), location, path).into_iter().flat_map(|group| group.entries);
            entries.map(|entry| (entry.words, entry.current)).collect()
        };
        let desk = [
            ("Home", false),
            ("Guests", false),
            ("Register", false),
            ("Pre-orders", false),
            ("Sales", true),
            ("Drawers", false),
            ("Patients", false),
            ("Rules", false),
        ];
        assert_eq!(words(Role::Budtender, "/sales/1"), desk);
        assert_eq!(words(Role::Driver, "/"), [("Home", true), ("Rules", false)]);
        let current = |path: &str| -> Vec<&str> {
            words(Role::Manager, path).into_iter().filter(|(_, current)| *current).map(|(words, _)| words).collect()
        };
        assert_eq!(current("/inventory/supplies/1"), ["Devices and merchandise"]);
        assert_eq!(current("/inventory/1"), ["Inventory"]);
        assert!(words(Role::Auditor, "/").iter().all(|(words, _)| *words != "Register"));
    }
}
