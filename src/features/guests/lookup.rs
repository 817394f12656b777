//! Somebody at the desk who is not checked in yet: what a scan or a choice of the list told about them.

use super::super::patients::{Patient, years_between};
use super::digest::Digests;
use super::licence::Licence;
use crate::app::{By, Record};
use crate::db::Conn;
use crate::error::{Result, rule};
use crate::may;
use crate::schema::{guest_lookups, patient_licences, patients};
use crate::values::{At, LocationId, LookupId, PatientId, UserId};
use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde::Serialize;

/// Nobody stands at a desk for longer.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// One row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = guest_lookups, check_for_backend(diesel::sqlite::Sqlite, diesel::pg::Pg))]
pub struct Lookup {
    pub id: LookupId,
    pub location_id: LocationId,
    pub user_id: UserId,
    pub card_id: Option<String>,
    pub patient_id: Option<PatientId>,
    pub initials: String,
    pub birth_date: Option<NaiveDate>,
    pub licence_expires_on: Option<NaiveDate>,
    pub licence_digest: Option<String>,
    pub person_digest: Option<String>,
    pub made_at: At,
}

impl Lookup {
    pub fn find(conn: &mut Conn, location: LocationId, id: LookupId) -> Result<Self> {
        let here = guest_lookups::table.find(id).filter(guest_lookups::location_id.eq(location));
        Ok(here.select(Self::as_select()).first(conn)?)
    }

    /// Came with a licence.
    pub fn has_licence(&self) -> bool {
        self.person_digest.is_some() || self.birth_date.is_some() || self.licence_digest.is_some()
    }

    /// Years by the licence.
    pub fn age(&self, today: NaiveDate) -> Option<i32> {
        self.birth_date.map(|born| years_between(born, today))
    }

    /// The licence is over, if it says when.
    pub fn licence_is_over(&self, today: NaiveDate) -> bool {
        self.licence_expires_on.is_some_and(|last| last < today)
    }

    fn blank(by: &By<'_>) -> Self {
        Self {
            id: LookupId::new(),
            location_id: by.clerk.location,
            user_id: by.clerk.user,
            card_id: None,
            patient_id: None,
            initials: String::new(),
            birth_date: None,
            licence_expires_on: None,
            licence_digest: None,
            person_digest: None,
            made_at: by.now,
        }
    }

    fn insert(self, tx: &mut Conn) -> Result<LookupId> {
        diesel::delete(guest_lookups::table.filter(guest_lookups::made_at.lt(self.made_at - KEPT))).execute(tx)?;
        diesel::insert_into(guest_lookups::table).values(&self).execute(tx)?;
        Ok(self.id)
    }

    fn with_patient(self, patient: &Patient) -> Self {
        let (id, card, initials) = (patient.id, patient.card_id.clone(), patient.initials());
        Self { patient_id: Some(id), card_id: Some(card), initials, ..self }
    }

    /// The registry has named whoever has the card.
    pub fn met(tx: &mut Conn, id: LookupId, patient: &Patient) -> Result<()> {
        diesel::update(guest_lookups::table.find(id))
            .set((guest_lookups::patient_id.eq(patient.id), guest_lookups::initials.eq(patient.initials())))
            .execute(tx)?;
        Ok(())
    }
}

/// By what somebody is looked up.
#[derive(Serialize)]
pub enum LookUp {
    Card(String),
    Patient(PatientId),
    Licence(Licence),
}

impl Record for LookUp {
    const ACT: &'static str = "look_up_guest";
    type Needs = may::CheckIn;
    type Done = LookupId;

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<LookupId> {
        let blank = Lookup::blank(by);
        let lookup = match self {
            Self::Card(card) => match Patient::of_card(tx, card)? {
                Some(patient) => blank.with_patient(&patient),
                None => Lookup { card_id: Some(card.trim().to_owned()), ..blank },
            },
            Self::Patient(id) => blank.with_patient(&Patient::find(tx, *id)?),
            Self::Licence(licence) => by_licence(tx, blank, licence)?,
        };
        lookup.insert(tx)
    }
}

/// A licence has no card's number: whoever it was linked to before, else the one patient of that name who was born that day.
fn by_licence(tx: &mut Conn, blank: Lookup, licence: &Licence) -> Result<Lookup> {
    let digests = Digests::of(tx)?;
    let licence_digest =
        Some(&licence.number).filter(|number| !number.is_empty()).map(|number| digests.licence(&licence.state, number));
    let (first, last) = (&licence.first_name, &licence.last_name);
    let named = licence.birth_date.filter(|_| !first.is_empty() && !last.is_empty());
    let lookup = Lookup {
        initials: licence.initials(),
        birth_date: licence.birth_date,
        licence_expires_on: licence.expires_on,
        person_digest: named.map(|born| digests.person(first, last, born)),
        licence_digest: licence_digest.clone(),
        ..blank
    };
    let linked: Option<Patient> = match licence_digest {
        Some(digest) => patient_licences::table
            .inner_join(patients::table)
            .filter(patient_licences::digest.eq(digest))
            .select(Patient::as_select())
            .first(tx)
            .optional()?,
        None => None,
    };
    if let Some(patient) = linked {
        return Ok(lookup.with_patient(&patient));
    }
    let known = named.map(|born| Patient::of_person(tx, first, last, born)).transpose()?.unwrap_or_default();
    // Two of one name and one birthday: only the card tells which.
    match known.as_slice() {
        [patient] => Ok(lookup.with_patient(patient)),
        _ => Ok(lookup),
    }
}

/// Keeps that a licence is this patient's, so that the card is asked for once only.
pub fn link(tx: &mut Conn, by: &By<'_>, digest: &str, patient: PatientId) -> Result<()> {
    let known = patient_licences::table.find(digest);
    let linked = (
        patient_licences::patient_id.eq(patient),
        patient_licences::linked_by.eq(by.clerk.user),
        patient_licences::linked_at.eq(by.now),
    );
    if diesel::update(known).set(linked).execute(tx)? == 0 {
        let row = (patient_licences::digest.eq(digest), linked);
        crate::db::on_each!(tx, |c| diesel::insert_into(patient_licences::table)
            .values((row.0, row.1.0, row.1.1, row.1.2))
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// Which card somebody has whose licence nobody knew.
#[derive(Serialize)]
pub struct NameCard {
    pub lookup: LookupId,
    pub card: String,
}

impl Record for NameCard {
    const ACT: &'static str = "name_guest_card";
    type Needs = may::CheckIn;
    type Done = ();

    fn record(&self, tx: &mut Conn, by: &By<'_>) -> Result<()> {
        let lookup = Lookup::find(tx, by.clerk.location, self.lookup)?;
        let known = Patient::of_card(tx, &self.card)?;
        if let (Some(person), Some(patient)) = (&lookup.person_digest, &known)
            && *person != Digests::of(tx)?.person(&patient.first_name, &patient.last_name, patient.birth_date)
        {
            return rule(OTHER_PERSON);
        }
        let card = known.as_ref().map_or_else(|| self.card.trim().to_owned(), |patient| patient.card_id.clone());
        diesel::update(guest_lookups::table.find(lookup.id))
            .set((guest_lookups::card_id.eq(card), guest_lookups::patient_id.eq(known.map(|patient| patient.id))))
            .execute(tx)?;
        Ok(())
    }
}

/// A licence and a card of two people.
pub const OTHER_PERSON: &str = "The driving licence and the card are not of the same person: the name or the birth date differs. Check both; if the \
                                name has changed, look the patient up by the card alone and check another photo ID.";
