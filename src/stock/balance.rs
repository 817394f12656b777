//! Reading the ledger.

use super::Place;
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{moves, stock};
use crate::values::{At, FilingId, PackageId, Quantity, RoomId};
use diesel::prelude::*;

/// How much of a package there is, over all rooms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    pub on_hand: Quantity,
    pub held: Quantity,
}

impl Balance {
    pub fn available(self) -> Quantity {
        self.on_hand.minus(self.held)
    }
}

/// The balance of one package.
pub fn of_package(conn: &mut Conn, package: PackageId) -> Result<Balance> {
    let rows: Vec<(Quantity, Quantity)> =
        stock::table.filter(stock::package_id.eq(package)).select((stock::on_hand, stock::held)).load(conn)?;
    let sum = rows.iter().fold(Balance::default(), |all, (on_hand, held)| Balance {
        on_hand: all.on_hand.plus(*on_hand),
        held: all.held.plus(*held),
    });
    Ok(sum)
}

/// The balance of one package in one room.
pub fn where_is(conn: &mut Conn, package: PackageId, room: RoomId) -> Result<Balance> {
    let row: Option<(Quantity, Quantity)> =
        stock::table.find((package, room.as_str())).select((stock::on_hand, stock::held)).first(conn).optional()?;
    Ok(row.map(|(on_hand, held)| Balance { on_hand, held }).unwrap_or_default())
}

/// Those of these packages that a conversion made which was taken back: the state has them no more.
pub fn undone(conn: &mut Conn, packages: &[PackageId]) -> Result<Vec<PackageId>> {
    if packages.is_empty() {
        return Ok(Vec::new());
    }
    let gone = moves::table
        .filter(moves::package_id.eq_any(packages.to_vec()))
        .filter(moves::act.eq(UNDONE))
        .filter(moves::to_place.eq(Place::Converted.to_string()))
        .select(moves::package_id)
        .distinct()
        .load(conn)?;
    Ok(gone)
}

/// As the ledger calls the undoing of a conversion.
const UNDONE: &str = "conversion undone";

/// One line of a package's history.
#[derive(Debug, Clone)]
pub struct MoveLine {
    pub from: Place,
    pub to: Place,
    pub quantity: Quantity,
    pub act: String,
    pub filing: Option<FilingId>,
    pub moved_at: At,
}

/// Every move of a package, oldest first.
pub fn history(conn: &mut Conn, package: PackageId) -> Result<Vec<MoveLine>> {
    type Line = (String, String, Quantity, String, Option<FilingId>, At);
    let lines: Vec<Line> = moves::table
        .filter(moves::package_id.eq(package))
        .order(moves::id)
        .select((moves::from_place, moves::to_place, moves::quantity, moves::act, moves::filing_id, moves::moved_at))
        .load(conn)?;
    lines
        .into_iter()
        .map(|(from, to, quantity, act, filing, moved_at)| {
            Ok(MoveLine { from: from.parse()?, to: to.parse()?, quantity, act, filing, moved_at })
        })
        .collect()
}
