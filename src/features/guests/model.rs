//! The guests table: visits, open and over.

use super::lane::{Kind, Lane};
use super::stamp;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::may::Clerk;
use crate::schema::{guest_lanes, guests, users};
use crate::values::{At, CartId, GuestId, LaneId, LocationId, PatientId, RegistryReadId, UserId, clock, text_enum};
use chrono::NaiveDate;
use diesel::prelude::*;

text_enum! {
    /// What a guest came for.
    Errand {
        WalkIn = "walk_in", "Walk-in";
        Pickup = "pickup", "Pickup";
        Delivery = "delivery", "Delivery";
        Curbside = "curbside", "Curbside";
    }
}

text_enum! {
    /// How a visit ended.
    Outcome {
        Served = "served", "Served";
        Left = "left", "Left";
        TurnedAway = "turned_away", "Turned away";
    }
}

/// One visit.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = guests, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Guest {
    pub id: GuestId,
    pub location_id: LocationId,
    pub lane_id: LaneId,
    /// None until the registry has been read.
    pub patient_id: Option<PatientId>,
    pub card_id: String,
    pub card_key: String,
    pub initials: String,
    pub person_digest: Option<String>,
    pub licence_digest: Option<String>,
    pub licence_expires_on: Option<NaiveDate>,
    pub caregiver_card_id: Option<String>,
    pub errand: Errand,
    pub registry_read_id: Option<RegistryReadId>,
    /// Why they may not be served, in words.
    pub trouble: Option<String>,
    pub asked_at: Option<At>,
    pub held_by: Option<UserId>,
    pub held_at: Option<At>,
    pub cart_id: Option<CartId>,
    pub outcome: Option<Outcome>,
    pub reason: Option<String>,
    pub checked_in_by: UserId,
    pub checked_in_at: At,
    pub ended_at: Option<At>,
    pub stamp: i64,
}

/// A card's number as it is compared (florida-rules 1.14).
pub fn card_key(card: &str) -> String {
    card.trim().to_lowercase()
}

impl Guest {
    /// A visit that begins now; whoever makes it fills in what is known.
    pub fn begin(by: &Clerk, lane: LaneId, card: &str, errand: Errand, now: At) -> Self {
        Self {
            id: GuestId::new(),
            location_id: by.location,
            lane_id: lane,
            patient_id: None,
            card_id: card.trim().to_owned(),
            card_key: card_key(card),
            initials: String::new(),
            person_digest: None,
            licence_digest: None,
            licence_expires_on: None,
            caregiver_card_id: None,
            errand,
            registry_read_id: None,
            trouble: None,
            asked_at: None,
            held_by: None,
            held_at: None,
            cart_id: None,
            outcome: None,
            reason: None,
            checked_in_by: by.user,
            checked_in_at: now,
            ended_at: None,
            stamp: stamp(),
        }
    }

