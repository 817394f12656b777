//! The pre_orders table: who wants something, when they come for it, and how far it is.

use super::event::Event;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::may::Clerk;
use crate::schema::{locations, pre_orders};
use crate::values::{At, LocationId, PatientId, PreOrderId, UserId, text_enum};
use chrono::{NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;
use diesel::prelude::*;

text_enum! {
    /// How far it is (product-spec 4.2).
    Status {
        /// Lines are still added; it promises nothing yet.
        Draft = "draft", "Being taken";
        Confirmed = "confirmed", "To pick";
        /// Every line has its packages.
        Picked = "picked", "Picked";
        Ready = "ready", "Ready";
        InCart = "in_cart", "In a cart";
        Collected = "collected", "Handed over";
        Cancelled = "cancelled", "Cancelled";
        Expired = "expired", "Ended by itself";
    }
}

impl Status {
    /// Those in which it waits for somebody, in the order of the tabs.
    pub const OPEN: [Self; 5] = [Self::Draft, Self::Confirmed, Self::Picked, Self::Ready, Self::InCart];
    /// Those that an impatient shop ends by itself, and anybody may cancel: what is in a cart is the cart's.
    pub const ENDABLE: [Self; 4] = [Self::Draft, Self::Confirmed, Self::Picked, Self::Ready];

    /// The colour of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Confirmed => "waiting",
            Self::Picked | Self::InCart => "held",
            Self::Ready | Self::Collected => "accepted",
            Self::Draft | Self::Cancelled | Self::Expired => "quiet",
        }
    }

    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }
}

