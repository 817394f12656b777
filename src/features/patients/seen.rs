//! Who looked at which patient's record, when and where. Insert only; nothing here is ever changed or deleted.

use crate::app::App;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::Clerk;
use crate::schema::{patient_views, patients, users};
use crate::values::{At, LocationId, PatientId, PatientViewId, UserId, clock, text_enum};
use crate::web::paging::{Cursor, PAGE_AND_ONE, Paged};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use diesel::prelude::*;
use serde::Deserialize;

text_enum! {
    /// Where a record was looked at.
    Place {
        CheckIn = "check_in", "Check-in";
        Guest = "guest", "Guest card";
        Till = "till", "Register";
        Search = "search", "Patient, from the search";
        Profile = "profile", "Patient";
        Sale = "sale", "Sale";
        Receipt = "receipt", "Receipt";
        Label = "label", "Product label";
        PreOrder = "pre_order", "Pre-order";
    }
}

/// Writes the look down. Called before the page is shown: what cannot be logged is not shown.
pub async fn seen(app: &App, clerk: &Clerk, patient: PatientId, place: Place) -> Result<()> {
    let (location, user, now) = (clerk.location, clerk.user, app.clock.now());
    app.db
        .write(move |tx| {
            diesel::insert_into(patient_views::table)
                .values((
                    patient_views::id.eq(PatientViewId::new()),
                    patient_views::location_id.eq(location),
                    patient_views::user_id.eq(user),
                    patient_views::patient_id.eq(patient),
                    patient_views::place.eq(place),
                    patient_views::viewed_at.eq(now),
                ))
                .execute(tx)?;
            Ok(())
        })
        .await
}

/// One look, without the patient's name.
#[derive(Clone, Queryable)]
pub struct View {
    pub id: PatientViewId,
    pub viewed_at: At,
    pub who: String,
    pub place: Place,
    pub patient: PatientId,
    pub card: String,
}

/// Which looks somebody wants to see; kept in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    pub who: String,
    pub place: String,
    pub patient: String,
    pub from: String,
    pub to: String,
}

/// The filter as the list reads it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub who: Option<UserId>,
    pub place: Option<Place>,
    pub patient: Option<PatientId>,
    pub from: Option<At>,
    pub to: Option<At>,
}

impl Filter {
    /// Days are the shop's; both count.
    pub fn asked(&self, zone: Tz) -> Result<Asked> {
        let begins = |day: NaiveDate| day.and_hms_opt(0, 0, 0).and_then(|at| at.and_local_timezone(zone).earliest());
        let day = |text: &str| match text.trim() {
            "" => Ok(None),
            text => match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
                Ok(day) => Ok(Some(day)),
                Err(_) => rule(format!("“{text}” is no date. Write it like 2026-11-23.")),
            },
        };
        Ok(Asked {
            who: parsed(&self.who)?,
            place: parsed(&self.place)?,
            patient: parsed(&self.patient)?,
            from: day(&self.from)?.and_then(begins).map(|at| at.naive_utc()),
            to: day(&self.to)?.and_then(|day| day.checked_add_days(Days::new(1))).and_then(begins).map(|at| at.naive_utc()),
        })
    }

    /// The query of the list's address, without `?`. Nothing in it needs escaping once it was read.
    pub fn query(&self) -> String {
        let pairs =
            [("who", &self.who), ("place", &self.place), ("patient", &self.patient), ("from", &self.from), ("to", &self.to)];
        let set = pairs.into_iter().filter(|(_, value)| !value.trim().is_empty());
        set.map(|(name, value)| format!("{name}={}", value.trim())).collect::<Vec<_>>().join("&")
    }
}

fn parsed<T: std::str::FromStr<Err = crate::values::Unreadable>>(text: &str) -> Result<Option<T>> {
    if text.trim().is_empty() { Ok(None) } else { Ok(Some(text.trim().parse()?)) }
}

impl View {
    /// The newest first.
    pub fn listed(conn: &mut Conn, location: LocationId, asked: &Asked, cursor: &Cursor, most: i64) -> Result<Vec<Self>> {
        let mut rows = patient_views::table
            .inner_join(users::table)
            .inner_join(patients::table)
            .filter(patient_views::location_id.eq(location))
            .into_boxed();
        if let Some(who) = asked.who {
            rows = rows.filter(patient_views::user_id.eq(who));
        }
        if let Some(place) = asked.place {
            rows = rows.filter(patient_views::place.eq(place));
        }
        if let Some(patient) = asked.patient {
            rows = rows.filter(patient_views::patient_id.eq(patient));
        }
        if let Some(from) = asked.from {
            rows = rows.filter(patient_views::viewed_at.ge(from));
        }
        if let Some(to) = asked.to {
            rows = rows.filter(patient_views::viewed_at.lt(to));
        }
        rows = match (&cursor.older, &cursor.newer) {
            (Some(key), _) => rows.filter(patient_views::id.lt(key.parse::<PatientViewId>()?)).order(patient_views::id.desc()),
            (None, Some(key)) => rows.filter(patient_views::id.gt(key.parse::<PatientViewId>()?)).order(patient_views::id.asc()),
            (None, None) => rows.order(patient_views::id.desc()),
        };
        let columns = (
            patient_views::id,
            patient_views::viewed_at,
            users::name,
            patient_views::place,
            patient_views::patient_id,
            patients::card_id,
        );
        Ok(rows.limit(most).select(columns).load(conn)?)
    }

    /// A page of them.
    pub fn page(conn: &mut Conn, location: LocationId, asked: &Asked, cursor: &Cursor) -> Result<Paged<Self>> {
        let rows = Self::listed(conn, location, asked, cursor, PAGE_AND_ONE)?;
        Ok(Paged::new(rows, cursor, |view| view.id.to_string()))
    }

    /// The last four characters of the patient's card.
    pub fn masked_card(&self) -> String {
        super::masked(&self.card)
    }

    /// For a file: the instant in the shop's zone.
    pub fn cells(&self, zone: Tz) -> Vec<String> {
        let at = clock::local(self.viewed_at, zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        vec![at, self.who.clone(), self.place.label().to_owned(), self.patient.to_string(), self.masked_card()]
    }
}
