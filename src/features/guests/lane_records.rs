//! Writing down the lanes; the state is not told of them.

use super::lane::{Color, Kind, Lane, ShownAs};
use super::stamp;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::event;
use crate::may;
use crate::values::LaneId;
use serde::{Deserialize, Serialize};

/// A further lane, behind the others.
#[derive(Serialize)]
pub struct AddLane {
    pub name: String,
    pub kind: Kind,
    pub color: Color,
}

impl Record for AddLane {
    const ACT: &'static str = "add_lane";
    type Needs = may::EditLanes;
    type Done = LaneId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<LaneId> {
        let (id, location_id) = (LaneId::new(), by.clerk.location);
        Lane::must_be_new(tx, location_id, &self.name, None)?;
        let position = Lane::all(tx, location_id)?.iter().map(|lane| lane.position).max().unwrap_or_default() + 1;
        let (name, kind, color) = (self.name.clone(), self.kind, self.color);
        Lane { id, location_id, name, kind, color, position, active: true, stamp: stamp() }.insert(tx)?;
        event::made::<Lane>(tx, by, id)?;
        Ok(id)
    }
}

/// Another name or colour. What a lane does stays, because guests are in it for that.
#[derive(Serialize)]
pub struct ChangeLane {
    pub lane: LaneId,
    pub name: String,
    pub color: Color,
}

impl Record for ChangeLane {
    const ACT: &'static str = "change_lane";
    type Needs = may::EditLanes;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let lane = Lane::find(tx, by.clerk.location, self.lane)?;
        Lane::must_be_new(tx, by.clerk.location, &self.name, Some(lane.id))?;
        let watch = event::watch::<Lane>(tx, by, lane.id)?;
        Lane { name: self.name.clone(), color: self.color, ..lane }.save(tx)?;
        watch.note(tx)
    }
}

/// Which way a lane goes among the others.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub enum Way {
    Earlier,
    Later,
}

/// One place further.
#[derive(Serialize)]
pub struct ShiftLane {
    pub lane: LaneId,
    pub way: Way,
}

impl Record for ShiftLane {
    const ACT: &'static str = "shift_lane";
    type Needs = may::EditLanes;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let mut lanes = Lane::active(tx, by.clerk.location)?;
        let Some(at) = lanes.iter().position(|lane| lane.id == self.lane) else {
            return rule("That lane is out of use, so it has no place. Bring it back first.");
        };
        let to = match self.way {
            Way::Earlier => at.checked_sub(1),
            Way::Later => Some(at + 1).filter(|to| *to < lanes.len()),
        };
        // At the edge already: there is nowhere to go, and nothing is wrong.
        let Some(to) = to else { return Ok(()) };
        lanes.swap(at, to);
        for (position, lane) in (0_i64..).zip(lanes) {
            let watch = event::watch::<Lane>(tx, by, lane.id)?;
            Lane { position, ..lane }.save(tx)?;
            watch.note(tx)?;
        }
        Ok(())
    }
}

/// No longer shown; its visits stay in the books.
#[derive(Serialize)]
pub struct RetireLane {
    pub lane: LaneId,
}

impl Record for RetireLane {
    const ACT: &'static str = "retire_lane";
    type Needs = may::EditLanes;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let lane = Lane::find(tx, by.clerk.location, self.lane)?;
        lane.must_be_free(tx)?;
        let watch = event::watch::<Lane>(tx, by, lane.id)?;
        Lane { active: false, ..lane }.save(tx)?;
        watch.note(tx)
    }
}

/// Shown again, behind the others.
#[derive(Serialize)]
pub struct RestoreLane {
    pub lane: LaneId,
}

impl Record for RestoreLane {
    const ACT: &'static str = "restore_lane";
    type Needs = may::EditLanes;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let lane = Lane::find(tx, by.clerk.location, self.lane)?;
        let position = Lane::all(tx, by.clerk.location)?.iter().map(|lane| lane.position).max().unwrap_or_default() + 1;
        let watch = event::watch::<Lane>(tx, by, lane.id)?;
        Lane { active: true, position, ..lane }.save(tx)?;
        watch.note(tx)
    }
}

/// What the cards call a guest.
#[derive(Serialize)]
pub struct ChooseCards {
    pub shown_as: ShownAs,
}

impl Record for ChooseCards {
    const ACT: &'static str = "choose_guest_cards";
    type Needs = may::EditLanes;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let watch = event::watch::<ShownAs>(tx, by, ())?;
        self.shown_as.keep(tx, by.clerk.location)?;
        watch.note(tx)
    }
}
