//! Who did what with a pre-order, and when. Insert only.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{pre_order_events, users};
use crate::values::{At, PreOrderEventId, PreOrderId, UserId};
use diesel::prelude::*;

/// One line of its history.
pub struct Event {
    pub at: At,
    /// None: it happened by itself.
    pub who: Option<String>,
    pub words: String,
}

impl Event {
    pub fn note(tx: &mut Conn, order: PreOrderId, by: Option<UserId>, words: &str, at: At) -> Result<()> {
        diesel::insert_into(pre_order_events::table)
            .values((
                pre_order_events::id.eq(PreOrderEventId::new()),
                pre_order_events::pre_order_id.eq(order),
                pre_order_events::user_id.eq(by),
                pre_order_events::words.eq(words),
                pre_order_events::happened_at.eq(at),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// The last first.
    pub fn of_order(conn: &mut Conn, order: PreOrderId) -> Result<Vec<Self>> {
        let rows: Vec<(At, Option<String>, String)> = pre_order_events::table
            .left_join(users::table)
            .filter(pre_order_events::pre_order_id.eq(order))
            .order(pre_order_events::id.desc())
            .select((pre_order_events::happened_at, users::name.nullable(), pre_order_events::words))
            .load(conn)?;
        Ok(rows.into_iter().map(|(at, who, words)| Self { at, who, words }).collect())
    }
}
