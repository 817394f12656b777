//! The state's yes. An [`Answer`] is made here only, from what the state said or from its own ledger, and a [`Receipt`] from an
//! answer only: who holds one has been told yes.

mod kept;
mod numbers;
mod packages;

pub(super) use kept::without_secrets;
pub use numbers::{FiledTax, NewHold, NewManifest, NewSample, NewSamples, RetestSamples};
pub use packages::{Derivative, Derivatives, NewBarcodes, NewLot, NewPackages, OneBarcode};

use super::loose;
use super::wire::Said;
use crate::values::{At, FilingId};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fmt;

/// A yes of the state to one write.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Answer {
    transaction: i64,
    at: At,
    words: Words,
}

#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Words {
    /// The state's answer, as it came but for secrets and for people's names.
    Raw(String),
    /// Rows of the state's ledger, found when the answer was lost, in the order of the trace; without people's names.
    Rows(Vec<Value>),
}

/// A yes to this filing, and what it gave.
#[derive(Debug)]
pub struct Receipt<A> {
    filing: FilingId,
    transaction: i64,
    at: At,
    answer: A,
}

/// The state said yes in a way that we cannot read: to be treated as a lost answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("The state's yes could not be read: {0}")]
pub struct Undecodable(pub String);

/// What an act needs to know from the state's yes.
pub trait Decode: Sized {
    /// From the answer to the write.
    fn from_answer(answer: &Value) -> Result<Self, Undecodable>;
    /// From the rows of the state's ledger that the trace found.
    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable>;
}

impl Answer {
    /// `None` when the yes names no transaction: a write's always does.
    pub(super) fn said(said: Said, otherwise_at: At) -> Option<Self> {
        let transaction = said.transaction()?;
        let at = loose::whole(said.body.get("sessiontime")).and_then(loose::at).unwrap_or(otherwise_at);
        Some(Self { transaction, at, words: Words::Raw(kept::text(said)) })
    }

    pub(super) fn of_rows(transaction: i64, rows: Vec<Value>, otherwise_at: At) -> Self {
        let rows = kept::rows(rows);
        let at = rows.iter().find_map(|row| loose::whole(row.get("sessiontime"))).and_then(loose::at).unwrap_or(otherwise_at);
        Self { transaction, at, words: Words::Rows(rows) }
    }

    /// The same answer with more rows of the ledger.
    pub(super) fn and_rows(mut self, more: Vec<Value>) -> Self {
        if let Words::Rows(rows) = &mut self.words {
            rows.extend(kept::rows(more));
        }
        self
    }

    /// The state's number for this act: unique, and rising.
    pub fn transaction(&self) -> i64 {
        self.transaction
    }

    /// When, by the state's clock.
    pub fn at(&self) -> At {
        self.at
    }

    /// The text to keep with the filing.
    pub fn kept(&self) -> String {
        let words = match &self.words {
            Words::Raw(text) => json!({ "raw": text }),
            Words::Rows(rows) => json!({ "rows": rows }),
        };
        json!({ "transaction": self.transaction, "at": self.at, "words": words }).to_string()
    }

    /// Back from the kept text.
    pub fn from_kept(text: &str) -> Result<Self, Undecodable> {
        serde_json::from_str(text).map_err(|error| Undecodable(error.to_string()))
    }

    /// The receipt for the filing that this answers.
    pub fn receipt<A: Decode>(&self, filing: FilingId) -> Result<Receipt<A>, Undecodable> {
        let answer = match &self.words {
            Words::Raw(text) => A::from_answer(&serde_json::from_str(text).map_err(|error| Undecodable(error.to_string()))?)?,
            Words::Rows(rows) => A::from_rows(rows)?,
        };
        Ok(Receipt { filing, transaction: self.transaction, at: self.at, answer })
    }
}

/// Without the words: they may name a patient.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("transaction", &self.transaction).field("at", &self.at).finish_non_exhaustive()
    }
}

impl<A> Receipt<A> {
    pub fn filing(&self) -> FilingId {
        self.filing
    }

    pub fn transaction(&self) -> i64 {
        self.transaction
    }

    /// When the state did it, by its clock.
    pub fn at(&self) -> At {
        self.at
    }

    pub fn answer(&self) -> &A {
        &self.answer
    }

    pub fn into_answer(self) -> A {
        self.answer
    }
}

/// Nothing but the yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain;

impl Decode for Plain {
    fn from_answer(_: &Value) -> Result<Self, Undecodable> {
        Ok(Self)
    }

    fn from_rows(_: &[Value]) -> Result<Self, Undecodable> {
        Ok(Self)
    }
}
