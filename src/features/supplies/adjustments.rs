//! `/inventory/supplies/{id}/adjustments`: setting a product in a room to what was counted.

use super::moves::{MOST_UNITS, Wanted};
use super::records::{AdjustSupplies, Reason};
use super::web::{readable, supply};
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::stock::{Balance, supplies};
use crate::values::{Quantity, RoomId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "supplies/adjustment.html")]
struct New {
    shell: Shell,
    product: Product,
    rooms: Vec<Room>,
    /// The room that is counted, and what the books say of it.
    at: Option<(Room, Balance)>,
}

impl New {
    fn options(&self) -> Vec<(String, String)> {
        self.rooms.iter().map(|room| (room.id.to_string(), room.name.clone())).collect()
    }
}

/// GET /inventory/supplies/{id}/adjustments/new
pub async fn new(
    app: Data<App>,
    may: May<may::EditSupplies>,
    id: Path<String>,
    wanted: Query<Wanted>,
    shell: Shell,
) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let wanted = wanted.into_inner().room;
    let (product, rooms, at) = app
        .read(move |conn| {
            let (product, rooms) = (supply(conn, id)?, Room::listed(conn, location)?);
            let room = rooms.iter().find(|room| room.id.as_str() == wanted).cloned();
            let at = room.map(|room| supplies::where_is(conn, id, room.id).map(|balance| (room, balance))).transpose()?;
            Ok((product, rooms, at))
        })
        .await?;
    page(New { shell, product, rooms, at })
}

/// POST /inventory/supplies/{id}/adjustments
pub async fn create(app: Data<App>, may: May<may::EditSupplies>, id: Path<String>, form: Form) -> Result<Redirect> {
    let product = readable(&id)?;
    let fields = form.fields();
    let key = fields.form_key()?;
    let room = fields.choice::<RoomId>("room");
    let (seen, counted) = (fields.whole("seen", 0..=i64::MAX / 100), fields.whole("counted", 0..=MOST_UNITS));
    let (reason, note) = (fields.choice::<Reason>("reason"), fields.text("note", 3..=200));
    let (room, seen, counted, reason, note) = fields.done((room, seen, counted, reason, note))?;
    let (seen, counted) = (Quantity::units(seen), Quantity::units(counted));
    let said = app.record(&may, key, AdjustSupplies { product, room, seen, counted, reason, note }).await?;
    Ok(see_other(format!("/inventory/supplies/{product}")).notice(said))
}
