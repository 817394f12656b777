//! The navigation: every entry once, with the roles that see it. A page that is not here is reached from one that is.

use crate::may::{
    EditDiscounts, Permission, Role, SeeCounts, SeeDestructions, SeeDrawers, SeeEvents, SeeFilings, SeeFleet, SeeGoLive,
    SeeGuests, SeeIncidents, SeeInventory, SeeManifests, SeePatients, SeePreOrders, SeeProducts, SeeReceiving, SeeRooms,
    SeeRules, SeeSales, SeeSettings, SeeUsers, Sell,
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
    roles: &'static [Role],
}

const fn place(group: &'static str, words: &'static str, url: &'static str, roles: &'static [Role]) -> Place {
    Place { group, words, url, roles }
}

/// In the order of the screen.
const PLACES: &[Place] = &[
    place("", "Home", "/", Role::ALL),
    place("Register", "Guests", "/guests", SeeGuests::ROLES),
    place("Register", "Register", "/register", Sell::ROLES),
    place("Register", "Pre-orders", "/pre_orders", SeePreOrders::ROLES),
    place("Register", "Sales", "/sales", SeeSales::ROLES),
    place("Register", "Drawers", "/drawers", SeeDrawers::ROLES),
    place("Patients", "Patients", "/patients", SeePatients::ROLES),
    place("Products", "Inventory", "/inventory", SeeInventory::ROLES),
    place("Products", "Devices and merchandise", "/inventory/supplies", SeeInventory::ROLES),
    place("Products", "Receive inventory", "/receiving", SeeReceiving::ROLES),
    place("Products", "Purchases", "/receiving/purchases", SeeReceiving::ROLES),
    place("Products", "Destruction Manager", "/destructions", SeeDestructions::ROLES),
    place("Products", "Returned goods", "/returns", SeeDestructions::ROLES),
    place("Products", "Counts", "/counts", SeeCounts::ROLES),
    place("Products", "Catalog", "/products", SeeProducts::ROLES),
    place("Products", "Discounts", "/discounts", EditDiscounts::ROLES),
    place("Products", "Rooms", "/rooms", SeeRooms::ROLES),
    place("Products", "Labs", "/labs", SeeInventory::ROLES),
    place("Transfers", "Manifests", "/manifests", SeeManifests::ROLES),
    place("Transfers", "Outstanding returns", "/manifests/returns", SeeManifests::ROLES),
    place("Transfers", "Facilities", "/facilities", SeeManifests::ROLES),
    place("Traceability", "Filings", "/filings", SeeFilings::ROLES),
    place("Traceability", "Link", "/incidents", SeeIncidents::ROLES),
    place("Traceability", "Rules", "/rules", SeeRules::ROLES),
    place("Settings", "Location", "/locations/{location}/settings", SeeSettings::ROLES),
    place("Settings", "Users", "/users", SeeUsers::ROLES),
    place("Settings", "Drivers", "/drivers", SeeFleet::ROLES),
    place("Settings", "Vehicles", "/vehicles", SeeFleet::ROLES),
    place("Settings", "Event log", "/events", SeeEvents::ROLES),
    place("Settings", "Go-live", "/go-live", SeeGoLive::ROLES),
];

/// What this role may see, with the place of `path` marked.
pub fn groups(role: Role, location: LocationId, path: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let nearest = nearest(location, path);
    for place in PLACES.iter().filter(|place| place.roles.contains(&role)) {
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

    #[test]
    fn a_role_sees_only_its_places_and_one_is_current() {
        let location = LocationId::new();
        let words = |role, path: &str| -> Vec<(&str, bool)> {
            let entries = groups(role, location, path).into_iter().flat_map(|group| group.entries);
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