text_enum! {
    /// How the wish reached us.
    Source {
        Phone = "phone", "By phone";
        Counter = "counter", "At the counter";
        Web = "web", "Web site";
        Other = "other", "Otherwise";
    }
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = pre_orders, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct PreOrder {
    pub id: PreOrderId,
    pub location_id: LocationId,
    pub number: i64,
    pub patient_id: PatientId,
    pub status: Status,
    pub source: Source,
    /// What somebody else calls it. A field of its own that nothing writes twice: elsewhere it stood in an editable one, and was lost.
    pub external_number: Option<String>,
    pub pickup_on: NaiveDate,
    pub from_minute: i64,
    pub to_minute: i64,
    /// The end of the window.
    pub due_at: At,
    pub note: String,
    pub last_scan: Option<String>,
    pub last_scan_refused: bool,
    pub created_by: UserId,
    pub created_at: At,
    /// Who put the last package into the bag.
    pub picked_by: Option<UserId>,
    pub picked_at: Option<At>,
    pub ready_at: Option<At>,
    pub notified_by: Option<UserId>,
    pub notified_at: Option<At>,
    pub ended_at: Option<At>,
    pub end_reason: Option<String>,
    pub touched_at: At,
}

impl PreOrder {
    /// What its ticket says to a scanner.
    pub fn code(&self) -> String {
        format!("PRE-{}", self.number)
    }

    pub fn find(conn: &mut Conn, location: LocationId, id: PreOrderId) -> Result<Self> {
        let here = pre_orders::table.find(id).filter(pre_orders::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    pub fn of_number(conn: &mut Conn, location: LocationId, number: i64) -> Result<Option<Self>> {
        let here = pre_orders::table.filter(pre_orders::location_id.eq(location)).filter(pre_orders::number.eq(number));
        Ok(here.select(Self::as_select()).first(conn).optional()?)
    }

    /// [`PreOrder::find`], and this transaction's alone: written before it is read, so that it waits for whoever is just changing it.
    pub fn take(tx: &mut Conn, clerk: &Clerk, id: PreOrderId, now: At) -> Result<Self> {
        let here = pre_orders::table.find(id).filter(pre_orders::location_id.eq(clerk.location));
        diesel::update(here).set(pre_orders::touched_at.eq(now)).execute(tx)?;
        Self::find(tx, clerk.location, id)
    }

    /// The shop's next number. The shop's row is written first, so that two do not read the same highest one.
    pub fn next_number(tx: &mut Conn, location: LocationId) -> Result<i64> {
        diesel::update(locations::table.find(location)).set(locations::name.eq(locations::name)).execute(tx)?;
        let here = pre_orders::table.filter(pre_orders::location_id.eq(location));
        let highest: Option<i64> = here.select(diesel::dsl::max(pre_orders::number)).first(tx)?;
        Ok(highest.unwrap_or_default() + 1)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(pre_orders::table).values(self).execute(tx).on_unique(|| {
            let (source, number) = (self.source.label(), self.external_number.as_deref().unwrap_or_default());
            Error::Rule(format!("There is a pre-order {number} ({source}) already. Search for it in the list."))
        })?;
        Ok(())
    }

    /// Another day, window or note.
    pub fn save(&self, tx: &mut Conn) -> Result<()> {
        let said = (
            pre_orders::pickup_on.eq(self.pickup_on),
            pre_orders::from_minute.eq(self.from_minute),
            pre_orders::to_minute.eq(self.to_minute),
            pre_orders::due_at.eq(self.due_at),
            pre_orders::note.eq(&self.note),
        );
        diesel::update(pre_orders::table.find(self.id)).set(said).execute(tx)?;
        Ok(())
    }

    /// From here on it is so far. The order is [`PreOrder::take`]n, so nobody else can be quicker.
    pub fn becomes(&self, tx: &mut Conn, status: Status, by: Option<UserId>, words: &str, now: At) -> Result<()> {
        diesel::update(pre_orders::table.find(self.id)).set(pre_orders::status.eq(status)).execute(tx)?;
        Event::note(tx, self.id, by, words, now)
    }

    /// It is over, and says why.
    pub fn end(&self, tx: &mut Conn, status: Status, by: Option<UserId>, reason: &str, now: At) -> Result<()> {
        let over = (pre_orders::ended_at.eq(now), pre_orders::end_reason.eq(reason));
        diesel::update(pre_orders::table.find(self.id)).set(over).execute(tx)?;
        self.becomes(tx, status, by, &format!("{}: {reason}", status.label()), now)
    }

    /// Who put the last package in.
    pub fn was_picked(&self, tx: &mut Conn, by: UserId, now: At) -> Result<()> {
        let picked = (pre_orders::picked_by.eq(by), pre_orders::picked_at.eq(now));
        diesel::update(pre_orders::table.find(self.id)).set(picked).execute(tx)?;
        Ok(())
    }

    pub fn is_ready_since(&self, tx: &mut Conn, now: At) -> Result<()> {
        diesel::update(pre_orders::table.find(self.id)).set(pre_orders::ready_at.eq(now)).execute(tx)?;
        Ok(())
    }

    /// Somebody has told the patient.
    pub fn was_notified(&self, tx: &mut Conn, by: UserId, now: At) -> Result<()> {
        let told = (pre_orders::notified_by.eq(by), pre_orders::notified_at.eq(now));
        diesel::update(pre_orders::table.find(self.id)).set(told).execute(tx)?;
        Ok(())
    }

    /// What became of the last scan; the pick page shows it until the next one.
    pub fn note_scan(tx: &mut Conn, id: PreOrderId, words: &str, refused: bool) -> Result<()> {
        let said = (pre_orders::last_scan.eq(words), pre_orders::last_scan_refused.eq(refused));
        diesel::update(pre_orders::table.find(id)).set(said).execute(tx)?;
        Ok(())
    }

    /// Lines are added, changed and removed only before anything of it is in a bag.
    pub fn must_be_editable(&self, is_picked: bool) -> Result<()> {
        match self.status {
            Status::Draft | Status::Confirmed if !is_picked => Ok(()),
            Status::Draft | Status::Confirmed | Status::Picked | Status::Ready => {
                rule("Something is picked for it already. Take everything out of the bag first, then change it.")
            }
            _ => rule(self.over_words()),
        }
    }

    /// Why nothing can be done with it any more.
    pub fn over_words(&self) -> String {
        match self.status {
            Status::InCart => format!("Pre-order {} is in a cart at the register; it goes on there.", self.number),
            Status::Collected => format!("Pre-order {} was handed over already.", self.number),
            _ => format!("Pre-order {} has ended: {}", self.number, self.end_reason.as_deref().unwrap_or("nobody knows why.")),
        }
    }

    /// `2:00 PM–6:00 PM`.
    pub fn window(&self) -> String {
        format!("{}–{}", time(self.from_minute), time(self.to_minute))
    }
}

fn time(minute: i64) -> String {
    let (hour, minute) = (minute / 60, minute % 60);
    let (twelve, half) = (if hour % 12 == 0 { 12 } else { hour % 12 }, if hour < 12 { "AM" } else { "PM" });
    format!("{twelve}:{minute:02} {half}")
}

/// When the window of a day ends. In the hour that a clock is put back it is the later one, so that nobody is too late by it.
pub fn due(day: NaiveDate, to_minute: i64, zone: Tz) -> At {
    let wall = day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(to_minute);
    zone.from_local_datetime(&wall).latest().map_or(wall, |at| at.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_by_the_shops_clock_in_summer_and_in_winter() {
        let at = |month, day| due(NaiveDate::from_ymd_opt(2026, month, day).unwrap(), 18 * 60, chrono_tz::America::New_York);
        assert_eq!(at(11, 23).to_string(), "2026-11-23 23:00:00");
        assert_eq!(at(7, 1).to_string(), "2026-07-01 22:00:00");
        assert_eq!((time(0), time(12 * 60 + 5), time(18 * 60)), ("12:00 AM".into(), "12:05 PM".into(), "6:00 PM".into()));
    }
}
