//! To whom anything may be dispensed at all (florida-rules §1): one named clause for each reason why not, with its words.
//!
//! Pure: the caller brings the [`Facts`]. In the order in which they are named, so that the first failing clause is the one to show.

use super::Source;
use crate::values::text_enum;
use chrono::{Datelike, NaiveDate};

text_enum! {
    /// What the registry says of a card.
    Standing {
        Active = "active", "Active";
        Suspended = "suspended", "Suspended";
        Expired = "expired", "Expired";
        Revoked = "revoked", "Revoked";
    }
}

/// From which age a patient may buy alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub adult_at: i32,
    pub source: Source,
}

/// The oldest first.
const RULES: &[Rule] = &[LATEST];

const LATEST: Rule = Rule {
    adult_at: 18,
    source: Source {
        rule: "381.986(8)(e)16.e",
        // Since then the registry itself asks for the caregiver.
        effective_from: match NaiveDate::from_ymd_opt(2022, 7, 26) {
            Some(day) => day,
            None => NaiveDate::MIN,
        },
        effective_to: None,
        read_at: "florida-rules.md 1.1 to 1.16",
    },
};

/// Every rule that is known, the oldest first.
pub fn all() -> &'static [Rule] {
    RULES
}

/// The rule of `day`; before the first that is known, that.
pub fn on(day: NaiveDate) -> Rule {
    RULES.iter().rev().copied().find(|rule| rule.source.holds_on(day)).unwrap_or(LATEST)
}

/// Somebody who is registered to buy for the patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caregiver {
    /// As it is shown to people.
    pub card: String,
    pub standing: Standing,
    pub expires_on: Option<NaiveDate>,
}

/// Who stands at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Buyer {
    Patient,
    Caregiver(Caregiver),
    /// With a caregiver's card that is not registered for this patient.
    Stranger,
}

/// What is known of a patient, and of who buys for them.
#[derive(Debug, Clone)]
pub struct Facts {
    pub standing: Standing,
    pub card_expires_on: Option<NaiveDate>,
    pub certification_expires_on: Option<NaiveDate>,
    pub born: NaiveDate,
    pub buyer: Buyer,
    /// Everybody who is registered.
    pub caregivers: Vec<Caregiver>,
    pub has_open_order: bool,
}

/// Why nothing may be dispensed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clause {
    CardNotActive(Standing),
    /// Its last day was this.
    CardExpired(NaiveDate),
    CertificationEnded(NaiveDate),
    CaregiverNotRegistered,
    CaregiverNotActive(Caregiver),
    CaregiverExpired(Caregiver),
    /// The cards of those who may buy.
    MinorAlone(Vec<String>),
    MinorWithoutCaregiver,
    NoOpenOrder,
}

/// A card is good through its last day (florida-rules 1.16); one without a last day does not end.
pub fn is_over(last: Option<NaiveDate>, today: NaiveDate) -> bool {
    last.is_some_and(|last| last < today)
}

/// Whole years on that day.
pub fn age(born: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i32::from(!had_birthday)
}

impl Caregiver {
    pub fn is_good(&self, today: NaiveDate) -> bool {
        self.standing == Standing::Active && !is_over(self.expires_on, today)
    }
}

/// The first clause that fails, if one does.
pub fn check(facts: &Facts, today: NaiveDate) -> Result<(), Clause> {
    failing(facts, today).into_iter().next().map_or(Ok(()), Err)
}

/// Every clause that fails, in the order in which they are named.
pub fn failing(facts: &Facts, today: NaiveDate) -> Vec<Clause> {
    let over = |last: Option<NaiveDate>| last.filter(|_| is_over(last, today));
    [
        (facts.standing != Standing::Active).then_some(Clause::CardNotActive(facts.standing)),
        over(facts.card_expires_on).map(Clause::CardExpired),
        over(facts.certification_expires_on).map(Clause::CertificationEnded),
        wrong_buyer(facts, today),
        (!facts.has_open_order).then_some(Clause::NoOpenOrder),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn wrong_buyer(facts: &Facts, today: NaiveDate) -> Option<Clause> {
    match &facts.buyer {
        Buyer::Stranger => Some(Clause::CaregiverNotRegistered),
        Buyer::Caregiver(one) if one.standing != Standing::Active => Some(Clause::CaregiverNotActive(one.clone())),
        Buyer::Caregiver(one) if is_over(one.expires_on, today) => Some(Clause::CaregiverExpired(one.clone())),
        Buyer::Caregiver(_) => None,
        Buyer::Patient if age(facts.born, today) >= on(today).adult_at => None,
        Buyer::Patient => {
            let good = facts.caregivers.iter().filter(|one| one.is_good(today));
            let cards: Vec<String> = good.map(|one| one.card.clone()).collect();
            Some(if cards.is_empty() { Clause::MinorWithoutCaregiver } else { Clause::MinorAlone(cards) })
        }
    }
}

impl Clause {
    /// What it is, and what to do next.
    pub fn words(&self) -> String {
        match self {
            Self::CardNotActive(standing) => format!(
                "The patient's card is {} in the registry, so nothing may be dispensed. The patient can ask the Office of Medical \
                 Marijuana Use why.",
                standing.label().to_lowercase()
            ),
            Self::CardExpired(last) => {
                format!("The patient's card expired on {}. Nothing may be dispensed until it is renewed.", shown(*last))
            }
            Self::CertificationEnded(last) => format!(
                "The patient's certification ended on {}. Their physician must renew it before anything is dispensed.",
                shown(*last)
            ),
            Self::CaregiverNotRegistered => {
                "That caregiver's card is not registered for this patient. Check its number, or ask the caregiver to register."
                    .into()
            }
            Self::CaregiverNotActive(one) => format!(
                "The caregiver's card {} is {} in the registry, so the caregiver may not buy.",
                one.card,
                one.standing.label().to_lowercase()
            ),
            Self::CaregiverExpired(one) => {
                format!("The caregiver's card {} has expired, so the caregiver may not buy.", one.card)
            }
            Self::MinorAlone(cards) => format!(
                "This patient is under 18: only their caregiver may buy. Ask for the caregiver's card and enter its number as well \
                 (registered: {}).",
                cards.join(", ")
            ),
            Self::MinorWithoutCaregiver => {
                "This patient is under 18, and no active caregiver is registered. A parent or legal guardian must register as \
                 caregiver with the Office of Medical Marijuana Use before anything can be dispensed."
                    .into()
            }
            Self::NoOpenOrder => {
                "The registry has no open order for this patient. Their physician must enter one before anything is dispensed."
                    .into()
            }
        }
    }
}

fn shown(day: NaiveDate) -> String {
    day.format("%b %-d, %Y").to_string()
}

#[cfg(test)]
#[path = "buyers_tests.rs"]
mod tests;
