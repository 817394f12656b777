//! Writing visits down: checking in, moving, leaving, turning away. The state is not told of any of it.

use super::super::patients::must_be_welcome;
use super::super::register::Reading;
use super::lane::{Kind, Lane};
use super::lookup::{Lookup, OTHER_PERSON};
use super::model::{Errand, Guest, Outcome};
use super::registry::{Heard, fits_licence, obstacle, words_of};
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::values::{GuestId, LaneId, LookupId, clock};
use serde::Serialize;

pub(super) const OVERTAKEN: &str = "Somebody else has just changed this visit. Look at the list again.";

/// From the desk into a lane. Whoever may not be served is not checked in; whoever the registry has not answered for waits for it.
#[derive(Serialize)]
pub struct CheckIn {
    pub lookup: LookupId,
    pub caregiver: Option<String>,
    pub errand: Errand,
    /// Another photo ID was seen instead of a licence that is over.
    pub other_id: bool,
    #[serde(skip)]
    pub heard: Heard,
}

impl Record for CheckIn {
    const ACT: &'static str = "check_in_guest";
    type Needs = may::CheckIn;
    type Done = GuestId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<GuestId> {
        let lookup = Lookup::find(tx, by.clerk.location, self.lookup)?;
        let Some(card) = lookup.card_id.as_deref() else {
            return rule("The patient's card is not known yet. Ask for it once; the licence is enough from then on.");
        };
        if lookup.licence_is_over(clock::local_date(by.now, by.clerk.zone)) && !self.other_id {
            return rule("The driving licence has expired. Check another photo ID, and say that you have seen it.");
        }
        if let Some(patient) = lookup.patient_id {
            must_be_welcome(tx, by.clerk, patient)?;
        }
        match &self.heard {
            Heard::Refused(words) => return rule(words.clone()),
            Heard::Said(said) if !fits_licence(tx, lookup.person_digest.as_deref(), said)? => return rule(OTHER_PERSON),
            Heard::Said(said) => {
                if let Some(words) = obstacle(said, self.caregiver.as_deref(), by)? {
                    return rule(words);
                }
            }
            Heard::Silent(_) => {}
        }
        let lane = Lane::first_of(tx, by.clerk.location, Kind::Registry)?;
        let guest = Guest {
            patient_id: lookup.patient_id,
            initials: lookup.initials.clone(),
            person_digest: lookup.person_digest.clone(),
            licence_digest: lookup.licence_digest.clone(),
            licence_expires_on: lookup.licence_expires_on,
            caregiver_card_id: self.caregiver.clone(),
            ..Guest::begin(by.clerk, lane.id, card, self.errand, by.now)
        };
        let guest = guest.hears(tx, by, &self.heard)?;
        // The registry may have told only now who this is.
        if let Some(patient) = guest.patient_id {
            must_be_welcome(tx, by.clerk, patient)?;
        }
        guest.insert(tx)?;
        Ok(guest.id)
    }
}

/// Whoever is not checked in at all, and why: a visit that is over before it began.
#[derive(Serialize)]
pub struct RefuseEntry {
    pub lookup: LookupId,
    pub reason: String,
}

impl Record for RefuseEntry {
    const ACT: &'static str = "refuse_entry";
    type Needs = may::CheckIn;
    type Done = GuestId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<GuestId> {
        let lookup = Lookup::find(tx, by.clerk.location, self.lookup)?;
        let card = lookup.card_id.clone().unwrap_or_default();
        if !card.is_empty() && Guest::with_card(tx, by.clerk.location, &card)?.is_some() {
            return rule("This patient is checked in. Turn them away from their card in the list.");
        }
        let lane = Lane::first_of(tx, by.clerk.location, Kind::Done)?;
        let guest = Guest {
            patient_id: lookup.patient_id,
            initials: lookup.initials,
            outcome: Some(Outcome::TurnedAway),
            reason: Some(self.reason.clone()),
            ended_at: Some(by.now),
            ..Guest::begin(by.clerk, lane.id, &card, Errand::WalkIn, by.now)
        };
        guest.insert(tx)?;
        Ok(guest.id)
    }
}

/// Into another lane.
#[derive(Serialize)]
pub struct MoveGuest {
    pub guest: GuestId,
    pub lane: LaneId,
}

