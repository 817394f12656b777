//! `/rooms/{id}/sign`: a sheet for the door of a room, with the code that a move by scanning reads.

use super::model::Room;
use crate::features::labels::{Picture, code_128_of, data_matrix_of};
use crate::values::RoomId;
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "rooms/sign.html")]
struct Show {
    shell: Shell,
    room: Room,
    bars: Picture,
    square: Picture,
    location_name: String,
}

/// GET /rooms/{id}/sign
pub async fn show(app: Data<App>, may: May<may::SeeRooms>, id: Path<RoomId>, shell: Shell) -> Result<Html> {
    let (location, id, location_name) = (may.location, id.into_inner(), may.location_name.clone());
    let room = app.read(move |conn| Room::find(conn, location, id)).await?;
    if !room.active {
        return rule(format!("{} is retired: nothing can be moved into it, so it needs no sign.", room.name));
    }
    let (bars, square) = (code_128_of(&room.code())?, data_matrix_of(&room.code())?);
    page(Show { shell, room, bars, square, location_name })
}
