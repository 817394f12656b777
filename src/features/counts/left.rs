//! What nobody had counted when a count was submitted: it stays with the count, whatever becomes of the packages.

use super::model::{Count, Uncounted};
use crate::db::Conn;
use crate::error::Result;
use crate::schema::{count_uncounted, counts, packages, products, rooms};
use crate::values::CountId;
use diesel::prelude::*;

/// How a count ended, beside its own row.
#[derive(Debug, Clone, Default)]
pub struct Left {
    /// The first of the packages that nobody had counted.
    pub packages: Vec<Uncounted>,
    /// How many there were; none: it is not submitted.
    pub number: Option<i64>,
    /// Why it was cancelled.
    pub closing_note: Option<String>,
}

impl Left {
    pub fn of(conn: &mut Conn, count: CountId) -> Result<Self> {
        let (number, closing_note) = counts::table.find(count).select((counts::uncounted, counts::closing_note)).first(conn)?;
        let packages = count_uncounted::table
            .inner_join(packages::table.inner_join(products::table).inner_join(rooms::table))
            .filter(count_uncounted::count_id.eq(count))
            .order((products::name_lower, packages::id))
            .select((packages::id, packages::barcode, products::name, rooms::name, count_uncounted::on_hand))
            .load(conn)?;
        Ok(Self { packages, number, closing_note })
    }

    /// Writes down what is not counted now, as far as pages show it.
    pub fn note(tx: &mut Conn, count: &Count) -> Result<()> {
        let number = count.uncounted_number(tx)?;
        Self::forget(tx, count.id)?;
        diesel::update(counts::table.find(count.id)).set(counts::uncounted.eq(number)).execute(tx)?;
        for left in count.uncounted(tx)? {
            diesel::insert_into(count_uncounted::table)
                .values((
                    count_uncounted::count_id.eq(count.id),
                    count_uncounted::package_id.eq(left.package),
                    count_uncounted::on_hand.eq(left.on_hand),
                ))
                .execute(tx)?;
        }
        Ok(())
    }

    /// The counting goes on.
    pub fn forget(tx: &mut Conn, count: CountId) -> Result<()> {
        diesel::delete(count_uncounted::table.filter(count_uncounted::count_id.eq(count))).execute(tx)?;
        diesel::update(counts::table.find(count)).set(counts::uncounted.eq(None::<i64>)).execute(tx)?;
        Ok(())
    }

    pub fn note_closing(tx: &mut Conn, count: CountId, words: &str) -> Result<()> {
        diesel::update(counts::table.find(count)).set(counts::closing_note.eq(words)).execute(tx)?;
        Ok(())
    }
}
