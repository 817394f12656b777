//! What the state can be asked to do: one table. To add an action, write its function in the file of its family and add its line
//! there: name, read or write, where we know it from, function.

mod adjustments;
mod arrivals;
mod conversions;
mod corrections;
mod deliveries;
mod destruction;
mod holds;
mod inventory;
mod items;
mod labs;
mod lots;
mod manifest_stops;
mod manifest_voids;
mod manifests;
mod orders;
mod people;
mod plants;
mod preassign;
mod receipts;
mod refunds;
mod registry;
mod retests;
mod returns;
mod rooms;
mod sales;
mod samples;
mod sold;
mod sync;
mod taxes;
mod transfers;
mod users;

use super::ask::Ask;
use super::refusal::{self, Result, refuse};
use super::rows::Vendor;
use super::state::Books;
use serde_json::{Map, Value};

/// Whether an action makes a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Does {
    Read,
    Write,
}

/// Where we know an action from: the best of its sources (biotrack-api, evidence tags). It speaks of the action's name and request;
/// what is refused, and the order of checks, is inferred almost everywhere, and texts of our own are in `texts.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Provenance {
    /// The vendor's interface document describes it.
    Documented,
    /// Code of independent clients, or captures of a live system, show it; the document that we could read does not.
    Observed,
    /// Our reading of the two: named somewhere, its fields or its effect nowhere.
    Inferred,
    /// Ours (`florida-additions.md`), for want of a public interface: unknown in a profile without Florida's additions.
    Invented,
}

/// A function of the state.
pub type Run = fn(&mut Call) -> Result<Answer>;

/// What an action answers, beside the envelope.
pub type Answer = Map<String, Value>;

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Action {
    pub name: &'static str,
    pub does: Does,
    pub provenance: Provenance,
    pub run: Run,
}

const fn read(name: &'static str, provenance: Provenance, run: Run) -> Action {
    Action { name, does: Does::Read, provenance, run }
}

const fn write(name: &'static str, provenance: Provenance, run: Run) -> Action {
    Action { name, does: Does::Write, provenance, run }
}

const FAMILIES: &[&[Action]] = &[
    people::ACTIONS,
    users::ACTIONS,
    plants::ACTIONS,
    rooms::ACTIONS,
    inventory::ACTIONS,
    items::ACTIONS,
    adjustments::ACTIONS,
    lots::ACTIONS,
    conversions::ACTIONS,
    destruction::ACTIONS,
    manifests::ACTIONS,
    manifest_voids::ACTIONS,
    transfers::ACTIONS,
    arrivals::ACTIONS,
    receipts::ACTIONS,
    returns::ACTIONS,
    samples::ACTIONS,
    labs::ACTIONS,
    retests::ACTIONS,
    sales::ACTIONS,
    corrections::ACTIONS,
    refunds::ACTIONS,
    holds::ACTIONS,
    taxes::ACTIONS,
    preassign::ACTIONS,
    registry::ACTIONS,
    sync::tables::ACTIONS,
    sync::check::ACTIONS,
];

pub fn find(name: &str) -> Option<Action> {
    all().find(|action| action.name == name)
}

/// The whole table.
pub fn all() -> impl Iterator<Item = Action> {
    FAMILIES.iter().flat_map(|family| family.iter().copied())
}

/// One call: the open books, what was asked, and by which user of which company.
pub struct Call<'c, 'b> {
    pub books: &'c mut Books<'b>,
    pub ask: &'c Ask,
    pub ubi: &'c str,
    pub username: &'c str,
}

impl Call<'_, '_> {
    /// The licences of the company that calls.
    pub fn licenses(&mut self) -> Result<Vec<String>> {
        Ok(self.books.of_owner::<Vendor>(self.ubi)?.into_iter().map(|vendor| vendor.location).collect())
    }

    /// A licence that was given, if it is the caller's.
    pub fn own_location(&mut self, license: &str) -> Result<Vendor> {
        let vendor = self.books.get::<Vendor>(license)?.filter(|vendor| vendor.ubi == self.ubi);
        vendor.ok_or_else(|| refusal::not_your_location().into())
    }

    /// The `location` of the request, which must be the caller's.
    pub fn location(&mut self) -> Result<Vendor> {
        match self.ask.text("location") {
            Some(license) => self.own_location(&license),
            None => refuse(refusal::not_your_location()),
        }
    }
}

/// An answer of nothing but the envelope.
fn plain() -> Result<Answer> {
    Ok(Answer::new())
}

/// An answer of one field.
fn with(name: &str, value: impl Into<Value>) -> Result<Answer> {
    Ok(Answer::from_iter([(name.to_owned(), value.into())]))
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_action_is_in_the_table_twice() {
        let mut names: Vec<_> = super::all().map(|action| action.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
