//! The list of closed drawers.

use super::model::{Drawer, Status, over_words};
use super::report::shows_amounts;
use crate::db::Conn;
use crate::error::Result;
use crate::may::Clerk;
use crate::schema::{drawer_sessions, registers};
use diesel::prelude::*;

/// So many of them are listed; each day's report has the rest.
const LISTED: i64 = 30;

/// A closed drawer in the list.
pub struct Closed {
    pub drawer: Drawer,
    pub register: String,
    pub counted_by: String,
    /// In words, for whoever may know.
    pub over: Option<String>,
}

impl Closed {
    /// The newest first.
    pub fn latest(conn: &mut Conn, clerk: &Clerk, blind: bool) -> Result<Vec<Self>> {
        let rows: Vec<(Drawer, String)> = drawer_sessions::table
            .inner_join(registers::table)
            .filter(drawer_sessions::location_id.eq(clerk.location))
            .filter(drawer_sessions::status.eq(Status::Closed))
            .order(drawer_sessions::id.desc())
            .limit(LISTED)
            .select((Drawer::as_select(), registers::name))
            .load(conn)?;
        let mut all = Vec::new();
        for (drawer, register) in rows {
            let counted_by = Drawer::name_of(conn, drawer.counted_by)?;
            let over = drawer.over_short().filter(|_| shows_amounts(clerk, &drawer, blind)).map(over_words);
            all.push(Self { drawer, register, counted_by, over });
        }
        Ok(all)
    }
}
