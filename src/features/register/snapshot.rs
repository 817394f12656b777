//! What the registry said of a patient at one moment, as it is kept: orders, limits and history, and no names.

use super::super::patients::masked;
use crate::biotrack::{CardStatus, Caregiver, PastDispensation, RegistryAnswer, RegistryException, RegistryOrder};
use crate::error::{Result, rule};
use crate::rules::allotment::Variant;
use crate::rules::buyers::{self, Buyer, Standing};
use crate::values::{Amount, At, Route};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// See the module. `read_at` is by the business clock, for the screen; the row has the machine's time, for the limit of age.
#[derive(Clone, Serialize, Deserialize)]
pub struct Snapshot {
    pub card_id: String,
    pub card_key: String,
    pub birth_date: NaiveDate,
    pub status: CardStatus,
    pub card_expires_on: Option<NaiveDate>,
    pub certification_expires_on: Option<NaiveDate>,
    pub caregivers: Vec<CaregiverCard>,
    pub orders: Vec<RegistryOrder>,
    pub aggregate_remaining: Option<Amount>,
    pub exceptions: Vec<RegistryException>,
    pub history: Vec<PastDispensation>,
    pub read_at: At,
    /// By which reading of the rules we calculate: the location's, set when the reading is looked at.
    #[serde(skip)]
    pub variant: Variant,
}

/// Who may buy for the patient, by card.
#[derive(Clone, Serialize, Deserialize)]
pub struct CaregiverCard {
    pub card_id: String,
    pub status: CardStatus,
    pub expires_on: Option<NaiveDate>,
}

impl CaregiverCard {
    fn of(caregiver: Caregiver) -> Self {
        Self { card_id: caregiver.caregiver_card_id, status: caregiver.status, expires_on: caregiver.expires_on }
    }

    /// The card as the rules read it, shown no further than its end.
    fn rule(&self) -> buyers::Caregiver {
        let (card, standing) = (masked(&self.card_id), standing(self.status));
        buyers::Caregiver { card, standing, expires_on: self.expires_on }
    }
}

/// Cards are opaque; only case and blanks around do not count (florida-rules 1.14).
pub fn same_card(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

impl Snapshot {
    /// Without the patient's and the caregivers' names.
    pub fn of(said: RegistryAnswer, read_at: At) -> Self {
        Self {
            card_id: said.card_id,
            card_key: said.card_key,
            birth_date: said.birth_date,
            status: said.status,
            card_expires_on: said.card_expires_on,
            certification_expires_on: said.certification_expires_on,
            caregivers: said.caregivers.into_iter().map(CaregiverCard::of).collect(),
            orders: said.orders,
            aggregate_remaining: said.aggregate_remaining,
            exceptions: said.exceptions,
            history: said.history,
            read_at,
            variant: Variant::default(),
        }
    }

    pub fn age(&self, today: NaiveDate) -> i32 {
        buyers::age(self.birth_date, today)
    }

    /// Whether anything may be dispensed to this card at all (florida-rules §1), for the caregiver if one buys.
    pub fn must_be_served(&self, caregiver: Option<&str>, today: NaiveDate) -> Result<()> {
        match self.clauses(caregiver, today).first() {
            Some(clause) => rule(clause.words()),
            None => Ok(()),
        }
    }

    /// Every reason why nothing may be dispensed to this card, for the caregiver if one buys; none: it may.
    pub fn clauses(&self, caregiver: Option<&str>, today: NaiveDate) -> Vec<buyers::Clause> {
        let known = |card: &str| self.caregivers.iter().find(|one| same_card(&one.card_id, card));
        let facts = buyers::Facts {
            standing: standing(self.status),
            card_expires_on: self.card_expires_on,
            certification_expires_on: self.certification_expires_on,
            born: self.birth_date,
            buyer: match caregiver {
                None => Buyer::Patient,
                Some(card) => known(card).map_or(Buyer::Stranger, |one| Buyer::Caregiver(one.rule())),
            },
            caregivers: self.caregivers.iter().map(CaregiverCard::rule).collect(),
            has_open_order: self.orders.iter().any(|order| is_open(order, today)),
        };
        buyers::failing(&facts, today)
    }

    /// The order of this route and id.
    pub fn order(&self, route: Route, id: &str) -> Option<&RegistryOrder> {
        self.orders.iter().find(|order| order.route == route && order.order_id == id)
    }
}

fn standing(status: CardStatus) -> Standing {
    match status {
        CardStatus::Active => Standing::Active,
        CardStatus::Suspended => Standing::Suspended,
        CardStatus::Expired => Standing::Expired,
        CardStatus::Revoked => Standing::Revoked,
    }
}

/// Both ends count (florida-rules 2.8).
pub fn is_open(order: &RegistryOrder, today: NaiveDate) -> bool {
    order.starts_on <= today && today <= order.ends_on
}

/// A day as people write it.
pub fn day(day: NaiveDate) -> String {
    day.format("%b %-d, %Y").to_string()
}

#[cfg(test)]
#[path = "snapshot_tests.rs"]
pub(super) mod tests;
