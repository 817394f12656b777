//! The filings table: one row for each act told to the state.

use super::action::{Action, Status};
use super::undone::undone;
use crate::biotrack::Answer;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result};
use crate::may::Clerk;
use crate::schema::filings;
use crate::values::{At, FilingId, FormKey, LocationId, UserId};
use diesel::prelude::*;

/// A filing as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = filings, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Row {
    pub id: FilingId,
    pub content_hash: String,
    pub user_id: UserId,
    /// Who gave their PIN for it.
    pub approved_by: Option<UserId>,
    pub location_id: LocationId,
    pub actor: String,
    pub action: Action,
    pub status: Status,
    pub follows: Option<FilingId>,
    pub summary: String,
    pub intent: String,
    pub message: Option<String>,
    pub form_url: String,
    pub result_url: Option<String>,
    pub done: Option<String>,
    pub send_by: Option<At>,
    pub high_water: Option<i64>,
    pub answer: Option<String>,
    pub refusal: Option<String>,
    pub contradiction: Option<String>,
    pub state_transaction: Option<i64>,
    pub searched_at: Option<At>,
    pub opened_at: At,
    pub closed_at: Option<At>,
    pub looked_at: Option<At>,
}

/// A row about to be inserted.
#[derive(Insertable)]
#[diesel(table_name = filings)]
pub struct New<'a> {
    pub id: FilingId,
    pub form_key: Option<FormKey>,
    pub content_hash: &'a str,
    pub user_id: UserId,
    pub approved_by: Option<UserId>,
    pub location_id: LocationId,
    pub actor: &'a str,
    pub action: Action,
    pub status: Status,
    pub follows: Option<FilingId>,
    pub summary: &'a str,
    pub intent: &'a str,
    pub form_url: &'a str,
    pub opened_at: At,
    pub lease_until: Option<At>,
}

impl New<'_> {
    /// Two submits at once: the second one meets the unique index and is asked to look again.
    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(filings::table)
            .values(self)
            .execute(tx)
            .on_unique(|| Error::Busy("This form is just being sent. Reload the page to see what became of it."))?;
        Ok(())
    }
}

impl Row {
    pub fn find(conn: &mut Conn, id: FilingId) -> Result<Self> {
        Ok(filings::table.find(id).select(Self::as_select()).first(conn)?)
    }

    /// The filing this form already made, unless it was refused.
    pub fn of_form(conn: &mut Conn, clerk: &Clerk, form: FormKey) -> Result<Option<Self>> {
        let row = filings::table
            .filter(filings::user_id.eq(clerk.user))
            .filter(filings::form_key.eq(form))
            .filter(filings::status.ne(Status::Refused))
            .select(Self::as_select())
            .first(conn)
            .optional()?;
        Ok(row)
    }

    /// Follow-ups that have not been sent, oldest first.
    pub fn planned_after(conn: &mut Conn, filing: FilingId) -> Result<Vec<FilingId>> {
        let planned = filings::table
            .filter(filings::follows.eq(filing))
            .filter(filings::status.eq(Status::Planned))
            .order(filings::id)
            .select(filings::id)
            .load(conn)?;
        Ok(planned)
    }

    /// The transactions above `high_water` that other filings have made theirs, or are about to: one row of the state's ledger
    /// settles one filing.
    pub fn claimed_transactions(conn: &mut Conn, high_water: i64) -> Result<Vec<i64>> {
        let taken: Vec<Option<i64>> =
            filings::table.filter(filings::state_transaction.gt(high_water)).select(filings::state_transaction).load(conn)?;
        let unclosed = Self::about_to_be(conn)?.into_iter().map(|(_, _, transaction)| transaction);
        Ok(taken.into_iter().flatten().chain(unclosed.filter(|transaction| *transaction > high_water)).collect())
    }

    /// Filings whose yes of the state is kept and not yet written into the books, or contradicts them: each with its transaction.
    pub fn about_to_be(conn: &mut Conn) -> Result<Vec<(FilingId, String, i64)>> {
        let kept = filings::status.eq(Status::Open).and(filings::answer.is_not_null());
        let unclosed: Vec<(FilingId, String, Option<String>, Option<String>)> = filings::table
            .filter(filings::contradiction.is_not_null().or(kept))
            .select((filings::id, filings::summary, filings::contradiction, filings::answer))
            .load(conn)?;
        let mut all = Vec::new();
        for (id, summary, contradiction, answer) in unclosed {
            if let Some(kept) = contradiction.or(answer) {
                all.push((id, summary, Answer::from_kept(&kept).map_err(anyhow::Error::new)?.transaction()));
            }
        }
        Ok(all)
    }
}

/// How many filings of a location want a person's eye.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    pub open: i64,
    /// Refused since `since`, and not done afterwards.
    pub refused: i64,
    /// The state's yes to what was taken for refused, not settled yet.
    pub contradictions: i64,
}

impl Counts {
    pub fn of(conn: &mut Conn, location: LocationId, since: At) -> Result<Self> {
        let here = || filings::table.filter(filings::location_id.eq(location)).count().into_boxed();
        Ok(Self {
            open: here().filter(filings::status.eq_any([Status::Open, Status::Planned])).first(conn)?,
            refused: i64::try_from(undone(conn, location, since)?.len()).unwrap_or(i64::MAX),
            contradictions: here().filter(filings::contradiction.is_not_null()).filter(filings::settled.is_null()).first(conn)?,
        })
    }
}
