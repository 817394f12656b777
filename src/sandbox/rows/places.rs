//! Places and people: licensed locations, their rooms, drivers, vehicles, API users, and the registry's staff.

use super::Lab;
use crate::sandbox::state::Row;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A licensed location. `location` is its licence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Vendor {
    pub ubi: String,
    pub location: String,
    pub name: String,
    pub locationtype: i64,
    pub address1: String,
    pub address2: Option<String>,
    pub city: String,
    pub state: String,
    pub zip: String,
    pub producer: i64,
    pub processor: i64,
    pub retail: i64,
    pub medical: i64,
    #[serde(rename = "_phone")]
    pub phone: String,
    /// Invented: opening stock may be reported there.
    #[serde(rename = "_onboarding", default)]
    pub onboarding: bool,
    /// Invented: the department lets other companies supply it, after a failed harvest.
    #[serde(rename = "_supplied_by_others", default)]
    pub supplied_by_others: bool,
    /// The licence has ended; its row stays.
    #[serde(rename = "_inactive", default)]
    pub inactive: bool,
}

impl From<Lab> for Vendor {
    /// A laboratory that has no row of its own among the licences.
    fn from(lab: Lab) -> Self {
        Self {
            ubi: String::new(),
            location: lab.location,
            name: lab.name,
            locationtype: 0,
            address1: lab.address1,
            address2: None,
            city: lab.city,
            state: lab.state,
            zip: lab.zip,
            producer: 0,
            processor: 0,
            retail: 0,
            medical: 0,
            phone: String::new(),
            onboarding: false,
            supplied_by_others: false,
            inactive: false,
        }
    }
}

impl Vendor {
    /// Whether it neither grows, processes nor sells: a laboratory.
    pub fn is_laboratory(&self) -> bool {
        [self.producer, self.processor, self.retail] == [0; 3]
    }

    /// Whether it grows or processes, whatever else it does.
    pub fn is_producing(&self) -> bool {
        self.producer == 1 || self.processor == 1
    }
}

impl Row for Vendor {
    const KIND: &'static str = "vendor";
    fn id(&self) -> String {
        self.location.clone()
    }
    fn owner(&self) -> String {
        self.ubi.clone()
    }
}

/// A login of the API. The password is kept as a digest only.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ApiUser {
    pub username: String,
    pub ubi: String,
    /// 1: may manage users.
    pub admin: i64,
    #[serde(rename = "_digest")]
    pub digest: String,
    /// What the user may do, 1 or 0 by the name of the action; what is not named may not be done. `None`: everything.
    #[serde(rename = "_permissions", default)]
    pub permissions: Option<BTreeMap<String, i64>>,
    /// The transaction that made this user: one removed and added again is another.
    #[serde(rename = "_since", default)]
    pub since: i64,
    #[serde(rename = "_removed", default)]
    pub removed: bool,
}

impl ApiUser {
    /// A user who may do everything.
    pub fn new(ubi: &str, username: &str, admin: i64, digest: String) -> Self {
        let (ubi, username) = (ubi.to_owned(), username.to_owned());
        Self { username, ubi, admin, digest, permissions: None, since: 0, removed: false }
    }

    pub fn key(ubi: &str, username: &str) -> String {
        format!("{ubi}/{username}")
    }

    /// Whether a privilege was granted or taken away; `None` when it was never named.
    pub fn granted(&self, privilege: &str) -> Option<bool> {
        match &self.permissions {
            None => Some(true),
            Some(named) => named.get(privilege).map(|allowed| *allowed == 1),
        }
    }
}

impl Row for ApiUser {
    const KIND: &'static str = "user";
    fn id(&self) -> String {
        Self::key(&self.ubi, &self.username)
    }
    fn owner(&self) -> String {
        self.ubi.clone()
    }
    fn deleted(&self) -> bool {
        self.removed
    }
}

/// A room: its number is the caller's, one of a kind within a location.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Room {
    pub roomid: i64,
    pub name: String,
    pub location: String,
    pub quarantine: i64,
    #[serde(rename = "_removed", default)]
    pub removed: bool,
}

impl Room {
    pub fn key(location: &str, roomid: i64) -> String {
        format!("{location}/{roomid}")
    }
}

impl Row for Room {
    const KIND: &'static str = "inventory_room";
    fn id(&self) -> String {
        Self::key(&self.location, self.roomid)
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.removed
    }
}

/// A room of a grower's, for plants.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlantRoom {
    pub roomid: i64,
    pub name: String,
    pub location: String,
    #[serde(rename = "_removed", default)]
    pub removed: bool,
}

impl Row for PlantRoom {
    const KIND: &'static str = "plant_room";
    fn id(&self) -> String {
        Room::key(&self.location, self.roomid)
    }
    fn owner(&self) -> String {
        self.location.clone()
    }
    fn deleted(&self) -> bool {
        self.removed
    }
}

/// A driver: named on manifests, not an API user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Employee {
    pub employee_id: String,
    pub employee_name: String,
    pub birthmonth: String,
    pub birthday: String,
    pub birthyear: String,
    pub hiremonth: String,
    pub hireday: String,
    pub hireyear: String,
    #[serde(rename = "_ubi")]
    pub ubi: String,
    #[serde(rename = "_removed", default)]
    pub removed: bool,
}

impl Row for Employee {
    const KIND: &'static str = "employee";
    fn id(&self) -> String {
        format!("{}/{}", self.ubi, self.employee_id)
    }
    fn owner(&self) -> String {
        self.ubi.clone()
    }
    fn deleted(&self) -> bool {
        self.removed
    }
}

/// A vehicle: its number is the caller's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Vehicle {
    pub vehicle_id: i64,
    pub nickname: Option<String>,
    pub color: String,
    pub make: String,
    pub model: String,
    pub plate: String,
    pub vin: String,
    pub year: String,
    #[serde(rename = "_ubi")]
    pub ubi: String,
    #[serde(rename = "_removed", default)]
    pub removed: bool,
}

impl Row for Vehicle {
    const KIND: &'static str = "vehicle";
    fn id(&self) -> String {
        format!("{}/{}", self.ubi, self.vehicle_id)
    }
    fn owner(&self) -> String {
        self.ubi.clone()
    }
    fn deleted(&self) -> bool {
        self.removed
    }
}

/// Invented: a person in the registry's list of a dispensary's staff, found by the email byte for byte.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Staff {
    pub email: String,
    pub name: String,
    /// dispenser, deliverer or other
    pub role: String,
    #[serde(default = "active")]
    pub status: String,
}

fn active() -> String {
    "active".into()
}

impl Row for Staff {
    const KIND: &'static str = "registry_staff";
    fn id(&self) -> String {
        self.email.clone()
    }
    fn owner(&self) -> String {
        String::new()
    }
}
