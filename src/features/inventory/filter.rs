//! What is asked of the list of packages, and how it is said: in the address, as chips, and in the name of a selection.

use super::model::Status;
use super::tags;
use crate::db::Conn;
use crate::error::Result;
use crate::features::rooms::Room;
use crate::features::statuses::InventoryStatus;
use crate::schema::catalog_terms;
use crate::values::LocationId;
use crate::web::fields::Fields;
use crate::web::query::{Chip, Pairs};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;

/// What is asked for; empty text is "any".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub q: String,
    pub room: String,
    pub category: String,
    pub brand: String,
    pub vendor: String,
    /// One of [`Status`], or the id of an inventory status.
    pub status: String,
    /// `passed`, `failed`, `pending`, `rejected` or `none`.
    pub lab: String,
    /// A tag of the package.
    pub tag: String,
    /// `0` for what has expired, else the most days left.
    pub expiring: String,
    /// Sold out and destroyed packages, too.
    pub zero_quantity: String,
    /// The saved view that is open; it narrows nothing by itself.
    pub view: String,
}

/// Results of the lab, as they are asked for.
pub const LABS: [(&str, &str); 5] = [
    ("passed", "Passed"),
    ("failed", "Failed"),
    ("pending", "Pending"),
    ("rejected", "Rejected by the lab"),
    ("none", "No result"),
];

/// How soon something expires, as it is asked for.
pub const EXPIRING: [(&str, &str); 6] = [
    ("0", "Expired already"),
    ("7", "Expires within 7 days"),
    ("14", "Expires within 14 days"),
    ("30", "Expires within 30 days"),
    ("60", "Expires within 60 days"),
    ("90", "Expires within 90 days"),
];

/// The list without any filter, where a bare `/inventory` may open somebody's first view.
pub const EVERYTHING: &str = "/inventory?view=all";

/// Any number of days may stand in an address.
fn expiring(value: &str) -> String {
    let known = EXPIRING.iter().find(|(days, _)| *days == value);
    known.map_or_else(|| format!("Expires within {value} days"), |(_, words)| (*words).to_owned())
}

/// What there is to choose from, retired words included: stock may still have them.
#[derive(Debug, Clone)]
pub struct Choices {
    pub rooms: Vec<Room>,
    pub categories: Vec<String>,
    pub brands: Vec<String>,
    pub vendors: Vec<String>,
    pub tags: Vec<String>,
    pub statuses: Vec<InventoryStatus>,
}

impl Choices {
    pub fn find(conn: &mut Conn, location: LocationId) -> Result<Self> {
        let mut of = |kind: &str| -> Result<Vec<String>> {
            let all = catalog_terms::table.filter(catalog_terms::kind.eq(kind)).order(catalog_terms::name_lower);
            Ok(all.select(catalog_terms::name).load(conn)?)
        };
        let (categories, brands, vendors) = (of("category")?, of("brand")?, of("vendor")?);
        let statuses = InventoryStatus::all(conn, location)?;
        Ok(Self { rooms: Room::all(conn, location)?, categories, brands, vendors, tags: tags::all(conn)?, statuses })
    }
}

impl Filter {
    pub fn of(fields: &Fields) -> Self {
        let typed = |name| fields.raw(name).to_owned();
        Self {
            q: typed("q"),
            room: typed("room"),
            category: typed("category"),
            brand: typed("brand"),
            vendor: typed("vendor"),
            status: typed("status"),
            lab: typed("lab"),
            tag: typed("tag"),
            expiring: typed("expiring"),
            zero_quantity: typed("zero_quantity"),
            view: typed("view"),
        }
    }

    pub fn pairs(&self) -> Pairs {
        Pairs::of([
            ("q", &self.q),
            ("room", &self.room),
            ("category", &self.category),
            ("brand", &self.brand),
            ("vendor", &self.vendor),
            ("status", &self.status),
            ("lab", &self.lab),
            ("tag", &self.tag),
            ("expiring", &self.expiring),
            ("zero_quantity", &self.zero_quantity),
            ("view", &self.view),
        ])
    }

    /// The same, whatever view is open.
    pub fn without_view(&self) -> Self {
        Self { view: String::new(), ..self.clone() }
    }

    /// Whether anything narrows the list.
    pub fn is_on(&self) -> bool {
        !self.without_view().pairs().is_empty()
    }

    /// What is set, each to be taken off.
    pub fn chips(&self, choices: &Choices) -> Vec<Chip> {
        let (pairs, url) = (self.pairs(), "/inventory");
        let known = |list: &[(&str, &str)], value: &str| {
            list.iter().find(|(name, _)| *name == value).map_or_else(|| value.to_owned(), |(_, words)| (*words).to_owned())
        };
        let room = |id: &str| choices.rooms.iter().find(|room| room.id.as_str() == id).map(|room| room.name.clone());
        [
            pairs.chip(url, "q", |value| format!("“{value}”")),
            pairs.chip(url, "room", |value| room(value).unwrap_or_else(|| "Another room".to_owned())),
            pairs.chip(url, "category", str::to_owned),
            pairs.chip(url, "brand", |value| format!("Brand: {value}")),
            pairs.chip(url, "vendor", |value| format!("Vendor: {value}")),
            pairs.chip(url, "status", |value| choices.status(value)),
            pairs.chip(url, "lab", |value| format!("Lab: {}", known(&LABS, value))),
            pairs.chip(url, "tag", |value| format!("Tag: {value}")),
            pairs.chip(url, "expiring", expiring),
            pairs.chip(url, "zero_quantity", |_| "With zero quantity".to_owned()),
        ]
        .into_iter()
        .flatten()
        .map(|chip| Chip { without: if chip.without == url { EVERYTHING.to_owned() } else { chip.without }, ..chip })
        .collect()
    }

    /// The filter in one line, for the name of a selection.
    pub fn words(&self, choices: &Choices) -> String {
        let all: Vec<String> = self.chips(choices).into_iter().map(|chip| chip.words).collect();
        if all.is_empty() { "everything in stock".to_owned() } else { all.join(", ") }
    }

    pub fn shows_zero(&self) -> bool {
        // Whoever asks for the destroyed asks for what is at zero.
        !self.zero_quantity.is_empty() || self.status == Status::Destroyed.as_str()
    }

    /// The state's number of the lab result that is asked for; `Some(None)`: none known.
    pub fn result(&self) -> Option<Option<i64>> {
        match self.lab.as_str() {
            "passed" => Some(Some(1)),
            "failed" => Some(Some(-1)),
            "pending" => Some(Some(0)),
            "rejected" => Some(Some(2)),
            "none" => Some(None),
            _ => None,
        }
    }

    /// The last expiry that is asked for. What expires today may still be sold today, so it has not expired.
    pub fn last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self.expiring.parse::<i64>() {
            Ok(0) => today.pred_opt(),
            Ok(days) => today.checked_add_signed(TimeDelta::days(days.clamp(0, 3650))),
            Err(_) => None,
        }
    }
}

impl Choices {
    fn status(&self, value: &str) -> String {
        match value.parse::<Status>() {
            Ok(status) => status.label().to_owned(),
            Err(_) => {
                let own = self.statuses.iter().find(|status| status.id.as_str() == value);
                own.map_or_else(|| value.to_owned(), |status| status.name.clone())
            }
        }
    }
}
