//! The destructions table.

use crate::db::Conn;
use crate::error::Result;
use crate::schema::{destructions, packages, products, users};
use crate::values::{At, DestructionId, LocationId, PackageId, Quantity, UserId, text_enum};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// The law's wait (florida-rules 6.21).
pub const WAIT: TimeDelta = TimeDelta::hours(72);
/// So long after its wait, a destruction is overdue.
pub const OVERDUE: TimeDelta = TimeDelta::hours(24);

/// The state's "Other", which asks for words.
pub const OTHER: i64 = 0;

text_enum! {
    Status {
        Scheduled = "scheduled", "Scheduled";
        Destroyed = "destroyed", "Destroyed";
        Undone = "undone", "Undestroyed";
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = destructions, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Destruction {
    pub id: DestructionId,
    pub location_id: LocationId,
    pub package_id: PackageId,
    pub quantity: Quantity,
    pub reason_code: i64,
    pub reason_name: String,
    pub note: String,
    pub status: Status,
    pub scheduled_by: UserId,
    /// By the state's clock, like `due_at`.
    pub scheduled_at: At,
    pub due_at: At,
    pub disposed_on: Option<NaiveDate>,
    pub method: Option<String>,
    pub witness_one: Option<UserId>,
    pub witness_two: Option<UserId>,
    pub closed_by: Option<UserId>,
    pub closed_at: Option<At>,
    /// The product's, when it was destroyed; the record does not change with the catalog.
    pub product_name: Option<String>,
    pub undo_reason: Option<String>,
}

/// How it was done, and who saw it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Disposal {
    pub disposed_on: NaiveDate,
    pub method: String,
    pub witnesses: [UserId; 2],
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Scheduled => "held",
            Self::Destroyed | Self::Undone => "quiet",
        }
    }
}

impl Destruction {
    /// The name under which filings claim it.
    pub fn subject(id: DestructionId) -> String {
        format!("destruction:{id}")
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: DestructionId) -> Result<Self> {
        let here = destructions::table.find(id).filter(destructions::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// Of one package, oldest first: it may have been undone before.
    pub fn of_package(conn: &mut Conn, location: LocationId, package: PackageId) -> Result<Vec<Self>> {
        let all = destructions::table
            .filter(destructions::package_id.eq(package))
            .filter(destructions::location_id.eq(location))
            .order(destructions::id)
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(destructions::table).values(self).execute(tx)?;
        Ok(())
    }

    pub fn complete(tx: &mut Conn, id: DestructionId, disposal: &Disposal, by: UserId, at: At) -> Result<()> {
        let [one, two] = disposal.witnesses;
        let product: String = destructions::table
            .inner_join(packages::table.inner_join(products::table))
            .filter(destructions::id.eq(id))
            .select(products::name)
            .first(tx)?;
        diesel::update(destructions::table.find(id))
            .set((
                destructions::status.eq(Status::Destroyed),
                destructions::disposed_on.eq(disposal.disposed_on),
                destructions::method.eq(&disposal.method),
                destructions::witness_one.eq(one),
                destructions::witness_two.eq(two),
                destructions::closed_by.eq(by),
                destructions::closed_at.eq(at),
                destructions::product_name.eq(product),
            ))
            .execute(tx)?;
        Ok(())
    }

    pub fn undo(tx: &mut Conn, id: DestructionId, reason: &str, by: UserId, at: At) -> Result<()> {
        diesel::update(destructions::table.find(id))
            .set((
                destructions::status.eq(Status::Undone),
                destructions::undo_reason.eq(reason),
                destructions::closed_by.eq(by),
                destructions::closed_at.eq(at),
            ))
            .execute(tx)?;
        Ok(())
    }

    /// `Spoilage`, or for “Other” what was said instead.
    pub fn reason_words(&self) -> String {
        if self.reason_code == OTHER { format!("{}: {}", self.reason_name, self.note) } else { self.reason_name.clone() }
    }

    /// Scheduled, and neither destroyed nor undone.
    pub fn is_waiting(&self) -> bool {
        self.status == Status::Scheduled
    }

    pub fn is_due(&self, state_now: At) -> bool {
        self.is_waiting() && self.due_at <= state_now
    }

    pub fn is_overdue(&self, state_now: At) -> bool {
        self.is_waiting() && self.due_at + OVERDUE <= state_now
    }

    /// Whole hours of the wait that are over, for a bar.
    pub fn hours_waited(&self, state_now: At) -> i64 {
        WAIT.num_hours() - self.hours_left(state_now).min(WAIT.num_hours())
    }

    /// `20 of 72 h left`, or since when it is due.
    pub fn wait_words(&self, state_now: At) -> String {
        match (self.hours_left(state_now), (state_now - self.due_at).num_hours()) {
            (0, 0) => "the wait is over".to_owned(),
            (0, late) => format!("the wait is over since {late} h"),
            (left, _) => format!("{left} of {} h left", WAIT.num_hours()),
        }
    }

    /// Where it stands now: the mark of its badge.
    pub fn mark(&self, state_now: At) -> &'static str {
        match (self.is_overdue(state_now), self.is_due(state_now)) {
            (true, _) => "refused",
            (_, true) => "waiting",
            _ => self.status.mark(),
        }
    }

    /// And its word.
    pub fn word(&self, state_now: At) -> &'static str {
        match (self.is_overdue(state_now), self.is_due(state_now), self.status) {
            (true, ..) => "Overdue",
            (_, true, _) => "Due now",
            (.., Status::Scheduled) => "Waiting",
            (.., status) => status.label(),
        }
    }

