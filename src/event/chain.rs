//! The chain: each row's hash is over the one before it and its own content. Only this file writes the `events` table.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{event_heads, events};
use crate::values::At;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// The one row of `event_heads`.
const HEAD: i64 = 1;

/// A row of the log. Its words are read as they stand, so that a row somebody wrote nonsense into can be named.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Event {
    pub position: i64,
    pub happened_at: At,
    pub location_id: String,
    pub user_id: Option<String>,
    pub user_name: String,
    /// The name of whoever gave their PIN for it.
    pub approved_by: Option<String>,
    /// A `Category` and a `Kind`.
    pub category: String,
    pub kind: String,
    pub object_id: String,
    pub object_name: String,
    /// A list of `Change`, as JSON.
    pub changes: String,
}

impl Event {
    /// What this row's hash must be after a row with the hash `previous`. JSON, so that no two contents are written alike.
    pub(super) fn hash_after(&self, previous: &str) -> Result<String> {
        let content = serde_json::to_string(&(
            (previous, self.position, self.happened_at.and_utc().timestamp_micros()),
            (&self.location_id, &self.user_id, &self.user_name, &self.approved_by),
            (&self.category, &self.kind, &self.object_id, &self.object_name, &self.changes),
        ))?;
        Ok(Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The end of the chain, as the books have it.
pub(super) fn head(conn: &mut Conn) -> Result<(i64, String)> {
    Ok(event_heads::table.find(HEAD).select((event_heads::position, event_heads::hash)).first(conn)?)
}

/// Adds a row. The head is written first: on PostgreSQL that makes whoever comes at the same moment wait, so nobody seals against a row
/// that is not the last; SQLite has one writer anyway.
pub fn seal(tx: &mut Conn, event: impl FnOnce(i64) -> Result<Event>) -> Result<()> {
    let row = event_heads::table.find(HEAD);
    diesel::update(row).set(event_heads::position.eq(event_heads::position + 1)).execute(tx)?;
    let (position, previous) = head(tx)?;
    let event = event(position)?;
    let hash = event.hash_after(&previous)?;
    diesel::insert_into(events::table).values((&event, events::hash.eq(&hash))).execute(tx)?;
    diesel::update(row).set(event_heads::hash.eq(&hash)).execute(tx)?;
    Ok(())
}
