//! `/rooms/{id}/retirements`: giving up a room cannot be undone, so it has a page of its own.

use super::filings::{RetireRoom, must_be_free};
use super::model::Room;
use crate::values::RoomId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "rooms/retire.html")]
struct New {
    shell: Shell,
    room: Room,
    /// Why it cannot be given up yet; empty: it can.
    obstacle: String,
    /// Packages that lie in it.
    filling: i64,
    may_move: bool,
}

/// GET /rooms/{id}/retirements/new
pub async fn new(app: Data<App>, may: May<may::EditRooms>, id: Path<RoomId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let (room, obstacle, filling) = app
        .read(move |conn| {
            let room = Room::find(conn, location, id)?;
            let obstacle = match must_be_free(conn, &room) {
                Ok(()) => String::new(),
                Err(Error::Rule(words)) => words,
                Err(other) => return Err(other),
            };
            let filling = Room::filling(conn, room.id)?;
            Ok((room, obstacle, filling))
        })
        .await?;
    if !room.active {
        return rule(format!("{} is retired already.", room.name));
    }
    page(New { shell, room, obstacle, filling, may_move: may.may::<may::Receive>() })
}

/// POST /rooms/{id}/retirements
pub async fn create(app: Data<App>, may: May<may::EditRooms>, id: Path<RoomId>, form: Form) -> Result<Redirect> {
    let key = form.fields().form_key()?;
    app.file(&may, key, RetireRoom::new(id.into_inner())).await?;
    Ok(see_other("/rooms").notice("Retired, here and in BioTrack."))
}