    /// Hours left of the wait, rounded up; at least one until it is over (product-spec §4.4).
    pub fn hours_left(&self, state_now: At) -> i64 {
        let seconds = (self.due_at - state_now).num_seconds();
        if seconds <= 0 { 0 } else { ((seconds + 3599) / 3600).max(1) }
    }
}

/// Somebody of the location, for lists and as a witness.
#[derive(Debug, Clone, Queryable)]
pub struct Person {
    pub id: UserId,
    pub name: String,
    pub active: bool,
}

impl Person {
    /// Everybody who ever worked here, by name.
    pub fn of_location(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let all = users::table
            .filter(users::location_id.eq(location))
            .order((users::name, users::id))
            .select((users::id, users::name, users::active))
            .load(conn)?;
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due_in(seconds: i64) -> (Destruction, At) {
        let now = At::default() + TimeDelta::days(20_000);
        let destruction = Destruction {
            id: DestructionId::new(),
            location_id: LocationId::new(),
            package_id: PackageId::new(),
            quantity: Quantity::ONE,
            reason_code: 6,
            reason_name: "Spoilage".into(),
            note: "mould".into(),
            status: Status::Scheduled,
            scheduled_by: UserId::new(),
            scheduled_at: now,
            due_at: now + TimeDelta::seconds(seconds),
            disposed_on: None,
            method: None,
            witness_one: None,
            witness_two: None,
            closed_by: None,
            closed_at: None,
            product_name: None,
            undo_reason: None,
        };
        (destruction, now)
    }

    #[test]
    fn hours_are_rounded_up_and_the_last_one_counts() {
        for (seconds, hours) in [(72 * 3600, 72), (71 * 3600 + 1, 72), (3600, 1), (1, 1), (0, 0), (-5, 0)] {
            let (destruction, now) = due_in(seconds);
            assert_eq!((destruction.hours_left(now), destruction.is_due(now)), (hours, seconds <= 0), "{seconds}");
        }
    }

    #[test]
    fn a_day_late_is_overdue() {
        let (destruction, now) = due_in(-24 * 3600);
        assert!(destruction.is_overdue(now) && !destruction.is_overdue(now - TimeDelta::seconds(1)));
    }
}
