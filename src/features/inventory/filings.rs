//! What BioTrack is told of packages: moving to another room, whole.

use super::super::rooms::Room;
use super::model::Package;
use crate::biotrack::{Message, Plain, Receipt, Trace, messages};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::filing::{Action, Filing, Opening, claims};
use crate::may;
use crate::stock::{self, Effect, Owner};
use crate::values::{At, Barcode, FilingId, LocationId, PackageId, Quantity, RoomId};
use serde::{Deserialize, Serialize};

/// A whole package goes to another room. So far only receiving plans this.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoveToRoom {
    pub package: PackageId,
    pub barcode: Barcode,
    pub room: RoomId,
    pub room_name: String,
    /// Known when the filing opens.
    pub goods: Option<Goods>,
}

/// What is moved, from where, to which of the state's rooms.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Goods {
    pub from: RoomId,
    pub quantity: Quantity,
    pub state_room: i64,
    pub moved_at: At,
}

impl MoveToRoom {
    pub fn new(package: PackageId, barcode: Barcode, room: &Room) -> Self {
        Self { package, barcode, room: room.id, room_name: room.name.clone(), goods: None }
    }

    fn goods(&self) -> Result<Goods> {
        self.goods.ok_or_else(|| crate::error::internal(format!("the move of {} was never opened", self.barcode)))
    }

    fn hold(&self, tx: &mut Conn, opening: &Opening<'_>, location: LocationId) -> Result<Goods> {
        let package = Package::find(tx, location, self.package)?;
        let room = Room::find(tx, location, self.room)?;
        let quantity = stock::where_is(tx, package.id, package.room_id)?.on_hand;
        let owner = Owner::Filing(opening.filing);
        if !quantity.is_positive() || !stock::hold(tx, owner, package.id, package.room_id, quantity, opening.now)? {
            return rule(format!(
                "Package {} moves as a whole, and part of it is taken. Free it first.",
                package.barcode.grouped()
            ));
        }
        Ok(Goods { from: package.room_id, quantity, state_room: room.state_room, moved_at: opening.now })
    }
}

impl Filing for MoveToRoom {
    const ACTION: Action = Action::Move;
    type Needs = may::Receive;
    type Answer = Plain;
    type Done = PackageId;

    fn open(&mut self, tx: &mut Conn, opening: &Opening<'_>) -> Result<Message> {
        claims::alone(tx, opening.filing, &[Package::subject(self.package)])?;
        let goods = self.hold(tx, opening, opening.clerk.location)?;
        if goods.from == self.room {
            return rule(format!("Package {} is already in {}.", self.barcode.grouped(), self.room_name));
        }
        self.goods = Some(goods);
        let line = messages::MoveLine { barcodeid: self.barcode, room: goods.state_room };
        Ok(messages::InventoryMove { data: vec![line] }.into())
    }

    fn accept(&self, tx: &mut Conn, receipt: &Receipt<Plain>) -> Result<PackageId> {
        let goods = self.goods()?;
        let effect = Effect::Moved { from: goods.from, to: self.room };
        stock::post(tx, receipt, effect, &[(self.package, goods.quantity)], goods.moved_at)?;
        Package::set_room(tx, self.package, self.room)?;
        Ok(self.package)
    }

    fn refuse(&self, tx: &mut Conn, filing: FilingId) -> Result<()> {
        stock::give_back(tx, filing)
    }

    fn trace(&self, _: FilingId) -> Trace {
        let room = self.goods.map(|goods| goods.state_room.to_string()).unwrap_or_default();
        Trace::in_table("inventory").row([("id", self.barcode.to_string()), ("currentroom", room)])
    }

    fn summary(&self) -> String {
        format!("Move {} to {}", self.barcode.grouped(), self.room_name)
    }

    fn form_url(&self) -> String {
        format!("/inventory/{}", self.package)
    }

    fn result_url(&self, package: &PackageId) -> String {
        format!("/inventory/{package}")
    }
}
