//! Counting and closing a drawer. A count is of one state of the drawer: when a sale has moved cash since it began, the close fails,
//! the drawer goes back to selling, and the numbers are said. Of two people who close at once one wins, and the other is told.

use super::super::locations::Location;
use super::counted::Counted;
use super::model::{Drawer, Status};
use super::owed::Owed;
use super::{ledger, suspense};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::may::{self, Clerk};
use crate::schema::drawer_sessions;
use crate::values::{At, Cents, DrawerSessionId, FilingId, clock};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody begins to count: from now on nothing but a customer's cash moves in the drawer.
#[derive(Serialize)]
pub struct BeginCount {
    pub drawer: DrawerSessionId,
}

impl Record for BeginCount {
    const ACT: &'static str = "begin_drawer_count";
    type Needs = may::UseDrawer;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let open = drawer_sessions::table
            .find(self.drawer)
            .filter(drawer_sessions::location_id.eq(by.clerk.location))
            .filter(drawer_sessions::status.eq(Status::Open));
        let begun = diesel::update(open)
            .set((
                drawer_sessions::status.eq(Status::Counting),
                drawer_sessions::counts.eq(drawer_sessions::counts + 1),
                drawer_sessions::counted_by.eq(by.clerk.user),
                drawer_sessions::counting_at.eq(by.now),
                drawer_sessions::counting_moves.eq(drawer_sessions::moves.nullable()),
                drawer_sessions::counting_cents.eq(drawer_sessions::balance_cents.nullable()),
            ))
            .execute(tx)?;
        if begun == 1 { Ok(()) } else { Drawer::find(tx, by.clerk.location, self.drawer)?.must_be_open(tx, by.clerk) }
    }
}

/// The drawer goes back to selling, uncounted.
#[derive(Serialize)]
pub struct EndCount {
    pub drawer: DrawerSessionId,
    pub count: i64,
}

impl Record for EndCount {
    const ACT: &'static str = "end_drawer_count";
    type Needs = may::UseDrawer;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        take(tx, by.clerk, self.drawer, self.count)?;
        back_to_selling(tx, self.drawer)
    }
}

/// What was counted is written down, and the drawer is closed.
#[derive(Serialize)]
pub struct CloseDrawer {
    pub drawer: DrawerSessionId,
    /// Which count this is.
    pub count: i64,
    pub counted: Counted,
    /// What stays in the drawer for the next opening.
    pub next: Cents,
    pub note: String,
    /// The tickets in suspense that whoever closes has named.
    pub named: Vec<FilingId>,
}

/// What became of a close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Closed {
    Closed,
    /// Cash moved since the count began: it has to be counted again, and why.
    Recount(String),
}

impl Record for CloseDrawer {
    const ACT: &'static str = "close_drawer";
    type Needs = may::UseDrawer;
    type Done = Closed;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<Closed> {
        let drawer = take(tx, by.clerk, self.drawer, self.count)?;
        if drawer.counting_moves != Some(drawer.moves) {
            let words = self.recount(tx, by.clerk, &drawer)?;
            back_to_selling(tx, self.drawer)?;
            return Ok(Closed::Recount(words));
        }
        let counted = self.counted.total();
        if self.next > counted {
            let words = format!("{counted} was counted, so no more than that can stay in the drawer.");
            return Err(Error::Invalid(Problems::one("next", words)));
        }
        self.name_suspense(tx, by)?;
        diesel::update(drawer_sessions::table.find(self.drawer))
            .set((
                drawer_sessions::status.eq(Status::Closed),
                drawer_sessions::counted_by.eq(by.clerk.user),
                drawer_sessions::denominations.eq(serde_json::to_string(&self.counted)?),
                drawer_sessions::expected_cents.eq(drawer_sessions::balance_cents.nullable()),
                drawer_sessions::counted_cents.eq(counted),
                drawer_sessions::next_cents.eq(self.next),
                drawer_sessions::deposit_cents.eq(counted.minus(self.next)),
                drawer_sessions::note.eq(&self.note),
                drawer_sessions::closed_at.eq(by.now),
            ))
            .execute(tx)?;
        Ok(Closed::Closed)
    }
}

