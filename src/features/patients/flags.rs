//! What a shop keeps about a patient in its own words: notes, warnings for the register, and bans.

use super::model::Patient;
use crate::db::Conn;
use crate::error::{Error, OnUnique, Result, rule};
use crate::may::Clerk;
use crate::schema::{patient_flags, patient_notes, users};
use crate::values::{At, PatientFlagId, PatientId, PatientNoteId, UserId, clock, text_enum};
use diesel::prelude::*;
use std::collections::HashMap;

text_enum! {
    /// What a flag does.
    Kind {
        /// Shown at the register; blocks nothing.
        Warning = "warning", "Warning";
        /// No check-in, no cart.
        Ban = "ban", "Banned";
    }
}

/// A warning or a ban.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = patient_flags, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Flag {
    pub id: PatientFlagId,
    pub patient_id: PatientId,
    pub kind: Kind,
    pub reason: String,
    pub raised_by: UserId,
    pub raised_at: At,
    pub lifted_by: Option<UserId>,
    pub lifted_at: Option<At>,
}

/// What somebody wrote about a patient.
#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = patient_notes, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Note {
    pub id: PatientNoteId,
    pub patient_id: PatientId,
    pub user_id: UserId,
    pub words: String,
    pub noted_at: At,
}

impl Flag {
    /// Every one that was ever raised, the newest first.
    pub fn all_of(conn: &mut Conn, patient: PatientId) -> Result<Vec<Self>> {
        let all = patient_flags::table
            .filter(patient_flags::patient_id.eq(patient))
            .order(patient_flags::id.desc())
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    /// Those that still stand.
    pub fn standing(conn: &mut Conn, patient: PatientId) -> Result<Vec<Self>> {
        Ok(Self::all_of(conn, patient)?.into_iter().filter(Self::stands).collect())
    }

    /// The warnings that still stand, in words.
    pub fn warnings(conn: &mut Conn, patient: PatientId) -> Result<Vec<String>> {
        let standing = Self::standing(conn, patient)?.into_iter().filter(|flag| flag.kind == Kind::Warning);
        Ok(standing.map(|flag| flag.reason).collect())
    }

    /// How many warnings stand for each of these patients.
    pub fn counts(conn: &mut Conn, patients: &[PatientId]) -> Result<HashMap<PatientId, usize>> {
        let standing: Vec<PatientId> = patient_flags::table
            .filter(patient_flags::patient_id.eq_any(patients))
            .filter(patient_flags::kind.eq(Kind::Warning))
            .filter(patient_flags::lifted_at.is_null())
            .select(patient_flags::patient_id)
            .load(conn)?;
        let mut counts = HashMap::new();
        standing.into_iter().for_each(|patient| *counts.entry(patient).or_default() += 1);
        Ok(counts)
    }

    pub fn stands(&self) -> bool {
        self.lifted_at.is_none()
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(patient_flags::table)
            .values(self)
            .execute(tx)
            .on_unique(|| Error::Rule("This patient is banned already. Lift that ban first to give another reason.".into()))?;
        Ok(())
    }

    /// Ends a standing flag of this kind. `false`: there is none such, or it has been lifted.
    #[must_use = "false means that nothing was lifted"]
    pub fn lift(tx: &mut Conn, patient: PatientId, id: PatientFlagId, kind: Kind, by: UserId, now: At) -> Result<bool> {
        let standing = patient_flags::table
            .find(id)
            .filter(patient_flags::patient_id.eq(patient))
            .filter(patient_flags::kind.eq(kind))
            .filter(patient_flags::lifted_at.is_null());
        let lifted = (patient_flags::lifted_by.eq(by), patient_flags::lifted_at.eq(now));
        Ok(diesel::update(standing).set(lifted).execute(tx)? == 1)
    }
}

impl Note {
    /// The newest first.
    pub fn all_of(conn: &mut Conn, patient: PatientId) -> Result<Vec<Self>> {
        let all = patient_notes::table
            .filter(patient_notes::patient_id.eq(patient))
            .order(patient_notes::id.desc())
            .select(Self::as_select())
            .load(conn)?;
        Ok(all)
    }

    pub fn insert(&self, tx: &mut Conn) -> Result<()> {
        diesel::insert_into(patient_notes::table).values(self).execute(tx)?;
        Ok(())
    }
}

/// Refuses whoever is banned, with the reason and who can lift it.
pub fn must_be_welcome(conn: &mut Conn, clerk: &Clerk, patient: PatientId) -> Result<()> {
    // Also says that there is such a patient.
    Patient::find(conn, patient)?;
    let ban = Flag::standing(conn, patient)?.into_iter().find(|flag| flag.kind == Kind::Ban);
    let Some(ban) = ban else { return Ok(()) };
    let by: String = users::table.find(ban.raised_by).select(users::name).first(conn)?;
    rule(format!(
        "This patient is banned and may not be checked in or served: “{}” ({by}, {}). A manager can lift the ban on the patient's page.",
        ban.reason,
        clock::said(ban.raised_at, clerk.zone)
    ))
}
