//! Invented: a patient as the registry keeps one. The rules of the allotment are in `rules::allotment`; this is their data.

use crate::rules::allotment::{Allotment, Dispensation, Exception, Order, Raises};
use crate::sandbox::state::{Row, as_text};
use crate::values::{Amount, OrderType, Route};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A patient, with everything that `card_lookup` shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Patient {
    pub card_id: String,
    #[serde(default)]
    pub card_key: String,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: NaiveDate,
    /// active, suspended, expired or revoked
    pub status: String,
    pub card_expires_on: NaiveDate,
    pub certification_expires_on: NaiveDate,
    #[serde(default)]
    pub caregivers: Vec<Caregiver>,
    #[serde(default)]
    pub orders: Vec<PatientOrder>,
    #[serde(default)]
    pub exceptions: Vec<Exemption>,
    #[serde(default)]
    pub history: Vec<PastDispensation>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Caregiver {
    pub caregiver_card_id: String,
    pub name: String,
    pub status: String,
    pub expires_on: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PatientOrder {
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    pub physician: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub certification_id: String,
    #[serde(with = "as_text", default)]
    pub daily: Amount,
    #[serde(with = "as_text")]
    pub ordered: Amount,
    #[serde(default)]
    pub device: i64,
}

/// An approved request for exception: smoking_35, daily (of a route) or aggregate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exemption {
    pub kind: String,
    pub route: Option<Route>,
    #[serde(with = "as_text")]
    pub amount: Amount,
    pub until: NaiveDate,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PastDispensation {
    pub dispensed_on: NaiveDate,
    pub order_id: String,
    pub order_type: OrderType,
    pub route: Route,
    #[serde(with = "as_text")]
    pub amount: Amount,
    #[serde(default)]
    pub dispensary: String,
    /// dispensed, held or returned
    #[serde(default = "dispensed")]
    pub status: String,
    /// The transaction of the sale and its line, for what was dispensed through this system.
    #[serde(rename = "_sale", default)]
    pub sale: Option<String>,
}

fn dispensed() -> String {
    "dispensed".into()
}

impl Row for Patient {
    const KIND: &'static str = "registry_patient";
    fn id(&self) -> String {
        Self::key(&self.card_id)
    }
    fn owner(&self) -> String {
        String::new()
    }
}

impl Patient {
    /// Cards are found whatever the case they were typed in (florida-rules 1.14).
    pub fn key(card_id: &str) -> String {
        card_id.trim().to_ascii_uppercase()
    }

    pub fn order(&self, order_id: &str) -> Option<&PatientOrder> {
        self.orders.iter().find(|order| order.order_id == order_id)
    }

    /// The patient's data as the rules read it. What was returned no longer counts.
    pub fn allotment(&self) -> Allotment {
        let counted = self.history.iter().filter(|past| past.status != "returned");
        Allotment {
            orders: self.orders.iter().map(PatientOrder::rule).collect(),
            exceptions: self.exceptions.iter().filter_map(Exemption::rule).collect(),
            history: counted.map(PastDispensation::rule).collect(),
            ..Allotment::default()
        }
    }
}

impl PatientOrder {
    pub fn rule(&self) -> Order {
        let (id, order_type, route) = (self.order_id.clone(), self.order_type, self.route);
        Order {
            id,
            order_type,
            route,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            daily: self.daily,
            ordered: self.ordered,
        }
    }
}

impl Exemption {
    fn rule(&self) -> Option<Exception> {
        let raises = match (self.kind.as_str(), self.route) {
            ("smoking_35", _) => Raises::Smoking35,
            ("daily", Some(route)) => Raises::Daily(route),
            ("aggregate", _) => Raises::Aggregate,
            _ => return None,
        };
        Some(Exception { raises, amount: self.amount, until: self.until })
    }
}

impl PastDispensation {
    fn rule(&self) -> Dispensation {
        let (order_type, route, amount) = (self.order_type, self.route, self.amount);
        Dispensation { on: self.dispensed_on, order: self.order_id.clone(), order_type, route, amount }
    }
}