impl CloseDrawer {
    /// Each ticket without an answer, and each that is to be given back, must have been named.
    fn name_suspense(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let unsettled = Owed::unsettled(tx, self.drawer)?;
        let unnamed: Vec<String> =
            unsettled.iter().filter(|owed| !self.named.contains(&owed.filing)).map(|owed| owed.ticket(by.clerk)).collect();
        if !unnamed.is_empty() {
            return rule(format!(
                "The drawer does not close over cash in suspense that nobody named: {}. Tick each of them, then close.",
                unnamed.join("; ")
            ));
        }
        unsettled.iter().try_for_each(|owed| suspense::name(tx, owed.filing, by.clerk.user, by.now))
    }

    /// What moved meanwhile, and what to count from now; where counts are blind, without what should be there.
    fn recount(&self, tx: &mut Conn, clerk: &Clerk, drawer: &Drawer) -> Result<String> {
        let moves = ledger::history(tx, drawer.id)?;
        let before = usize::try_from(drawer.counting_moves.unwrap_or_default()).unwrap_or_default();
        let since: Vec<String> = moves
            .iter()
            .filter(|one| !one.after_close)
            .skip(before)
            .map(|one| match one.sale {
                Some((_, number)) => format!("sale {number} put {} into the drawer", one.cents),
                None => format!("{}: {}", one.kind.label().to_lowercase(), one.cents),
            })
            .collect();
        let name = drawer.register_name(tx)?;
        let numbers = if Location::find(tx, clerk.location)?.blind_counts && !clerk.may::<may::SeeOverShort>() {
            "Count it again, with that cash in it.".to_owned()
        } else {
            let began = drawer.counting_cents.unwrap_or_default();
            format!("When you began it held {began}, and now {}: recount from {}.", drawer.balance_cents, drawer.balance_cents)
        };
        Ok(format!(
            "The drawer of {name} was not closed: while you counted, {}. {numbers} It is back to selling.",
            since.join(" and ")
        ))
    }
}

/// The drawer, for this transaction alone, while the count that the form is of goes on; else words.
fn take(tx: &mut Conn, clerk: &Clerk, id: DrawerSessionId, count: i64) -> Result<Drawer> {
    let counting = drawer_sessions::table
        .find(id)
        .filter(drawer_sessions::location_id.eq(clerk.location))
        .filter(drawer_sessions::status.eq(Status::Counting))
        .filter(drawer_sessions::counts.eq(count));
    // Changes nothing, and waits for whoever is just selling or closing.
    let taken = diesel::update(counting).set(drawer_sessions::counts.eq(count)).execute(tx)?;
    let drawer = Drawer::find(tx, clerk.location, id)?;
    if taken == 1 { Ok(drawer) } else { overtaken(tx, clerk, &drawer) }
}

fn overtaken<T>(tx: &mut Conn, clerk: &Clerk, drawer: &Drawer) -> Result<T> {
    let (name, who) = (drawer.register_name(tx)?, Drawer::name_of(tx, drawer.counted_by)?);
    let time = |at: Option<At>| at.map(|at| clock::said(at, clerk.zone)).unwrap_or_default();
    match drawer.status {
        Status::Closed => {
            rule(format!("{who} closed the drawer of {name} on {}. Your count was not taken.", time(drawer.closed_at)))
        }
        Status::Counting => rule(format!(
            "{who} began a new count of the drawer of {name} on {}. Your count was not taken.",
            time(drawer.counting_at)
        )),
        Status::Open => rule(format!("The drawer of {name} went back to selling, so nothing was done. Begin the count again.")),
    }
}

fn back_to_selling(tx: &mut Conn, id: DrawerSessionId) -> Result<()> {
    diesel::update(drawer_sessions::table.find(id)).set(drawer_sessions::status.eq(Status::Open)).execute(tx)?;
    Ok(())
}
