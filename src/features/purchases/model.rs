//! The purchases table.

use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::features::rooms::Room;
use crate::schema::{purchases, rooms, users};
use crate::values::{At, LocationId, PurchaseId, RoomId, UserId, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;

text_enum! {
    Status {
        Draft = "draft", "Draft";
        Received = "received", "Received";
        Cancelled = "cancelled", "Cancelled";
    }
}

impl Status {
    /// The mark of its badge.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Draft => "held",
            Self::Received => "accepted",
            Self::Cancelled => "quiet",
        }
    }
}

/// What a person says of a purchase as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Insertable, AsChangeset)]
#[diesel(table_name = purchases)]
pub struct Said {
    pub vendor: String,
    /// Empty: the vendor gave none.
    pub invoice_number: String,
    pub delivered_on: NaiveDate,
    pub room_id: RoomId,
    pub note: String,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = purchases, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Purchase {
    pub id: PurchaseId,
    pub number: i64,
    pub vendor: String,
    pub invoice_number: String,
    pub delivered_on: NaiveDate,
    pub room_id: RoomId,
    pub note: String,
    pub status: Status,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: At,
    pub closed_by: Option<UserId>,
    pub closed_at: Option<At>,
}

impl Purchase {
    pub fn find(conn: &mut Conn, location: LocationId, id: PurchaseId) -> Result<Self> {
        Ok(purchases::table.find(id).filter(purchases::location_id.eq(location)).select(Self::as_select()).first(conn)?)
    }

    /// Writes a new draft.
    pub fn begin(tx: &mut Conn, location: LocationId, said: &Said, by: UserId, at: At) -> Result<PurchaseId> {
        let id = PurchaseId::new();
        let highest: Option<i64> =
            purchases::table.filter(purchases::location_id.eq(location)).select(diesel::dsl::max(purchases::number)).first(tx)?;
        diesel::insert_into(purchases::table)
            .values((
                purchases::id.eq(id),
                purchases::location_id.eq(location),
                purchases::number.eq(highest.unwrap_or_default() + 1),
                said,
                purchases::status.eq(Status::Draft),
                purchases::version.eq(1_i64),
                purchases::created_by.eq(by),
                purchases::created_at.eq(at),
            ))
            .execute(tx)
            .on_unique(|| Error::Busy("Somebody else has just begun a purchase. Press the button again."))?;
        Ok(id)
    }

    /// The next version of a draft, if it still is the one that somebody looked at; whoever was faster has it.
    pub fn claim(&self, tx: &mut Conn, seen: i64) -> Result<()> {
        let as_seen =
            purchases::table.find(self.id).filter(purchases::status.eq(Status::Draft)).filter(purchases::version.eq(seen));
        if diesel::update(as_seen).set(purchases::version.eq(seen + 1)).execute(tx)? == 1 {
            return Ok(());
        }
        self.must_be_draft()?;
        rule("This draft was changed since you opened it, so nothing was done. Look at it again.")
    }

    pub fn say(&self, tx: &mut Conn, said: &Said) -> Result<()> {
        diesel::update(purchases::table.find(self.id)).set(said).execute(tx)?;
        Ok(())
    }

    /// From a draft to its end; a second press, or somebody else's, finds none.
    pub fn close(&self, tx: &mut Conn, to: Status, by: UserId, at: At) -> Result<()> {
        let draft = purchases::table.find(self.id).filter(purchases::status.eq(Status::Draft));
        let end = (purchases::status.eq(to), purchases::closed_by.eq(by), purchases::closed_at.eq(at));
        if diesel::update(draft).set(end).execute(tx)? == 1 {
            return Ok(());
        }
        rule(format!("{} was received or cancelled by somebody else at this moment. Look at it again.", self.name()))
    }

    pub fn must_be_draft(&self) -> Result<()> {
        match self.status {
            Status::Draft => Ok(()),
            Status::Received => rule(format!(
                "{} is received and cannot be reopened. What was wrong about it goes back to the vendor.",
                self.name()
            )),
            Status::Cancelled => rule(format!("{} is cancelled. Begin another one.", self.name())),
        }
    }

    pub fn must_be_received(&self) -> Result<()> {
        if self.status == Status::Received {
            return Ok(());
        }
        rule(format!("{} is {}: there is nothing to send back yet.", self.name(), self.status.label().to_lowercase()))
    }

    /// `Purchase 3`.
    pub fn name(&self) -> String {
        format!("Purchase {}", self.number)
    }

    /// Others with the same invoice that are received already: perhaps this one is entered twice.
    pub fn same_invoice(&self, conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        if self.invoice_number.is_empty() {
            return Ok(Vec::new());
        }
        let others: Vec<Self> = purchases::table
            .filter(purchases::location_id.eq(location))
            .filter(purchases::invoice_number.eq(&self.invoice_number))
            .filter(purchases::status.eq(Status::Received))
            .filter(purchases::id.ne(self.id))
            .order(purchases::id)
            .select(Self::as_select())
            .load(conn)?;
        let same = |other: &Self| other.vendor.to_lowercase() == self.vendor.to_lowercase();
        Ok(others.into_iter().filter(same).collect())
    }
}

/// A purchase with its room and the people of it, for its pages.
#[derive(Debug, Clone)]
pub struct Shown {
    pub purchase: Purchase,
    pub room: Room,
    pub begun_by: String,
    pub closed_by: Option<String>,
}

impl Shown {
    pub fn find(conn: &mut Conn, location: LocationId, id: PurchaseId) -> Result<Self> {
        let purchase = Purchase::find(conn, location, id)?;
        let room = rooms::table.find(purchase.room_id).select(Room::as_select()).first(conn)?;
        let mut name = |user: UserId| -> Result<String> { Ok(users::table.find(user).select(users::name).first(conn)?) };
        let (begun_by, closed_by) = (name(purchase.created_by)?, purchase.closed_by.map(name).transpose()?);
        Ok(Self { purchase, room, begun_by, closed_by })
    }
}
