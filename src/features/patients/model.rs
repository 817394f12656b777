//! The patients table.

use crate::biotrack::RegistryAnswer;
use crate::db::{Conn, on_each};
use crate::error::Result;
use crate::schema::patients;
use crate::values::{At, PatientId};
use chrono::{Datelike, NaiveDate};
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
                patients::search_name.eq(searched(said)),
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
                patients::search_name.eq(searched(said)),
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

    /// Whoever has this card, if they have been here before; case and blanks around it do not count.
    pub fn of_card(conn: &mut Conn, card: &str) -> Result<Option<Self>> {
        let card = card.trim();
        let spelled = [card.to_owned(), card.to_uppercase(), card.to_lowercase()];
        Ok(patients::table.filter(patients::card_id.eq_any(spelled)).select(Self::as_select()).first(conn).optional()?)
    }

    /// Everybody of this name who was born on this day; case, accents aside, and what is no letter do not count.
    pub fn of_person(conn: &mut Conn, first: &str, last: &str, born: NaiveDate) -> Result<Vec<Self>> {
        let same_day = patients::table.filter(patients::birth_date.eq(born)).select(Self::as_select()).load(conn)?;
        let wanted = bare(first, last);
        Ok(same_day.into_iter().filter(|patient: &Self| bare(&patient.first_name, &patient.last_name) == wanted).collect())
    }

    /// Up to `most` patients whose names have words that begin so, or who have this card.
    pub fn searched(conn: &mut Conn, typed: &str, most: i64) -> Result<Vec<Self>> {
        let mut found: Vec<Self> = Self::of_card(conn, typed)?.into_iter().collect();
        let letters: String = typed.to_lowercase().chars().filter(|letter| !matches!(letter, '%' | '_' | '\\')).collect();
        let mut named = patients::table.order((patients::search_name, patients::id)).into_boxed();
        for word in letters.split_whitespace() {
            let (first, later) = (format!("{word}%"), format!("% {word}%"));
            named = named.filter(patients::search_name.like(first).or(patients::search_name.like(later)));
        }
        if !letters.trim().is_empty() {
            found.extend(named.limit(most).select(Self::as_select()).load(conn)?);
        }
        Ok(found)
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    pub fn initials(&self) -> String {
        [&self.first_name, &self.last_name].iter().filter_map(|name| name.chars().next()).collect()
    }

    /// `Ada L.`: enough to call somebody.
    pub fn short_name(&self) -> String {
        let last = self.last_name.chars().next().map(|letter| format!(" {letter}.")).unwrap_or_default();
        format!("{}{last}", self.first_name)
    }

    /// Whole years on this day.
    pub fn age(&self, today: NaiveDate) -> i32 {
        years_between(self.birth_date, today)
    }

    /// For paper and lists: the last four characters only.
    pub fn masked_card(&self) -> String {
        masked(&self.card_id)
    }
}

/// The name as it is searched for.
fn searched(said: &RegistryAnswer) -> String {
    format!("{} {}", said.first_name, said.last_name).to_lowercase()
}

/// What must be alike for two spellings to be one person's: the letters of the last name, and of the first word of the first.
pub fn bare(first: &str, last: &str) -> String {
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_uppercase();
    format!("{}/{}", letters(last), letters(first.split_whitespace().next().unwrap_or_default()))
}

/// Whole years from one day to another.
pub fn years_between(born: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i32::from(!had_birthday)
}

/// `•••• 4567`: enough to tell two cards apart, too little to use one.
pub fn masked(card: &str) -> String {
    let count = card.chars().count();
    let shown = if count > 6 { 4 } else { count / 3 };
    format!("•••• {}", card.chars().skip(count - shown).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::{bare, masked, years_between};
    use chrono::NaiveDate;

    #[test]
    fn one_person_is_one_however_spelled_and_ages_on_their_birthday() {
        assert_eq!(bare("Ada", "Lindqvist"), bare("ADA MARIA", "LINDQVIST "));
        assert_eq!(bare("Mary-Jane", "O'Neil"), bare("MARYJANE", "ONEIL"));
        assert_ne!(bare("Ada", "Lindqvist"), bare("Adam", "Lindqvist"));
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(years_between(day(2008, 11, 23), day(2026, 11, 22)), 17);
        assert_eq!(years_between(day(2008, 11, 23), day(2026, 11, 23)), 18);
        assert_eq!(years_between(day(2008, 2, 29), day(2026, 2, 28)), 17);
    }

    #[test]
    fn a_masked_card_shows_no_more_than_its_end() {
        for (card, shown) in [("P1234567", "•••• 4567"), ("ABC", "•••• C"), ("AB", "•••• "), ("", "•••• ")]
        {
            assert_eq!(masked(card), shown, "{card}");
        }
    }
}
