//! Everything there is to know of one package, for its page.

use super::changes::ChangeLine;
use super::family::Family;
use super::history::FilingLine;
use super::lab::{Lab, Measured, measured};
use super::model::{Package, Status};
use super::tags;
use super::unit::{Unit, type_name};
use crate::db::Conn;
use crate::error::{Result, not_found};
use crate::features::conversions;
use crate::features::destructions::Destruction;
use crate::features::manifests::OnManifest;
use crate::features::products::Product;
use crate::features::register::Candidate;
use crate::features::rooms::Room;
use crate::features::statuses::InventoryStatus;
use crate::rules::sellable::{self, Clause};
use crate::schema::{manifests, rooms};
use crate::stock::{self, Balance, MoveLine, Place};
use crate::values::{LocationId, ManifestId, ManifestNumber, PackageId};
use chrono::NaiveDate;
use diesel::prelude::*;

/// See the module.
pub struct Detail {
    pub package: Package,
    pub product: Product,
    pub room: Room,
    pub balance: Balance,
    /// What stands in the way of selling it; none: it may be sold.
    pub clauses: Vec<Clause>,
    pub origin: Option<Origin>,
    pub moves: Vec<MoveLine>,
    pub filings: Vec<FilingLine>,
    pub destructions: Vec<Destruction>,
    pub changes: Vec<ChangeLine>,
    /// What it was made of, and what was made of it.
    pub family: Family,
    pub tags: Vec<String>,
    /// The shop's own word for its standing.
    pub standing: Option<InventoryStatus>,
    /// The manifest that it leaves or left on.
    pub on_manifest: Option<OnManifest>,
    /// Every room of the location, also those no longer in use.
    rooms: Vec<(String, String)>,
}

/// The shipment it came on.
#[derive(Debug, Clone, Queryable)]
pub struct Origin {
    pub number: ManifestNumber,
    pub sender: String,
}

impl Detail {
    pub fn find(conn: &mut Conn, location: LocationId, id: PackageId, today: NaiveDate) -> Result<Self> {
        let candidate = Candidate::find(conn, location, id)?;
        let clauses = sellable::failing(&candidate.facts(), today);
        let Candidate { package, product, room, .. } = candidate;
        let subjects = [Package::subject(id), Package::barcode_subject(package.barcode)];
        Ok(Self {
            balance: stock::of_package(conn, id)?,
            clauses,
            origin: package.manifest_id.map(|manifest| origin(conn, manifest)).transpose()?,
            moves: stock::history(conn, id)?,
            filings: FilingLine::of_subjects(conn, &subjects)?,
            destructions: Destruction::of_package(conn, location, id)?,
            changes: ChangeLine::of_package(conn, id)?,
            tags: tags::of_package(conn, id)?,
            family: Family::of(conn, location, &package)?,
            standing: package.inventory_status_id.map(|id| InventoryStatus::find(conn, location, id)).transpose()?,
            on_manifest: OnManifest::of(conn, id)?,
            rooms: rooms::table.filter(rooms::location_id.eq(location)).select((rooms::id, rooms::name)).load(conn)?,
            package,
            product,
            room,
        })
    }

    /// Where a fact comes from: from whoever changed it last, else as it was at first.
    pub fn source(&self, property: &str, first: &str) -> String {
        let changed = self.changes.iter().find(|line| line.property == property);
        changed.map_or_else(|| first.to_owned(), |line| format!("set by {}", line.by))
    }

    pub fn lab(&self) -> Lab {
        Lab::of(self.package.lab_result)
    }

    pub fn measured(&self) -> Vec<Measured> {
        measured(self.package.lab_tests.as_deref())
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.package.inventory_type).words()
    }

    pub fn type_name(&self) -> String {
        type_name(self.package.inventory_type)
    }

    /// One end of a move, in words.
    pub fn place(&self, place: &Place) -> String {
        match place {
            Place::Room(id) => {
                let known = self.rooms.iter().find(|(room, _)| room == id.as_str());
                known.map_or_else(|| "a room of another location".to_owned(), |(_, name)| name.clone())
            }
            Place::Supplier => self.origin.as_ref().map_or_else(|| "the sender".to_owned(), |origin| origin.sender.clone()),
            Place::Customer => "a patient".to_owned(),
            Place::Destroyed => "destroyed".to_owned(),
            Place::Adjusted => "adjusted".to_owned(),
            Place::Split => "a sublot".to_owned(),
            Place::Converted => "a conversion".to_owned(),
            Place::Sampled => "a sample".to_owned(),
            Place::Sent => "another licensee".to_owned(),
            Place::TakenOver => "the shelf before Lotbook".to_owned(),
        }
    }

    /// What of the state's number for this filing is known, beside a move.
    pub fn transaction_of(&self, line: &MoveLine) -> Option<i64> {
        let filing = line.filing?;
        self.filings.iter().find(|known| known.id == filing).and_then(|known| known.state_transaction)
    }

    /// Something may be split off it now.
    pub fn may_be_split(&self) -> bool {
        self.package.status == Status::Active && !self.package.customer_return && self.balance.available().is_positive()
    }

    /// A shop may make something else of it.
    pub fn may_be_converted(&self) -> bool {
        self.may_be_split() && !conversions::targets(self.package.inventory_type).is_empty()
    }

    /// A conversion made it, and nothing has touched it since.
    pub fn may_be_unmade(&self) -> bool {
        conversions::may_be_undone(&self.package, &self.moves)
    }

    /// A conversion made it and was taken back: the state has it no more.
    pub fn is_undone(&self) -> bool {
        self.moves.iter().any(|line| line.act == "conversion undone" && line.to == Place::Converted)
    }

    pub fn may_be_scheduled(&self) -> bool {
        self.package.status == Status::Active && self.balance.on_hand.is_positive()
    }

    /// What one unit debits a patient's order, and who says so.
    pub fn posts(&self) -> (String, &'static str) {
        let (amount, source) = match self.package.med_usable {
            Some(amount) => (amount, "set by the lab"),
            None => (self.product.posted_amount, "from the catalog"),
        };
        let words = match self.product.order_type {
            Some(order_type) => format!("{} {}", amount.with_unit_decimals(order_type.unit()), order_type.unit().label()),
            None => amount.to_string(),
        };
        (words, source)
    }

    /// What the catalog says a unit debits, where the lab says something else.
    pub fn other_amount(&self) -> Option<String> {
        let set = self.package.med_usable.is_some_and(|amount| amount != self.product.posted_amount);
        set.then(|| self.product.posts())
    }
}

fn origin(conn: &mut Conn, id: ManifestId) -> Result<Origin> {
    Ok(manifests::table.find(id).select((manifests::number, manifests::sender_name)).first(conn)?)
}

/// The id in an address; what is none leads nowhere.
pub fn readable(id: &str) -> Result<PackageId> {
    match id.parse() {
        Ok(id) => Ok(id),
        Err(_) => not_found(),
    }
}
