//! `/inventory/moves`: many packages go to one room. The list is kept for whoever scans it; what comes from the list of packages
//! joins it with the first scan.

use super::filings::{self, MoveToRoom};
use super::move_list::{ChangeMoveList, MoveList};
use super::moving::{Gathered, MOST, Obstacle};
use super::selection::{Selection, packages};
use crate::features::rooms::Room;
use crate::values::{FormKey, LocationId, PackageId, RoomId};
use crate::web::prelude::*;

/// Where the list is shown.
pub(super) const NEW: &str = "/inventory/moves/new";

/// The list, with what became of the last scan.
#[derive(Template)]
#[template(path = "inventory/moves.html")]
pub(super) struct Gathering {
    pub shell: Shell,
    pub rooms: Vec<Room>,
    pub to: Option<Room>,
    pub lines: Vec<Gathered>,
    /// Those of them that are not on the kept list yet.
    pub brought: Vec<PackageId>,
    /// What was scanned last and may not go.
    pub refused: Option<Refusal>,
    pub may_split: bool,
}

/// Why, and of which package a part could go.
pub(super) struct Refusal {
    pub words: String,
    pub split: Option<PackageId>,
}

impl Refusal {
    fn of(obstacle: Obstacle, package: PackageId) -> Self {
        Self { split: obstacle.can_be_split.then_some(package), words: obstacle.words }
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

    /// The kept list of whoever looks, and what is brought to it.
    pub async fn page(self, app: &App, shell: Shell, may_split: bool) -> Result<Gathering> {
        let user = shell.clerk.as_ref().map(|clerk| clerk.user);
        app.read(move |conn| {
            let kept = user.map_or_else(|| Ok(MoveList::default()), |user| MoveList::of(conn, user))?;
            let brought: Vec<PackageId> = self.packages.into_iter().filter(|id| !kept.packages.contains(id)).collect();
            let (rooms, room) = (Room::listed(conn, self.location)?, self.room.or(kept.room));
            let to = rooms.iter().find(|known| Some(known.id) == room).cloned();
            let all: Vec<PackageId> = kept.packages.iter().chain(&brought).copied().take(MOST).collect();
            let lines = Gathered::all(conn, self.location, &all)?;
            let refused = match kept.refused {
                Some(id) => Gathered::all(conn, self.location, &[id])?.pop(),
                None => None,
            };
            let refused = refused.and_then(|line| Some(Refusal::of(line.obstacle(to.as_ref())?, line.id)));
            Ok(Gathering { shell, rooms, to, lines, brought, refused, may_split })
        })
        .await
    }

    /// Exactly what the form brings: its rooms and packages, as they are now.
    async fn exactly(self, app: &App) -> Result<(Room, Vec<Gathered>)> {
        let Some(room) = self.room else { return rule("Choose the room that these packages go to.") };
        if self.packages.is_empty() {
            return rule("Nothing is on the list. Scan the packages that go there first.");
        }
        app.read(move |conn| {
            let to = Room::find(conn, self.location, room)?;
            Ok((to, Gathered::all(conn, self.location, &self.packages)?))
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
pub async fn create(app: Data<App>, may: May<may::Receive>, form: Form) -> Result<Redirect> {
    let fields = form.fields();
    let brought = Brought::read(&fields, may.location)?;
    let keys = fields.done(fields.choices::<FormKey>("form_key"))?;
    // First kept: whatever becomes of the move, the page that follows has the list.
    let kept = ChangeMoveList { room: brought.room, add: brought.packages.clone(), ..ChangeMoveList::default() };
    app.record(&may, FormKey::new(), kept).await?;
    let (to, lines) = brought.exactly(&app).await?;
    let each: Vec<MoveToRoom> = lines.iter().map(|line| MoveToRoom::new(line.id, line.barcode, &to)).collect();
    let (acts, mut moved) = (MoveToRoom::together(each.iter()), 0);
    if keys.len() < acts.len() {
        return rule("This list has lost its numbers, so nothing was moved. It has new ones now: send it again.");
    }
    for (act, key) in acts.into_iter().zip(keys) {
        let off: Vec<PackageId> = act.packages.iter().map(|moving| moving.package).collect();
        let part = off.len();
        app.file(&may, key, act).await.map_err(|error| interrupted(error, moved))?;
        moved += part;
        let room = (moved < lines.len()).then_some(to.id);
        app.record(&may, FormKey::new(), ChangeMoveList { room, off, ..ChangeMoveList::default() }).await?;
    }
    let words = if moved == 1 { "1 package is".to_owned() } else { format!("{moved} packages are") };
    let room = format!("/inventory?room={}", to.id);
    Ok(see_other(room).notice(format!("{words} in {} now, here and in BioTrack.", to.name)))
}

/// A filing of several did not go through: what went before it stays moved, and that is said.
fn interrupted(error: Error, moved: usize) -> Error {
    let before = format!("The first {moved} of the list have moved.");
    match error {
        error if moved == 0 => error,
        Error::Rule(words) => Error::Rule(format!("{words} {before}")),
        Error::Refused(quotation) => Error::Rule(format!("The state refused the rest: “{quotation}” {before}")),
        other => other,
    }
}
