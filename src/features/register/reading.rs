//! Asking the registry about a card, and keeping what it said.

use super::differences::note_differences;
use super::snapshot::{Snapshot, same_card};
use crate::app::App;
use crate::biotrack::{ReadError, RegistryAnswer};
use crate::db::Conn;
use crate::error::{Error, Problems, Result, rule};
use crate::may::Clerk;
use crate::rules::allotment::Variant;
use crate::schema::{locations, registry_reads};
use crate::values::{At, PatientId, RegistryReadId, clock};
use diesel::prelude::*;

/// What the registry said, and when we began to ask: what happens after that, the answer need not know.
#[derive(Clone)]
pub struct Said {
    pub answer: RegistryAnswer,
    /// By the machine's clock.
    pub asked_at: At,
    /// The same by the business clock.
    pub read_at: At,
}

/// Asks the registry. What it does not know, and that it cannot be reached, is said in words.
pub async fn ask(app: &App, clerk: &Clerk, card: &str, caregiver: Option<&str>) -> Result<Said> {
    let (asked_at, read_at) = (app.clock.machine(), app.clock.now());
    match app.biotrack.card(card, caregiver).await {
        Ok(answer) if same_card(&answer.card_id, card) => Ok(Said { answer, asked_at, read_at }),
        Ok(_) => rule("The registry answered for another card, so nothing was done. Please try again."),
        Err(ReadError::Refused(refusal)) if refusal.says("could not be found") => Err(unknown(app, card, caregiver).await),
        Err(ReadError::Refused(refusal)) => Err(Error::Refused(refusal.text)),
        Err(ReadError::Silent(silence)) => {
            tracing::warn!(%silence, "the registry could not be read");
            let since = app.biotrack.health().failing_since.unwrap_or(asked_at);
            rule(format!(
                "The registry cannot be read, so the sale cannot proceed: the state does not answer since {}. Try again in a moment; nothing was done.",
                clock::local(since, clerk.zone).format("%-I:%M:%S %p")
            ))
        }
    }
}

/// The registry says the same of an unknown patient and of an unknown caregiver: only the patient's card alone tells which it was.
async fn unknown(app: &App, card: &str, caregiver: Option<&str>) -> Error {
    if let Some(caregiver) = caregiver
        && app.biotrack.card(card, None).await.is_ok()
    {
        let words = format!(
            "The registry does not know the caregiver's card “{caregiver}” for this patient. Check the number on the caregiver's card."
        );
        return Error::Invalid(Problems::one("caregiver_card_id", words));
    }
    let words = format!("The registry does not know the card “{card}”. Check the number on the patient's card.");
    Error::Invalid(Problems::one("card_id", words))
}

/// One reading of the registry, as it is kept.
pub struct Reading {
    pub id: RegistryReadId,
    pub patient: PatientId,
    pub snapshot: Snapshot,
    /// By the machine's clock.
    pub read_at: At,
}

impl Reading {
    pub fn find(conn: &mut Conn, id: RegistryReadId) -> Result<Self> {
        let (patient, text, read_at, variant): (PatientId, String, At, Variant) = registry_reads::table
            .inner_join(locations::table)
            .filter(registry_reads::id.eq(id))
            .select((registry_reads::patient_id, registry_reads::snapshot, registry_reads::read_at, locations::window_variant))
            .first(conn)?;
        let snapshot = Snapshot { variant, ..serde_json::from_str(&text)? };
        Ok(Self { id, patient, snapshot, read_at })
    }

    /// Keeps what the registry said, without names, and where our own calculation differs from it.
    pub fn keep(tx: &mut Conn, clerk: &Clerk, patient: PatientId, said: &Said) -> Result<RegistryReadId> {
        let id = RegistryReadId::new();
        let variant = locations::table.find(clerk.location).select(locations::window_variant).first(tx)?;
        let snapshot = Snapshot { variant, ..Snapshot::of(said.answer.clone(), said.read_at) };
        diesel::insert_into(registry_reads::table)
            .values((
                registry_reads::id.eq(id),
                registry_reads::location_id.eq(clerk.location),
                registry_reads::user_id.eq(clerk.user),
                registry_reads::patient_id.eq(patient),
                registry_reads::snapshot.eq(serde_json::to_string(&snapshot)?),
                registry_reads::read_at.eq(said.asked_at),
            ))
            .execute(tx)?;
        note_differences(tx, clerk, patient, id, &snapshot)?;
        Ok(id)
    }
}
