//! The state's yes. An [`Answer`] is made here only, from what the state said or from its own ledger, and a [`Receipt`] from an
//! answer only: who holds one has been told yes.

use super::loose::{self, Row};
use super::wire::Said;
use crate::values::{At, Barcode, FilingId};
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
    /// The state's answer, as it came.
    Raw(String),
    /// Rows of the state's ledger, found when the answer was lost, in the order of the trace.
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
        Some(Self { transaction, at, words: Words::Raw(said.text) })
    }

    pub(super) fn of_rows(transaction: i64, rows: Vec<Value>, otherwise_at: At) -> Self {
        let at = rows.iter().find_map(|row| loose::whole(row.get("sessiontime"))).and_then(loose::at).unwrap_or(otherwise_at);
        Self { transaction, at, words: Words::Rows(rows) }
    }

    /// The same answer with more rows of the ledger.
    pub(super) fn and_rows(mut self, more: Vec<Value>) -> Self {
        if let Words::Rows(rows) = &mut self.words {
            rows.extend(more);
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

/// New identifiers, one for each line of the message in its order; `None` for a line that made no new package.
/// Empty when the state named none. From rows it needs a trace of the lines, for a refund one `with_new_items`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBarcodes(pub Vec<Option<Barcode>>);

impl Decode for NewBarcodes {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        loose::list(answer.get("barcode_id")).iter().map(optional_barcode).collect::<Result<_, _>>().map(Self)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        let rows: Vec<Row> = rows.iter().filter_map(Value::as_object).map(Row).collect();
        let (mut items, lines): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.text("id").is_some());
        if lines.is_empty() {
            return items.into_iter().map(|item| Ok(Some(item_barcode(item)?))).collect::<Result<_, _>>().map(Self);
        }
        let mut made = Vec::new();
        for line in lines {
            let place = items.iter().position(|item| is_made_from(*item, line));
            made.push(place.map(|place| item_barcode(items.remove(place))).transpose()?);
        }
        if items.is_empty() { Ok(Self(made)) } else { Err(Undecodable("a new package belongs to none of the lines".into())) }
    }
}

/// Exactly one new identifier: of a split of one line, or of a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OneBarcode(pub Barcode);

impl Decode for OneBarcode {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        one(NewBarcodes::from_answer(answer)?)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        one(NewBarcodes::from_rows(rows)?)
    }
}

fn one(all: NewBarcodes) -> Result<OneBarcode, Undecodable> {
    match all.0.as_slice() {
        [Some(barcode)] => Ok(OneBarcode(*barcode)),
        other => Err(Undecodable(format!("it should name one new identifier and names {}", other.iter().flatten().count()))),
    }
}

fn optional_barcode(value: &Value) -> Result<Option<Barcode>, Undecodable> {
    loose::text(Some(value)).map(|text| barcode(&text)).transpose()
}

fn item_barcode(item: Row) -> Result<Barcode, Undecodable> {
    barcode(&item.text("id").unwrap_or_default())
}

fn barcode(text: &str) -> Result<Barcode, Undecodable> {
    text.parse().map_err(|_| Undecodable(format!("“{text}” is not an identifier")))
}

/// A package made by this line of a sale or refund: its parent is the line's package and its quantity the line's, without the sign.
fn is_made_from(item: Row, line: Row) -> bool {
    let sold = line.text("inventoryid");
    let parents = loose::list(item.get("inventoryparentid"));
    let quantity = |text: Option<String>| text.map(|text| super::trace::plain_number(text.trim_start_matches('-')));
    sold.is_some()
        && parents.iter().any(|parent| loose::text(Some(parent)) == sold)
        && quantity(item.text("remaining_quantity")) == quantity(line.text("quantity"))
}
