//! New numbers that are no packages': of manifests, of samples at a laboratory, of holds; and what a month's tax came to.

use super::{Decode, Undecodable};
use crate::biotrack::loose::{self, Row};
use crate::values::{Cents, HoldNumber, ManifestNumber, SampleNumber};
use serde_json::Value;
use std::collections::BTreeSet;
use std::str::FromStr;

/// The number of a new manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewManifest(pub ManifestNumber);

impl Decode for NewManifest {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        only(numbers(answer.get("barcode_id"))?).map(Self)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        shared(rows, "manifestid").map(Self)
    }
}

/// The number of a sample that went to a laboratory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSample(pub SampleNumber);

impl Decode for NewSample {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        only(numbers(answer.get("sample_id"))?).map(Self)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        only(NewSamples::from_rows(rows)?.0).map(Self)
    }
}

/// The numbers of several samples, in the order of the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSamples(pub Vec<SampleNumber>);

impl Decode for NewSamples {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        some(numbers(answer.get("sample_id"))?).map(Self)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        some(rows.iter().map(|row| number(row.get("inventoryid"))).collect::<Result<_, _>>()?).map(Self)
    }
}

/// The numbers of the two samples of a retest, in the order of the message: neither fewer nor more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetestSamples(pub [SampleNumber; 2]);

impl Decode for RetestSamples {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        both(numbers(answer.get("sample_id"))?).map(Self)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        both(NewSamples::from_rows(rows)?.0).map(Self)
    }
}

/// The registry's number of a hold (invented: `florida-additions.md`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHold(pub HoldNumber);

impl Decode for NewHold {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        number(answer.get("hold_id")).map(Self)
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        shared(rows, "hold_id").map(Self)
    }
}

/// What a month's tax came to by the state's own books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FiledTax {
    pub excise_tax: Option<Cents>,
    pub total_sales: Option<Cents>,
}

impl Decode for FiledTax {
    fn from_answer(answer: &Value) -> Result<Self, Undecodable> {
        Ok(Self { excise_tax: cents(answer.get("excise_tax"))?, total_sales: cents(answer.get("total_sales"))? })
    }

    fn from_rows(rows: &[Value]) -> Result<Self, Undecodable> {
        let field = |name| rows.first().and_then(|row| row.get(name));
        Ok(Self { excise_tax: cents(field("excise_tax"))?, total_sales: cents(field("gross_sales"))? })
    }
}

fn numbers<T: FromStr>(value: Option<&Value>) -> Result<Vec<T>, Undecodable> {
    loose::list(value).iter().map(|one| number(Some(one))).collect()
}

fn number<T: FromStr>(value: Option<&Value>) -> Result<T, Undecodable> {
    let text = loose::text(value).unwrap_or_default();
    text.parse().map_err(|_| Undecodable(format!("“{text}” is not an identifier")))
}

fn only<T: Copy>(all: Vec<T>) -> Result<T, Undecodable> {
    match all.as_slice() {
        [only] => Ok(*only),
        other => Err(Undecodable(format!("it should name one new identifier and names {}", other.len()))),
    }
}

fn both<T: Copy>(all: Vec<T>) -> Result<[T; 2], Undecodable> {
    match all.as_slice() {
        [one, other] => Ok([*one, *other]),
        other => Err(Undecodable(format!("it should name two new identifiers and names {}", other.len()))),
    }
}

fn some<T>(all: Vec<T>) -> Result<Vec<T>, Undecodable> {
    if all.is_empty() { Err(Undecodable("it should name a new identifier and names none".into())) } else { Ok(all) }
}

/// The one value that all rows have in this field.
fn shared<T: FromStr>(rows: &[Value], field: &str) -> Result<T, Undecodable> {
    let values: BTreeSet<String> = rows.iter().filter_map(Value::as_object).filter_map(|row| Row(row).text(field)).collect();
    match (values.first(), values.len()) {
        (Some(only), 1) => number(Some(&Value::from(only.as_str()))),
        (_, several) => Err(Undecodable(format!("its rows should have one “{field}” and have {several}"))),
    }
}

fn cents(value: Option<&Value>) -> Result<Option<Cents>, Undecodable> {
    let Some(text) = loose::text(value) else { return Ok(None) };
    Cents::parse(&text).map(Some).map_err(|_| Undecodable(format!("“{text}” is not an amount of money")))
}
