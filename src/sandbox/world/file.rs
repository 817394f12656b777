//! A world as a file: what the books begin with, as JSON. `demo.json` beside this is one; the README has a short one.
//!
//! Every section may be left out, and so may every field but those named here. A name that is not known is refused, with its place.
//!
//! | section | what a row must have | what else it may have, and the default |
//! |---|---|---|
//! | `profile` | a name, `"generic"`, or `{"base": "florida", …}` | points of `profile.rs` that differ from the base |
//! | `licences` | `ubi` (the company), `location` (the licence), `name` | `locationtype` (8, a retailer), address, `medical`; `producer`, `processor` and `retail` follow from the type |
//! | `users` | `ubi`, `username`, and `password` or `password_sha256` | `admin` (1), `permissions` (all) |
//! | `rooms` | `location`, `roomid`, `name` | `quarantine` (0) |
//! | `employees` | `ubi`, `employee_id`, `employee_name` | birth and hire date in three parts each |
//! | `vehicles` | `ubi`, `vehicle_id` | `color`, `make`, `model`, `plate`, `vin`, `year`, `nickname` |
//! | `labs` | `location`, `name` | address |
//! | `third_party_transporters` | `ubi`, `location`, `name` | `license_number` |
//! | `staff` | `email` | `name`, `role` (`dispenser`, `deliverer`, `other`), `status` (`active`): Florida's registry |
//! | `patients` | `card_id`, `first_name`, `last_name` | see below: Florida's registry |
//! | `products` | `name`, `inventorytype`, `quantity` | goods that `items` and `shipments` name instead of saying them again |
//! | `items` | `location`, and goods | `room`, `id` (a new identifier) |
//! | `shipments` | `from`, `to` (licences), `items`: goods | `arrived` (false), `transferred` (true; false is a manifest that waits at the sender) |
//! | `rows` | by kind of row | exact rows as the books keep them: what a written world has of goods, manifests, sales and all else |
//!
//! Goods are the name of a product, or an object: `{"product": …}` with what differs, or `name`, `inventorytype`, `quantity` and
//! `strain`, `usable_weight`, `med_usableweight`, `result` (−1 failed, 0 pending, 1 passed; none: no sample), `lab`, `tests` (a
//! plausible certificate), `order_type` (by the inventory type).
//!
//! A patient has `birth_date`, `status` (`active`), `card_expires_on` (`+200d`), `certification_expires_on` (`+150d`), `card_key`,
//! and lists: `caregivers` (`caregiver_card_id`, `name`, `status`, `expires_on`), `orders` (`route`, `order_type`, `daily`,
//! `ordered` (70 days of `daily`), `starts_on` (`-25d`), `ends_on` (`+44d`, smoking `+9d`), `order_id`, `device`, …), `exceptions`
//! (`kind`, `route`, `amount`, `until`) and `history` (`dispensed_on`, `order_type`, `route`, `amount`, `order_id`, `status`, …).
//!
//! The other fields are those of the state's table of that kind (biotrack-api §3). Days are `"2026-11-23"`, or count from the day of
//! loading: `"+200d"`, `"-20d"`, `"-16y"`; moments are epoch seconds or count from the moment: `"-2h"`, `"+30m"`.
//!
//! A written world is such a file, with absolute days and digests for passwords. Its rows carry `transactionid`,
//! `transactionid_original` and `sessiontime`: a row that has them is loaded as it is.

use super::goods;
use super::shipments::Shipment;
use crate::sandbox::state::Entry;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A row as the file has it.
pub type Fields = Map<String, Value>;

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct File {
    pub profile: Option<Value>,
    /// How far the state's clock is ahead of the machine's.
    pub clock_ahead_seconds: i64,
    /// The last transaction of the books that were written; new ones come after it.
    pub last_transaction: i64,
    pub licences: Vec<Fields>,
    pub users: Vec<Fields>,
    pub rooms: Vec<Fields>,
    pub employees: Vec<Fields>,
    pub vehicles: Vec<Fields>,
    pub labs: Vec<Fields>,
    pub third_party_transporters: Vec<Fields>,
    pub staff: Vec<Fields>,
    pub patients: Vec<Fields>,
    pub products: Vec<Fields>,
    pub items: Vec<Value>,
    pub shipments: Vec<Consignment>,
    pub rows: BTreeMap<String, Vec<ExactRow>>,
}

/// A shipment as the file has it: its goods may be names of products.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consignment {
    pub from: String,
    pub to: String,
    pub items: Vec<Value>,
    #[serde(default)]
    pub arrived: bool,
    #[serde(default = "yes")]
    pub transferred: bool,
}

/// A row exactly as the books keep it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExactRow {
    pub id: String,
    /// Whose it is: a licence, a company, a card or a manifest.
    #[serde(default)]
    pub owner: String,
    #[serde(default)]
    pub deleted: bool,
    pub transactionid: i64,
    pub transactionid_original: i64,
    /// Its fields.
    pub row: Fields,
}

fn yes() -> bool {
    true
}

impl ExactRow {
    /// The row as an entry of the books.
    pub fn entry(&self, kind: &str) -> Entry {
        Entry {
            kind: kind.to_owned(),
            id: self.id.clone(),
            owner: self.owner.clone(),
            transaction_id: self.transactionid,
            transaction_original: self.transactionid_original,
            deleted: self.deleted,
            body: Value::Object(self.row.clone()).to_string(),
        }
    }
}

impl Consignment {
    /// The shipment, with its goods as the file's products have them.
    pub fn shipment(&self, file: &File) -> Result<Shipment, String> {
        let items = self.items.iter().map(|given| goods::read(file, given)).collect::<Result<Vec<_>, _>>()?;
        let (to, from) = (Some(self.to.clone()), Some(self.from.clone()));
        Ok(Shipment { to, from, items, arrived: self.arrived, transferred: self.transferred })
    }
}
