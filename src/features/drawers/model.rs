//! The `drawer_sessions` table: a drawer from its opening to its closing.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::may::Clerk;
use crate::schema::{drawer_sessions, registers, users};
use crate::values::{At, Cents, DrawerSessionId, LocationId, RegisterId, UserId, clock, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;

text_enum! {
    /// Where a drawer stands.
    Status {
        Open = "open", "Open";
        /// Somebody counts: nothing but a sale moves in it.
        Counting = "counting", "Being counted";
        Closed = "closed", "Closed";
    }
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Open => "accepted",
            Self::Counting => "waiting",
            Self::Closed => "quiet",
        }
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = drawer_sessions, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Drawer {
    pub id: DrawerSessionId,
    pub register_id: RegisterId,
    pub location_id: LocationId,
    pub status: Status,
    pub business_date: NaiveDate,
    pub left_cents: Option<Cents>,
    pub opening_cents: Cents,
    pub opened_by: UserId,
    pub opened_at: At,
    pub balance_cents: Cents,
    pub held_cents: Cents,
    pub moves: i64,
    pub counts: i64,
    pub counted_by: Option<UserId>,
    pub counting_at: Option<At>,
    pub counting_moves: Option<i64>,
    pub counting_cents: Option<Cents>,
    pub denominations: Option<String>,
    pub expected_cents: Option<Cents>,
    pub counted_cents: Option<Cents>,
    pub next_cents: Option<Cents>,
    pub deposit_cents: Option<Cents>,
    pub note: Option<String>,
    pub closed_at: Option<At>,
    pub after_close_cents: Cents,
}

impl Drawer {
    /// A drawer that is opened now.
    pub fn new(clerk: &Clerk, register: RegisterId, opening: Cents, left: Option<Cents>, now: At) -> Self {
        Self {
            id: DrawerSessionId::new(),
            register_id: register,
            location_id: clerk.location,
            status: Status::Open,
            business_date: clock::local_date(now, clerk.zone),
            left_cents: left,
            opening_cents: opening,
            opened_by: clerk.user,
            opened_at: now,
            balance_cents: opening,
            held_cents: Cents::ZERO,
            moves: 0,
            counts: 0,
            counted_by: None,
            counting_at: None,
            counting_moves: None,
            counting_cents: None,
            denominations: None,
            expected_cents: None,
            counted_cents: None,
            next_cents: None,
            deposit_cents: None,
            note: None,
            closed_at: None,
            after_close_cents: Cents::ZERO,
        }
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: DrawerSessionId) -> Result<Self> {
        let here = drawer_sessions::table.find(id).filter(drawer_sessions::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// The one drawer of a register that is not closed.
    pub fn open_of(conn: &mut Conn, register: RegisterId) -> Result<Option<Self>> {
        let open = drawer_sessions::table
            .filter(drawer_sessions::register_id.eq(register))
            .filter(drawer_sessions::status.ne(Status::Closed));
        Ok(open.select(Self::as_select()).first(conn).optional()?)
    }

    /// What the last closing of a register left in it.
    pub fn left_in(conn: &mut Conn, register: RegisterId) -> Result<Option<Cents>> {
        let last: Option<Option<Cents>> = drawer_sessions::table
            .filter(drawer_sessions::register_id.eq(register))
            .filter(drawer_sessions::status.eq(Status::Closed))
            .order(drawer_sessions::id.desc())
            .select(drawer_sessions::next_cents)
            .first(conn)
            .optional()?;
        Ok(last.flatten())
    }

    pub fn insert(tx: &mut Conn, drawer: &Self) -> Result<()> {
        diesel::insert_into(drawer_sessions::table).values(drawer).execute(tx).on_unique(|| {
            Error::Rule("Somebody else has just opened this drawer. Look at it under Drawers, and go on with it.".into())
        })?;
        Ok(())
    }

    /// Drawers that nobody has closed since an earlier day: register, drawer, opened when.
    pub fn forgotten(conn: &mut Conn, location: LocationId, today: NaiveDate) -> Result<Vec<(String, DrawerSessionId, At)>> {
        let old = drawer_sessions::table
            .inner_join(registers::table)
            .filter(drawer_sessions::location_id.eq(location))
            .filter(drawer_sessions::status.ne(Status::Closed))
            .filter(drawer_sessions::business_date.lt(today))
            .order(drawer_sessions::opened_at)
            .select((registers::name, drawer_sessions::id, drawer_sessions::opened_at))
            .load(conn)?;
        Ok(old)
    }

    /// The name of a person.
    pub fn name_of(conn: &mut Conn, user: Option<UserId>) -> Result<String> {
        match user {
            Some(user) => Ok(users::table.find(user).select(users::name).first(conn)?),
            None => Ok(String::new()),
        }
    }

    pub fn register_name(&self, conn: &mut Conn) -> Result<String> {
        Ok(registers::table.find(self.register_id).select(registers::name).first(conn)?)
    }

    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    pub fn is_counting(&self) -> bool {
        self.status == Status::Counting
    }

    pub fn is_closed(&self) -> bool {
        self.status == Status::Closed
    }

    /// What may be taken out: what is promised to voids and refunds may not.
    pub fn free(&self) -> Cents {
        self.balance_cents.minus(self.held_cents)
    }

    /// Counted more (or, negative, less) than there should have been.
    pub fn over_short(&self) -> Option<Cents> {
        Some(self.counted_cents?.minus(self.expected_cents?))
    }

    /// How it was opened against what the last closing left; none when both agree, or there was no closing before.
    pub fn opened_over(&self) -> Option<Cents> {
        self.left_cents.map(|left| self.opening_cents.minus(left)).filter(|over| *over != Cents::ZERO)
    }

    /// Why nothing may be moved in this drawer now, said with who is at it.
    pub fn must_be_open(&self, conn: &mut Conn, clerk: &Clerk) -> Result<()> {
        let name = self.register_name(conn)?;
        match self.status {
            Status::Open => Ok(()),
            Status::Counting => {
                let who = Self::name_of(conn, self.counted_by)?;
                let since = self.counting_at.map(|at| clock::local(at, clerk.zone).format(" since %-I:%M %p").to_string());
                rule(format!(
                    "{who} is counting the drawer of {name}{}, so nothing was done. End the count first: close the drawer, or go back to selling.",
                    since.unwrap_or_default()
                ))
            }
            Status::Closed => {
                rule(format!("This drawer of {name} is closed, and nothing is added to it. Open the register's drawer anew."))
            }
        }
    }
}

/// `over by $2.00`, `short by $1.50`, `neither over nor short`.
pub fn over_words(over: Cents) -> String {
    match over {
        Cents::ZERO => "neither over nor short".to_owned(),
        more if more > Cents::ZERO => format!("over by {more}"),
        less => format!("short by {}", Cents::ZERO.minus(less)),
    }
}