impl Record for MoveGuest {
    const ACT: &'static str = "move_guest";
    type Needs = may::CheckIn;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let guest = Guest::present(tx, by.clerk, self.guest)?;
        let lane = Lane::find(tx, by.clerk.location, self.lane)?;
        if !lane.active {
            return rule(format!("The lane “{}” is out of use. Choose another.", lane.name));
        }
        if guest.held_by.is_some_and(|user| user != by.clerk.user) && !by.clerk.may::<may::CancelCarts>() {
            return rule(guest.holder_words(tx, by.clerk)?.unwrap_or_default());
        }
        let is_ready = guest.registry_read_id.is_some() && guest.trouble.is_none();
        match lane.kind {
            Kind::Done => rule("A visit ends with a sale, or by “Left” or “Turn away” on the guest's card."),
            Kind::Registry => rule("Guests wait there only while the registry has not said yes. Choose another lane."),
            _ if !is_ready => rule("The registry has not said yes for this guest, so they cannot be served. Ask it again first."),
            Kind::Serving => match Guest::take(tx, guest.id, by.clerk, lane.id, guest.cart_id, by.now)? {
                true => Ok(()),
                false => rule(guest.holder_words(tx, by.clerk)?.unwrap_or_else(|| OVERTAKEN.to_owned())),
            },
            Kind::Waiting if guest.cart_id.is_some() => {
                rule("This guest has a cart open. Sell it, or cancel it at the register; that ends the visit.")
            }
            Kind::Waiting => {
                if guest.put(tx, lane.id)? {
                    Ok(())
                } else {
                    rule(OVERTAKEN)
                }
            }
        }
    }
}

/// Gone without a sale.
#[derive(Serialize)]
pub struct Leave {
    pub guest: GuestId,
}

impl Record for Leave {
    const ACT: &'static str = "leave_guest";
    type Needs = may::CheckIn;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let guest = Guest::present(tx, by.clerk, self.guest)?;
        guest.must_have_no_cart()?;
        if guest.end(tx, Outcome::Left, None, by.now)? { Ok(()) } else { rule(OVERTAKEN) }
    }
}

/// Sent away, and why.
#[derive(Serialize)]
pub struct TurnAway {
    pub guest: GuestId,
    pub reason: String,
}

impl Record for TurnAway {
    const ACT: &'static str = "turn_guest_away";
    type Needs = may::CheckIn;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let guest = Guest::present(tx, by.clerk, self.guest)?;
        guest.must_have_no_cart()?;
        if guest.end(tx, Outcome::TurnedAway, Some(&self.reason), by.now)? { Ok(()) } else { rule(OVERTAKEN) }
    }
}

/// Another buyer, of those that the last reading names; none: the patient.
#[derive(Serialize)]
pub struct ChooseBuyer {
    pub guest: GuestId,
    pub caregiver: Option<String>,
}

impl Record for ChooseBuyer {
    const ACT: &'static str = "choose_buyer";
    type Needs = may::CheckIn;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let mut guest = Guest::present(tx, by.clerk, self.guest)?;
        guest.must_have_no_cart()?;
        let Some(reading) = guest.registry_read_id else {
            return rule(
                "The registry has not answered for this guest yet, so nobody knows who may buy for them. Ask it again first.",
            );
        };
        let snapshot = Reading::find(tx, reading)?.snapshot;
        let checked = snapshot.must_be_served(self.caregiver.as_deref(), clock::local_date(by.now, by.clerk.zone));
        guest.caregiver_card_id = self.caregiver.clone();
        guest.trouble = words_of(checked)?;
        guest.settle_lane(tx)?;
        if guest.save(tx)? { Ok(()) } else { rule(OVERTAKEN) }
    }
}

/// What the registry said when it was asked again.
#[derive(Serialize)]
pub struct HearAgain {
    pub guest: GuestId,
    #[serde(skip)]
    pub heard: Heard,
}

impl Record for HearAgain {
    const ACT: &'static str = "hear_registry_again";
    type Needs = may::CheckIn;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let guest = Guest::present(tx, by.clerk, self.guest)?.hears(tx, by, &self.heard)?;
        if guest.save(tx)? { Ok(()) } else { rule(OVERTAKEN) }
    }
}

impl Guest {
    fn must_have_no_cart(&self) -> Result<()> {
        match self.cart_id {
            Some(_) => rule("This guest has a cart open. Sell it, or cancel it at the register; that ends the visit."),
            None => Ok(()),
        }
    }
}
