//! `/inventory/{id}/moves`: a whole package goes to another room (mission row 13).

use super::detail::readable;
use super::filings::MoveToRoom;
use super::model::Package;
use crate::features::products::Product;
use crate::features::rooms::Room;
use crate::stock::{self, Balance};
use crate::values::RoomId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "inventory/move.html")]
struct New {
    shell: Shell,
    package: Package,
    product: Product,
    room: Room,
    balance: Balance,
    rooms: Vec<Room>,
}

impl New {
    /// Everywhere else.
    fn options(&self) -> Vec<(String, String)> {
        let elsewhere = self.rooms.iter().filter(|room| room.id != self.room.id);
        elsewhere.map(|room| (room.id.to_string(), format!("{} ({})", room.name, room.kind.label().to_lowercase()))).collect()
    }
}

/// GET /inventory/{id}/moves/new
pub async fn new(app: Data<App>, may: May<may::Receive>, id: Path<String>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (package, product, room, balance, rooms) = app
        .read(move |conn| {
            let (package, product, room) = Package::with_place(conn, location, id)?;
            Ok((package, product, room, stock::of_package(conn, id)?, Room::listed(conn, location)?))
        })
        .await?;
    page(New { shell, package, product, room, balance, rooms })
}

/// POST /inventory/{id}/moves
pub async fn create(app: Data<App>, may: May<may::Receive>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, readable(&id)?);
    let fields = form.fields();
    let key = fields.form_key()?;
    let room = fields.done(fields.choice::<RoomId>("room"))?;
    let (package, room) =
        app.read(move |conn| Ok((Package::find(conn, location, id)?, Room::find(conn, location, room)?))).await?;
    let notice = format!("Moved to {}, here and in BioTrack.", room.name);
    app.file(&may, key, MoveToRoom::new(package.id, package.barcode, &room)).await?;
    Ok(see_other(format!("/inventory/{}", package.id)).notice(notice))
}
