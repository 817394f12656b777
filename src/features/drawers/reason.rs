//! The `drawer_reasons` table: what may be said of cash that moves without a sale. Each shop keeps its own list for each kind.

use super::ledger::Kind;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Error, rule};
use crate::error::{OnUnique, Problems, Result};
use crate::event::{self, Category, Picture, Watched};
use crate::may;
use crate::schema::drawer_reasons;
use crate::values::LocationId;
use diesel::prelude::*;
use serde::Serialize;

/// The kinds that need a reason.
pub const KINDS: [Kind; 4] = [Kind::Drop, Kind::PayIn, Kind::PayOut, Kind::Adjust];

/// What a new shop begins with.
const FIRST: [(Kind, &str); 4] = [
    (Kind::Drop, "To the safe"),
    (Kind::PayIn, "Change from the bank"),
    (Kind::PayOut, "Petty cash"),
    (Kind::Adjust, "Counting mistake"),
];

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = drawer_reasons, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Reason {
    pub location_id: LocationId,
    pub kind: Kind,
    pub name: String,
    pub active: bool,
}

impl Reason {
    pub fn begin(tx: &mut Conn, location: LocationId) -> Result<()> {
        for (kind, name) in FIRST {
            let reason = Self { location_id: location, kind, name: name.to_owned(), active: true };
            diesel::insert_into(drawer_reasons::table).values(&reason).execute(tx)?;
        }
        Ok(())
    }

    /// All of a shop, also those that are no longer used.
    pub fn all(conn: &mut Conn, location: LocationId) -> Result<Vec<Self>> {
        let here = drawer_reasons::table.filter(drawer_reasons::location_id.eq(location));
        Ok(here.order((drawer_reasons::kind, drawer_reasons::name)).select(Self::as_select()).load(conn)?)
    }

    /// Those to choose from.
    pub fn choices(conn: &mut Conn, location: LocationId, kind: Kind) -> Result<Vec<String>> {
        let all = Self::all(conn, location)?.into_iter();
        Ok(all.filter(|reason| reason.active && reason.kind == kind).map(|reason| reason.name).collect())
    }

    pub fn must_be_one(conn: &mut Conn, location: LocationId, kind: Kind, name: &str) -> Result<()> {
        if Self::choices(conn, location, kind)?.iter().any(|known| known == name) {
            return Ok(());
        }
        Err(Error::Invalid(Problems::one("reason", "That reason is not on this shop's list. Choose one of the list.")))
    }
}

/// A reason more.
#[derive(Serialize)]
pub struct AddReason {
    pub kind: Kind,
    pub name: String,
}

impl Record for AddReason {
    const ACT: &'static str = "add_drawer_reason";
    type Needs = may::EditRegisters;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        if !KINDS.contains(&self.kind) {
            return rule("Only drops, pay-ins, pay-outs and adjustments have reasons. Choose one of them.");
        }
        let reason = Reason { location_id: by.clerk.location, kind: self.kind, name: self.name.clone(), active: true };
        diesel::insert_into(drawer_reasons::table).values(&reason).execute(tx).on_unique(|| {
            Error::Invalid(Problems::one("name", format!("“{}” is on that list already, perhaps switched off.", self.name)))
        })?;
        event::made::<Reason>(tx, by, (self.kind, self.name.clone()))
    }
}

/// A reason is used no more, or again. Moves keep what they said.
#[derive(Serialize)]
pub struct SwitchReason {
    pub kind: Kind,
    pub name: String,
    pub active: bool,
}

impl Record for SwitchReason {
    const ACT: &'static str = "switch_drawer_reason";
    type Needs = may::EditRegisters;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let watch = event::watch::<Reason>(tx, by, (self.kind, self.name.clone()))?;
        let one = drawer_reasons::table.find((by.clerk.location, self.kind, &self.name));
        if diesel::update(one).set(drawer_reasons::active.eq(self.active)).execute(tx)? == 0 {
            return crate::error::not_found();
        }
        watch.note(tx)
    }
}

impl Watched for Reason {
    const CATEGORY: Category = Category::Registers;
    type Id = (Kind, String);

    fn picture(conn: &mut Conn, location: LocationId, (kind, name): &(Kind, String)) -> Result<Picture> {
        let reason: Self = drawer_reasons::table.find((location, kind, name)).select(Self::as_select()).first(conn)?;
        let picture = Picture::of(format!("{kind}:{name}"), format!("Reason “{name}”")).with("For", kind.label());
        Ok(picture.with("Name", name).yes("In use", reason.active).gone(!reason.active))
    }
}
