//! `/inventory/supplies/{id}/moves`: some of a product goes to another room.

use super::model::Shelf;
use super::records::MoveSupplies;
use super::web::{readable, supply};
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::values::{Quantity, RoomId};
use crate::web::prelude::*;
use serde::Deserialize;

/// So many of one product at once; more is a slip of the keyboard.
pub const MOST_UNITS: i64 = 100_000;

#[derive(Template)]
#[template(path = "supplies/move.html")]
struct New {
    shell: Shell,
    product: Product,
    shelf: Shelf,
    rooms: Vec<Room>,
    from: String,
}

impl New {
    /// Where there is some of it.
    fn sources(&self) -> Vec<(String, String)> {
        let with = self.shelf.rooms.iter();
        with.map(|(room, balance)| (room.id.to_string(), format!("{} ({} free)", room.name, balance.available()))).collect()
    }

    fn targets(&self) -> Vec<(String, String)> {
        let named = |room: &Room| (room.id.to_string(), format!("{} ({})", room.name, room.kind.label().to_lowercase()));
        self.rooms.iter().map(named).collect()
    }
}

/// `?room=<id>`: the one whose row was used.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    pub room: String,
}

/// GET /inventory/supplies/{id}/moves/new
pub async fn new(
    app: Data<App>,
    may: May<may::EditSupplies>,
    id: Path<String>,
    wanted: Query<Wanted>,
    shell: Shell,
) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (product, shelf, rooms) =
        app.read(move |conn| Ok((supply(conn, id)?, Shelf::of(conn, location, id)?, Room::listed(conn, location)?))).await?;
    if shelf.rooms.is_empty() {
        return rule(format!("There is none of {} here, so there is nothing to move.", product.name));
    }
    let only = match shelf.rooms.as_slice() {
        [(room, _)] => room.id.to_string(),
        _ => String::new(),
    };
    let from = if wanted.room.is_empty() { only } else { wanted.into_inner().room };
    page(New { shell, product, shelf, rooms, from })
}

/// POST /inventory/supplies/{id}/moves
pub async fn create(app: Data<App>, may: May<may::EditSupplies>, id: Path<String>, form: Form) -> Result<Redirect> {
    let product = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let readings =
        (fields.choice::<RoomId>("from_room"), fields.choice::<RoomId>("to_room"), fields.whole("quantity", 1..=MOST_UNITS));
    let (from, to, units) = fields.done(readings)?;
    let said = app.record(&may, key, MoveSupplies { product, from, to, quantity: Quantity::units(units) }).await?;
    Ok(see_other(format!("/inventory/supplies/{product}")).notice(said))
}
