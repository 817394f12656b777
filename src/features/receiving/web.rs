//! `/receiving`: what is on its way, and the page of one manifest.

use super::delivery::Delivery;
use super::incoming::{Freshness, pull_if_old};
use super::listing::{Asked, Kind, Listing, Position, Showing};
use super::model::{Drafted, Manifest, Status};
use super::outcome::{Outcome, Totals};
use crate::db::Conn;
use crate::values::{At, LocationId};
use crate::web::prelude::*;

#[derive(Template)]
#[template(path = "receiving/index.html")]
struct Index {
    shell: Shell,
    open: Vec<(Manifest, Option<Drafted>)>,
    closed: Paged<Manifest>,
    freshness: Freshness,
    /// How often the state is asked by itself; empty: never.
    every: String,
    may_receive: bool,
}

/// GET /receiving
pub async fn index(app: Data<App>, may: May<may::SeeReceiving>, shell: Shell, cursor: Query<Cursor>) -> Result<Html> {
    let freshness = pull_if_old(&app, &may).await?;
    let (location, cursor) = (may.location, cursor.into_inner());
    let read = move |conn: &mut Conn| Ok((Drafted::open(conn, location)?, Manifest::closed(conn, location, &cursor)?, cursor));
    let (open, closed, cursor) = app.read(read).await?;
    let closed = Paged::new(closed, &cursor, |manifest| manifest.id.to_string());
    let every = app.config.pull.map(super::puller::words).unwrap_or_default();
    page(Index { shell, open, closed, freshness, every, may_receive: may.may::<may::Receive>() })
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Awaiting => "waiting",
            Self::Arrived => "held",
            Self::Received => "accepted",
            Self::Withdrawn => "quiet",
        }
    }
}

/// The page of a manifest: on its way, to be received, received or withdrawn.
#[derive(Template)]
#[template(path = "receiving/show.html")]
pub struct Show {
    shell: Shell,
    delivery: Delivery,
    listing: Listing,
    rooms: Vec<(String, String)>,
    outcome: Outcome,
    received_by: String,
    may_receive: bool,
    may_see_inventory: bool,
}

impl Show {
    pub fn of(shell: Shell, clerk: &Clerk, delivery: Delivery, outcome: Outcome, position: Position) -> Self {
        let rooms = delivery.rooms.iter().map(|room| (room.id.to_string(), room.name.clone())).collect();
        let received_by = outcome.received_by().to_owned();
        let (may_receive, may_see_inventory) = (clerk.may::<may::Receive>(), clerk.may::<may::SeeInventory>());
        let listing = Listing::of(&delivery, position);
        // Why a line is to be mended stands beside it.
        let looks = listing.position.showing == Showing::Wrong && !shell.came_back() && !shell.went_wrong();
        let shell = if looks { shell.with_problems(listing.problems.clone()) } else { shell };
        Self { shell, delivery, listing, rooms, outcome, received_by, may_receive, may_see_inventory }
    }

    fn manifest(&self) -> &Manifest {
        &self.delivery.manifest
    }

    fn title(&self) -> String {
        format!("Manifest {}", self.manifest().number.grouped())
    }

    /// The form stands only where it can be sent.
    fn is_form(&self) -> bool {
        self.is("arrived") && self.may_receive && self.outcome.waiting().is_none() && !self.delivery.lines.is_empty()
    }

    fn is(&self, status: &str) -> bool {
        self.manifest().status.as_str() == status
    }

    fn room(&self) -> String {
        self.delivery.draft.room.map(|room| room.to_string()).unwrap_or_default()
    }

    fn without_result(&self) -> i64 {
        let passed = |result| crate::features::inventory::Lab::of(result).has_passed();
        count(self.delivery.lines.iter().filter(|line| !passed(line.lab_result)))
    }

    fn unmapped(&self) -> i64 {
        whole(self.listing.count(Showing::Unmapped))
    }

    fn short(&self) -> i64 {
        whole(self.listing.count(Showing::Short))
    }

    fn is_shown(&self, kind: &Kind) -> bool {
        kind.position.showing == self.listing.position.showing
    }

    fn here(&self) -> i64 {
        count(self.delivery.lines.iter().filter(|line| self.delivery.draft.has_scanned(line.barcode)))
    }

    fn over(&self) -> i64 {
        whole(self.delivery.draft.scans.len()) - self.here()
    }

    fn totals(&self) -> Totals {
        let decided = self.delivery.lines.iter().filter_map(|line| Some((&line.quantity, line.accepted.as_ref()?)));
        Totals::of(decided)
    }

    /// When the state accepted the receipt, with which what was rejected went back.
    fn went_back_at(&self) -> Option<At> {
        self.manifest().received_at.filter(|_| self.totals().rejects_anything())
    }

    fn transaction(&self) -> Option<i64> {
        self.outcome.transaction()
    }
}

fn count<T>(all: impl Iterator<Item = T>) -> i64 {
    whole(all.count())
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// GET /receiving/{manifest}
pub async fn show(
    app: Data<App>,
    may: May<may::SeeReceiving>,
    shell: Shell,
    code: Path<String>,
    asked: Query<Asked>,
) -> Result<Html> {
    let (location, code, now) = (may.location, code.into_inner(), app.clock.now());
    let (delivery, outcome) = app.read(move |conn| both(conn, location, &code, now)).await?;
    page(Show::of(shell, &may, delivery, outcome, Position::of(&asked)))
}

/// A manifest with what its page needs.
pub fn both(conn: &mut Conn, location: LocationId, code: &str, now: At) -> Result<(Delivery, Outcome)> {
    let delivery = Delivery::find(conn, location, code, now)?;
    let outcome = Outcome::of(conn, &delivery.manifest)?;
    Ok((delivery, outcome))
}
