//! `/rooms`: who sees the list, and the form that tells BioTrack.

use super::filings::{AddRoom, ChangeRoom};
use super::model::{Details, Kind, Room};
use crate::features::locations::Location;
use crate::values::RoomId;
use crate::web::prelude::*;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "rooms/index.html")]
struct Index {
    shell: Shell,
    rooms: Vec<Room>,
    /// Packages that lie in each.
    fillings: HashMap<String, i64>,
    may_edit: bool,
    may_move: bool,
}

impl Index {
    fn filling(&self, room: &Room) -> i64 {
        self.fillings.get(room.id.as_str()).copied().unwrap_or_default()
    }
}

/// The form, for a new room or for one that exists.
#[derive(Template)]
#[template(path = "rooms/form.html")]
struct FormPage {
    shell: Shell,
    /// None: a new one.
    room: Option<Room>,
    /// BioTrack's number of it; of a new one, the next that is free.
    number: i64,
    filling: i64,
}

impl FormPage {
    fn title(&self) -> String {
        self.room.as_ref().map_or_else(|| "Add room".to_owned(), |room| room.name.clone())
    }

    fn action(&self) -> String {
        self.room.as_ref().map_or_else(|| "/rooms".to_owned(), |room| format!("/rooms/{}", room.id))
    }

    fn name(&self) -> &str {
        self.room.as_ref().map_or("", |room| room.name.as_str())
    }

    fn kind(&self) -> &str {
        self.room.as_ref().map_or("", |room| room.kind.as_str())
    }
}

/// GET /rooms
pub async fn index(app: Data<App>, clerk: May<may::SeeRooms>, shell: Shell) -> Result<Html> {
    let (location, may_edit, may_move) = (clerk.location, clerk.may::<may::EditRooms>(), clerk.may::<may::Receive>());
    let (rooms, fillings) = app.read(move |conn| Ok((Room::all(conn, location)?, Room::fillings(conn, location)?))).await?;
    page(Index { shell, rooms, fillings, may_edit, may_move })
}

/// GET /rooms/new
pub async fn new(app: Data<App>, may: May<may::EditRooms>, shell: Shell) -> Result<Html> {
    let number = next_number(&app, &may).await?;
    page(FormPage { shell, room: None, number, filling: 0 })
}

/// POST /rooms
pub async fn create(app: Data<App>, may: May<may::EditRooms>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let (details, number) = (details(&fields)?, fields.done(fields.whole("number", 1..=9999))?);
    let notice = format!("{} was added, here and in BioTrack.", details.name);
    app.file(&may, key, AddRoom::new(details, number)).await?;
    Ok(see_other("/rooms").notice(notice))
}

/// GET /rooms/{id}/edit
pub async fn edit(app: Data<App>, may: May<may::EditRooms>, id: Path<RoomId>, shell: Shell) -> Result<Html> {
    let (location, id) = (may.location, id.into_inner());
    let (room, filling) = app.read(move |conn| Ok((Room::find(conn, location, id)?, Room::filling(conn, id)?))).await?;
    if !room.active {
        return rule(format!("{} is retired and stays as it is.", room.name));
    }
    page(FormPage { shell, number: room.state_room, room: Some(room), filling })
}

/// POST /rooms/{id}
pub async fn update(app: Data<App>, may: May<may::EditRooms>, id: Path<RoomId>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let key = fields.form_key()?;
    let details = details(&fields)?;
    let notice = format!("{} was changed, here and in BioTrack.", details.name);
    app.file(&may, key, ChangeRoom::new(id.into_inner(), details)).await?;
    Ok(see_other("/rooms").notice(notice))
}

fn details(fields: &Fields) -> Result<Details> {
    let (name, kind) = fields.done((fields.text("name", 1..=60), fields.choice::<Kind>("kind")))?;
    Ok(Details { name, kind })
}

/// Above our own rooms and above those that the state knows by other means; while it is silent, ours must do.
async fn next_number(app: &App, may: &May<may::EditRooms>) -> Result<i64> {
    let location = may.location;
    let (ours, license) =
        app.read(move |conn| Ok((Room::next_number(conn, location)?, Location::find(conn, location)?.license))).await?;
    match app.biotrack.rooms(&license).await {
        Ok(known) => Ok(known.iter().filter_map(|room| room.room).map(|number| number + 1).fold(ours, i64::max)),
        Err(error) => {
            tracing::info!(%error, "the state's rooms could not be read; the next number of ours is proposed");
            Ok(ours)
        }
    }
}
