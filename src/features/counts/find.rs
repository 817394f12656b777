//! What was scanned in a count and is no package here.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{count_finds, users};
use crate::values::{At, CountFindId, CountId, UserId};
use diesel::prelude::*;

/// A code that is no package here.
#[derive(Debug, Clone, Queryable)]
pub struct Find {
    pub id: CountFindId,
    pub code: String,
    pub by: String,
    pub found_at: At,
}

impl Find {
    pub fn of_count(conn: &mut Conn, count: CountId) -> Result<Vec<Self>> {
        let all = count_finds::table
            .inner_join(users::table.on(users::id.eq(count_finds::found_by)))
            .filter(count_finds::count_id.eq(count))
            .order(count_finds::id)
            .select((count_finds::id, count_finds::code, users::name, count_finds::found_at))
            .load(conn)?;
        Ok(all)
    }

    pub fn remove(tx: &mut Conn, count: CountId, id: CountFindId) -> Result<()> {
        diesel::delete(count_finds::table.find(id).filter(count_finds::count_id.eq(count))).execute(tx)?;
        Ok(())
    }

    /// Writes a code down, once.
    pub fn note(tx: &mut Conn, count: CountId, code: &str, by: UserId, at: At) -> Result<()> {
        let known = count_finds::table.filter(count_finds::count_id.eq(count)).filter(count_finds::code.eq(code));
        let before: i64 = known.count().get_result(tx)?;
        if before > 0 {
            return Ok(());
        }
        diesel::insert_into(count_finds::table)
            .values((
                count_finds::id.eq(CountFindId::new()),
                count_finds::count_id.eq(count),
                count_finds::code.eq(code),
                count_finds::found_by.eq(by),
                count_finds::found_at.eq(at),
            ))
            .execute(tx)?;
        Ok(())
    }
}
