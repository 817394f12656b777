//! `/inventory/moves/scans`: one more line on somebody's list of a move, the room it goes to, or lines off it. The page that follows
//! is a page of its own, so Back and leaving lose nothing.

use super::bulk_moves::NEW;
use super::move_list::{ChangeMoveList, MoveList};
use super::moving::Gathered;
use crate::db::Conn;
use crate::features::rooms::Room;
use crate::values::{FormKey, LocationId, PackageId, RoomId};
use crate::web::prelude::*;

/// What a code turned out to be.
enum Scanned {
    Nothing,
    Room(Box<Room>),
    Package(Box<Gathered>),
    Unknown(String),
}

impl Scanned {
    fn of(conn: &mut Conn, location: LocationId, code: &str) -> Result<Self> {
        if code.is_empty() {
            return Ok(Self::Nothing);
        }
        if let Some(room) = Room::find_by_code(conn, location, code)? {
            return Ok(Self::Room(Box::new(room)));
        }
        match Gathered::scanned(conn, location, code) {
            Ok(line) => Ok(Self::Package(Box::new(line))),
            Err(Error::Rule(words)) => Ok(Self::Unknown(words)),
            Err(other) => Err(other),
        }
    }
}

/// What a scan does to the list, and what is said of it.
struct Outcome {
    change: ChangeMoveList,
    said: Result<String>,
}

impl Outcome {
    fn of(scanned: Scanned, to: Option<&Room>, known: &[PackageId], change: ChangeMoveList) -> Self {
        match scanned {
            Scanned::Nothing => Self { change, said: Ok(String::new()) },
            Scanned::Unknown(words) => Self { change, said: rule(words) },
            Scanned::Room(room) if !room.active => {
                Self { change, said: rule(format!("{} is no longer in use. Choose another room.", room.name)) }
            }
            Scanned::Room(room) => {
                Self { said: Ok(format!("They go to {}.", room.name)), change: ChangeMoveList { room: Some(room.id), ..change } }
            }
            Scanned::Package(line) if known.contains(&line.id) => {
                Self { change, said: rule(format!("Package {} is on the list already.", line.barcode.grouped())) }
            }
            Scanned::Package(line) if line.obstacle(to).is_some() => {
                Self { change: ChangeMoveList { refused: Some(line.id), ..change }, said: Ok(String::new()) }
            }
            Scanned::Package(line) => {
                let said = format!("{}, {}: on the list.", line.product, line.barcode.grouped());
                let add = change.add.iter().copied().chain([line.id]).collect();
                Self { change: ChangeMoveList { add, ..change }, said: Ok(said) }
            }
        }
    }
}

/// POST /inventory/moves/scans
pub async fn create(app: Data<App>, may: May<may::Receive>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let (location, user, code, off) = (may.location, may.user, fields.raw("code").to_owned(), fields.raw("off"));
    let (room, add) = fields.done((fields.optional::<RoomId>("room"), fields.choices::<PackageId>("brought")))?;
    let (scanned, list, to) = app
        .read(move |conn| {
            let to = room.map(|room| Room::find(conn, location, room)).transpose()?;
            Ok((Scanned::of(conn, location, &code)?, MoveList::of(conn, user)?, to))
        })
        .await?;
    let known: Vec<PackageId> = list.packages.iter().chain(&add).copied().collect();
    let clear = off == "all";
    let off = off.parse::<PackageId>().into_iter().collect();
    let change = ChangeMoveList { room, add: if clear { Vec::new() } else { add }, off, clear, refused: None };
    let Outcome { change, said } = Outcome::of(scanned, to.as_ref(), &known, change);
    // No number of the form's: the same scan twice leaves one line, and a list that is gone back to is read anew.
    app.record(&may, FormKey::new(), change).await?;
    let said = said?;
    Ok(if said.is_empty() { see_other(NEW) } else { see_other(NEW).notice(said) })
}
