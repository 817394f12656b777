//! The patients table.

use crate::biotrack::RegistryAnswer;
use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::schema::patients;
use crate::values::{At, PatientId};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A person with a card, as the registry named them when they were last here.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = patients, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Patient {
    pub id: PatientId,
    pub card_id: String,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: NaiveDate,
    pub card_expires_on: Option<NaiveDate>,
    pub read_at: At,
}

impl Patient {
    pub fn find(conn: &mut Conn, id: PatientId) -> Result<Self> {
        Ok(patients::table.find(id).select(Self::as_select()).first(conn)?)
    }

    /// Keeps what the registry says of the person, under the id they have had before.
    pub fn keep(tx: &mut Conn, said: &RegistryAnswer, now: At) -> Result<PatientId> {
        // Two tills may meet a new patient at once: whoever inserts, both go on with the row that is there.
        on_each!(tx, |c| diesel::insert_into(patients::table)
            .values((
                patients::id.eq(PatientId::new()),
                patients::card_id.eq(&said.card_id),
                patients::first_name.eq(&said.first_name),
                patients::last_name.eq(&said.last_name),
                patients::birth_date.eq(said.birth_date),
                patients::read_at.eq(now),
            ))
            .on_conflict_do_nothing()
            .execute(c))?;
        let known = patients::table.filter(patients::card_id.eq(&said.card_id));
        let id: PatientId = known.select(patients::id).first(tx)?;
        diesel::update(patients::table.find(id))
            .set((
                patients::first_name.eq(&said.first_name),
                patients::last_name.eq(&said.last_name),
                patients::birth_date.eq(said.birth_date),
                patients::card_expires_on.eq(said.card_expires_on),
                patients::read_at.eq(now),
            ))
            .execute(tx)?;
        Ok(id)
    }

    /// Until this transaction ends, no other weighs the same patient's allotment. (SQLite has one writer anyway.)
    pub fn lock(tx: &mut Conn, id: PatientId) -> Result<()> {
        diesel::update(patients::table.find(id)).set(patients::card_id.eq(patients::card_id)).execute(tx)?;
        Ok(())
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    pub fn initials(&self) -> String {
        [&self.first_name, &self.last_name].iter().filter_map(|name| name.chars().next()).collect()
    }

    /// For paper and lists: the last four characters only.
    pub fn masked_card(&self) -> String {
        masked(&self.card_id)
    }
}

/// `•••• 4567`: enough to tell two cards apart, too little to use one.
pub fn masked(card: &str) -> String {
    let count = card.chars().count();
    let shown = if count > 6 { 4 } else { count / 3 };
    format!("•••• {}", card.chars().skip(count - shown).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_card_shows_no_more_than_its_end() {
        for (card, shown) in [("P1234567", "•••• 4567"), ("ABC", "•••• C"), ("AB", "•••• "), ("", "•••• ")]
        {
            assert_eq!(masked(card), shown, "{card}");
        }
    }
}
