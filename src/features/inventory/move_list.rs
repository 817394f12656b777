//! The move_lists table: what somebody has scanned for a move and not moved yet. It is theirs, and stays when they leave the page.

use super::moving::MOST;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::features::rooms::Room;
use crate::may;
use crate::schema::move_lists;
use crate::values::{PackageId, RoomId, UserId};
use diesel::prelude::*;
use serde::Serialize;

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct MoveList {
    pub room: Option<RoomId>,
    /// In the order of the scans.
    pub packages: Vec<PackageId>,
    /// What was scanned last and may not go: the page says why.
    pub refused: Option<PackageId>,
}

impl MoveList {
    pub fn of(conn: &mut Conn, user: UserId) -> Result<Self> {
        Ok(read(conn, user)?.unwrap_or_default().0)
    }

    fn save(&self, tx: &mut Conn, user: UserId, before: Option<&str>) -> Result<()> {
        let packages = serde_json::to_string(&self.packages)?;
        let columns =
            (move_lists::room_id.eq(self.room), move_lists::packages.eq(packages), move_lists::refused_id.eq(self.refused));
        let written = match before {
            Some(before) => {
                let as_read = move_lists::table.find(user).filter(move_lists::packages.eq(before));
                diesel::update(as_read).set(columns).execute(tx)?
            }
            None => diesel::insert_into(move_lists::table)
                .values((move_lists::user_id.eq(user), columns))
                .execute(tx)
                .on_unique(|| Error::Rule(TOGETHER.to_owned()))?,
        };
        if written == 1 { Ok(()) } else { rule(TOGETHER) }
    }
}

const TOGETHER: &str = "Two scans of yours came at the same moment, and this one was not written down. Scan it again.";

/// The list, and its packages as they stand in the row.
fn read(conn: &mut Conn, user: UserId) -> Result<Option<(MoveList, String)>> {
    type Row = (Option<RoomId>, String, Option<PackageId>);
    let columns = (move_lists::room_id, move_lists::packages, move_lists::refused_id);
    let row: Option<Row> = move_lists::table.find(user).select(columns).first(conn).optional()?;
    let Some((room, text, refused)) = row else { return Ok(None) };
    Ok(Some((MoveList { room, packages: serde_json::from_str(&text)?, refused }, text)))
}

/// What a scan, a choice or a move changes of somebody's own list.
#[derive(Debug, Default, Serialize)]
pub struct ChangeMoveList {
    pub room: Option<RoomId>,
    pub add: Vec<PackageId>,
    pub off: Vec<PackageId>,
    /// Everything goes off it first.
    pub clear: bool,
    pub refused: Option<PackageId>,
}

impl Record for ChangeMoveList {
    const ACT: &'static str = "change_move_list";
    type Needs = may::Receive;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let user = by.clerk.user;
        let (before, text) = read(tx, user)?.map_or((MoveList::default(), None), |(list, text)| (list, Some(text)));
        if let Some(room) = self.room {
            Room::find(tx, by.clerk.location, room)?;
        }
        let mut packages = if self.clear { Vec::new() } else { before.packages };
        for id in &self.add {
            if !packages.contains(id) {
                packages.push(*id);
            }
        }
        packages.retain(|id| !self.off.contains(id));
        if packages.len() > MOST {
            return rule(format!("The list is full with {MOST} packages. Move these first."));
        }
        MoveList { room: self.room, packages, refused: self.refused }.save(tx, user, text.as_deref())
    }
}
