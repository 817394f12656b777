//! Our copy of the state's list of laboratories, refreshed daily by whoever opens a form that needs it.

use crate::app::{App, By, Record};
use crate::biotrack::Vendor;
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may::{self, May};
use crate::schema::laboratories;
use crate::values::{At, FormKey, License};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::Serialize;

const FRESH: TimeDelta = TimeDelta::days(1);

/// A laboratory of the state's list.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = laboratories, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Laboratory {
    pub license: License,
    pub name: String,
    pub city: Option<String>,
    pub pulled_at: At,
}

impl Laboratory {
    pub fn listed(conn: &mut Conn) -> Result<Vec<Self>> {
        Ok(laboratories::table.order((laboratories::name, laboratories::license)).select(Self::as_select()).load(conn)?)
    }

    pub fn find_by_license(conn: &mut Conn, license: &str) -> Result<Option<Self>> {
        let found = laboratories::table.filter(laboratories::license.eq(license)).select(Self::as_select());
        Ok(found.first(conn).optional()?)
    }

    /// One that the state does not list is refused.
    pub fn find(conn: &mut Conn, license: &License) -> Result<Self> {
        match Self::find_by_license(conn, license.as_str())? {
            Some(found) => Ok(found),
            None => rule("The state does not list that laboratory. Open the form again and choose one of its list."),
        }
    }

    /// As a person chooses it.
    pub fn words(&self) -> String {
        match &self.city {
            Some(city) => format!("{}, {city} ({})", self.name, self.license),
            None => format!("{} ({})", self.name, self.license),
        }
    }
}

/// The list as it came.
#[derive(Serialize)]
struct NoteLaboratories(Vec<(License, String, Option<String>)>);

impl Record for NoteLaboratories {
    const ACT: &'static str = "note the state's laboratories";
    type Needs = may::SendSamples;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        diesel::delete(laboratories::table).execute(tx)?;
        for (license, name, city) in &self.0 {
            diesel::insert_into(laboratories::table)
                .values((
                    laboratories::license.eq(license),
                    laboratories::name.eq(name),
                    laboratories::city.eq(city),
                    laboratories::pulled_at.eq(by.now),
                ))
                .execute(tx)?;
        }
        Ok(())
    }
}

/// The list, asked for again when it is older than a day. While the state is silent the old one serves.
pub async fn current(app: &App, may: &May<may::SendSamples>) -> Result<Vec<Laboratory>> {
    let kept = app.read(Laboratory::listed).await?;
    let oldest_good = app.clock.now() - FRESH;
    if kept.first().is_some_and(|lab| lab.pulled_at > oldest_good) {
        return Ok(kept);
    }
    match app.biotrack.laboratories().await {
        Ok(told) if !told.is_empty() => {
            app.record(may, FormKey::new(), NoteLaboratories(distinct(told))).await?;
            app.read(Laboratory::listed).await
        }
        Ok(_) => Ok(kept),
        Err(error) => {
            tracing::warn!(%error, "the state's laboratories could not be asked");
            Ok(kept)
        }
    }
}

fn distinct(told: Vec<Vendor>) -> Vec<(License, String, Option<String>)> {
    let mut labs: Vec<_> = told.into_iter().filter(|lab| !lab.deleted).map(|lab| (lab.license, lab.name, lab.city)).collect();
    labs.sort();
    labs.dedup_by(|one, other| one.0 == other.0);
    labs
}
