//! Packages gathered for a move: what each is, and why it may not go.

use super::model::{Package, Status};
use super::unit::Unit;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::features::rooms::Room;
use crate::schema::{packages, products, rooms, stock};
use crate::stock::Balance;
use crate::values::{Barcode, LocationId, PackageId, Quantity, RoomId};
use diesel::prelude::*;
use std::collections::HashMap;

/// The most packages of one list.
pub const MOST: usize = 1000;
/// Ids of one question to the database.
const PART: usize = 500;

/// One package on the list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = packages, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Gathered {
    pub id: PackageId,
    pub barcode: Barcode,
    #[diesel(select_expression = products::name)]
    pub product: String,
    inventory_type: i64,
    room_id: RoomId,
    #[diesel(select_expression = rooms::name)]
    pub room: String,
    #[diesel(select_expression = rooms::active)]
    room_active: bool,
    status: Status,
    #[diesel(column_name = lot_name)]
    pub batch: Option<String>,
    #[diesel(select_expression = stock::on_hand.nullable())]
    on_hand: Option<Quantity>,
    #[diesel(select_expression = stock::held.nullable())]
    held: Option<Quantity>,
}

/// Why a package stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    pub words: String,
    /// A part of it is free and could go as a sublot.
    pub can_be_split: bool,
}

impl Gathered {
    /// These packages, in the order of the list; what is not here is left out.
    pub fn all(conn: &mut Conn, location: LocationId, ids: &[PackageId]) -> Result<Vec<Self>> {
        let mut found: Vec<Self> = Vec::new();
        for part in ids.chunks(PART) {
            let here = stock::package_id.eq(packages::id).and(stock::place_id.eq(packages::room_id));
            let rows: Vec<Self> = packages::table
                .inner_join(products::table)
                .inner_join(rooms::table)
                .left_join(stock::table.on(here))
                .filter(packages::location_id.eq(location))
                .filter(packages::id.eq_any(part.to_vec()))
                .select(Self::as_select())
                .load(conn)?;
            found.extend(rows);
        }
        let places: HashMap<PackageId, usize> = ids.iter().copied().zip(0..).collect();
        found.sort_by_key(|line| places.get(&line.id).copied());
        Ok(found)
    }

    /// What was scanned, blanks and hyphens as printed.
    pub fn scanned(conn: &mut Conn, location: LocationId, code: &str) -> Result<Self> {
        let bare: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let found = match Package::find_by_code(conn, location, &bare)? {
            None => Package::find_by_code(conn, location, code.trim())?,
            found => found,
        };
        let line = match found {
            Some(package) => Self::all(conn, location, &[package.id])?.pop(),
            None => None,
        };
        match (line, bare.parse::<Barcode>()) {
            (Some(line), _) => Ok(line),
            (None, Ok(barcode)) => {
                rule(format!("Package {} is not in our inventory. Receive it first, or check the label.", barcode.grouped()))
            }
            (None, Err(_)) => rule(format!(
                "Nothing here has the code “{}”. Scan a package's label, or the sign of a room, like ROOM-3.",
                code.trim()
            )),
        }
    }

    pub fn balance(&self) -> Balance {
        Balance { on_hand: self.on_hand.unwrap_or_default(), held: self.held.unwrap_or_default() }
    }

    pub fn unit(&self) -> &'static str {
        Unit::of(self.inventory_type).words()
    }

    /// Why it cannot go to this room, if so; without a room, whether it can go at all.
    pub fn obstacle(&self, to: Option<&Room>) -> Option<Obstacle> {
        let (balance, number) = (self.balance(), self.barcode.grouped());
        let whole = |words: String| Some(Obstacle { words, can_be_split: false });
        if self.status != Status::Active {
            return whole(format!("Package {number} is {}; it stays where it is.", self.status.label().to_lowercase()));
        }
        if !balance.on_hand.is_positive() && self.room_active {
            return whole(format!("Nothing of package {number} is left, so there is nothing to move."));
        }
        if to.is_some_and(|room| room.id == self.room_id) {
            return whole(format!("Package {number} is already in {}.", self.room));
        }
        if !balance.held.is_positive() {
            return None;
        }
        let unit = self.unit();
        let mut words = format!(
            "{} {unit} of package {number} are taken: by a cart, a manifest, or something that the state has not answered. A package moves as a whole.",
            balance.held
        );
        let can_be_split = balance.available().is_positive();
        if can_be_split {
            words.push_str(&format!(" {} {unit} are free, and can go as a sublot.", balance.available()));
        }
        Some(Obstacle { words, can_be_split })
    }
}