    /// One of this shop.
    pub fn find(conn: &mut Conn, location: LocationId, id: GuestId) -> Result<Self> {
        let here = guests::table.find(id).filter(guests::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// [`Guest::find`], still here.
    pub fn present(conn: &mut Conn, clerk: &Clerk, id: GuestId) -> Result<Self> {
        let guest = Self::find(conn, clerk.location, id)?;
        match (guest.ended_at, guest.outcome) {
            (Some(at), Some(outcome)) => rule(format!(
                "This visit is over since {} ({}). Check the patient in again to serve them.",
                clock::local(at, clerk.zone).format("%-I:%M %p"),
                outcome.label().to_lowercase()
            )),
            _ => Ok(guest),
        }
    }

    /// The open visit of whoever has this card.
    pub fn with_card(conn: &mut Conn, location: LocationId, card: &str) -> Result<Option<Self>> {
        let here = guests::table
            .filter(guests::location_id.eq(location))
            .filter(guests::card_key.eq(card_key(card)))
            .filter(guests::ended_at.is_null());
        Ok(here.select(Self::as_select()).first(conn).optional()?)
    }

    /// The open visit that a cart belongs to.
    pub fn of_cart(conn: &mut Conn, cart: CartId) -> Result<Option<Self>> {
        let here = guests::table.filter(guests::cart_id.eq(cart)).filter(guests::ended_at.is_null());
        Ok(here.select(Self::as_select()).first(conn).optional()?)
    }

    /// Everybody who is here, in the order of coming.
    pub fn all_present(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let here = guests::table
            .filter(guests::location_id.eq(location))
            .filter(guests::ended_at.is_null())
            .order((guests::checked_in_at, guests::id))
            .select(Self::as_select())
            .load(conn)?;
        Ok(here)
    }

    /// Visits that have ended since, the last first.
    pub fn gone_since(conn: &mut Conn, location: LocationId, since: At, most: i64) -> Result<Vec<Self>> {
        let gone = guests::table
            .filter(guests::location_id.eq(location))
            .filter(guests::ended_at.ge(since))
            .order((guests::ended_at.desc(), guests::id.desc()))
            .limit(most)
            .select(Self::as_select())
            .load(conn)?;
        Ok(gone)
    }

    /// What changes with every change of the list: compared by the task that tells the screens.
    pub fn fingerprint(conn: &mut Conn, location: LocationId) -> Result<(usize, i64)> {
        let here = guests::table.filter(guests::location_id.eq(location)).filter(guests::ended_at.is_null());
        let mut stamps: Vec<i64> = here.select(guests::stamp).load(conn)?;
        let lanes = guest_lanes::table.filter(guest_lanes::location_id.eq(location));
        stamps.extend(lanes.select(guest_lanes::stamp).load::<i64>(conn)?);
        Ok((stamps.len(), stamps.iter().fold(0, |sum, stamp| sum.wrapping_add(*stamp))))
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(guests::table)
            .values(self)
            .execute(tx)
            .on_unique(|| Error::Rule("This patient is checked in already. Look for their card in the list.".into()))?;
        Ok(())
    }

    /// The kind of lane they are in.
    pub fn kind(&self, conn: &mut Conn) -> Result<Kind> {
        Ok(Lane::find(conn, self.location_id, self.lane_id)?.kind)
    }

    /// Who has them, since when, in words for whoever comes second.
    pub fn holder_words(&self, conn: &mut Conn, clerk: &Clerk) -> Result<Option<String>> {
        let (Some(user), Some(at)) = (self.held_by, self.held_at) else { return Ok(None) };
        let name: String = users::table.find(user).select(users::name).first(conn)?;
        let since = clock::local(at, clerk.zone).format("%-I:%M:%S %p");
        Ok(Some(format!("{name} has had this guest since {since}. Take another, or ask {name} to hand this one over.")))
    }

    /// Takes them, unless somebody else has them. `false`: somebody has.
    #[must_use = "false means that somebody else was quicker"]
    pub fn take(tx: &mut Conn, id: GuestId, by: &Clerk, lane: LaneId, cart: Option<CartId>, now: At) -> Result<bool> {
        let free = guests::table
            .find(id)
            .filter(guests::ended_at.is_null())
            .filter(guests::held_by.is_null().or(guests::held_by.eq(by.user)));
        let taken = (
            guests::held_by.eq(by.user),
            guests::held_at.eq(now),
            guests::lane_id.eq(lane),
            guests::cart_id.eq(cart),
            guests::stamp.eq(stamp()),
        );
        Ok(diesel::update(free).set(taken).execute(tx)? == 1)
    }

    /// Into another lane, in nobody's hands; only while nobody else has changed the visit and no cart belongs to it.
    #[must_use = "false means that somebody else was quicker"]
    pub fn put(&self, tx: &mut Conn, lane: LaneId) -> Result<bool> {
        let same = guests::table.find(self.id).filter(guests::stamp.eq(self.stamp)).filter(guests::ended_at.is_null());
        let put = (
            guests::held_by.eq(None::<UserId>),
            guests::held_at.eq(None::<At>),
            guests::lane_id.eq(lane),
            guests::stamp.eq(stamp()),
        );
        Ok(diesel::update(same).set(put).execute(tx)? == 1)
    }

    /// The visit is over. `false`: somebody else has just changed it.
    #[must_use = "false means that somebody else was quicker"]
    pub fn end(&self, tx: &mut Conn, outcome: Outcome, reason: Option<&str>, at: At) -> Result<bool> {
        let lane = Lane::first_of(tx, self.location_id, Kind::Done)?.id;
        let same = guests::table.find(self.id).filter(guests::stamp.eq(self.stamp)).filter(guests::ended_at.is_null());
        let over = (
            guests::outcome.eq(outcome),
            guests::reason.eq(reason),
            guests::ended_at.eq(at),
            guests::lane_id.eq(lane),
            guests::stamp.eq(stamp()),
        );
        Ok(diesel::update(same).set(over).execute(tx)? == 1)
    }

    /// Written over the row that was read, unless somebody has changed it meanwhile.
    #[must_use = "false means that somebody else was quicker"]
    pub fn save(&self, tx: &mut Conn) -> Result<bool> {
        let same = guests::table.find(self.id).filter(guests::stamp.eq(self.stamp)).filter(guests::ended_at.is_null());
        let saved = (
            guests::lane_id.eq(self.lane_id),
            guests::patient_id.eq(self.patient_id),
            guests::initials.eq(&self.initials),
            guests::caregiver_card_id.eq(&self.caregiver_card_id),
            guests::registry_read_id.eq(self.registry_read_id),
            guests::trouble.eq(&self.trouble),
            guests::asked_at.eq(self.asked_at),
            guests::stamp.eq(stamp()),
        );
        Ok(diesel::update(same).set(saved).execute(tx)? == 1)
    }

    /// The screens look again: something about the visit changed that is kept elsewhere.
    pub fn touch(tx: &mut Conn, id: GuestId) -> Result<()> {
        diesel::update(guests::table.find(id)).set(guests::stamp.eq(stamp())).execute(tx)?;
        Ok(())
    }
}
