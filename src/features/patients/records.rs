//! Writing down what a shop keeps about a patient; the state is not told of it.

use super::flags::{Flag, Kind, Note};
use super::model::Patient;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::values::{PatientFlagId, PatientId, PatientNoteId};
use serde::Serialize;

/// Words under a person's name.
#[derive(Serialize)]
pub struct AddNote {
    pub patient: PatientId,
    pub words: String,
}

impl Record for AddNote {
    const ACT: &'static str = "add_patient_note";
    type Needs = may::NotePatients;
    type Done = PatientNoteId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<PatientNoteId> {
        let (id, user_id, noted_at) = (PatientNoteId::new(), by.clerk.user, by.now);
        let patient_id = Patient::find(tx, self.patient)?.id;
        Note { id, patient_id, user_id, words: self.words.clone(), noted_at }.insert(tx)?;
        Ok(id)
    }
}

fn raise(tx: &mut Conn, by: &By<'_>, patient: PatientId, kind: Kind, reason: &str) -> Result<PatientFlagId> {
    let flag = Flag {
        id: PatientFlagId::new(),
        patient_id: Patient::find(tx, patient)?.id,
        kind,
        reason: reason.to_owned(),
        raised_by: by.clerk.user,
        raised_at: by.now,
        lifted_by: None,
        lifted_at: None,
    };
    flag.insert(tx)?;
    Ok(flag.id)
}

/// A warning that the register shows.
#[derive(Serialize)]
pub struct Warn {
    pub patient: PatientId,
    pub reason: String,
}

impl Record for Warn {
    const ACT: &'static str = "warn_of_patient";
    type Needs = may::NotePatients;
    type Done = PatientFlagId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<PatientFlagId> {
        raise(tx, by, self.patient, Kind::Warning, &self.reason)
    }
}

/// The warning no longer counts; it stays in the record.
#[derive(Serialize)]
pub struct EndWarning {
    pub patient: PatientId,
    pub flag: PatientFlagId,
}

impl Record for EndWarning {
    const ACT: &'static str = "end_patient_warning";
    type Needs = may::NotePatients;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        match Flag::lift(tx, self.patient, self.flag, Kind::Warning, by.clerk.user, by.now)? {
            true => Ok(()),
            false => rule("That warning does not stand any more. Open the patient again to see who ended it."),
        }
    }
}

/// No check-in until the ban is lifted.
#[derive(Serialize)]
pub struct Ban {
    pub patient: PatientId,
    pub reason: String,
}

impl Record for Ban {
    const ACT: &'static str = "ban_patient";
    type Needs = may::BanPatients;
    type Done = PatientFlagId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<PatientFlagId> {
        raise(tx, by, self.patient, Kind::Ban, &self.reason)
    }
}

/// Welcome again.
#[derive(Serialize)]
pub struct LiftBan {
    pub patient: PatientId,
    pub flag: PatientFlagId,
}

impl Record for LiftBan {
    const ACT: &'static str = "lift_ban";
    type Needs = may::BanPatients;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        match Flag::lift(tx, self.patient, self.flag, Kind::Ban, by.clerk.user, by.now)? {
            true => Ok(()),
            false => rule("That ban has been lifted already. Open the patient again to see who did it."),
        }
    }
}
