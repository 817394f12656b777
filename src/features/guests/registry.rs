//! Asking the registry about a guest, and what its answer means for them. Unlike at the register, silence is no refusal here: the guest
//! waits.

use super::super::patients::{Patient, must_be_welcome};
use super::super::register::{Reading, Said, Snapshot, same_card};
use super::digest::Digests;
use super::lane::{Kind, Lane};
use super::lookup::{OTHER_PERSON, link};
use super::model::Guest;
use crate::app::{App, By};
use crate::biotrack::ReadError;
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::may::Clerk;
use crate::values::clock;

/// What came of asking.
#[derive(Clone)]
pub enum Heard {
    Said(Box<Said>),
    /// It does not know the card, or will not say.
    Refused(String),
    /// Nobody answered.
    Silent(String),
}

/// Asks about a card, for the patient alone: who may buy for them stands in the answer.
pub async fn hear(app: &App, clerk: &Clerk, card: &str) -> Heard {
    let (asked_at, read_at) = (app.clock.machine(), app.clock.now());
    match app.biotrack.card(card, None).await {
        Ok(answer) if same_card(&answer.card_id, card) => Heard::Said(Box::new(Said { answer, asked_at, read_at })),
        Ok(_) => {
            Heard::Refused("The registry answered for another card. Ask again; if it happens again, tell a manager.".to_owned())
        }
        Err(ReadError::Refused(refusal)) if refusal.says("could not be found") => {
            Heard::Refused("The registry does not know this card. Check the number on the patient's card.".to_owned())
        }
        Err(ReadError::Refused(refusal)) => Heard::Refused(format!("The registry refused to answer: “{}”", refusal.text)),
        Err(ReadError::Silent(silence)) => {
            tracing::warn!(%silence, "the registry could not be read for a guest");
            let since = app.biotrack.health().failing_since.unwrap_or(asked_at);
            let since = clock::local(since, clerk.zone).format("%-I:%M:%S %p");
            Heard::Silent(format!("The registry does not answer since {since}."))
        }
    }
}

/// Why the patient of this answer may not be served, if so; the caregiver is who buys.
pub fn obstacle(said: &Said, caregiver: Option<&str>, by: &By<'_>) -> Result<Option<String>> {
    let snapshot = Snapshot::of(said.answer.clone(), said.read_at);
    words_of(snapshot.must_be_served(caregiver, clock::local_date(by.now, by.clerk.zone)))
}

/// A rule's words; any other error stays one.
pub fn words_of(checked: Result<()>) -> Result<Option<String>> {
    match checked {
        Ok(()) => Ok(None),
        Err(Error::Rule(words)) => Ok(Some(words)),
        Err(other) => Err(other),
    }
}

/// Whether the answer is of the person whose licence was scanned.
pub fn fits_licence(tx: &mut Conn, person: Option<&str>, said: &Said) -> Result<bool> {
    let Some(person) = person else { return Ok(true) };
    let answer = &said.answer;
    Ok(Digests::of(tx)?.person(&answer.first_name, &answer.last_name, answer.birth_date) == person)
}

impl Guest {
    /// Takes in what the registry said: who they are, whether they may be served, and so in which lane they wait.
    pub fn hears(mut self, tx: &mut Conn, by: &By<'_>, heard: &Heard) -> Result<Self> {
        match heard {
            Heard::Silent(_) => {}
            Heard::Refused(words) => self.trouble = Some(words.clone()),
            Heard::Said(said) if !fits_licence(tx, self.person_digest.as_deref(), said)? => {
                self.trouble = Some(OTHER_PERSON.to_owned());
            }
            Heard::Said(said) => {
                let id = Patient::keep(tx, &said.answer, by.now)?;
                self.patient_id = Some(id);
                self.initials = Patient::find(tx, id)?.initials();
                self.registry_read_id = Some(Reading::keep(tx, by.clerk, id, said)?);
                self.trouble = match words_of(must_be_welcome(tx, by.clerk, id))? {
                    Some(words) => Some(words),
                    None => obstacle(said, self.caregiver_card_id.as_deref(), by)?,
                };
                if let Some(digest) = &self.licence_digest {
                    link(tx, by, digest, id)?;
                }
            }
        }
        self.settle_lane(tx)?;
        Ok(self)
    }

    /// Whoever may be served waits with the others; whoever may not, or not yet, waits for the registry. Whom somebody has stays there.
    pub fn settle_lane(&mut self, tx: &mut Conn) -> Result<()> {
        if self.held_by.is_some() {
            return Ok(());
        }
        let wanted = if self.trouble.is_none() && self.registry_read_id.is_some() { Kind::Waiting } else { Kind::Registry };
        if Lane::find(tx, self.location_id, self.lane_id)?.kind != wanted {
            self.lane_id = Lane::first_of(tx, self.location_id, wanted)?.id;
        }
        Ok(())
    }
}
