//! What BioTrack is told of packages: moving to another room, whole.

use super::super::rooms::Room;
use super::changes::Change;
use super::model::Package;
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::filing::{Action, Filing, Opening, Row, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, FilingId, PackageId, Quantity, RoomId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The most packages of one filing: all of them move, or none.
pub const AT_ONCE: usize = 100;

/// Whole packages go to another room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct MoveToRoom {
    pub room: RoomId,
    pub room_name: String,
    pub packages: Vec<Moving>,
}

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    pub package: PackageId,
    pub barcode: Barcode,
    /// Known when the filing opens.
    pub goods: Option<Goods>,
}

/// What is moved, from where, to which of the state's rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goods {
    pub from: RoomId,
    pub quantity: Quantity,
    pub state_room: i64,
    pub moved_at: At,
}

/// As intents have it: at first each package had a filing of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Several {
        room: RoomId,
        room_name: String,
        packages: Vec<Moving>,
    },
    One {
        room: RoomId,
        room_name: String,
        #[serde(flatten)]
        only: Moving,
    },
}

impl From<Kept> for MoveToRoom {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Several { room, room_name, packages } => Self { room, room_name, packages },
            Kept::One { room, room_name, only } => Self { room, room_name, packages: vec![only] },
        }
    }
}

impl MoveToRoom {
    pub fn new(package: PackageId, barcode: Barcode, room: &Room) -> Self {
        let packages = vec![Moving { package, barcode, goods: None }];
        Self { room: room.id, room_name: room.name.clone(), packages }
    }

    /// The same moves in as few filings as there may be: one for each room, of at most `AT_ONCE` packages.
    pub fn together<'a>(moves: impl Iterator<Item = &'a Self>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for part in moves {
            for moving in &part.packages {
                match all.iter_mut().find(|begun| begun.room == part.room && begun.packages.len() < AT_ONCE) {
                    Some(begun) => begun.packages.push(*moving),
                    None => all.push(Self { packages: vec![*moving], ..part.clone() }),
                }
            }
        }
        all
    }
}

impl Moving {
    fn hold(&self, tx: &mut Conn, opening: &Opening<'_>, room: &Room) -> Result<Goods> {
        let package = Package::find(tx, opening.clerk.location, self.package)?;
        let number = package.barcode.grouped();
        if package.room_id == room.id {
            return rule(format!("Package {number} is already in {}.", room.name));
        }
        package.must_be_editable()?;
        let quantity = stock::where_is(tx, package.id, package.room_id)?.on_hand;
        let goods = Goods { from: package.room_id, quantity, state_room: room.state_room, moved_at: opening.now };
        // What is sold out leaves a room that was retired, so that something can come back.
        if !quantity.is_positive() && !Room::find(tx, opening.clerk.location, package.room_id)?.active {
            return Ok(goods);
        }
        let owner = Owner::Filing(opening.filing);
        if !quantity.is_positive() || !stock::hold(tx, owner, package.id, package.room_id, quantity, opening.now)? {
            return rule(format!("Package {number} moves as a whole, and part of it is taken. Free it first."));
        }
        Ok(goods)
    }

    fn goods(&self) -> Result<Goods> {
        self.goods.ok_or_else(|| internal(format!("the move of {} was never opened", self.barcode)))
    }
}

impl Filing for MoveToRoom {
    const ACTION: Action = Action::Move;
    type Needs = may::Receive;
    type Answer = Plain;
    type Done = RoomId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        let subjects: Vec<String> = self.packages.iter().map(|moving| Package::subject(moving.package)).collect();
        claims::alone(tx, opening.filing, &subjects)?;
        // Shared, after the packages: many move into a room at once, and none while it is given up.
        claims::share(tx, opening.filing, &[Room::subject(self.room)])?;
        let room = Room::find(tx, opening.clerk.location, self.room)?;
        if !room.active {
            return rule(format!("{} is no longer in use. Choose another room.", room.name));
        }
        for moving in &mut self.packages {
            moving.goods = Some(moving.hold(tx, opening, &room)?);
        }
        let line = |moving: &Moving| messages::MoveLine { barcodeid: moving.barcode, room: room.state_room };
        Ok(messages::InventoryMove { data: self.packages.iter().map(line).collect() }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<RoomId> {
        let by = Row::find(tx, receipt.filing())?.user_id;
        let names: HashMap<RoomId, String> = Room::all_names(tx)?.into_iter().collect();
        for moving in &self.packages {
            let goods = moving.goods()?;
            let effect = Effect::Moved { from: goods.from, to: self.room };
            stock::post(tx, receipt, effect, &[(moving.package, goods.quantity)], goods.moved_at)?;
            Package::set_room(tx, moving.package, self.room)?;
            Change {
                package: moving.package,
                property: "Room",
                old: names.get(&goods.from).map_or("", String::as_str),
                new: &self.room_name,
                by,
                filing: Some(receipt.filing()),
                at: goods.moved_at,
            }
            .note(tx)?;
        }
        Ok(self.room)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        let row = |trace: Trace, moving: &Moving| {
            let room = moving.goods.map(|goods| goods.state_room.to_string()).unwrap_or_default();
            trace.row([("id", moving.barcode.to_string()), ("currentroom", room)])
        };
        self.packages.iter().fold(Trace::in_table("inventory"), row)
    }

    fn summary(&self) -> String {
        match self.packages.as_slice() {
            [only] => format!("Move {} to {}", only.barcode.grouped(), self.room_name),
            several => format!("Move {} packages to {}", several.len(), self.room_name),
        }
    }

    fn form_url(&self) -> String {
        match self.packages.as_slice() {
            [only] => format!("/inventory/{}", only.package),
            _ => "/inventory".to_owned(),
        }
    }

    fn result_url(&self, room: &RoomId) -> String {
        match self.packages.as_slice() {
            [only] => format!("/inventory/{}", only.package),
            _ => format!("/inventory?room={room}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(room: RoomId) -> MoveToRoom {
        let packages = vec![Moving { package: PackageId::new(), barcode: "6853296789574115".parse().unwrap(), goods: None }];
        MoveToRoom { room, room_name: "Vault".to_owned(), packages }
    }

    #[test]
    fn moves_to_one_room_are_one_filing_until_it_is_full() {
        let (vault, floor) = (RoomId::new(), RoomId::new());
        let all: Vec<MoveToRoom> = (0..205).map(|number| one(if number % 41 == 0 { vault } else { floor })).collect();
        let told = MoveToRoom::together(all.iter());
        let sizes: Vec<_> = told.iter().map(|moves| (moves.room, moves.packages.len())).collect();
        assert_eq!(sizes, [(vault, 5), (floor, 100), (floor, 100)]);
        assert_eq!(told[0].summary(), "Move 5 packages to Vault");
        assert!(MoveToRoom::together([].into_iter()).is_empty());
    }

    #[test]
    fn a_package_that_had_a_filing_of_its_own_is_read_as_one_of_one() {
        let act = one(RoomId::new());
        let own = serde_json::json!({ "package": act.packages[0].package, "barcode": act.packages[0].barcode,
                                      "room": act.room, "room_name": "Vault", "goods": null });
        assert_eq!(serde_json::from_value::<MoveToRoom>(own).unwrap(), act);
        assert_eq!(serde_json::from_str::<MoveToRoom>(&serde_json::to_string(&act).unwrap()).unwrap(), act);
        assert_eq!(act.summary(), "Move 6853 2967 8957 4115 to Vault");
    }
}
