//! An inspector's time here. It ends by the clock, in every process at once: nothing has to happen for that.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{inspection_looks as looks, inspections};
use crate::values::{At, InspectionLookId, UserId, clock};
use chrono_tz::Tz;
use diesel::prelude::*;

/// What an inspector came for, from when to when.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = inspections, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Inspection {
    pub user_id: UserId,
    pub agency: String,
    pub badge: String,
    pub begins_at: At,
    pub ends_at: At,
    /// Somebody ended it before its time.
    pub ended_at: Option<At>,
}

/// Letters of an address that are kept.
const LONGEST: usize = 300;

impl Inspection {
    pub fn is_open(&self, now: At) -> bool {
        self.begins_at <= now && now < self.ends_at && self.ended_at.is_none()
    }

    /// Why nothing is shown at this time, if so.
    pub fn trouble(&self, now: At, zone: Tz) -> Option<String> {
        let said = |at| clock::said(at, zone);
        if let Some(at) = self.ended_at {
            return Some(format!("This inspection was ended on {}. Ask the shop to open another.", said(at)));
        }
        if now < self.begins_at {
            return Some(format!("This inspection begins on {}. Sign in again then.", said(self.begins_at)));
        }
        (now >= self.ends_at)
            .then(|| format!("This inspection was over on {}. Ask the shop to open another.", said(self.ends_at)))
    }

    /// Writes down that a page is about to be shown.
    pub fn look(tx: &mut Conn, user: UserId, page: &str, at: At) -> Result<()> {
        let page: String = page.chars().take(LONGEST).collect();
        diesel::insert_into(looks::table)
            .values((
                looks::id.eq(InspectionLookId::new()),
                looks::user_id.eq(user),
                looks::looked_at.eq(at),
                looks::page.eq(page),
            ))
            .execute(tx)?;
        Ok(())
    }
}
