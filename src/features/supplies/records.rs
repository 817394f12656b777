//! What is done with supplies in stock. The state is told none of it.

use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::filing::claims;
use crate::may;
use crate::stock::supplies::{self, Effect, NotReportable, Posting};
use crate::values::{LocationId, ProductId, Quantity, RoomId, text_enum};
use serde::Serialize;

text_enum! {
    /// Why a count differs. The list is ours: the state is not told.
    Reason {
        Recount = "recount", "Counted again";
        Damaged = "damaged", "Damaged";
        Expired = "expired", "Too old to sell";
        Used = "used", "Used in the store";
        Lost = "lost", "Lost";
        Theft = "theft", "Theft";
        Found = "found", "Found";
        Mistake = "mistake", "Correction of a mistake";
    }
}

/// The authority to move a product that the state gives no identifier; for cannabis, why there is none.
pub fn authority_of(tx: &mut Conn, product: &Product) -> Result<NotReportable> {
    match NotReportable::of(tx, product.id)? {
        Some(authority) => Ok(authority),
        None => rule(format!("{} is cannabis: it comes with a manifest from the state, and is kept as packages.", product.name)),
    }
}

/// A room in which something can be put down: in use, and not just being given up or changed.
pub fn usable_room(tx: &mut Conn, location: LocationId, id: RoomId) -> Result<Room> {
    let room = Room::find(tx, location, id)?;
    if !room.active {
        return rule(format!("{} is retired. Choose a room that is in use.", room.name));
    }
    if claims::is_claimed_alone(tx, &Room::subject(id))? {
        return rule(format!(
            "{} is just being changed or given up, and the state has not answered yet. Try again in a moment.",
            room.name
        ));
    }
    Ok(room)
}

/// Some of a product goes to another room.
#[derive(Serialize)]
pub struct MoveSupplies {
    pub product: ProductId,
    pub from: RoomId,
    pub to: RoomId,
    pub quantity: Quantity,
}

impl Record for MoveSupplies {
    const ACT: &'static str = "move_supplies";
    type Needs = may::EditSupplies;
    /// What happened, in words.
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let location = by.clerk.location;
        let product = Product::find(tx, self.product)?;
        let authority = authority_of(tx, &product)?;
        let (from, to) = (Room::find(tx, location, self.from)?, usable_room(tx, location, self.to)?);
        if from.id == to.id {
            let words = format!("It is in {} already. Choose another room.", to.name);
            return Err(Error::Invalid(Problems::one("to_room", words)));
        }
        let effect = Effect::Moved { from: from.id, to: to.id };
        let posting = Posting {
            location,
            product: product.id,
            quantity: self.quantity,
            effect,
            held_by: None,
            purchase: None,
            reason: "",
            note: "",
            by: by.clerk.user,
            at: by.now,
        };
        if !supplies::post(tx, &authority, &posting)? {
            return Err(Error::Invalid(Problems::one("quantity", not_so_many(tx, &product, &from)?)));
        }
        Ok(format!("Moved: {} of {} to {}.", self.quantity, product.name, to.name))
    }
}

/// Why so many cannot leave a room.
pub fn not_so_many(tx: &mut Conn, product: &Product, room: &Room) -> Result<String> {
    let balance = supplies::where_is(tx, product.id, room.id)?;
    let held = if balance.held.is_positive() {
        format!(", and {} more are held by a cart or a sale", balance.held)
    } else {
        String::new()
    };
    Ok(format!("{} has {} of {} free{held}. Type at most that.", room.name, balance.available(), product.name))
}

/// Sets a product in a room to what was counted.
#[derive(Serialize)]
pub struct AdjustSupplies {
    pub product: ProductId,
    pub room: RoomId,
    /// What the page said was there.
    pub seen: Quantity,
    pub counted: Quantity,
    pub reason: Reason,
    pub note: String,
}

impl Record for AdjustSupplies {
    const ACT: &'static str = "adjust_supplies";
    type Needs = may::EditSupplies;
    type Done = String;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<String> {
        let location = by.clerk.location;
        let product = Product::find(tx, self.product)?;
        let authority = authority_of(tx, &product)?;
        let room = usable_room(tx, location, self.room)?;
        let (effect, difference) = self.effect(tx, location, &product, &room)?;
        let posting = Posting {
            location,
            product: product.id,
            quantity: difference,
            effect,
            held_by: None,
            purchase: None,
            reason: self.reason.label(),
            note: &self.note,
            by: by.clerk.user,
            at: by.now,
        };
        if !supplies::post(tx, &authority, &posting)? {
            return Err(Error::Invalid(Problems::one("counted", not_so_many(tx, &product, &room)?)));
        }
        Ok(format!("Adjusted to {}: {} in {}.", self.counted, product.name, room.name))
    }
}

impl AdjustSupplies {
    /// What the count does to the books, and by how much; nobody changes them until this write ends.
    fn effect(&self, tx: &mut Conn, location: LocationId, product: &Product, room: &Room) -> Result<(Effect, Quantity)> {
        let balance = supplies::settled(tx, location, product.id, room.id)?;
        let wrong = |words: String| Err(Error::Invalid(Problems::one("counted", words)));
        if balance.on_hand != self.seen {
            return rule(format!(
                "{} in {} changed from {} to {} since this page was opened, so nothing was adjusted. Count it again.",
                product.name, room.name, self.seen, balance.on_hand
            ));
        }
        if self.counted == balance.on_hand {
            return wrong(format!("The books say {} as well: there is nothing to adjust.", balance.on_hand));
        }
        if self.counted < balance.held {
            return wrong(format!(
                "{} are held by a cart or a sale. Let that end first, or type at least {}.",
                balance.held, balance.held
            ));
        }
        let (more, less) = (Effect::CountedMore { into: room.id }, Effect::CountedLess { from: room.id });
        if self.counted > balance.on_hand {
            return Ok((more, self.counted.minus(balance.on_hand)));
        }
        Ok((less, balance.on_hand.minus(self.counted)))
    }
}
