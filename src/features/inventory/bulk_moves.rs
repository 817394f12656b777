//! `/inventory/moves`: many packages go to one room. The list travels with the form; each scan posts it and gets it back.

use super::filings::{self, MoveToRoom};
use super::moving::{Gathered, MOST, Obstacle};
use super::selection::{Selection, packages};
use crate::features::rooms::Room;
use crate::values::{FormKey, LocationId, PackageId, RoomId};
use crate::web::prelude::*;
use actix_web::Either;
use actix_web::http::StatusCode;

/// The list, with what became of the last scan.
#[derive(Template)]
#[template(path = "inventory/moves.html")]
pub(super) struct Gathering {
    pub shell: Shell,
    pub rooms: Vec<Room>,
    pub to: Option<Room>,
    pub lines: Vec<Gathered>,
    /// What the last scan did.
    pub said: String,
    /// Why something cannot be done, in our words or in the state's.
    pub refused: Option<Refusal>,
    pub may_split: bool,
}

/// Why, and of which package a part could go.
pub(super) struct Refusal {
    pub words: String,
    pub quotation: String,
    pub split: Option<PackageId>,
}

impl Refusal {
    pub fn of(words: impl Into<String>) -> Self {
        Self { words: words.into(), quotation: String::new(), split: None }
    }

    pub fn because(obstacle: Obstacle, package: PackageId) -> Self {
        Self { split: obstacle.can_be_split.then_some(package), ..Self::of(obstacle.words) }
    }
}

impl Gathering {
    /// `12 packages`.
    fn words(&self) -> String {
        packages(self.lines.len())
    }

    /// One number for each filing: a second press of the button finds them all again.
    fn filings(&self) -> std::ops::Range<usize> {
        0..self.lines.len().div_ceil(filings::AT_ONCE).max(1)
    }

    fn is_chosen(&self, room: &Room) -> bool {
        self.to.as_ref().is_some_and(|to| to.id == room.id)
    }

    fn obstacle(&self, line: &Gathered) -> Option<Obstacle> {
        line.obstacle(self.to.as_ref())
    }

    fn stays(&self) -> usize {
        self.lines.iter().filter(|line| self.obstacle(line).is_some()).count()
    }
}

/// What the form brings along.
pub(super) struct Brought {
    pub location: LocationId,
    pub room: Option<RoomId>,
    pub packages: Vec<PackageId>,
}

impl Brought {
    pub fn read(fields: &Fields, location: LocationId) -> Result<Self> {
        let (room, mut packages) = fields.done((fields.optional::<RoomId>("room"), fields.choices::<PackageId>("chosen")))?;
        let mut seen = std::collections::HashSet::new();
        packages.retain(|id| seen.insert(*id));
        packages.truncate(MOST);
        Ok(Self { location, room, packages })
    }

    /// The page as it is without another scan.
    pub async fn page(self, app: &App, shell: Shell, may_split: bool) -> Result<Gathering> {
        app.read(move |conn| {
            let rooms = Room::listed(conn, self.location)?;
            let to = rooms.iter().find(|room| Some(room.id) == self.room).cloned();
            let lines = Gathered::all(conn, self.location, &self.packages)?;
            Ok(Gathering { shell, rooms, to, lines, said: String::new(), refused: None, may_split })
        })
        .await
    }
}

/// What an address may bring: what was chosen in the list.
pub type Asked = Query<Vec<(String, String)>>;

/// GET /inventory/moves/new
pub async fn new(app: Data<App>, may: May<may::Receive>, shell: Shell, asked: Asked) -> Result<Html> {
    let packages = Selection::brought(&app, &may, &asked).await?;
    let brought = Brought { location: may.location, room: None, packages };
    page(brought.page(&app, shell, may.may::<may::MakeSublots>()).await?)
}

/// POST /inventory/moves
pub async fn create(app: Data<App>, may: May<may::Receive>, form: Form, shell: Shell) -> Result<Either<Redirect, Html>> {
    let fields = form.fields();
    let brought = Brought::read(&fields, may.location)?;
    let keys = fields.done(fields.choices::<FormKey>("form_key"))?;
    let list = brought.page(&app, shell, may.may::<may::MakeSublots>()).await?;
    let Some(to) = list.to.clone() else {
        return list.refused(Refusal::of("Choose the room that these packages go to."));
    };
    if list.lines.is_empty() {
        return list.refused(Refusal::of("Nothing is on the list. Scan the packages that go there first."));
    }
    let each: Vec<MoveToRoom> = list.lines.iter().map(|line| MoveToRoom::new(line.id, line.barcode, &to)).collect();
    let (acts, mut moved) = (MoveToRoom::together(each.iter()), 0);
    if keys.len() < acts.len() {
        return list
            .refused(Refusal::of("This list has lost its numbers, so nothing was moved. It has new ones now: send it again."));
    }
    for (act, key) in acts.into_iter().zip(keys) {
        let part = act.packages.len();
        match app.file(&may, key, act).await {
            Ok(_) => moved += part,
            Err(error) => return list.interrupted(error, moved),
        }
    }
    let words = if moved == 1 { "1 package is".to_owned() } else { format!("{moved} packages are") };
    let room = format!("/inventory?room={}", to.id);
    Ok(Either::Left(see_other(room).notice(format!("{words} in {} now, here and in BioTrack.", to.name))))
}

impl Gathering {
    fn refused(self, refusal: Refusal) -> Result<Either<Redirect, Html>> {
        let shown = page(Self { refused: Some(refusal), ..self })?;
        Ok(Either::Right(shown.status(StatusCode::UNPROCESSABLE_ENTITY)))
    }

    /// A filing of several did not go through: what went before it stays moved, and the list says so.
    fn interrupted(self, error: Error, moved: usize) -> Result<Either<Redirect, Html>> {
        let before = if moved == 0 { String::new() } else { format!(" The first {moved} of the list have moved.") };
        match error {
            Error::Rule(words) => self.refused(Refusal::of(format!("{words}{before}"))),
            Error::Refused(quotation) => {
                let words = format!("The state refused this. Nothing of it was done.{before}");
                self.refused(Refusal { quotation, ..Refusal::of(words) })
            }
            other => Err(other),
        }
    }
}
