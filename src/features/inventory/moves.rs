//! `/inventory/{id}/moves`: a whole package goes to another room (mission row 13).

use super::bulk_moves::Asked;
use super::detail::readable;
use super::filings::MoveToRoom;
use super::model::Package;
use crate::features::products::Product;
use crate::features::register::Candidate;
use crate::features::rooms::{Kind, Room};
use crate::stock::{self, Balance};
use crate::values::RoomId;
use crate::values::clock::local_date;
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
    /// The room that an address asks for.
    asked: String,
}

impl New {
    /// Everywhere else.
    fn options(&self) -> Vec<(String, String)> {
        let elsewhere = self.rooms.iter().filter(|room| room.id != self.room.id);
        elsewhere.map(|room| (room.id.to_string(), format!("{} ({})", room.name, room.kind.label().to_lowercase()))).collect()
    }
}

/// GET /inventory/{id}/moves/new?room=…
pub async fn new(app: Data<App>, may: May<may::Receive>, id: Path<String>, asked: Asked, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, readable(&id)?);
    let (package, product, room, balance, rooms) = app
        .read(move |conn| {
            let (package, product, room) = Package::with_place(conn, location, id)?;
            Ok((package, product, room, stock::of_package(conn, id)?, Room::listed(conn, location)?))
        })
        .await?;
    let asked = Fields::of(&asked).raw("room").to_owned();
    page(New { shell, package, product, room, balance, rooms, asked })
}

/// POST /inventory/{id}/moves
pub async fn create(app: Data<App>, may: May<may::Receive>, id: Path<String>, form: Form) -> Result<Redirect> {
    let (location, id) = (may.location, readable(&id)?);
    let fields = form.fields();
    let key = fields.form_key()?;
    let room = fields.done(fields.choice::<RoomId>("room"))?;
    let (package, room) =
        app.read(move |conn| Ok((Package::find(conn, location, id)?, Room::find(conn, location, room)?))).await?;
    let (id, today) = (package.id, local_date(app.clock.now(), may.zone));
    let mut notice = format!("Moved to {}, here and in BioTrack.", room.name);
    app.file(&may, key, MoveToRoom::new(id, package.barcode, &room)).await?;
    // Whoever brings something to a sales floor wants to sell it.
    if room.kind == Kind::SalesFloor
        && let Err(clause) = app.read(move |conn| Candidate::find(conn, location, id)).await?.sellable(today)
    {
        notice.push_str(&format!(" It may not be sold there: {}", clause.words()));
    }
    Ok(see_other(format!("/inventory/{id}")).notice(notice))
}
