//! The locations table.

use crate::db::Conn;
use crate::error::{Result, internal, rule};
use crate::event::{Category, Picture, Watched};
use crate::rules::allotment::Variant;
use crate::rules::hours;
use crate::schema::{locations, rooms};
use crate::values::clock::local;
use crate::values::{At, License, LocationId, RoomId, text_enum};
use chrono::Timelike;
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

text_enum! {
    /// *Create Batches Automatically* (mission row 9): what the lot name is filled with on receiving.
    CreateBatches {
        Never = "never", "Never";
        Package = "package", "From package ID";
        Manifest = "manifest", "From manifest";
    }
}

/// A shop and its settings.
#[derive(Debug, Clone, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = locations, treat_none_as_null = true, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Location {
    pub id: LocationId,
    pub name: String,
    pub license: License,
    pub address: String,
    pub phone: String,
    pub time_zone: String,
    /// Minutes after local midnight; equal: never closes.
    pub opens_minute: i64,
    pub closes_minute: i64,
    pub create_batches: CreateBatches,
    /// Where accepted goods go unless the receiver says otherwise; none: they stay where the state puts them.
    pub receiving_room_id: Option<RoomId>,
    /// A product's expiry counted from the day of receipt; 0: none is filled in.
    pub expiry_days: i64,
    pub drivers_enabled: bool,
    /// The register takes scans only; no search by name.
    pub scan_only: bool,
    pub id_check_required: bool,
    pub idle_blank_minutes: i64,
    pub password_length: i64,
    /// Days until a password must be changed; 0: never.
    pub password_days: i64,
    /// Sales tax on what is not exempt, in hundredths of a percent.
    pub tax_rate_basis_points: i64,
    pub receipt_footer: String,
    /// Two people sign a certificate before its packages are sold.
    pub two_person_release: bool,
    /// A sale that takes cash needs an open drawer.
    pub cash_in_drawers: bool,
    /// Those who count a drawer are not told what should be in it.
    pub blind_counts: bool,
    /// How long a cart may hold goods untouched; 0: for ever.
    pub cart_minutes: i64,
    /// So many hours after its window a pre-order ends by itself; 0: never.
    pub pre_order_hours: i64,
    /// The state's reason for which what customers bring back is scheduled for destruction by itself; none: a person schedules it.
    pub schedule_returns: Option<i64>,
    /// Digits of a PIN set from now on.
    pub pin_length: i64,
    /// How many dates a dispensation counts for in our own calculation.
    pub window_variant: Variant,
    /// The law's dispensing hours bind, whatever our own are.
    pub law_hours: bool,
    /// Who signs in here is signed out wherever else they were.
    pub one_session: bool,
}

impl Location {
    pub fn find(conn: &mut Conn, id: LocationId) -> Result<Self> {
        Ok(locations::table.find(id).select(Self::as_select()).first(conn)?)
    }

    pub fn all(conn: &mut Conn) -> Result<Vec<Self>> {
        Ok(locations::table.order(locations::name).select(Self::as_select()).load(conn)?)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(locations::table).values(self).execute(tx)?;
        Ok(())
    }

    /// Writes the settings over the ones before.
    pub fn save(&self, tx: &mut Conn) -> Result<()> {
        diesel::update(locations::table.find(self.id)).set(self).execute(tx)?;
        Ok(())
    }

    pub fn zone(&self) -> Result<Tz> {
        self.time_zone.parse().map_err(|_| internal(format!("“{}” is no time zone", self.time_zone)))
    }

    /// In characters; for passwords set from now on.
    pub fn shortest_password(&self) -> Result<usize> {
        usize::try_from(self.password_length).map_err(|_| internal(format!("{} is no password length", self.password_length)))
    }

    /// In digits; for PINs set from now on.
    pub fn pin_digits(&self) -> Result<usize> {
        usize::try_from(self.pin_length).map_err(|_| internal(format!("{} is no PIN length", self.pin_length)))
    }

    /// Whether anything may be dispensed: by the shop's own hours, and by the law's unless this location sets them aside.
    pub fn must_dispense(&self, at: At) -> Result<()> {
        match self.closed(at)? {
            Some(words) => rule(format!("{words} The cart stays as it is.")),
            None => Ok(()),
        }
    }

    /// Why nothing may be dispensed now, if so.
    pub fn closed(&self, at: At) -> Result<Option<String>> {
        let zone = self.zone()?;
        if self.law_hours && !hours::allow(at, zone) {
            return Ok(Some(hours::words(at, zone)));
        }
        let words = || format!("Nothing may be dispensed outside the shop's hours ({}).", self.hours());
        Ok((!self.is_open(at)?).then(words))
    }

    /// May the shop dispense by its own hours? Opening is inside, closing is outside (florida-rules C12).
    pub fn is_open(&self, at: At) -> Result<bool> {
        if self.opens_minute == self.closes_minute {
            return Ok(true);
        }
        let time = local(at, self.zone()?);
        let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
        let inside = if self.opens_minute < self.closes_minute {
            (self.opens_minute..self.closes_minute).contains(&minute)
        } else {
            minute >= self.opens_minute || minute < self.closes_minute
        };
        Ok(inside)
    }

    /// `07:00`, or "never closes".
    pub fn hours(&self) -> String {
        if self.opens_minute == self.closes_minute {
            return "never closes".to_owned();
        }
        let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("{}–{}", clock(self.opens_minute), clock(self.closes_minute))
    }
}

/// Whether a location has drivers and vehicles, and who reads that may switch them on.
#[derive(Debug, Clone, Copy)]
pub struct FleetSwitch {
    pub location: LocationId,
    pub is_on: bool,
    pub may_set: bool,
}

impl FleetSwitch {
    pub fn find(conn: &mut Conn, location: LocationId, may_set: bool) -> Result<Self> {
        let is_on = locations::table.find(location).select(locations::drivers_enabled).first(conn)?;
        Ok(Self { location, is_on, may_set })
    }
}

/// The settings of a location, field by field: one that is added is watched too.
impl Watched for Location {
    const CATEGORY: Category = Category::Settings;
    type Id = LocationId;

    fn picture(conn: &mut Conn, _: LocationId, id: &LocationId) -> Result<Picture> {
        let location = Self::find(conn, *id)?;
        let room: Option<String> = match location.receiving_room_id {
            Some(room) => Some(rooms::table.find(room).select(rooms::name).first(conn)?),
            None => None,
        };
        let picture = Picture::of(id, &location.name).all(&location)?.without("Id");
        Ok(picture.instead("Receiving room id", room.unwrap_or_default()))
    }
}
