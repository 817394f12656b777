//! `/inventory/moves/scans`: one more line on the list of a move, the room it goes to, or a line off it. Writes nothing.

use super::bulk_moves::{Brought, Refusal};
use super::moving::{Gathered, MOST, Obstacle};
use crate::db::Conn;
use crate::features::rooms::Room;
use crate::values::LocationId;
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

/// POST /inventory/moves/scans
pub async fn create(app: Data<App>, may: May<may::Receive>, form: Form, shell: Shell) -> Result<Html> {
    let fields = form.fields();
    let (location, code, off) = (may.location, fields.raw("code").to_owned(), fields.raw("off"));
    let mut brought = Brought::read(&fields, location)?;
    brought.packages.retain(|id| id.as_str() != off);
    let mut list = brought.page(&app, shell, may.may::<may::MakeSublots>()).await?;
    match app.read(move |conn| Scanned::of(conn, location, &code)).await? {
        Scanned::Nothing => {}
        Scanned::Unknown(words) => list.refused = Some(Refusal::of(words)),
        Scanned::Room(room) if !room.active => {
            list.refused = Some(Refusal::of(format!("{} is no longer in use. Choose another room.", room.name)));
        }
        Scanned::Room(room) => {
            list.said = format!("They go to {}.", room.name);
            list.to = Some(*room);
        }
        Scanned::Package(line) => {
            let twice = list.lines.iter().any(|known| known.id == line.id);
            let is_full = list.lines.len() >= MOST;
            match line.obstacle(list.to.as_ref()) {
                _ if twice => list.refused = Some(already(&line)),
                _ if is_full => {
                    list.refused = Some(Refusal::of(format!("The list is full with {MOST} packages. Move these first.")))
                }
                Some(obstacle) => list.refused = Some(because(obstacle, &line)),
                None => {
                    list.said = format!("{}, {}: on the list.", line.product, line.barcode.grouped());
                    list.lines.push(*line);
                }
            }
        }
    }
    page(list)
}

fn already(line: &Gathered) -> Refusal {
    Refusal::of(format!("Package {} is on the list already.", line.barcode.grouped()))
}

fn because(obstacle: Obstacle, line: &Gathered) -> Refusal {
    Refusal::because(obstacle, line.id)
}
